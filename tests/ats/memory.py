"""An honest ATS in memory: an account with postings, opportunities and notes, and the Ats that opens it.

Trouble is ordered by a function that is called before and after each request's effect and may raise.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TypeVar

from paletter.ats.protocol import AtsDisconnected, AtsNotFound
from paletter.vocabulary.hiring import AtsPerson, Distribution, Note, Opportunity, Posting, PostingState

T = TypeVar("T")
BEFORE, AFTER = "before", "after"
SIGRID = AtsPerson("user-1", "Sigrid Solheim", "sigrid@example.org", "Super Admin")
Trouble = Callable[[str, str], None]


def no_trouble(when: str, request: str) -> None:
    """Nothing goes wrong."""


@dataclass
class MemoryAccount:
    """What the ATS knows."""

    postings: dict[str, Posting] = field(default_factory=dict)
    opportunities: dict[str, Opportunity] = field(default_factory=dict)
    notes: dict[str, dict[str, Note]] = field(default_factory=dict)
    tags: dict[str, list[str]] = field(default_factory=dict)
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

    def has_applied(self, name: str, email: str, posting_id: str) -> str:
        key = self.number()
        self.opportunities[key] = Opportunity(key, name, (email,), (posting_id,), self.tick())
        self.notes[key], self.tags[key] = {}, []
        return key

    def archives(self, opportunity_id: str) -> None:
        self.opportunities[opportunity_id] = replace(self.opportunities[opportunity_id], archived_at=self.tick())

    def deletes(self, opportunity_id: str) -> None:
        for things in (self.opportunities, self.notes, self.tags):
            things.pop(opportunity_id)

    def note_texts(self, opportunity_id: str) -> list[str]:
        return [note.text for note in self.notes[opportunity_id].values()]


class MemoryAts:
    """Implements Ats on a MemoryAccount."""

    def __init__(self, account: MemoryAccount, trouble: Trouble = no_trouble) -> None:
        self.account = account
        self.trouble = trouble

    def person(self) -> AtsPerson | None:
        self._request("person")
        return self.account.person

    def postings(self, *, since: datetime | None = None) -> Iterator[Posting]:
        self._request("postings")
        for posting in list(self.account.postings.values()):
            is_new = (
                posting.is_assessable if since is None else bool(posting.updated_at and posting.updated_at >= since)
            )
            if is_new and not posting.is_confidential:
                yield posting

    def posting(self, posting_id: str) -> Posting | None:
        self._request("posting")
        found = self.account.postings.get(posting_id)
        return None if found is None or found.is_confidential else found

    def opportunities(self, *, posting_id: str, email: str) -> Iterator[Opportunity]:
        self._request("opportunities")
        for opportunity in list(self.account.opportunities.values()):
            addresses = {address.lower() for address in opportunity.emails}
            if posting_id in opportunity.posting_ids and email.lower() in addresses:
                yield opportunity

    def notes(self, opportunity_id: str) -> Iterator[Note]:
        self._request("notes")
        yield from list(self._on(self.account.notes, opportunity_id).values())

    def add_note(self, opportunity_id: str, text: str) -> str:
        self._request("add_note")
        notes = self._on(self.account.notes, opportunity_id)
        note = Note(self.account.number(), text)
        notes[note.id] = note
        self.trouble(AFTER, "add_note")
        return note.id

    def remove_note(self, opportunity_id: str, note_id: str) -> None:
        self._request("remove_note")
        self.account.notes.get(opportunity_id, {}).pop(note_id, None)
        self.trouble(AFTER, "remove_note")

    def add_tags(self, opportunity_id: str, tags: Collection[str]) -> None:
        self._request("add_tags")
        kept = self._on(self.account.tags, opportunity_id)
        kept += [tag for tag in tags if tag not in kept]
        self.trouble(AFTER, "add_tags")

    def remove_tags(self, opportunity_id: str, tags: Collection[str]) -> None:
        self._request("remove_tags")
        kept = self._on(self.account.tags, opportunity_id)
        kept[:] = [tag for tag in kept if tag not in tags]
        self.trouble(AFTER, "remove_tags")

    def _request(self, name: str) -> None:
        self.trouble(BEFORE, name)
        if self.account.is_revoked:
            raise AtsDisconnected("The authorisation was revoked. Connect again.")

    def _on(self, things: dict[str, T], opportunity_id: str) -> T:
        if opportunity_id not in things:
            raise AtsNotFound("This opportunity does not exist.")
        return things[opportunity_id]
