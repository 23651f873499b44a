"""Adds a report to the candidate's opportunity, as one note and as tags; after a correction, as one more note.

Called any number of times and killed anywhere, it leaves exactly one note of each edition and each tag once:

1. One worker at a time (lock.py).
2. Every step is committed as soon as it is known, outside any caller's transaction (kept.py).
3. An ATS has no idempotency key. Before a note is added, the notes that are there are searched for its marker; so a
   note whose reply was lost is found again, also when our database was restored from before it. That search is spared
   only when both sides say that there is nothing to find (`_cannot_be_there`).
4. A request outlives whoever sent it: a note that is not there yet may still come. `note_tried_at` is committed before
   each try and cleared when the ATS answers; without an answer nobody adds a note until UNDER_WAY has passed. The same
   holds for tags, so that none that was taken away comes back.
5. When the opportunity is gone, its note went with it: the person's other opportunity on the posting is looked for,
   once, and starts from nothing.
6. A delivery tells one scoring per edition. When the report shows a newer one, the next edition begins as soon as it
   is known whether the note of the present one is there.
"""

from collections.abc import Callable, Collection
from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from paletter.ats.protocol import Ats, AtsError, AtsNotFound, AtsRefused, AtsSilent
from paletter.vocabulary.hiring import Note, Opportunity
from paletter.writeback.kept import KeptDelivery
from paletter.writeback.letter import Letter, LetterWriter
from paletter.writeback.lock import alone
from paletter.writeback.match import NoMatch, match
from paletter.writeback.models import Delivery, DeliveryState

CLOCKS_DIFFER = timedelta(minutes=10)
"""How far the clock of an ATS and ours may be apart, generously."""


@dataclass(frozen=True)
class Delivered:
    """Note and tags are on this opportunity."""

    opportunity_id: str


def deliver(
    delivery: Delivery,
    ats: Ats,
    *,
    letter: LetterWriter,
    emails: Collection[str],
    posting_id: str,
    now: datetime,
) -> Delivered | NoMatch:
    """Do what is still missing of a delivery and return where it went, or NoMatch, with which it is parked.

    `emails` are verified addresses. An `opportunity_id` that is already set, by an earlier call or by a recruiter, is
    kept. Raises any AtsError with every step that succeeded kept, Delivery.DoesNotExist when it was erased meanwhile,
    and RuntimeError inside a transaction.
    """
    with alone(delivery.pk):
        with transaction.atomic(durable=True):
            row = Delivery.objects.get(pk=delivery.pk)
        errand = _Errand(KeptDelivery(row, now), ats, letter, tuple(emails), posting_id, is_first_try=not row.attempts)
        outcome = errand.run()
    delivery.refresh_from_db()
    return outcome


@dataclass(frozen=True)
class _Errand:
    kept: KeptDelivery
    ats: Ats
    letter: LetterWriter
    emails: tuple[str, ...]
    posting_id: str
    is_first_try: bool

    @property
    def row(self) -> Delivery:
        return self.kept.row

    def run(self) -> Delivered | NoMatch:
        if self.row.state == DeliveryState.DONE and not self.kept.is_behind():
            return Delivered(self.row.opportunity_id)
        self.kept.keep(attempts=self.row.attempts + 1)
        is_finished = False
        while not is_finished:
            outcome = self._tell()
            if isinstance(outcome, NoMatch):
                self.kept.keep(state=DeliveryState.PARKED, sentence=outcome.reason)
                return outcome
            is_finished = self.kept.finish()
        return Delivered(self.row.opportunity_id)

    def _tell(self) -> NoMatch | None:
        """Bring the newest edition to the opportunity; NoMatch when there is none."""
        known = None
        if not self.row.opportunity_id:
            found = self._match()
            if isinstance(found, NoMatch):
                return found
            self.kept.keep(opportunity_id=found.id, tags_tried=self._tags_left_on(found.id))
            known = found
        try:
            self._write(known)
        except AtsNotFound as gone:
            return self._write_elsewhere(gone)
        return None

    def _write_elsewhere(self, gone: AtsNotFound) -> NoMatch | None:
        found = self._match()
        if isinstance(found, NoMatch):
            self.kept.start_over("")
            return found
        if found.id == self.row.opportunity_id:
            # Listed and yet not there: only a person can find out why.
            raise gone
        self.kept.start_over(found.id, tags_tried=self._tags_left_on(found.id))
        self._write(None)
        return None

    def _tags_left_on(self, opportunity_id: str) -> list[str]:
        """Return the tags of earlier editions that may be there: it may only have been out of sight for a while."""
        left: list[str] = []
        for note in self.kept.earlier_notes_on(opportunity_id):
            earlier = copy(self.row)
            earlier.edition, earlier.scoring_id = note.edition, note.scoring_id
            left += self.letter(earlier).tags
        return list(dict.fromkeys(left))

    def _match(self) -> Opportunity | NoMatch:
        found: dict[str, Opportunity] = {}
        for email in self.emails:
            found |= {o.id: o for o in self.ats.opportunities(posting_id=self.posting_id, email=email)}
        return match(found.values(), emails=self.emails, posting_id=self.posting_id)

    def _write(self, seen: Opportunity | None) -> None:
        while self.row.note_added_at is None or self.kept.is_behind():
            if self.row.note_added_at is not None:
                self.kept.begin_next_edition()
            self._bring_note(seen)
        if self.row.tags_added_at is None:
            self._bring_tags(self.letter(self.row))

    def _bring_note(self, seen: Opportunity | None) -> None:
        if self.row.note_tried_at is None:
            self.kept.tell_newest()
        letter = self.letter(self.row)
        note = None if self._cannot_be_there(seen) else self._find(letter)
        if note:
            self._recognise(note, letter)
        elif self.row.note_tried_at is not None:
            self.kept.wait_for(self.row.note_tried_at, thing="note")
            self.kept.keep(note_tried_at=None)
        else:
            self.kept.keep(note_id=self._add(letter), note_added_at=self.kept.now)

    def _cannot_be_there(self, seen: Opportunity | None) -> bool:
        """Tell whether a note of ours is out of the question, so that the notes need not be read.

        We must never have tried, and since that alone is the word of a database that may have been restored, the ATS
        must say that nothing has happened on the opportunity since before the report came to be.
        """
        if not self.is_first_try or self.row.note_tried_at is not None or self.row.edition > 1:
            return False
        if seen is None or seen.last_interaction_at is None:
            return False
        return seen.last_interaction_at + CLOCKS_DIFFER < self.row.created_at

    def _find(self, letter: Letter) -> Note | None:
        return next((note for note in self.ats.notes(self.row.opportunity_id) if letter.is_in(note.text)), None)

    def _recognise(self, note: Note, letter: Letter) -> None:
        """Keep the note that is there.

        When it tells other figures, our database forgot it (it came back from before it) and the report was corrected
        since: it is the note of an earlier scoring, whose tags may be there too.
        """
        known: dict[str, Any] = {"note_id": note.id, "note_added_at": self.kept.now}
        if not letter.tells_the_same(note.text):
            known |= self._told_earlier(note)
        self.kept.keep(**known)

    def _told_earlier(self, note: Note) -> dict[str, Any]:
        for scoring_id in self.kept.earlier_scorings():
            earlier = copy(self.row)
            earlier.scoring_id = scoring_id
            letter = self.letter(earlier)
            if letter.tells_the_same(note.text):
                return {"scoring_id": scoring_id, "tags_tried": list(letter.tags)}
        return {}

    def _add(self, letter: Letter) -> str:
        self.kept.intend(note_tried_at=self.kept.moment())
        try:
            return self.ats.add_note(self.row.opportunity_id, letter.note)
        except AtsSilent:
            raise
        except AtsError:
            self.kept.keep(note_tried_at=None)
            raise

    def _bring_tags(self, letter: Letter) -> None:
        """Take away what no longer holds and add what is new; never touch a tag that we have not added ourselves.

        A wrong tag is worse than a missing one: it goes first, also where new ones are refused.
        """
        self.kept.wait_for(self.row.tags_tried_at, thing="tags")
        ours = dict.fromkeys([*self.row.tags, *self.row.tags_tried])
        if old := [tag for tag in ours if tag not in letter.tags]:
            self._ask(self.ats.remove_tags, old, are_there=False)
        if new := [tag for tag in letter.tags if tag not in self.row.tags]:
            self._ask(self.ats.add_tags, new, are_there=True)
        self.kept.keep(tags_added_at=self.kept.now)

    def _ask(self, change: Callable[[str, Collection[str]], None], tags: Collection[str], *, are_there: bool) -> None:
        """Add or remove tags; until the ATS answers, it is open whether they are there."""
        others = [tag for tag in self.row.tags if tag not in tags]
        in_doubt = [tag for tag in self.row.tags_tried if tag not in tags]
        before = {"tags": self.row.tags, "tags_tried": self.row.tags_tried}
        self.kept.intend(tags=others, tags_tried=[*in_doubt, *tags], tags_tried_at=self.kept.moment())
        try:
            change(self.row.opportunity_id, tags)
        except AtsSilent:
            raise
        except AtsRefused:
            self.kept.keep(**before, tags_tried_at=None)
            raise
        except AtsError:
            self.kept.keep(tags_tried_at=None)
            raise
        self.kept.keep(tags=[*others, *tags] if are_there else others, tags_tried=in_doubt, tags_tried_at=None)
