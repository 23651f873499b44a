"""What Lever sends to a webhook: the call, and every try to get it across."""

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Any

MOST_TRIES = 6  # the first, and five more


@dataclass
class Call:
    """One message, the same in every try; the signature covers only its token and time."""

    id: str
    triggered_at: int
    event: str
    token: str
    signature: str | None
    data: dict[str, Any]

    def body(self) -> dict[str, Any]:
        told = {"id": self.id, "triggeredAt": self.triggered_at, "event": self.event, "token": self.token}
        signed = {"signature": self.signature} if self.signature else {}
        return {**told, **signed, "data": self.data}


@dataclass
class Try:
    """What came of one try: the receiver's status, or the problem that kept it from answering."""

    at: int
    milliseconds: float
    status: int | None = None
    problem: str | None = None

    @property
    def was_received(self) -> bool:
        # A redirect is not followed: only 2xx counts.
        return self.status is not None and 200 <= self.status < 300


@dataclass
class Delivery:
    """A call on its way to one address. `due_at` is when its next try goes out, None when none will."""

    id: str
    webhook: str
    url: str
    call: Call
    place: int
    due_at: int | None
    is_test: bool = False
    was_called_off: bool = False
    tries: list[Try] = field(default_factory=list)

    @property
    def state(self) -> str:
        if self.tries and self.tries[-1].was_received:
            return "received"
        if self.due_at is not None:
            return "waiting"
        return "called off" if self.was_called_off else "failed"

    def call_off(self) -> None:
        if self.due_at is not None:
            self.due_at, self.was_called_off = None, True

    def record(self, outcome: Try, *, gap: float) -> None:
        """Note how a try ended; after a failure the next one is due `gap` seconds later, unless it was the last."""
        self.tries.append(outcome)
        # Called off while it was under way: nobody waits for a next try.
        ends = outcome.was_received or self.was_called_off or self.is_test or len(self.tries) >= MOST_TRIES
        self.due_at = None if ends else outcome.at + int(gap * 1000)


def sign(token: str, triggered_at: int, signature_token: str) -> str:
    message = f"{token}{triggered_at}".encode()
    return hmac.new(signature_token.encode(), message, hashlib.sha256).hexdigest()
