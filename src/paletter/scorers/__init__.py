"""The seam to scorers: one protocol, one file or folder per scorer. Plain Python; sees text and timing only."""
