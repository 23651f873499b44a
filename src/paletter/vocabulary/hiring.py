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

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None


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
