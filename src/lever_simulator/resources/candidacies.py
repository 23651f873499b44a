"""/v1/opportunities: changing them."""

from typing import Any

from flask import Blueprint

from lever_simulator.here import now_ms, the_account, the_world
from lever_simulator.resources.answering import Json, bad_request, forbidden, single
from lever_simulator.resources.asking import body, moment, needs, performer, texts
from lever_simulator.resources.opportunities import find, shape
from lever_simulator.resources.shapes import blanked
from lever_simulator.world import contacts, writes
from lever_simulator.world.hiring import Application, Archived, Opportunity, Posting

api = Blueprint("candidacies", __name__)

WRITE = "opportunities:write:admin"


@api.post("/opportunities")
@needs(WRITE)
def create() -> tuple[Json, int]:
    performer(required=True)
    sent = body()
    posting = _wanted_posting(sent)
    _check_lock(_list(sent.get("tags")))
    contact, known = writes.contact_for(the_account(), _candidate(sent), now=now_ms())
    if known and posting and (existing := writes.active_on(the_account(), contact, posting)):
        return single(shape(existing), 201, deduped=True)
    opportunity = _open(sent, contact.id, posting)
    beside = {"deduped": True} if known else {}
    return single(shape(opportunity), 201, **beside)


@api.post("/opportunities/<opportunity_id>/addTags")
@needs(WRITE)
def add_tags(opportunity_id: str) -> tuple[Json, int]:
    opportunity, tags = _about(opportunity_id), texts(body(), "tags")
    _check_lock(tags)
    writes.add_tags(opportunity, tags, now=now_ms())
    return _without_contact(opportunity)


@api.post("/opportunities/<opportunity_id>/removeTags")
@needs(WRITE)
def remove_tags(opportunity_id: str) -> tuple[Json, int]:
    opportunity = _about(opportunity_id)
    writes.remove_tags(opportunity, texts(body(), "tags"), now=now_ms())
    return _without_contact(opportunity)


@api.post("/opportunities/<opportunity_id>/addSources")
@needs(WRITE)
def add_sources(opportunity_id: str) -> tuple[Json, int]:
    opportunity = _about(opportunity_id)
    writes.add_sources(opportunity, texts(body(), "sources"), now=now_ms())
    return _without_contact(opportunity)


@api.post("/opportunities/<opportunity_id>/removeSources")
@needs(WRITE)
def remove_sources(opportunity_id: str) -> tuple[Json, int]:
    opportunity = _about(opportunity_id)
    writes.remove_sources(opportunity, texts(body(), "sources"), now=now_ms())
    return _without_contact(opportunity)


@api.post("/opportunities/<opportunity_id>/addLinks")
@needs(WRITE)
def add_links(opportunity_id: str) -> tuple[Json, int]:
    opportunity = _about(opportunity_id)
    contact = the_account().contact_of(opportunity)
    if contact.is_anonymized:
        raise bad_request("An anonymized contact cannot be given links")
    contacts.add_links(the_account(), opportunity, texts(body(), "links"), now=now_ms())
    return single(shape(opportunity))


@api.post("/opportunities/<opportunity_id>/removeLinks")
@needs(WRITE)
def remove_links(opportunity_id: str) -> tuple[Json, int]:
    opportunity = _about(opportunity_id)
    contacts.remove_links(the_account(), opportunity, texts(body(), "links"), now=now_ms())
    return single(shape(opportunity))


@api.put("/opportunities/<opportunity_id>/stage")
@needs(WRITE)
def put_stage(opportunity_id: str) -> tuple[Json, int]:
    opportunity, user, stage = find(opportunity_id), performer(), body().get("stage")
    if not isinstance(stage, str) or the_account().stage(stage) is None:
        raise bad_request(f"stages {stage} was not found")
    writes.move_to_stage(the_account(), opportunity, stage, now=now_ms(), user=user)
    return _without_contact(opportunity)


@api.put("/opportunities/<opportunity_id>/archived")
@needs(WRITE)
def put_archived(opportunity_id: str) -> tuple[Json, int]:
    opportunity, sent = _about(opportunity_id), body()
    reason = sent.get("reason")
    if "reason" not in sent or (reason is not None and the_account().archive_reason(str(reason)) is None):
        raise bad_request("reason must be the id of an archive reason, or null")
    writes.archive(the_account(), opportunity, reason, now=now_ms())
    return _without_contact(opportunity)


def _check_lock(tags: list[str]) -> None:
    if the_world().switches.tags_locked and not set(tags) <= the_account().known_tags():
        raise forbidden("Tags are locked down. You are not allowed to create new tags.")


def _about(opportunity_id: str) -> Opportunity:
    opportunity = find(opportunity_id)
    performer()
    return opportunity


def _without_contact(opportunity: Opportunity) -> tuple[Json, int]:
    return single(blanked(shape(opportunity)))


def _wanted_posting(sent: Json) -> Posting | None:
    ids = _list(sent.get("postings"))
    if len(ids) > 1:
        raise bad_request("An opportunity can have at most one posting")
    if not ids:
        return None
    posting = the_account().postings.get(ids[0])
    if posting is None or posting.is_confidential:
        raise bad_request(f"postings {ids[0]} was not found")
    return posting


def _candidate(sent: Json) -> writes.Candidate:
    phones = sent.get("phones")
    first = phones[0] if isinstance(phones, list) and phones else None
    phone = first.get("value") if isinstance(first, dict) else first
    name = str(sent.get("name") or "").strip()
    headline, location = str(sent.get("headline") or ""), str(sent.get("location") or "")
    return writes.Candidate(name or "No name", _list(sent.get("emails")), phone, headline, location)


def _open(sent: Json, contact_id: str, posting: Posting | None) -> Opportunity:
    account = the_account()
    at = moment(sent, "createdAt") or now_ms()
    stage = str(sent.get("stage") or "lead-new")
    if account.stage(stage) is None:
        raise bad_request(f"stages {stage} was not found")
    application = Application(writes.new_id(), posting.id, at, type="user") if posting else None
    opportunity = writes.open_opportunity(
        account,
        account.contacts[contact_id],
        now=now_ms(),
        created_at=at,
        application=application,
        stage=stage,
        origin=str(sent.get("origin") or "sourced"),
        sources=_list(sent.get("sources")),
        tags=_list(sent.get("tags")),
    )
    opportunity.archived = _archived(sent)
    return opportunity


def _archived(sent: Json) -> Archived | None:
    value = sent.get("archived") or sent.get("archive")
    if not isinstance(value, dict) or the_account().archive_reason(str(value.get("reason"))) is None:
        return None
    return Archived(str(value["reason"]), moment(value, "archivedAt") or now_ms())


def _list(value: Any) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [str(value)] if value else []
