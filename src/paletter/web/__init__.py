"""Pages for recruiters and candidates."""
