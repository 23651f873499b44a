"""What Paletter asks of an applicant tracking system, and the three ways it can fail.

AtsError
├── AtsUnavailable    try again later (network, 429, 5xx)
│   └── AtsSilent     … and what was asked for may have been done, or may be done yet
├── AtsRefused        never again like this (missing right, unknown id, bad request)
└── AtsDisconnected   a person must connect again (revoked, expired, denied)
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from paletter.vocabulary.hiring import AtsPerson, Note, Opportunity, Posting


class AtsError(Exception):
    """The message is a sentence for a person: what happened and who can do what about it."""


class AtsUnavailable(AtsError):
    """The ATS did not answer, or asked us to slow down. `retry_after` is in seconds, when it said so."""

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class AtsSilent(AtsUnavailable):
    """The request went out and no answer came: it may have been done, or may still be under way."""


class AtsRefused(AtsError):
    """The ATS understood and said no; repeating the same call will not help."""


class AtsNotFound(AtsRefused):
    """What was asked for is not there (any more)."""


class AtsDisconnected(AtsError):
    """The authorisation is gone; someone with the right must connect again."""


@dataclass(frozen=True)
class Credentials:
    """What opens an account at the ATS. Secret: `repr` hides it, and it is stored encrypted only."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False, default="")
    expires_at: datetime | None = None
    scopes: tuple[str, ...] = ()
    account_id: str = ""
    user_id: str = ""


class CredentialKeeper(Protocol):
    """Where credentials live between calls, with one lock per connection over all processes."""

    def read(self) -> Credentials:
        """Return what is stored now. Raises AtsDisconnected when nothing is."""
        ...

    def renew(self, stale: Credentials, renewal: Callable[[Credentials], Credentials]) -> Credentials:
        """Return fresh credentials.

        Under the connection's lock: if what is stored is no longer `stale`, somebody else has renewed it, and that is
        returned; otherwise `renewal(stored)` is called once, its result stored before it is used, and returned.
        """
        ...


class Ats(Protocol):
    """One organisation's account at an ATS. Every method may raise any AtsError."""

    def person(self) -> AtsPerson | None:
        """Return who authorised the connection, or None when the ATS will not say."""
        ...

    def postings(self, *, since: datetime | None = None) -> Iterable[Posting]:
        """Yield the postings that may be read, each once; only those changed since then when `since` is given.

        Confidential postings are never asked for, and never yielded.
        """
        ...

    def posting(self, posting_id: str) -> Posting | None:
        """Return one posting, or None when it is gone, confidential or unreadable."""
        ...

    def opportunities(self, *, posting_id: str, email: str) -> Iterable[Opportunity]:
        """Yield the opportunities on a posting, archived ones too, of the person with this address."""
        ...

    def notes(self, opportunity_id: str) -> Iterable[Note]:
        """Yield the notes on an opportunity."""
        ...

    def add_note(self, opportunity_id: str, text: str) -> str:
        """Add a note and return its id. Not safe to repeat: read `notes` before you do."""
        ...

    def remove_note(self, opportunity_id: str, note_id: str) -> None:
        """Remove a note that we added; a note already gone is no error."""
        ...

    def add_tags(self, opportunity_id: str, tags: Collection[str]) -> None:
        """Add tags; those already there stay as they are."""
        ...

    def remove_tags(self, opportunity_id: str, tags: Collection[str]) -> None:
        """Remove tags; those not there are no error."""
        ...


class AtsProvider(Protocol):
    """A kind of ATS. `key` stands in addresses and settings, `name` is what people read."""

    key: str
    name: str

    def consent_url(self, *, state: str, return_to: str) -> str:
        """Return the address of the ATS's own page on which a person grants or denies access."""
        ...

    def connect(self, *, code: str, return_to: str) -> Credentials:
        """Exchange the one-time code of a granted consent for credentials."""
        ...

    def open(self, keeper: CredentialKeeper) -> Ats:
        """Return the account that the kept credentials open; renews them by the keeper when they run out."""
        ...
