"""The words every room shares, as frozen values: hiring, rubrics, transcripts, scores. Imports nothing of ours."""
