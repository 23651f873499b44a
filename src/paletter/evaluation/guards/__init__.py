"""What must not move a level, however it is tried: a suite that every released scorer has to pass."""
