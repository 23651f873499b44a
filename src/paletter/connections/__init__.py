"""An organisation's applicant tracking system, and our mirror of its postings."""
