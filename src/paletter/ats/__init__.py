"""The seam to applicant tracking systems: one protocol, one folder per provider. Plain Python."""
