"""The control door for postings, opportunities and contacts; control.py describes it."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, request

from lever_simulator.here import now_ms, the_account
from lever_simulator.resources import shapes
from lever_simulator.world import contacts, happenings, writes
from lever_simulator.world.hiring import Opportunity, Posting

things = Blueprint("things", __name__)

Json = dict[str, Any]
POSTING_KEYS = (
    "distribution",
    "status",
    "team",
    "department",
    "locations",
    "commitment",
    "tags",
    "description",
)


def sent() -> Json:
    body = request.get_json(force=True, silent=True)
    if not isinstance(body, dict):
        raise ValueError("The body is not a JSON object.")
    return body


@things.get("/postings")
def list_postings() -> Json:
    return {"postings": [_posting_row(posting) for posting in the_account().postings.values()]}


@things.post("/postings")
def add_posting() -> tuple[Json, int]:
    body = sent()
    given = {key: body[key] for key in POSTING_KEYS if key in body}
    return _posting_row(writes.add_posting(the_account(), str(body["text"]), now=now_ms(), **given)), 201


@things.post("/postings/<posting_id>")
def change_posting(posting_id: str) -> Json:
    posting, body, now = the_account().postings[posting_id], sent(), now_ms()
    if "text" in body:
        writes.rename_posting(posting, str(body["text"]), now=now)
    if "distribution" in body:
        writes.distribute_posting(posting, str(body["distribution"]), now=now)
    if "status" in body:
        writes.set_posting_status(posting, str(body["status"]), now=now)
    if "tags" in body:
        posting.tags, posting.updated_at = list(body["tags"]), now
    return _posting_row(posting)


@things.delete("/postings/<posting_id>")
def delete_posting(posting_id: str) -> Json:
    writes.delete_posting(the_account(), the_account().postings[posting_id], now=now_ms())
    return {"deleted": posting_id}


@things.get("/opportunities")
def list_opportunities() -> Json:
    account, email = the_account(), request.args.get("email")
    found = account.opportunities.values()
    return {"opportunities": [_row(o) for o in found if not email or account.contact_of(o).has_email(email)]}


@things.post("/opportunities")
def add_opportunity() -> tuple[Json, int]:
    body = sent()
    candidate = writes.Candidate(str(body["name"]), list(body.get("emails", [])), body.get("phone"))
    now = now_ms()
    at = int(body.get("created_at", now))
    opportunity = writes.apply(the_account(), _posting(str(body["posting"])), candidate, now=now, created_at=at)
    return _row(opportunity), 201


@things.post("/opportunities/<opportunity_id>")
def change_opportunity(opportunity_id: str) -> Json:
    account, body, now = the_account(), sent(), now_ms()
    opportunity = account.opportunities[opportunity_id]
    contact = account.contact_of(opportunity)
    if "stage" in body:
        writes.move_to_stage(account, opportunity, str(body["stage"]), now=now)
    if "archived" in body:
        writes.archive(account, opportunity, body["archived"], now=now)
    if "emails" in body:
        contact.emails = list(body["emails"])
        writes.touch(opportunity, now)
    if "may_be_stored" in body:
        contact.may_be_stored = body["may_be_stored"]
    if {"emails", "may_be_stored"} & set(body):
        happenings.contact_updated(account, contact, now=now)
    if body.get("anonymize"):
        contacts.anonymize(account, opportunity, now=now)
    if "updated_at" in body:
        opportunity.updated_at = body["updated_at"]
    return _row(opportunity)


@things.delete("/opportunities/<opportunity_id>")
def delete_opportunity(opportunity_id: str) -> Json:
    writes.delete_opportunity(the_account(), the_account().opportunities[opportunity_id], now=now_ms())
    return {"deleted": opportunity_id}


@things.post("/contacts/merge")
def merge_contacts() -> Json:
    account, body = the_account(), sent()
    kept, merged = account.contacts[body["kept"]], account.contacts[body["merged"]]
    if kept.id == merged.id:
        raise ValueError("A contact cannot be merged with itself.")
    writes.merge_contacts(account, kept, merged, now=now_ms())
    return {"kept": kept.id, "emails": kept.emails}


def _posting(id_or_title: str) -> Posting:
    postings = the_account().postings
    by_title = {posting.text: posting for posting in postings.values()}
    return postings.get(id_or_title) or by_title[id_or_title]


def _posting_row(posting: Posting) -> Json:
    return shapes.posting_json(posting) | {"distribution": posting.distribution, "status": posting.status}


def _row(opportunity: Opportunity) -> Json:
    account = the_account()
    return {
        **shapes.opportunity_json(opportunity),
        "posting": opportunity.posting,
        "addedTags": opportunity.added_tags,
        "notes": [asdict(note) for note in account.notes_on(opportunity.id)],
    }
