"""Who may do what: organisations, users, memberships, invitations of members."""
