"""Composition: settings, addresses, the server, the embedded database."""
