"""The account of the ATS in memory: what it knows, and what its people do in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count

from paletter.ats.protocol import Subscription
from paletter.vocabulary.hiring import (
    AtsPerson,
    Deletion,
    Distribution,
    Note,
    Opportunity,
    Posting,
    PostingState,
    Stage,
)

SIGRID = AtsPerson("user-1", "Sigrid Solheim", "sigrid@example.org", "Super Admin")
PIPELINE = (Stage("new", "New applicant", 1), Stage("interview", "Interview", 2), Stage("offer", "Offer", 3))


@dataclass
class MemoryAccount:
    """What the ATS knows."""

    postings: dict[str, Posting] = field(default_factory=dict)
    opportunities: dict[str, Opportunity] = field(default_factory=dict)
    notes: dict[str, dict[str, Note]] = field(default_factory=dict)
    tags: dict[str, list[str]] = field(default_factory=dict)
    stages: tuple[Stage, ...] = PIPELINE
    deleted_postings: list[Deletion] = field(default_factory=list)
    deleted_opportunities: list[Deletion] = field(default_factory=list)
    subscriptions: dict[str, Subscription] = field(default_factory=dict)
    called_at: dict[str, str] = field(default_factory=dict)
    is_revoked: bool = False
    person: AtsPerson | None = SIGRID
    clock: datetime = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def number(self) -> str:
        return f"id-{next(self.numbers)}"

    def tick(self) -> datetime:
        self.clock += timedelta(minutes=1)
        return self.clock

    def has_posting(self, title: str, *, distribution: Distribution = Distribution.EXTERNAL) -> str:
        key = self.number()
        self.postings[key] = Posting(key, title, distribution, PostingState.OPEN, updated_at=self.tick())
        return key

    def changes(self, posting_id: str, **fields: object) -> None:
        self.postings[posting_id] = replace(self.postings[posting_id], updated_at=self.tick(), **fields)  # type: ignore[arg-type]

    def deletes_posting(self, posting_id: str) -> None:
        del self.postings[posting_id]
        self.deleted_postings.append(Deletion(posting_id, self.tick()))

    def has_applied(self, name: str, email: str, posting_id: str) -> str:
        key, now = self.number(), self.tick()
        self.opportunities[key] = Opportunity(
            key, name, (email,), (posting_id,), now, contact_id=f"{key}-person", stage_id="new", updated_at=now
        )
        self.notes[key], self.tags[key] = {}, []
        return key

    def moves(self, opportunity_id: str, stage_id: str) -> None:
        self._touches(opportunity_id, stage_id=stage_id)

    def archives(self, opportunity_id: str) -> None:
        self._touches(opportunity_id, archived_at=self.clock)

    def anonymises(self, opportunity_id: str) -> None:
        self._touches(opportunity_id, is_anonymised=True, name="", emails=())

    def _touches(self, opportunity_id: str, **fields: object) -> None:
        row = self.opportunities[opportunity_id]
        self.opportunities[opportunity_id] = replace(row, updated_at=self.tick(), **fields)  # type: ignore[arg-type]

    def deletes(self, opportunity_id: str) -> None:
        for things in (self.opportunities, self.notes, self.tags):
            things.pop(opportunity_id)
        self.deleted_opportunities.append(Deletion(opportunity_id, self.tick()))

    def is_secret(self, opportunity: Opportunity) -> bool:
        found = (self.postings.get(posting_id) for posting_id in opportunity.posting_ids)
        return any(posting is not None and posting.is_confidential for posting in found)

    def note_texts(self, opportunity_id: str) -> list[str]:
        return [note.text for note in self.notes[opportunity_id].values()]
