"""Screens, not Lever's own: what shall be wrong with the next calls to webhooks."""

import json
import math
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lever_simulator.here import now_ms, the_account
from lever_simulator.world.tricks import SIGNATURES, Trick
from lever_simulator.world.webhooks import EVENTS
from lever_simulator.world.writes import Refused

screens = Blueprint("webhook_orders", __name__, url_prefix="/control-room/webhooks")


@screens.get("/")
def overview() -> str:
    hooks = the_account().hooks
    return render_template(
        "webhook_orders.html",
        hooks=hooks,
        events=EVENTS,
        signatures=SIGNATURES,
        standing=[(_in_words(trick), trick) for trick in hooks.tricks],
        waiting=len(hooks.waiting()),
    )


@screens.post("/hold")
def hold() -> Response:
    the_account().hooks.is_held = True
    return _done("Calls are held from now on.")


@screens.post("/release")
def release() -> Response:
    reverse = request.form.get("order") == "reverse"
    the_account().hooks.let_go(reverse=reverse)
    return _done("What was held goes out, the last first." if reverse else "What was held goes out in its order.")


@screens.post("/order")
def order() -> Response:
    trick = _trick(request.form.get("event", "*"))
    the_account().hooks.tricks.append(trick)
    return _done("It is ordered.")


@screens.post("/clear")
def clear() -> Response:
    the_account().hooks.tricks.clear()
    return _done("Nothing stands ordered any more.")


@screens.post("/send")
def send() -> Response:
    hooks, event = the_account().hooks, request.form.get("event", "")
    receivers = hooks.wanting(event if event in EVENTS else abort(400))
    if not receivers:
        raise Refused("No webhook asks for this event.")
    data, trick = _data(), _trick(event)
    made = [d for webhook in receivers for d in hooks.send(webhook, data, now=now_ms(), trick=trick)]
    return _done(f"{len(made)} {'call goes' if len(made) == 1 else 'calls go'} out.")


def _trick(event: str) -> Trick:
    given = request.form
    times = None if given.get("endless") == "yes" else _number("times", 1)
    try:
        return Trick(
            event if event in EVENTS else "*",
            times if times is None else int(times),
            copies=int(_number("copies", 1)),
            delay=_number("delay", 0),
            seconds_old=_number("seconds_old", 0),
            signature=given.get("signature", "right"),
            replayed=given.get("replayed") == "yes",
            empty=given.get("empty") == "yes",
        )
    except ValueError as error:
        raise Refused(str(error)) from error


def _number(name: str, default: float) -> float:
    text = request.form.get(name, "").strip()
    try:
        number = float(text) if text else default
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise Refused(f"“{text}” is not a number.")
    return number


def _data() -> dict[str, Any]:
    try:
        data = json.loads(request.form.get("data", "").strip() or "{}")
    except ValueError as error:
        raise Refused("The data is not JSON.") from error
    if not isinstance(data, dict):
        raise Refused("The data is a JSON object, in curly brackets.")
    return data


def _in_words(trick: Trick) -> str:
    """Return what a trick does, such as "Application created: 3 copies, signature wrong"."""
    parts = [
        "lost" if trick.copies == 0 else "",
        f"{trick.copies} copies" if trick.copies > 1 else "",
        f"{trick.delay:g} seconds late" if trick.delay else "",
        f"{trick.seconds_old:g} seconds old" if trick.seconds_old else "",
        f"signature {trick.signature}" if trick.signature != "right" else "",
        "token replayed" if trick.replayed else "",
        "no data" if trick.empty else "",
    ]
    return f"{EVENTS.get(trick.event, 'Any event')}: {', '.join(part for part in parts if part) or 'as usual'}"


def _done(sentence: str) -> Response:
    flash(sentence)
    return redirect(url_for("pages.webhook_orders.overview"), 303)
