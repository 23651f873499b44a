"""A report goes to the ATS: one note, the tags, once."""
