"""Screens: Settings > Integrations and API > Webhooks."""

import json
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lever_simulator.here import now_ms, the_account, the_sender
from lever_simulator.world.deliveries import Delivery
from lever_simulator.world.webhooks import EVENTS, ORIGINS, WITH_ORIGINS, Hooks, Webhook, is_address
from lever_simulator.world.writes import Refused

screens = Blueprint("webhooks", __name__, url_prefix="/settings/webhooks")

PER_PAGE, ON_FIRST_PAGE = 50, 8
PATIENCE = 2  # seconds that a person waits for the answer to a call


@dataclass(frozen=True)
class Listed:
    webhook: Webhook
    made_by: str


@dataclass(frozen=True)
class Group:
    event: str
    title: str
    is_on: bool
    webhooks: list[Listed]
    has_origins: bool


@screens.get("/")
def overview() -> str:
    hooks = the_account().hooks
    history = hooks.history(now_ms())
    groups = [_group(hooks, event, title) for event, title in EVENTS.items()]
    return render_template(
        "webhooks.html", groups=groups, recent=history[:ON_FIRST_PAGE], total=len(history), origins=ORIGINS, hooks=hooks
    )


@screens.post("/switch")
def switch() -> Response:
    event, on = _event(), request.form.get("on") == "yes"
    the_account().hooks.switch(event, on=on)
    told = "Lever calls its webhooks from now on." if on else "It is silent now; calls on their way still go out."
    return _done(f"{EVENTS[event]} is switched {'on' if on else 'off'}. {told}")


@screens.post("/add")
def add() -> Response:
    event, url = _event(), request.form.get("url", "").strip()
    if not is_address(url):
        raise Refused("Give a whole address that begins with https, or with http on this machine.")
    origins = [origin for origin in ORIGINS if origin in request.form.getlist("origin")]
    if event in WITH_ORIGINS and not origins:
        raise Refused("Choose at least one origin, or nobody would ever be told about.")
    is_signed = request.form.get("signed") == "yes"
    the_account().hooks.add(event, url, now=now_ms(), origins=origins, is_signed=is_signed)
    return _done("The webhook is there." + (" Copy its signature token to the receiver." if is_signed else ""))


@screens.post("/<webhook_id>/verify")
def verify(webhook_id: str) -> Response:
    delivery = the_account().hooks.test(_webhook(webhook_id), now=now_ms())
    return _when_answered(delivery)


@screens.post("/<webhook_id>/delete")
def delete(webhook_id: str) -> Response:
    webhook = _webhook(webhook_id)
    if webhook.made_with:
        abort(403)
    the_account().hooks.remove(webhook)
    return _done("The webhook is deleted.")


@screens.get("/deliveries")
def history() -> str:
    found = the_account().hooks.history(now_ms())
    number = max(1, request.args.get("page", 1, type=int))
    pages = max(1, -(-len(found) // PER_PAGE))
    shown = found[(number - 1) * PER_PAGE : number * PER_PAGE]
    return render_template("deliveries.html", shown=shown, total=len(found), number=number, pages=pages)


@screens.get("/deliveries/<delivery_id>")
def one(delivery_id: str) -> str:
    delivery = _delivery(delivery_id)
    body = json.dumps(delivery.call.body(), indent=2, ensure_ascii=False)
    webhook = the_account().hooks.webhooks.get(delivery.webhook)
    return render_template("delivery.html", delivery=delivery, body=body, webhook=webhook)


@screens.post("/deliveries/<delivery_id>/rerun")
def rerun(delivery_id: str) -> Response:
    delivery, hooks = _delivery(delivery_id), the_account().hooks
    if delivery.webhook not in hooks.webhooks:
        raise Refused("Its webhook is gone, so there is nobody to call.")
    return _when_answered(hooks.rerun(delivery, now=now_ms()))


def _when_answered(delivery: Delivery) -> Response:
    the_sender().settle(PATIENCE)
    return redirect(url_for("pages.webhooks.one", delivery_id=delivery.id), 303)


def _group(hooks: Hooks, event: str, title: str) -> Group:
    listed = [Listed(webhook, _made_by(webhook)) for webhook in hooks.in_order() if webhook.event == event]
    return Group(event, title, event in hooks.switched_on, listed, event in WITH_ORIGINS)


def _made_by(webhook: Webhook) -> str:
    """Return who made a webhook in words; credentials are called "grant <id>" and "key <name>"."""
    if webhook.made_with is None:
        return "Made here"
    kind, _, name = webhook.made_with.partition(" ")
    if kind == "key":
        return f"Made with the API key {name}"
    grant = the_account().grants.get(name)
    app = the_account().apps.get(grant.client_id) if grant else None
    return f"Made by {app.name}" if app else "Made by an app"


def _event() -> str:
    event = request.form.get("event", "")
    return event if event in EVENTS else abort(400)


def _webhook(webhook_id: str) -> Webhook:
    return the_account().hooks.webhooks.get(webhook_id) or abort(404)


def _delivery(delivery_id: str) -> Delivery:
    return the_account().hooks.delivery(delivery_id) or abort(404)


def _done(sentence: str) -> Response:
    flash(sentence)
    return redirect(url_for("pages.webhooks.overview"), 303)
