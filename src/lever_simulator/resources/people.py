"""/v1/users and /v1/contacts"""

from flask import Blueprint

from lever_simulator.here import the_account
from lever_simulator.resources.answering import Json, forbidden, not_found, page, single
from lever_simulator.resources.asking import asked, asked_flag, asked_page, may_see_confidential, needs
from lever_simulator.resources.shapes import contact_json, user_json
from lever_simulator.world.people import User, canonical_email

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
    account = the_account()
    contact = account.contacts.get(contact_id)
    if contact is None:
        raise not_found("contacts", contact_id)
    candidacies = list(account.opportunities_of(contact_id))
    if candidacies and all(map(account.is_confidential, candidacies)) and not may_see_confidential():
        raise forbidden()
    return single(contact_json(contact))


def _is_wanted(user: User) -> bool:
    emails, roles = {canonical_email(email) for email in asked("email")}, asked("accessRole")
    return (
        (user.deactivated_at is None or asked_flag("includeDeactivated") is True)
        and (not emails or canonical_email(user.email) in emails)
        and (not roles or user.access_role in roles)
        and not asked("external_directory_id")
    )
