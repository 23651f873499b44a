"""/v1/opportunities/:id/notes"""

from flask import g, request

from lever_simulator.here import now_ms, the_account, the_world
from lever_simulator.resources.addresses import Noun
from lever_simulator.resources.answering import Json, bad_request, forbidden, page, single
from lever_simulator.resources.asking import asked_page, body, flag, needs, past_moment, performer, required_text
from lever_simulator.resources.opportunities import find, find_on
from lever_simulator.resources.shapes import note_json
from lever_simulator.world import notes, writes
from lever_simulator.world.hiring import Note, Opportunity

api = Noun("notes", __name__)

READ, WRITE = "notes:read:admin", "notes:write:admin"


@api.get("/opportunities/<opportunity_id>/notes")
@needs(READ)
def list_notes(opportunity_id: str) -> Json:
    rows = the_account().notes_on(find(opportunity_id).id)
    return page(rows, shape=note_json, place=lambda n: (0, n.created_at, n.id), **asked_page())


@api.get("/opportunities/<opportunity_id>/notes/<note_id>")
@needs(READ)
def get_note(opportunity_id: str, note_id: str) -> tuple[Json, int]:
    return single(note_json(_note(find(opportunity_id), note_id)))


@api.post("/opportunities/<opportunity_id>/notes")
@needs(WRITE)
def add_note(opportunity_id: str) -> tuple[Json, int]:
    opportunity, user, sent = find(opportunity_id), _author(), body()
    note = _comment(opportunity, sent, user) or _new_note(opportunity, sent, user)
    if the_world().switches.notes_move_updated_at:
        writes.touch(opportunity, now_ms())
    # The whole note comes back and its id once more: the docs print only the id (surprise 7).
    return single(note_json(note) | {"noteId": note.id}, 201)


@api.put("/opportunities/<opportunity_id>/notes/<note_id>")
@needs(WRITE)
def replace_note(opportunity_id: str, note_id: str) -> tuple[Json, int]:
    opportunity = find(opportunity_id)
    note = _changeable(opportunity, note_id)
    rows = body().get("values")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise bad_request("values must be a list of {value, createdAt}")
    values = [(required_text(row, "value"), past_moment(row, "createdAt") or now_ms()) for row in rows]
    notes.replace_note(note, opportunity, values, now=now_ms())
    return single(note_json(note))


@api.delete("/opportunities/<opportunity_id>/notes/<note_id>")
@needs(WRITE)
def delete_note(opportunity_id: str, note_id: str) -> tuple[str, int]:
    note = _changeable(find(opportunity_id), note_id)
    del the_account().notes[note.id]
    return "", 204


def _author() -> str | None:
    grantor: str | None = g.credential.user if the_world().switches.notes_name_the_grantor else None
    return performer() or grantor


def _comment(opportunity: Opportunity, sent: Json, user: str | None) -> Note | None:
    note_id = request.args.get("note_id")
    if not note_id:
        return None
    note = _note(opportunity, note_id)
    value, at = required_text(sent, "value"), past_moment(sent, "createdAt")
    notes.comment_on(note, opportunity, value, now=now_ms(), created_at=at, user=user)
    return note


def _new_note(opportunity: Opportunity, sent: Json, user: str | None) -> Note:
    return notes.add_note(
        the_account(),
        opportunity,
        required_text(sent, "value"),
        now=now_ms(),
        created_at=past_moment(sent, "createdAt"),
        user=user,
        secret=flag(sent, "secret"),
        score=_score(sent),
    )


def _note(opportunity: Opportunity, note_id: str) -> Note:
    return find_on(opportunity, "notes", the_account().notes, note_id)


def _changeable(opportunity: Opportunity, note_id: str) -> Note:
    note = _note(opportunity, note_id)
    if not note.by_api:
        raise forbidden("Only notes that were created by the API can be changed by the API.")
    return note


def _score(sent: Json) -> int | None:
    score = sent.get("score")
    if score in (None, "", "null"):
        return None
    if str(score) not in ("1", "2", "3", "4"):
        raise bad_request("score must be between 1 and 4")
    return int(str(score))
