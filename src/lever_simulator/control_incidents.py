"""The control door for what goes wrong, what was asked, and how fast; control.py describes it."""

from dataclasses import asdict
from itertools import islice
from typing import Any

from flask import Blueprint, request

from lever_simulator.control_things import sent
from lever_simulator.here import the_world
from lever_simulator.world import changes
from lever_simulator.world.incidents import Change, Fault
from lever_simulator.world.request_log import Request, rate

incidents = Blueprint("incidents", __name__)

Json = dict[str, Any]


@incidents.get("/faults")
def list_faults() -> Json:
    return {"faults": the_world().faults.listed()}


@incidents.post("/faults")
def order_faults() -> Json:
    body = sent()
    ordered = [Fault(**row) for row in body.get("faults", [body])]
    for fault in ordered:
        if fault.change:
            changes.check(fault.change)
    for fault in ordered:
        the_world().faults.add(fault)
    return list_faults()


@incidents.delete("/faults")
def clear_faults() -> Json:
    the_world().faults.clear()
    return list_faults()


@incidents.delete("/faults/<int:number>")
def call_off(number: int) -> Json:
    if not the_world().faults.call_off(number):
        raise KeyError(f"fault {number}")
    return list_faults()


@incidents.post("/changes")
def change() -> Json:
    ordered = Change(**sent())
    changes.do(the_world(), ordered)
    return {"done": ordered.what}


@incidents.get("/requests")
def list_requests() -> Json:
    found = _asked_for()
    limit = request.args.get("limit", type=int)
    return {"requests": [vars(entry) for entry in islice(found, limit)]}


@incidents.delete("/requests")
def forget_requests() -> Json:
    the_world().log.clear()
    return {"requests": []}


@incidents.get("/rate")
def show_rate() -> Json:
    window = request.args.get("window", 1.0, type=float)
    if not window > 0:
        raise ValueError("window is a number of seconds above 0.")
    return asdict(rate(_asked_for(), window=window))


def _asked_for() -> list[Request]:
    wanted = request.args
    credential = wanted.get("credential")
    return the_world().log.matching(
        wanted.get("method", "*"),
        wanted.get("path", "*"),
        after=wanted.get("after", 0, type=int),
        test=(lambda entry: entry.credential == credential) if credential else None,
    )
