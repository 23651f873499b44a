"""What is written on an opportunity. Each function changes the account; it never asks who may."""

from lever_simulator.world.account import Account
from lever_simulator.world.hiring import Note, NoteField, Opportunity
from lever_simulator.world.writes import new_id, touch


def add_note(
    account: Account,
    opportunity: Opportunity,
    value: str,
    *,
    now: int,
    created_at: int | None = None,
    user: str | None = None,
    secret: bool = False,
    score: int | None = None,
    by_api: bool = True,
    note_id: str | None = None,
) -> Note:
    at = created_at or now
    part = NoteField(value, at, opportunity.stage, user, score)
    note = Note(note_id or new_id(), opportunity.id, [part], at, user, secret, by_api)
    account.notes[note.id] = note
    opportunity.last_interaction_at = now
    return note


def comment_on(
    note: Note,
    opportunity: Opportunity,
    value: str,
    *,
    now: int,
    created_at: int | None = None,
    user: str | None = None,
) -> None:
    note.fields.append(NoteField(value, created_at or now, opportunity.stage, user))
    opportunity.last_interaction_at = now


def replace_note(note: Note, opportunity: Opportunity, values: list[tuple[str, int]], *, now: int) -> None:
    note.fields = [NoteField(value, at, opportunity.stage, note.user) for value, at in values]
    touch(opportunity, now)
