"""Screens: postings."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lever_simulator.here import now_ms, the_account
from lever_simulator.pages.words import DISTRIBUTIONS
from lever_simulator.world import writes
from lever_simulator.world.hiring import CLOSED, CONFIDENTIAL, OPEN, Posting

screens = Blueprint("postings", __name__)


@screens.get("/postings")
def listing() -> str:
    account = the_account()
    ordered = sorted(account.postings.values(), key=lambda p: (not p.is_open, p.text.casefold()))
    candidates = {p.id: 0 for p in ordered}
    for opportunity in account.opportunities.values():
        if opportunity.posting in candidates and not opportunity.archived:
            candidates[opportunity.posting] += 1
    return render_template("postings.html", postings=ordered, candidates=candidates)


@screens.get("/postings/<posting_id>")
def one(posting_id: str) -> str:
    posting = _posting(posting_id)
    choices = {CONFIDENTIAL: DISTRIBUTIONS[CONFIDENTIAL]} if posting.is_confidential else DISTRIBUTIONS
    active = sum(o.archived is None for o in the_account().opportunities_on(posting_id))
    return render_template("posting.html", posting=posting, choices=choices, active=active)


@screens.post("/postings/<posting_id>/title")
def rename(posting_id: str) -> Response:
    writes.rename_posting(_posting(posting_id), request.form.get("text", ""), now=now_ms())
    return _done(posting_id, "The posting has its new title. So has the tag of every candidate on it.")


@screens.post("/postings/<posting_id>/distribution")
def distribute(posting_id: str) -> Response:
    wanted = request.form.get("distribution", "")
    writes.distribute_posting(_posting(posting_id), wanted, now=now_ms())
    return _done(posting_id, f"The posting is now {DISTRIBUTIONS[wanted].lower()}.")


@screens.post("/postings/<posting_id>/close")
def close(posting_id: str) -> Response:
    writes.set_posting_status(_posting(posting_id), CLOSED, now=now_ms())
    return _done(posting_id, "The posting is closed. Nobody can apply any more.")


@screens.post("/postings/<posting_id>/open")
def reopen(posting_id: str) -> Response:
    writes.set_posting_status(_posting(posting_id), OPEN, now=now_ms())
    return _done(posting_id, "The posting is open.")


def _posting(posting_id: str) -> Posting:
    return the_account().postings.get(posting_id) or abort(404)


def _done(posting_id: str, sentence: str) -> Response:
    flash(sentence)
    return redirect(url_for("pages.postings.one", posting_id=posting_id), 303)
