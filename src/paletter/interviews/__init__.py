"""A candidate answers: consent, recordings, submission."""
