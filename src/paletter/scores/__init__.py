"""Transcripts and rubrics to levels with evidence, and the fit score."""
