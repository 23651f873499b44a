"""What Paletter asks of an applicant tracking system, and the three ways it can fail.

AtsError
├── AtsUnavailable    try again later (network, 429, 5xx)
│   └── AtsSilent     … and what was asked for may have been done, or may be done yet
├── AtsRefused        never again like this (missing right, unknown id, bad request)
└── AtsDisconnected   a person must connect again (revoked, expired, denied)
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from paletter.vocabulary.hiring import (
    AtsEvent,
    AtsPerson,
    Deletion,
    EventKind,
    Note,
    Opportunity,
    Posting,
    PostingAnswer,
    Stage,
)


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


class EventRejected(Exception):
    """A call that claims to come from the ATS can't be trusted; nothing of it is used. The message is for the log."""


@dataclass(frozen=True)
class Credentials:
    """What opens an account at the ATS. Secret: `repr` hides it, and it is stored encrypted only.

    Either tokens that a person's consent gave, or an `api_key` that somebody made by hand; never both.
    """

    access_token: str = field(repr=False, default="")
    refresh_token: str = field(repr=False, default="")
    api_key: str = field(repr=False, default="")
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


class Pace(Protocol):
    """The speed that everybody who asks one account keeps together, over all processes and hosts."""

    def wait(self) -> None:
        """Return when the next request may go out; called once before each."""
        ...

    def slow_down(self, seconds: float) -> None:
        """The ATS said "too fast": nobody asks this account for so many seconds."""
        ...


@dataclass(frozen=True)
class Subscription:
    """One kind of event that the ATS will call us about. `event` is its own word; the token is told once."""

    id: str
    event: str
    signing_token: str = field(repr=False)


@dataclass(frozen=True)
class StandingSubscription:
    """A subscription as the ATS lists it afterwards: where it calls, without the token."""

    id: str
    event: str
    url: str


class Ats(Protocol):
    """One organisation's account at an ATS. Every method may raise any AtsError."""

    def try_out(self) -> None:
        """Use what the credentials should open, without changing anything.

        Raises AtsRefused, saying what is missing and who can add it.
        """
        ...

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

    def look_up(self, posting_id: str) -> PostingAnswer:
        """Return what can be said of one posting, to answer why it is not here."""
        ...

    def deleted_postings(self, *, since: datetime) -> Iterable[Deletion]:
        """Yield the postings that were deleted since then."""
        ...

    def stages(self) -> Iterable[Stage]:
        """Yield the stages of the pipeline, in order."""
        ...

    def opportunities(self, *, posting_id: str, email: str) -> Iterable[Opportunity]:
        """Yield the opportunities on a posting of the person with this address.

        Archived ones may be left out when there is one that is not.
        """
        ...

    def opportunities_on(self, posting_ids: Collection[str], *, since: datetime | None = None) -> Iterable[Opportunity]:
        """Yield all opportunities on these postings, archived ones too, each once.

        With `since` only those that came or changed since then, as far as the ATS keeps count; what it keeps no count
        of is found without `since` alone. Those on confidential postings are never yielded.
        """
        ...

    def opportunity(self, opportunity_id: str) -> Opportunity | None:
        """Return one opportunity as it is now, or None when it is gone or not for us to read."""
        ...

    def deleted_opportunities(self, *, since: datetime) -> Iterable[Deletion]:
        """Yield the opportunities that were deleted since then, whatever posting they were on."""
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

    def subscriptions(self) -> Iterable[StandingSubscription]:
        """Yield what the ATS calls whoever about, of all subscriptions that these credentials may see."""
        ...

    def subscribe(self, url: str, kinds: Collection[EventKind]) -> Iterable[Subscription]:
        """Ask to be called at `url` about these kinds of events, and yield a subscription for each.

        Not safe to repeat: earlier ones stay until `unsubscribe`. Raises AtsRefused where the right is missing.
        """
        ...

    def unsubscribe(self, subscription_id: str) -> None:
        """End a subscription; one already gone is no error."""
        ...


class AtsProvider(Protocol):
    """A kind of ATS. `key` stands in addresses and settings, `name` is what people read."""

    key: str
    name: str
    takes_keys: bool
    """Whether `connect_with_key` may be offered to people."""
    takes_consent: bool
    """Whether this installation is known to the ATS, so that `consent_url` leads somewhere."""
    rights: Mapping[str, str]
    """What Paletter asks to be allowed, in the ATS's own words, each with what it is for ("because Paletter can …")."""
    rights_of_keys: Mapping[str, str]
    """The same for a key, which may need fewer; empty where `takes_keys` is false."""
    requests_per_second: float
    """How fast one account may be asked, all that ask it together."""
    requests_at_once: int
    """How many requests may follow each other without a gap after a pause."""

    def consent_url(self, *, state: str, return_to: str) -> str:
        """Return the address of the ATS's own page on which a person grants or denies access."""
        ...

    def connect(self, *, code: str, return_to: str) -> Credentials:
        """Exchange the one-time code of a granted consent for credentials."""
        ...

    def denial(self, *, error: str, description: str) -> str:
        """Return the sentence for a person whom the ATS sent back without a permission: why, and who can grant it.

        Both come by the person's browser, `error` in OAuth's words; neither can be trusted.
        """
        ...

    def connect_with_key(self, api_key: str) -> Credentials:
        """Return credentials for a key that somebody made in the ATS, once it is known to open what we need.

        Raises AtsRefused, naming the right that is missing or saying that there is no such key.
        """
        ...

    def renew(self, credentials: Credentials) -> Credentials:
        """Return fresh credentials for these, which may be used up by that: to be called by a CredentialKeeper only.

        What never runs out comes back as it is. Raises AtsDisconnected when a person must connect again.
        """
        ...

    def missing_rights(self, credentials: Credentials) -> Collection[str]:
        """Return what we would like to be allowed and are not, in the ATS's own words; empty when nothing is known."""
        ...

    def posting_id_in(self, text: str) -> str | None:
        """Return the posting's id in what a person pasted: a link to one of the ATS's pages, or the id itself."""
        ...

    def why_no_calls(self, *, url: str, credentials: Credentials) -> str:
        """Tell why the ATS will not call us at `url`: a sentence that names who can change it; "" when it may."""
        ...

    def open(self, keeper: CredentialKeeper, *, pace: Pace | None = None, is_hurried: bool = False) -> Ats:
        """Return the account that the kept credentials open; renews them by the keeper when they run out.

        With `pace` no request goes out before its time. With `is_hurried` each request gets a few seconds and no
        second try: a person waits.
        """
        ...

    def read_event(
        self, headers: Mapping[str, str], body: bytes, *, signing_tokens: Mapping[str, str], now: datetime
    ) -> AtsEvent | None:
        """Return the event that a call to our address tells, or None for one that means nothing to us.

        `signing_tokens` are those of the connection's subscriptions, by the ATS's word for the event. Raises
        EventRejected for what is not signed as agreed, is too old, or can't be read.
        """
        ...
