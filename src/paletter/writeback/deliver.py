"""Adds a report to the candidate's opportunity, as one note and as tags.

Called any number of times and killed anywhere, it leaves exactly one note and each tag once:

1. One worker at a time: a session-level advisory lock of PostgreSQL on the delivery. It costs no open transaction while
   the ATS is asked, and ends with the worker's database session, however that ends. (Behind PgBouncer this needs
   session pooling.)
2. Every step is committed as soon as it is known. `durable=True` makes Django refuse to run any of this inside a
   caller's transaction, where a rollback could make us forget a note that exists.
3. An ATS has no idempotency key. Before a note is added, the notes that are there are searched for `marker`; so a note
   whose reply was lost is found again, also when our database was restored from before it.
4. A request outlives whoever sent it: a note that is not there yet may still come. `note_tried_at` is committed before
   each try and cleared when the ATS answers; without an answer nobody adds a note until UNDER_WAY has passed.
5. When the opportunity is gone, its note went with it: the person's other opportunity on the posting is looked for,
   once, and starts from nothing.
"""

import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import Error, connection, transaction

from paletter.ats.protocol import Ats, AtsError, AtsNotFound, AtsSilent, AtsUnavailable
from paletter.vocabulary.hiring import Opportunity
from paletter.writeback.match import NoMatch, match
from paletter.writeback.models import Delivery, DeliveryState

# The first half of the advisory lock's key, so that no other kind of lock of ours meets a delivery's number.
LOCK_FAMILY = 0x5057
UNDER_WAY = timedelta(seconds=60)
"""For how long a request without an answer may still have its effect; gateways end them after half of that."""


@dataclass(frozen=True)
class Delivered:
    """Note and tags are on this opportunity."""

    opportunity_id: str


def deliver(
    delivery: Delivery,
    ats: Ats,
    *,
    note_text: str,
    tags: Collection[str],
    marker: str,
    emails: Collection[str],
    posting_id: str,
    now: datetime,
) -> Delivered | NoMatch:
    """Do what is still missing of a delivery and return where it went, or NoMatch, with which it is parked.

    `marker` is a part of `note_text` that stands in no other note, such as the report's key. `emails` are verified
    addresses. An `opportunity_id` that is already set, by an earlier call or by a recruiter, is kept. Raises any
    AtsError with every step that succeeded kept, ValueError for a note without its marker, and RuntimeError inside a
    transaction.
    """
    if not marker or marker not in note_text:
        raise ValueError("The note must hold its marker, or it could not be found again.")
    with _one_worker(delivery.pk):
        with transaction.atomic(durable=True):
            row = Delivery.objects.get(pk=delivery.pk)
        errand = _Errand(row, ats, note_text, tuple(tags), marker, tuple(emails), posting_id, now)
        outcome = errand.run()
    delivery.refresh_from_db()
    return outcome


@dataclass(frozen=True)
class _Errand:
    row: Delivery
    ats: Ats
    note_text: str
    tags: tuple[str, ...]
    marker: str
    emails: tuple[str, ...]
    posting_id: str
    now: datetime
    begun: float = field(default_factory=time.monotonic)

    def run(self) -> Delivered | NoMatch:
        if self.row.state == DeliveryState.DONE:
            return Delivered(self.row.opportunity_id)
        self._keep(attempts=self.row.attempts + 1)
        if not self.row.opportunity_id:
            found = self._match()
            if isinstance(found, NoMatch):
                return self._park(found)
            self._keep(opportunity_id=found.id)
        try:
            self._write()
        except AtsNotFound:
            found = self._match()
            if isinstance(found, Opportunity) and found.id == self.row.opportunity_id:
                raise
            self._start_over("" if isinstance(found, NoMatch) else found.id)
            if isinstance(found, NoMatch):
                return self._park(found)
            self._write()
        self._keep(state=DeliveryState.DONE, sentence="")
        return Delivered(self.row.opportunity_id)

    def _match(self) -> Opportunity | NoMatch:
        found: dict[str, Opportunity] = {}
        for email in self.emails:
            found |= {o.id: o for o in self.ats.opportunities(posting_id=self.posting_id, email=email)}
        return match(found.values(), emails=self.emails, posting_id=self.posting_id)

    def _write(self) -> None:
        if self.row.note_added_at is None:
            under_way = self._seconds_under_way()
            note_id = self._find_note()
            if not note_id and under_way > 0:
                raise AtsUnavailable(
                    "The ATS has not said whether it took the note. Paletter looks again by itself, so that there will "
                    "not be two.",
                    retry_after=under_way,
                )
            self._keep(note_id=note_id or self._add_note(), note_added_at=self.now)
        if self.row.tags_added_at is None:
            if self.tags:
                self.ats.add_tags(self.row.opportunity_id, self.tags)
            self._keep(tags=list(self.tags), tags_added_at=self.now)

    def _find_note(self) -> str:
        notes = self.ats.notes(self.row.opportunity_id)
        return next((note.id for note in notes if self.marker in note.text), "")

    def _add_note(self) -> str:
        self._keep(note_tried_at=self._moment())
        try:
            return self.ats.add_note(self.row.opportunity_id, self.note_text)
        except AtsSilent:
            raise
        except AtsError:
            self._keep(note_tried_at=None)
            raise

    def _seconds_under_way(self) -> float:
        """Return for how much longer the last try, if nobody answered it, may still have its effect."""
        if self.row.note_tried_at is None:
            return 0.0
        return (self.row.note_tried_at + UNDER_WAY - self._moment()).total_seconds()

    def _moment(self) -> datetime:
        return self.now + timedelta(seconds=time.monotonic() - self.begun)

    def _park(self, reason: NoMatch) -> NoMatch:
        self._keep(state=DeliveryState.PARKED, sentence=reason.reason)
        return reason

    def _start_over(self, opportunity_id: str) -> None:
        self._keep(
            opportunity_id=opportunity_id,
            note_tried_at=None,
            note_id="",
            note_added_at=None,
            tags=[],
            tags_added_at=None,
        )

    def _keep(self, **fields: Any) -> None:
        with transaction.atomic(durable=True):
            Delivery.objects.filter(pk=self.row.pk).update(changed_at=self.now, **fields)
        for name, value in fields.items():
            setattr(self.row, name, value)


@contextmanager
def _one_worker(delivery_id: int) -> Iterator[None]:
    """Wait until no other worker delivers this report; the ATS's time-outs bound the wait."""
    key = [LOCK_FAMILY, delivery_id % 2**31]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", key)
    try:
        yield
    finally:
        # A session that broke has lost the lock already; its own error is the one to tell.
        with suppress(Error), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)
