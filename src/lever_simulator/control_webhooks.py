"""The control door for webhooks; control.py describes it."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, request

from lever_simulator.control_things import sent
from lever_simulator.here import now_ms, the_account, the_sender, the_world
from lever_simulator.world.deliveries import Delivery
from lever_simulator.world.tricks import Trick
from lever_simulator.world.webhooks import EVENTS, ORIGINS, Webhook, is_address

webhooks = Blueprint("webhooks", __name__, url_prefix="/webhooks")

Json = dict[str, Any]


@webhooks.get("")
def overview() -> Json:
    hooks = the_account().hooks
    return {
        "switched_on": hooks.switched_on,
        "held": hooks.is_held,
        "waiting": len(hooks.waiting()),
        "tricks": [asdict(trick) for trick in hooks.tricks],
        "webhooks": [asdict(webhook) for webhook in hooks.in_order()],
    }


@webhooks.post("")
def add() -> tuple[Json, int]:
    body = sent()
    event, url = _event(str(body["event"])), str(body["url"])
    if not is_address(url):
        raise ValueError("url is an https address, or http on this machine.")
    origins = body.get("origins")
    if not set(origins or []) <= set(ORIGINS):
        raise ValueError(f"origins are some of {', '.join(ORIGINS)}.")
    is_signed = bool(body.get("signed", True))
    webhook = the_account().hooks.add(event, url, now=now_ms(), origins=origins, is_signed=is_signed)
    return asdict(webhook), 201


@webhooks.delete("/<webhook_id>")
def remove(webhook_id: str) -> Json:
    the_account().hooks.remove(the_account().hooks.webhooks[webhook_id])
    return {"deleted": webhook_id}


@webhooks.post("/switch")
def switch() -> Json:
    body, events = sent(), _events(sent().get("event", "*"))
    for event in events:
        the_account().hooks.switch(event, on=bool(body["on"]))
    return overview()


@webhooks.post("/verify")
def verify() -> tuple[Json, int]:
    delivery = the_account().hooks.test(_webhook(str(sent()["webhook"])), now=now_ms())
    return {"deliveries": [_row(delivery)]}, 202


@webhooks.get("/deliveries")
def list_deliveries() -> Json:
    wanted = request.args
    found = [d for d in the_account().hooks.deliveries if wanted.get("event") in (None, d.call.event)]
    return {"deliveries": [_row(d) for d in found if wanted.get("state") in (None, d.state)]}


@webhooks.delete("/deliveries")
def forget_deliveries() -> Json:
    the_account().hooks.deliveries.clear()
    return {"deliveries": []}


@webhooks.post("/deliveries/<delivery_id>/rerun")
def rerun(delivery_id: str) -> tuple[Json, int]:
    hooks = the_account().hooks
    delivery = hooks.delivery(delivery_id)
    if delivery is None or delivery.webhook not in hooks.webhooks:
        raise ValueError("There is no such delivery, or its webhook is gone.")
    return {"deliveries": [_row(hooks.rerun(delivery, now=now_ms()))]}, 202


@webhooks.post("/send")
def send() -> tuple[Json, int]:
    body, hooks = sent(), the_account().hooks
    given = {key: value for key, value in body.items() if key not in ("event", "data", "webhook")}
    event, trick = _event(str(body["event"])), Trick(**given)
    receivers = [_webhook(str(body["webhook"]))] if body.get("webhook") else hooks.wanting(event)
    data = body.get("data", {})
    if not isinstance(data, dict):
        raise ValueError("data is an object.")
    made = [d for receiver in receivers for d in hooks.send(receiver, data, now=now_ms(), trick=trick)]
    return {"deliveries": [_row(delivery) for delivery in made]}, 202


@webhooks.post("/tricks")
def order_trick() -> Json:
    trick = Trick(**sent())
    _events(trick.event)
    the_account().hooks.tricks.append(trick)
    return overview()


@webhooks.delete("/tricks")
def clear_tricks() -> Json:
    the_account().hooks.tricks.clear()
    return overview()


@webhooks.post("/hold")
def hold() -> Json:
    the_account().hooks.is_held = True
    return overview()


@webhooks.post("/release")
def release() -> Json:
    the_account().hooks.let_go(reverse=bool(sent().get("reverse", False)))
    return overview()


@webhooks.post("/settle")
def settle() -> Json:
    """Wait without holding anybody up: the sender lets go of the world while it waits."""
    settled = the_sender().settle(float(sent().get("timeout", 10)))
    return {"settled": settled, "now": the_world().clock.ms(), "waiting": len(the_account().hooks.waiting())}


def _event(event: str) -> str:
    if event not in EVENTS:
        raise ValueError(f"An event is one of {', '.join(EVENTS)}.")
    return event


def _events(event: str) -> list[str]:
    return list(EVENTS) if event == "*" else [_event(event)]


def _webhook(webhook_id: str) -> Webhook:
    return the_account().hooks.webhooks[webhook_id]


def _row(delivery: Delivery) -> Json:
    return {
        "id": delivery.id,
        "webhook": delivery.webhook,
        "url": delivery.url,
        "state": delivery.state,
        "is_test": delivery.is_test,
        "due_at": delivery.due_at,
        "tries": [asdict(one) for one in delivery.tries],
        "call": delivery.call.body(),
    }
