"""Lever: its addresses, its rights, its JSON and its oddities stop in this folder."""
