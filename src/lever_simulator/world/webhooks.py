"""Webhooks: who wants to hear of what, which events are switched on, and what was sent."""

import secrets
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from lever_simulator.world.deliveries import Call, Delivery, sign
from lever_simulator.world.tricks import PLAIN, Trick

EVENTS = {
    "applicationCreated": "Application created",
    "candidateHired": "Candidate hired",
    "candidateStageChange": "Candidate stage changed",
    "candidateArchiveChange": "Candidate archived or brought back",
    "candidateDeleted": "Candidate deleted",
    "interviewCreated": "Interview created",
    "interviewUpdated": "Interview updated",
    "interviewDeleted": "Interview deleted",
    "contactCreated": "Contact created",
    "contactUpdated": "Contact updated",
}
WITH_ORIGINS = ("applicationCreated", "candidateHired", "candidateStageChange", "candidateArchiveChange")
ORIGINS = ("applied", "sourced", "referred", "university", "internal", "agency")
HISTORY_LENGTH, HISTORY_AGE = 1000, 14 * 86_400_000


@dataclass
class Webhook:
    """`origins` is None for events that know no conditions, `made_with` (a credential) for those made on the page."""

    id: str
    event: str
    url: str
    created_at: int
    updated_at: int
    signature_token: str | None
    origins: list[str] | None = None
    made_with: str | None = None

    def wants(self, event: str, origin: str | None) -> bool:
        return event == self.event and (self.origins is None or origin is None or origin in self.origins)


@dataclass
class Hooks:
    """`is_held`: nothing goes out until it is let go."""

    webhooks: dict[str, Webhook] = field(default_factory=dict)
    switched_on: list[str] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    tricks: list[Trick] = field(default_factory=list)
    is_held: bool = False
    places: int = 0

    def switch(self, event: str, *, on: bool) -> None:
        self.switched_on = [known for known in EVENTS if (on if known == event else known in self.switched_on)]

    def add(
        self,
        event: str,
        url: str,
        *,
        now: int,
        origins: list[str] | None = None,
        made_with: str | None = None,
        is_signed: bool = True,
    ) -> Webhook:
        token = secrets.token_hex(24) if is_signed else None
        conditions = (origins or list(ORIGINS)) if event in WITH_ORIGINS else None
        webhook = Webhook(str(uuid4()), event, url, now, now, token, conditions, made_with)
        self.webhooks[webhook.id] = webhook
        return webhook

    def remove(self, webhook: Webhook) -> None:
        del self.webhooks[webhook.id]
        for delivery in self.deliveries:
            if delivery.webhook == webhook.id:
                delivery.call_off()

    def remove_those_of(self, credential: str) -> None:
        for webhook in [w for w in self.webhooks.values() if w.made_with == credential]:
            self.remove(webhook)

    def wanting(self, event: str, origin: str | None = None) -> list[Webhook]:
        return [webhook for webhook in self.webhooks.values() if webhook.wants(event, origin)]

    def in_order(self) -> list[Webhook]:
        """Return all webhooks as Lever lists them: by event, then oldest first."""
        events = list(EVENTS)
        return sorted(self.webhooks.values(), key=lambda w: (events.index(w.event), w.created_at))

    # ---- calls

    def tell(self, webhook: Webhook, data: dict[str, Any], *, now: int) -> list[Delivery]:
        """Send what happened, spoiled by the trick that was ordered for it, if any."""
        return self.send(webhook, data, now=now, trick=self._next_trick(webhook.event))

    def send(self, webhook: Webhook, data: dict[str, Any], *, now: int, trick: Trick = PLAIN) -> list[Delivery]:
        call = self._call(webhook, data, now, trick)
        due_at = now + int(trick.delay * 1000)
        return [self._enqueue(webhook, call, due_at, now) for _ in range(trick.copies)]

    def test(self, webhook: Webhook, *, now: int) -> Delivery:
        """Send what "Verify connection" sends: a call without data, once."""
        delivery = self._enqueue(webhook, self._call(webhook, {}, now, PLAIN), now, now)
        delivery.is_test = True
        return delivery

    def rerun(self, delivery: Delivery, *, now: int) -> Delivery:
        """Send the same call again, to where its webhook points now."""
        webhook = self.webhooks[delivery.webhook]
        again = self._enqueue(webhook, delivery.call, now, now)
        again.is_test = delivery.is_test
        return again

    def _next_trick(self, event: str) -> Trick:
        trick = next((trick for trick in self.tricks if trick.is_about(event)), PLAIN)
        if trick is not PLAIN and trick.times is not None:
            trick.times -= 1
            self.tricks = [other for other in self.tricks if other.times != 0]
        return trick

    def _call(self, webhook: Webhook, data: dict[str, Any], now: int, trick: Trick) -> Call:
        data = {} if trick.empty else data
        earlier = self._last_call_of(webhook) if trick.replayed else None
        if earlier:
            call_id = str(uuid4())
            return Call(call_id, earlier.triggered_at, webhook.event, earlier.token, earlier.signature, data)
        token, at = secrets.token_hex(24), now - int(trick.seconds_old * 1000)
        return Call(str(uuid4()), at, webhook.event, token, _signature(webhook, token, at, trick), data)

    def _last_call_of(self, webhook: Webhook) -> Call | None:
        mine = (delivery.call for delivery in reversed(self.deliveries) if delivery.webhook == webhook.id)
        return next(mine, None)

    def _enqueue(self, webhook: Webhook, call: Call, due_at: int, now: int) -> Delivery:
        self.places += 1
        delivery = Delivery(str(uuid4()), webhook.id, webhook.url, call, self.places, due_at)
        self.deliveries.append(delivery)
        self._forget_old(now)
        return delivery

    def _forget_old(self, now: int) -> None:
        surplus = len(self.deliveries) - HISTORY_LENGTH

        def is_kept(number: int, delivery: Delivery) -> bool:
            is_recent = number >= surplus and _last_seen(delivery) > now - HISTORY_AGE
            return delivery.due_at is not None or is_recent

        if surplus > 0 or _last_seen(self.deliveries[0]) <= now - HISTORY_AGE:
            self.deliveries = [d for number, d in enumerate(self.deliveries) if is_kept(number, d)]

    # ---- what goes out next

    def due(self, now: int) -> list[Delivery]:
        if self.is_held:
            return []
        due = [d for d in self.deliveries if d.due_at is not None and d.due_at <= now]
        return sorted(due, key=lambda d: d.place)

    def waiting(self) -> list[Delivery]:
        return [d for d in self.deliveries if d.due_at is not None]

    def let_go(self, *, reverse: bool) -> None:
        """End the hold; the calls go out in the order they were made, or the last first."""
        self.is_held = False
        if reverse:
            waiting = self.waiting()
            places = [d.place for d in waiting]
            for delivery, place in zip(waiting, reversed(places), strict=True):
                delivery.place = place

    def history(self, now: int) -> list[Delivery]:
        """Return what Lever shows: the last 1,000 within two weeks, newest first."""
        recent = [d for d in reversed(self.deliveries) if _last_seen(d) > now - HISTORY_AGE]
        return recent[:HISTORY_LENGTH]

    def delivery(self, delivery_id: str) -> Delivery | None:
        return next((d for d in self.deliveries if d.id == delivery_id), None)


def is_address(url: str) -> bool:
    """Tell whether Lever would call `url`. It wants https; this toy also calls plain http on its own machine."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and _is_this_machine(host)))


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _signature(webhook: Webhook, token: str, at: int, trick: Trick) -> str | None:
    if webhook.signature_token is None or trick.signature == "missing":
        return None
    key = secrets.token_hex(24) if trick.signature == "wrong" else webhook.signature_token
    return sign(token, at, key)


def _last_seen(delivery: Delivery) -> int:
    return delivery.tries[-1].at if delivery.tries else delivery.due_at or delivery.call.triggered_at
