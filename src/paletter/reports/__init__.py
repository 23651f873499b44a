"""What a recruiter reads: the report, the note, the tags."""
