"""/v1/users and /v1/contacts"""

from typing import Any

from flask import Blueprint

from lever_simulator.here import now_ms, the_account
from lever_simulator.resources.answering import Json, bad_request, forbidden, not_found, page, single
from lever_simulator.resources.asking import asked, asked_flag, asked_page, body, may_see_confidential, needs, texts
from lever_simulator.resources.shapes import contact_json, user_json
from lever_simulator.world import contacts
from lever_simulator.world.people import Contact, Phone, User, canonical_email

api = Blueprint("people", __name__)


@api.get("/users")
@needs("users:read:admin")
def list_users() -> Json:
    users = [user for user in the_account().users.values() if _is_wanted(user)]
    return page(users, shape=user_json, place=lambda u: (0, u.created_at, u.id), **asked_page())


# There is no /users/me (surprise 12): "me" is looked up like any id, and not found.
@api.get("/users/<user_id>")
@needs("users:read:admin")
def get_user(user_id: str) -> tuple[Json, int]:
    user = the_account().users.get(user_id)
    if user is None:
        raise not_found("users", user_id)
    return single(user_json(user))


@api.get("/contacts/<contact_id>")
@needs("contact:read:admin")
def get_contact(contact_id: str) -> tuple[Json, int]:
    return single(contact_json(_contact(contact_id)))


@api.put("/contacts/<contact_id>")
@needs("contact:write:admin")
def change_contact(contact_id: str) -> tuple[Json, int]:
    contact, sent = _contact(contact_id), body()
    if contact.is_anonymized:
        raise bad_request("An anonymized contact cannot be changed")
    contacts.change(the_account(), contact, _changes(sent), now=now_ms())
    shown = contact_json(contact)
    # Recorded: the answer to a change lacks the two keys about privacy.
    return single({key: value for key, value in shown.items() if key not in ("isAnonymized", "dataProtection")})


def _contact(contact_id: str) -> Contact:
    account = the_account()
    contact = account.contacts.get(contact_id)
    if contact is None:
        raise not_found("contacts", contact_id)
    candidacies = list(account.opportunities_of(contact_id))
    if candidacies and all(map(account.is_confidential, candidacies)) and not may_see_confidential():
        raise forbidden()
    return contact


def _changes(sent: Json) -> Json:
    """Return what was sent by the names a contact has here. A location is a text, though it is read as an object."""
    changes: Json = {}
    for name in ("name", "headline", "location"):
        if name in sent:
            changes[name] = _text(sent, name)
    if "emails" in sent:
        changes["emails"] = texts(sent, "emails") if sent["emails"] else []
    if "phones" in sent:
        changes["phones"] = _phones(sent["phones"])
    return changes


def _text(sent: Json, name: str) -> str:
    if not isinstance(sent[name], str):
        raise bad_request(f"{name} must be text")
    return str(sent[name]).strip()


def _phones(rows: Any) -> list[Phone]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) and row.get("value") for row in rows):
        raise bad_request("phones must be a list of {type, value}")
    return [Phone(str(row["value"]), row.get("type")) for row in rows]


def _is_wanted(user: User) -> bool:
    emails, roles = {canonical_email(email) for email in asked("email")}, asked("accessRole")
    return (
        (user.deactivated_at is None or asked_flag("includeDeactivated") is True)
        and (not emails or canonical_email(user.email) in emails)
        and (not roles or user.access_role in roles)
        and not asked("external_directory_id")
    )
