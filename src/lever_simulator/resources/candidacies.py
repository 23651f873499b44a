"""/v1/opportunities: changing them."""

from dataclasses import dataclass
from typing import Any

from lever_simulator.here import now_ms, the_account, the_world
from lever_simulator.resources.addresses import Noun
from lever_simulator.resources.answering import Json, bad_request, forbidden, single
from lever_simulator.resources.asking import acting_user, asked_flag, body, moment, needs, past_moment, performer, texts
from lever_simulator.resources.opportunities import ORIGINS, find, shape
from lever_simulator.resources.shapes import blanked, without_location
from lever_simulator.world import contacts, writes
from lever_simulator.world.hiring import Application, Archived, Opportunity, Posting
from lever_simulator.world.people import Contact, Phone

api = Noun("candidacies", __name__)

WRITE = "opportunities:write:admin"


@api.post("/opportunities")
@needs(WRITE)
def create() -> tuple[Json, int]:
    user, sent = acting_user(), body()
    posting, start = _wanted_posting(sent), _start(sent)
    _check_lock(_list(sent.get("tags")))
    contact, known = _contact(sent)
    if known and posting and (existing := writes.active_on(the_account(), contact, posting)):
        return single(without_location(shape(existing)), 201, deduped=True)
    opportunity = _open(sent, contact, posting, start, user)
    beside = {"deduped": True} if known else {}
    return single(without_location(shape(opportunity)), 201, **beside)


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
    return single(without_location(shape(opportunity)))


@api.post("/opportunities/<opportunity_id>/removeLinks")
@needs(WRITE)
def remove_links(opportunity_id: str) -> tuple[Json, int]:
    opportunity = _about(opportunity_id)
    contacts.remove_links(the_account(), opportunity, texts(body(), "links"), now=now_ms())
    return single(without_location(shape(opportunity)))


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


def _contact(sent: Json) -> tuple[Contact, bool]:
    """Return the contact that was named or has one of the addresses, or a new one; and whether it was known."""
    if sent.get("contact"):
        return _named_contact(str(sent["contact"])), True
    name = str(sent.get("name") or "").strip()
    headline, location = str(sent.get("headline") or ""), str(sent.get("location") or "")
    candidate = writes.Candidate(name or "No name", _list(sent.get("emails")), None, headline, location)
    contact, known = writes.contact_for(the_account(), candidate, now=now_ms())
    if not known:
        contact.phones, contact.links = _phones(sent), _list(sent.get("links"))
    return contact, known


def _named_contact(contact_id: str) -> Contact:
    contact = the_account().contacts.get(contact_id)
    if contact is None:
        raise bad_request(f"contacts {contact_id} was not found")
    if contact.is_anonymized:
        raise bad_request("An anonymized contact cannot be given an opportunity")
    return contact


def _phones(sent: Json) -> list[Phone]:
    """Return the phones, sent as objects with a value, or in a form as bare numbers."""
    rows = sent.get("phones") or []
    rows = rows if isinstance(rows, list) else [rows]
    pairs = [(row.get("value"), row.get("type")) if isinstance(row, dict) else (row, None) for row in rows]
    return [Phone(str(value), kind) for value, kind in pairs if value]


@dataclass(frozen=True)
class Start:
    """Where and when a candidacy begins; read before anything is written, so that a refusal leaves nothing behind."""

    at: int
    stage: str
    origin: str
    archived: Archived | None


def _start(sent: Json) -> Start:
    stage = str(sent.get("stage") or "lead-new")
    if the_account().stage(stage) is None:
        raise bad_request(f"stages {stage} was not found")
    origin = str(sent.get("origin") or "sourced")
    if origin not in ORIGINS:
        raise bad_request(f"origin must be one of {', '.join(ORIGINS)}")
    return Start(past_moment(sent, "createdAt") or now_ms(), stage, origin, _archived(sent))


def _open(sent: Json, contact: Contact, posting: Posting | None, start: Start, user: str) -> Opportunity:
    application = Application(writes.new_id(), posting.id, start.at, type="user", user=user) if posting else None
    opportunity = writes.open_opportunity(
        the_account(),
        contact,
        now=now_ms(),
        created_at=start.at,
        application=application,
        stage=start.stage,
        origin=start.origin,
        sources=_list(sent.get("sources")),
        tags=_list(sent.get("tags")),
        user=user,
    )
    if posting and asked_flag("perform_as_posting_owner"):
        opportunity.owner = posting.owner
    opportunity.archived = start.archived
    return opportunity


def _archived(sent: Json) -> Archived | None:
    value = sent.get("archived") or sent.get("archive")
    if not isinstance(value, dict) or not value.get("reason"):
        return None
    if the_account().archive_reason(str(value["reason"])) is None:
        raise bad_request("archived.reason must be the id of an archive reason")
    return Archived(str(value["reason"]), moment(value, "archivedAt") or now_ms())


def _list(value: Any) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [str(value)] if value else []
