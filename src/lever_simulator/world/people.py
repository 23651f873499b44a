"""The people of an account: those who work there (users) and those who apply (contacts)."""

from dataclasses import dataclass, field
from functools import lru_cache

SUPER_ADMIN = "super admin"


@dataclass
class User:
    id: str
    name: str
    username: str
    email: str
    access_role: str
    created_at: int
    job_title: str | None = None
    deactivated_at: int | None = None

    @property
    def may_authorize_apps(self) -> bool:
        return self.access_role == SUPER_ADMIN and self.deactivated_at is None


@dataclass
class Phone:
    value: str
    type: str | None = None


@dataclass
class Contact:
    """A person; what is reachable about them belongs here, not to one of their opportunities."""

    id: str
    name: str
    headline: str = ""
    location: str = ""
    emails: list[str] = field(default_factory=list)
    phones: list[Phone] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    is_anonymized: bool = False
    may_be_stored: bool | None = None

    def has_email(self, email: str) -> bool:
        return canonical_email(email) in map(canonical_email, self.emails)

    def anonymize(self) -> None:
        self.name, self.headline, self.location = "Anonymized", "", ""
        self.emails, self.phones, self.links = [], [], []
        self.is_anonymized = True


@lru_cache(maxsize=65_536)  # every search by address asks this of every person
def canonical_email(email: str) -> str:
    """Return the form in which two spellings of one address are equal.

    Lever's own rule is not published; trimming and lower case are the least it can be.
    """
    return email.strip().lower()


@lru_cache(maxsize=65_536)  # every search by address asks this of every person
def compared(email: str, rule: str) -> str:
    """Return the form in which `rule` (the switch email_matching) takes two addresses for one."""
    if rule == "exact":
        return email
    name, at, host = canonical_email(email).partition("@")
    return (name.partition("+")[0] if rule == "plus-blind" else name) + at + host
