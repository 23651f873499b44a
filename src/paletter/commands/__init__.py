"""The `paletter` command line: parse, call one room, print."""
