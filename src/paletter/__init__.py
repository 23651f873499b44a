"""Paletter: one-way video interviews, scored from what is said, with the evidence shown."""
