"""Carol's application at an ATS in memory, and the letter that is to reach it."""

from collections.abc import Callable
from typing import Any

from paletter.ats.protocol import Ats
from paletter.writeback.deliver import Delivered, deliver
from paletter.writeback.match import NoMatch
from paletter.writeback.models import Delivery
from tests.ats.memory import BEFORE, MemoryAccount, MemoryAts
from tests.cast import NOON

CAROL = "carol.candidate@example.org"
MARKER = "5f0c2d6e-report"
NOTE = f"Paletter AI assessment: Host\nhttps://paletter.example.org/reports/{MARKER}"
TAGS = ("Paletter AI Assessment Ready", "Paletter AI Fit Check Score: 3+ out of 5")


def send(delivery: Delivery, ats: Ats, *, posting: str, **changes: Any) -> Delivered | NoMatch:
    given: dict[str, Any] = {"note_text": NOTE, "tags": TAGS, "marker": MARKER, "emails": [CAROL], "now": NOON}
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
