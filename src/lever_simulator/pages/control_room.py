"""Screens that Lever has not: the clock, what goes wrong next, how the unknown is played, and the request log."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lever_simulator.here import the_world
from lever_simulator.pages import orders
from lever_simulator.pages.orders import CALLS, KINDS, SOME_SECONDS
from lever_simulator.world import Switches, changes
from lever_simulator.world.grants import SCOPES
from lever_simulator.world.incidents import Change, Fault
from lever_simulator.world.request_log import Request, rate
from lever_simulator.world.seeds import SEEDS
from lever_simulator.world.switches import Switch, described
from lever_simulator.world.writes import Refused

screens = Blueprint("control_room", __name__, url_prefix="/control-room")

HOUR, DAY = 3600, 86_400
MOVES = {"1 hour": HOUR, "1 day": DAY, "90 days": 90 * DAY, "1 year": 365 * DAY, "10 minutes back": -600}
ROWS = 100


@screens.get("/")
def room() -> str:
    world = the_world()
    usual = vars(Switches())
    switches = list(described(world.switches))
    return render_template(
        "control_room.html",
        clock=world.clock,
        moves=MOVES,
        kinds=KINDS,
        calls=CALLS,
        changes=orders.change_groups(),
        standing=[(f, orders.fault_in_words(f), orders.calls_in_words(f)) for f in world.faults.standing()],
        switches=switches,
        scopes=SCOPES,
        unusual=[switch.name for switch in switches if switch.value != usual[switch.name]],
        seeds=list(SEEDS),
        log=world.log,
        rate=rate(world.log.matching(path="/v1/*")),
    )


@screens.post("/clock")
def move_clock() -> Response:
    by = request.form.get("by", "")
    if by not in MOVES:
        raise Refused("Choose by how much to move the clock.")
    the_world().clock.advance(MOVES[by])
    return _done(f"Lever's clock was moved by {by}." if MOVES[by] > 0 else "Lever's clock was set 10 minutes back.")


@screens.post("/faults")
def order_fault() -> Response:
    form = request.form
    kind = KINDS.get(form.get("kind", ""))
    if kind is None:
        raise Refused("Choose what shall go wrong.")
    fault = _order(**kind.fault, **_aim(), **_taken(kind.takes))
    the_world().faults.add(fault)
    return _done(f"Ordered: {orders.fault_in_words(fault)}, on {orders.calls_in_words(fault)}.")


@screens.post("/faults/<int:number>/call-off")
def call_off(number: int) -> Response:
    called_off = the_world().faults.call_off(number)
    return _done("Called off." if called_off else "It has struck already.")


@screens.post("/faults/clear")
def clear_faults() -> Response:
    the_world().faults.clear()
    return _done("Nothing more goes wrong.")


@screens.post("/changes")
def order_change() -> Response:
    form = request.form
    change = Change(form.get("what", ""), form.get("id", "").strip() or None, form.get("to", "").strip() or None)
    changes.check(change)
    if form.get("when") == "now":
        changes.do(the_world(), change)
        return _done("Done.")
    fault = _order(action="change", change=change, **_aim())
    the_world().faults.add(fault)
    return _done(f"Ordered: {orders.fault_in_words(fault)}, on {orders.calls_in_words(fault)}.")


@screens.post("/switches")
def switch() -> Response:
    read = {switch.name: _sent(switch) for switch in described(the_world().switches)}
    try:
        the_world().switch(read)
    except ValueError as error:
        raise Refused(str(error)) from error
    return _done("Lever is played as you chose.")


@screens.post("/start-over")
def start_over() -> Response:
    seed = request.form.get("seed", "")
    if seed not in SEEDS:
        raise Refused("Choose an account to start with.")
    the_world().start_over(seed)
    return _done("A new day in a new account. Apps have to be connected again.")


@screens.get("/requests")
def requests() -> str:
    asked = request.args
    log = the_world().log
    found = log.matching(asked.get("method") or "*", asked.get("path") or "*", test=_test(asked.get("show", "")))
    last = asked.get("before", type=int)
    shown = [entry for entry in reversed(found) if last is None or entry.number < last]
    return render_template(
        "requests.html", log=log, found=len(found), rate=rate(found), shown=shown[:ROWS], more=len(shown) > ROWS
    )


def _test(show: str) -> Callable[[Request], bool] | None:
    if show == "errors":
        return lambda entry: entry.status >= 400
    return (lambda entry: entry.fault is not None) if show == "struck" else None


def _aim() -> dict[str, Any]:
    """Read which requests are meant."""
    form = request.form
    call = CALLS.get(form.get("call", ""), CALLS["any"])
    times = None if form.get("endless") else _number("times", 1)
    return {"method": call.method, "path": call.path, "query": call.query, "times": times, "skip": _number("skip", 0)}


def _taken(takes: str | None) -> dict[str, Any]:
    if takes == "location":
        return {"location": request.form.get("location", "").strip()}
    if takes is None:
        return {}
    seconds = _number("seconds", SOME_SECONDS)
    waits = request.form.get("kind") == "429-wait"
    return {"headers": {"Retry-After": f"{seconds:g}"}} if waits else {"seconds": seconds}


def _number(name: str, otherwise: float) -> Any:
    text = request.form.get(name, "").strip()
    try:
        value = float(text) if text else otherwise
    except ValueError as error:
        raise Refused(f"“{text}” is not a number.") from error
    return int(value) if value == int(value) else value


def _order(**fields: Any) -> Fault:
    try:
        return Fault(**fields)
    except ValueError as error:
        raise Refused(str(error)) from error


def _sent(switch: Switch) -> Any:
    sent = request.form.getlist(switch.name)
    if switch.kind == "rights":
        return sent
    if switch.kind == "yes or no":
        return sent == ["yes"]
    if switch.kind == "choice":
        return next((choice for choice in switch.choices if [str(choice)] == sent), switch.value)
    return _number(switch.name, switch.value)


def _done(sentence: str) -> Response:
    flash(sentence)
    return redirect(url_for("pages.control_room.room"), 303)
