"""The nouns of hiring: postings, stages, opportunities with their application, notes."""

from dataclasses import dataclass, field

EXTERNAL = "external"
INTERNAL = "internal"
EXTERNAL_AND_INTERNAL = "external+internal"
UNLISTED = "unlisted"
CONFIDENTIAL = "confidential"
DISTRIBUTIONS = (EXTERNAL, INTERNAL, EXTERNAL_AND_INTERNAL, UNLISTED, CONFIDENTIAL)

OPEN, CLOSED, DRAFT, PENDING, REJECTED = "open", "closed", "draft", "pending", "rejected"
STATUSES = (OPEN, CLOSED, DRAFT, PENDING, REJECTED)

CHANNELS = {
    EXTERNAL: ["public"],
    INTERNAL: ["internal"],
    EXTERNAL_AND_INTERNAL: ["internal", "public"],
    UNLISTED: None,
    # Lever does not say what a confidential posting's state is. A client that decides by state must fail here.
    CONFIDENTIAL: ["internal"],
}


@dataclass
class Stage:
    id: str
    text: str
    pipeline: str = "screen"


@dataclass
class ArchiveReason:
    id: str
    text: str
    type: str = "non-hired"
    status: str = "active"


@dataclass
class Salary:
    min: float
    max: float
    currency: str
    interval: str


@dataclass
class Posting:
    id: str
    text: str
    distribution: str
    status: str
    created_at: int
    updated_at: int
    owner: str | None = None
    user: str | None = None
    hiring_manager: str | None = None
    team: str | None = None
    department: str | None = None
    locations: list[str] = field(default_factory=list)
    commitment: str | None = None
    workplace_type: str = "onsite"
    tags: list[str] = field(default_factory=list)
    description: str = ""
    country: str | None = "NO"
    lists: list[dict[str, str]] = field(default_factory=list)
    closing: str = ""
    requisition_codes: list[str] = field(default_factory=list)
    salary: Salary | None = None
    salary_description: str | None = None

    @property
    def is_confidential(self) -> bool:
        return self.distribution == CONFIDENTIAL

    @property
    def is_open(self) -> bool:
        return self.status == OPEN

    @property
    def state(self) -> str:
        if not self.is_open:
            return self.status
        return "internal" if self.distribution == UNLISTED else "published"

    @property
    def channels(self) -> list[str] | None:
        return CHANNELS[self.distribution] if self.is_open else None

    @property
    def takes_applications(self) -> bool:
        return self.is_open and not self.is_confidential

    @property
    def is_on_job_site(self) -> bool:
        return self.takes_applications and "public" in (self.channels or [])

    @property
    def location(self) -> str | None:
        return self.locations[0] if self.locations else None

    @property
    def derived_tags(self) -> list[str]:
        """Return the tags that every opportunity on this posting carries."""
        parts = [self.text, self.department, self.team, self.location, self.commitment]
        return unique([part for part in parts if part] + self.tags)


@dataclass
class Application:
    """What a candidate sent, or the bare fact that somebody added them (type "user": no name, no address)."""

    id: str
    posting: str
    created_at: int
    type: str = "posting"
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    user: str | None = None
    comments: str | None = None


@dataclass
class Archived:
    reason: str
    archived_at: int


@dataclass
class StageChange:
    stage: str
    changed_at: int
    user: str | None = None


@dataclass
class Opportunity:
    """One candidacy of one contact, with at most one application."""

    id: str
    contact: str
    stage: str
    created_at: int
    updated_at: int | None
    last_interaction_at: int
    last_advanced_at: int
    stage_changes: list[StageChange] = field(default_factory=list)
    application: Application | None = None
    archived: Archived | None = None
    added_tags: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    origin: str = "applied"
    owner: str | None = None
    sourced_by: str | None = None
    followers: list[str] = field(default_factory=list)
    snoozed_until: int | None = None

    @property
    def posting(self) -> str | None:
        return self.application.posting if self.application else None


@dataclass
class NoteField:
    value: str
    created_at: int
    stage: str
    user: str | None = None
    score: int | None = None


@dataclass
class Note:
    """A note and the comments on it; `by_api` decides whether the API may change it."""

    id: str
    opportunity: str
    fields: list[NoteField]
    created_at: int
    user: str | None = None
    secret: bool = False
    by_api: bool = True


@dataclass
class Deletion:
    id: str
    deleted_at: int
    deleted_by: str | None = None


@dataclass
class DeletedApplication(Deletion):
    """An application that went with its opportunity."""

    opportunity: str | None = None
    posting: str | None = None


def unique(values: list[str]) -> list[str]:
    return list(dict.fromkeys(values))
