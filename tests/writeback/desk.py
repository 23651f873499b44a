"""Carol's application at an ATS in memory, and the letter that is to reach it."""

from collections.abc import Callable
from typing import Any

from paletter.ats.protocol import Ats
from paletter.writeback.deliver import Delivered, deliver
from paletter.writeback.letter import Letter
from paletter.writeback.match import NoMatch
from paletter.writeback.models import Delivery
from tests.ats.memory import BEFORE, MemoryAts
from tests.ats.memory_account import MemoryAccount
from tests.cast import NOON

CAROL = "carol.candidate@example.org"
HEADING = "Paletter AI assessment"
MARKER = "5f0c2d6e-report"
LINK = f"https://paletter.example.org/reports/{MARKER}"
NOTE = f"{HEADING}: Host\n{LINK}"
TAGS = ("Paletter AI Assessment Ready", "Paletter AI Fit Check Score: 3+ out of 5")


def letter_for(delivery: Delivery, tags: tuple[str, ...] = TAGS) -> Letter:
    """A high fit score for the first edition and every second one after it."""
    if delivery.edition == 1:
        return Letter(NOTE, tags, MARKER, HEADING)
    marker = f"{MARKER}?edition={delivery.edition}-1795449600"
    note = f"{HEADING}: Host\nCorrects the note before\nhttps://paletter.example.org/reports/{marker}"
    return Letter(note, tags if delivery.edition % 2 else tags[:1], marker, HEADING)


def send(
    delivery: Delivery, ats: Ats, *, posting: str, tags: tuple[str, ...] = TAGS, **changes: Any
) -> Delivered | NoMatch:
    given: dict[str, Any] = {"letter": lambda row: letter_for(row, tags), "emails": [CAROL], "now": NOON}
    return deliver(delivery, ats, posting_id=posting, **given | changes)


class Desk:
    """Carol's application at an ATS, and a way to order what goes wrong next."""

    def __init__(self) -> None:
        self.account = MemoryAccount()
        self.posting = self.account.has_posting("Host")
        self.carol = self.account.has_applied("Carol Candidate", CAROL, self.posting)
        self.requests: list[str] = []
        self.surprises: dict[tuple[str, str], Callable[[], None]] = {}
        self.ats = MemoryAts(self.account, self._trouble)

    def _trouble(self, when: str, request: str) -> None:
        if when == BEFORE:
            self.requests.append(request)
        if surprise := self.surprises.pop((when, request), None):
            surprise()

    def raises(self, when: str, request: str, error: BaseException) -> None:
        def surprise() -> None:
            raise error

        self.surprises[when, request] = surprise

    def send(self, delivery: Delivery, **changes: Any) -> Delivered | NoMatch:
        return send(delivery, self.ats, **{"posting": self.posting} | changes)

    def notes(self) -> list[str]:
        return self.account.note_texts(self.carol)

    def tags(self) -> list[str]:
        return self.account.tags[self.carol]


def delivery_now(delivery: Delivery) -> Delivery:
    return Delivery.objects.get(pk=delivery.pk)
