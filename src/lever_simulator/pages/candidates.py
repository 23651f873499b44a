"""Screens: opportunities, and one candidate's page with the story of notes."""

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lever_simulator.here import now_ms, the_account
from lever_simulator.world import contacts, writes
from lever_simulator.world.hiring import Note, Opportunity

screens = Blueprint("candidates", __name__)

PER_PAGE = 50


@dataclass(frozen=True)
class Told:
    """A note in a person's story, with who wrote it and on which candidacy."""

    note: Note
    author: str
    about: str


@screens.get("/candidates")
def listing() -> str:
    found = _found(request.args.get("q", ""), request.args.get("posting", ""))
    number = max(1, request.args.get("page", 1, type=int))
    shown = found[(number - 1) * PER_PAGE : number * PER_PAGE]
    pages = max(1, -(-len(found) // PER_PAGE))
    postings = sorted(the_account().postings.values(), key=lambda p: p.text.casefold())
    return render_template(
        "candidates.html", shown=shown, total=len(found), number=number, pages=pages, postings=postings
    )


def _found(words: str, posting_id: str) -> list[Opportunity]:
    account, words = the_account(), words.strip().casefold()

    def matches(opportunity: Opportunity) -> bool:
        contact = account.contact_of(opportunity)
        named = any(words in text.casefold() for text in [contact.name, *contact.emails])
        return named and (not posting_id or opportunity.posting == posting_id)

    found = [o for o in account.opportunities.values() if matches(o)]
    return sorted(found, key=lambda o: (o.archived is not None, -o.created_at))


@screens.get("/candidates/<opportunity_id>")
def one(opportunity_id: str) -> str:
    account, opportunity = the_account(), _opportunity(opportunity_id)
    reason = account.archive_reason(opportunity.archived.reason) if opportunity.archived else None
    others = [o for o in account.opportunities_of(opportunity.contact) if o.id != opportunity.id]
    return render_template(
        "candidate.html",
        opportunity=opportunity,
        contact=account.contact_of(opportunity),
        posting=account.posting_of(opportunity),
        tags=account.visible_tags_of(opportunity),
        reason=reason,
        others=others,
        story=[_told(note) for note in account.story_of(opportunity.contact)],
        reasons=[r for r in account.archive_reasons if r.status == "active"],
    )


def _told(note: Note) -> Told:
    account = the_account()
    user = account.users.get(note.user) if note.user else None
    posting = account.posting_of(account.opportunities[note.opportunity])
    return Told(note, user.name if user else "API", posting.text if posting else "No posting")


@screens.post("/candidates/<opportunity_id>/stage")
def move(opportunity_id: str) -> Response:
    opportunity, stage = _opportunity(opportunity_id), the_account().stage(request.form.get("stage", ""))
    if stage is None:
        raise writes.Refused("There is no such stage.")
    writes.move_to_stage(the_account(), opportunity, stage.id, now=now_ms(), user=opportunity.owner)
    return _done(opportunity_id, f"Moved to {stage.text}.")


@screens.post("/candidates/<opportunity_id>/archive")
def archive(opportunity_id: str) -> Response:
    reason = the_account().archive_reason(request.form.get("reason", ""))
    if reason is None:
        raise writes.Refused("Choose a reason first.")
    writes.archive(the_account(), _opportunity(opportunity_id), reason.id, now=now_ms())
    return _done(opportunity_id, f"Archived: {reason.text}.")


@screens.post("/candidates/<opportunity_id>/unarchive")
def unarchive(opportunity_id: str) -> Response:
    writes.archive(the_account(), _opportunity(opportunity_id), None, now=now_ms())
    return _done(opportunity_id, "The opportunity is active again.")


@screens.post("/candidates/<opportunity_id>/anonymize")
def anonymize(opportunity_id: str) -> Response:
    contacts.anonymize(the_account(), _opportunity(opportunity_id), now=now_ms())
    return _done(opportunity_id, "The person is anonymized.")


@screens.post("/candidates/<opportunity_id>/delete")
def delete(opportunity_id: str) -> Response:
    writes.delete_opportunity(the_account(), _opportunity(opportunity_id), now=now_ms())
    flash("The opportunity and its notes are deleted.")
    return redirect(url_for("pages.candidates.listing"), 303)


def _opportunity(opportunity_id: str) -> Opportunity:
    return the_account().opportunities.get(opportunity_id) or abort(404)


def _done(opportunity_id: str, sentence: str) -> Response:
    flash(sentence)
    return redirect(url_for("pages.candidates.one", opportunity_id=opportunity_id), 303)
