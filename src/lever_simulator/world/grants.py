"""What an account has allowed other programs: OAuth apps with their tokens, and API keys."""

import hashlib
from dataclasses import dataclass, field

OFFLINE_ACCESS = "offline_access"
CONFIDENTIAL_ACCESS = "confidential:access:admin"

_READ_ONLY = (
    "applications archive_reasons audit_events diversity_surveys eeo_responses eeo_responses_pii offers referrals"
    " resumes sources stages tags tasks"
)
_READ_AND_WRITE = (
    "contact feedback feedback_templates files forms form_templates groups interviews notes opportunities panels"
    " permissions postings requisitions requisition_fields roles users webhooks"
)

SCOPES: tuple[str, ...] = (
    OFFLINE_ACCESS,
    *(f"{noun}:read:admin" for noun in _READ_ONLY.split()),
    *(f"{noun}:{right}:admin" for noun in _READ_AND_WRITE.split() for right in ("read", "write")),
    "uploads:write:admin",
    CONFIDENTIAL_ACCESS,
)


MOST_SCOPES = 20
DESCRIPTION_LENGTH = range(20, 141)


def allows(scopes: list[str] | frozenset[str], wanted: str) -> bool:
    """Tell whether `scopes` cover `wanted`; the right to write a thing implies the right to read it."""
    return wanted in scopes or wanted.replace(":read:", ":write:") in scopes


def in_plain_words(scope: str) -> str:
    """Return the line that the consent page shows for a scope."""
    if scope == OFFLINE_ACCESS:
        return "Keep access while you are away (offline_access)"
    if scope == CONFIDENTIAL_ACCESS:
        return "See confidential postings and their candidates"
    noun, right, _ = scope.split(":")
    return f"{'Read and change' if right == 'write' else 'Read'} {noun.replace('_', ' ')}"


@dataclass
class App:
    client_id: str
    client_secret: str
    name: str
    description: str
    redirect_uris: list[str] = field(default_factory=list)
    scopes: list[str] | None = None  # None: kept by an older version of this program, which did not ask

    def may_ask(self, scope: str) -> bool:
        return self.scopes is None or allows(self.scopes, scope)


@dataclass
class Grant:
    """One person's "Accept" for one app."""

    id: str
    client_id: str
    user_id: str
    scopes: list[str]
    granted_at: float
    revoked_at: float | None = None


@dataclass
class Code:
    code: str
    grant_id: str
    redirect_uri: str
    audience: str | None
    scopes: list[str]
    expires_at: float


@dataclass
class RefreshToken:
    token: str
    grant_id: str
    family: str
    audience: str | None
    scopes: list[str]
    family_since: float
    issued_at: float
    used_at: float | None = None


@dataclass
class AccessToken:
    token: str
    grant_id: str
    scopes: list[str]
    expires_at: float


@dataclass
class ApiKey:
    key: str
    name: str
    scopes: list[str]
    made_at: float | None = None

    @property
    def id(self) -> str:
        """Return what pages call the key by: it was shown once, and is not shown again."""
        return hashlib.sha256(self.key.encode()).hexdigest()[:16]
