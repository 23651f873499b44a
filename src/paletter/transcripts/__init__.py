"""Recordings as words: what was heard, and what the candidate says was said."""
