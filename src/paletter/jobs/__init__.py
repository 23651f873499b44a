"""A job: a posting joined with an AI Assessment Template, and the one link that candidates open."""
