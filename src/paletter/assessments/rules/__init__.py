"""What a template must, should and may not say; each rule is a pure function from a template to findings."""
