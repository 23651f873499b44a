"""AI Assessment Templates: questions, competencies, rubrics. What ships is in `library/*.toml`."""
