"""What an applicant tracking system knows: postings, opportunities, notes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Distribution(StrEnum):
    """Where a posting is shown, in the words of the ATS's own screens."""

    EXTERNAL = "external"
    INTERNAL = "internal"
    EXTERNAL_AND_INTERNAL = "external and internal"
    UNLISTED = "unlisted"
    CONFIDENTIAL = "confidential"
    NONE = "none"


class PostingState(StrEnum):
    """Whether a posting takes candidates; `OPEN` stands for the ATS's published and unlisted states."""

    OPEN = "open"
    CLOSED = "closed"
    DRAFT = "draft"
    PENDING = "pending"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Posting:
    """A posting as its ATS tells it. `id` and `url` are the ATS's own."""

    id: str
    title: str
    distribution: Distribution
    state: PostingState
    url: str = ""
    location: str = ""
    updated_at: datetime | None = None

    @property
    def is_confidential(self) -> bool:
        return self.distribution is Distribution.CONFIDENTIAL

    @property
    def is_assessable(self) -> bool:
        """Open, and External, Internal or Unlisted: only then may it be joined and take new interviews."""
        return self.state is PostingState.OPEN and self.distribution in (
            Distribution.EXTERNAL,
            Distribution.INTERNAL,
            Distribution.EXTERNAL_AND_INTERNAL,
            Distribution.UNLISTED,
        )


@dataclass(frozen=True)
class Opportunity:
    """One candidacy of one person. A person may have several; each has at most one posting in Lever."""

    id: str
    name: str
    emails: tuple[str, ...]
    posting_ids: tuple[str, ...]
    created_at: datetime
    archived_at: datetime | None = None
    url: str = ""
    contact_id: str = ""
    stage_id: str = ""
    updated_at: datetime | None = None
    is_anonymised: bool = False
    may_be_kept: bool = True
    """False once the ATS says that this person's data may no longer be stored."""
    last_interaction_at: datetime | None = None
    """When anything last happened on it, a note included; None when the ATS does not say."""

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None


@dataclass(frozen=True)
class Stage:
    """A step of an employer's pipeline. `id` is the ATS's own; `rank` counts from 1 in the order of the pipeline."""

    id: str
    name: str
    rank: int


@dataclass(frozen=True)
class Deletion:
    """Something that is gone from the ATS, and since when."""

    id: str
    deleted_at: datetime


class Visibility(StrEnum):
    """What the ATS answers when it is asked for one posting."""

    READABLE = "readable"
    WITHHELD = "withheld"
    """It is there, and not for us: confidential, or a right is missing."""
    MISSING = "missing"
    """There is none of that id, or none any more."""


@dataclass(frozen=True)
class PostingAnswer:
    """`posting` is told only when it is readable, and is never confidential then."""

    visibility: Visibility
    posting: Posting | None = None


class EventKind(StrEnum):
    """What an ATS calls us about. Only ids are taken from a call; everything else is read again."""

    APPLIED = "applied"
    STAGE_CHANGED = "stage changed"
    ARCHIVED = "archived"
    """Archived, or taken out of the archive."""
    HIRED = "hired"
    DELETED = "deleted"
    CONTACT_CHANGED = "contact changed"
    TEST = "test"
    """Somebody tries out whether calls arrive."""


@dataclass(frozen=True)
class AtsEvent:
    """One call of an ATS, its signature checked. `nonce` is the same when the call is repeated.

    `subject` is an opportunity's id, or a contact's for CONTACT_CHANGED; empty for TEST.
    """

    kind: EventKind
    subject: str
    occurred_at: datetime
    nonce: str


@dataclass(frozen=True)
class Note:
    """A note on an opportunity, as plain text."""

    id: str
    text: str


@dataclass(frozen=True)
class AtsPerson:
    """Who stands behind a connection: the user that authorised it, with the role the ATS gives them."""

    id: str
    name: str
    email: str
    role: str
