"""The invented people and things of the demo."""

from dataclasses import dataclass

ORGANISATION = "Fjord Hotel Group"
POSTING = "Front of House Host"
TEMPLATE = "general-hospitality-foh"
POSTING_OF_EVERY_SETTING = "Night Receptionist"
LEVER_USER = "sigrid"
"""Who accepts the permissions in the simulated Lever: a Super Admin."""


@dataclass(frozen=True)
class Invented:
    name: str
    email: str


RECRUITER = Invented("Sigrid Solheim", "sigrid.recruiter@example.org")
CANDIDATE = Invented("Dana Demo", "dana.demo@example.org")
