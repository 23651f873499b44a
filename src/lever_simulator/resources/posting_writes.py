"""/v1/postings: making and changing them, and /v1/postings/:id/users"""

from typing import Any

from flask import Blueprint

from lever_simulator.here import now_ms, the_account
from lever_simulator.resources.answering import Json, bad_request, forbidden, single
from lever_simulator.resources.asking import acting_user, body, needs, required_text
from lever_simulator.resources.postings import find
from lever_simulator.resources.shapes import posting_json
from lever_simulator.world import writes
from lever_simulator.world.hiring import (
    CLOSED,
    DRAFT,
    EXTERNAL,
    EXTERNAL_AND_INTERNAL,
    INTERNAL,
    OPEN,
    UNLISTED,
    Posting,
    Salary,
)

api = Blueprint("posting_writes", __name__)

WRITE = "postings:write:admin"
WORKPLACES = ("unspecified", "onsite", "remote", "hybrid")
# As recorded from a demo account: the roles that every account has.
ROLES: tuple[tuple[str, str], ...] = (
    ("admin", "Admin"),
    ("limited", "Limited Team Member"),
    ("owner", "Super Admin"),
    ("team", "Team Member"),
)


@api.post("/postings")
@needs(WRITE)
def create() -> tuple[Json, int]:
    user, sent = acting_user(), body()
    changes = _changes(sent | {"text": required_text(sent, "text")})
    posting = writes.add_posting(the_account(), changes["text"], now=now_ms(), status=DRAFT, owner=user)
    _put(posting, changes)
    return single(posting_json(posting), 201)


# The documentation says POST; Lever's own Postman collection says PUT.
@api.post("/postings/<posting_id>")
@api.put("/postings/<posting_id>")
@needs(WRITE)
def change(posting_id: str) -> tuple[Json, int]:
    posting, _user, sent = find(posting_id), acting_user(), body()
    if posting.is_confidential:
        raise forbidden("Confidential postings can't be changed by the API.")
    # Recorded: a posting whose change names no state is a draft afterwards, with urls null, whatever it was before.
    changes = {"status": DRAFT, **_changes(sent)}
    if _put(posting, changes):
        posting.updated_at = now_ms()
    return single(_answered(posting))


@api.get("/postings/<posting_id>/users")
@needs("postings:read:admin")
def list_users(posting_id: str) -> Json:
    posting = find(posting_id)
    roles: list[Json] = [{"id": role, "name": name, "isReadOnly": True} for role, name in ROLES]
    roles[1]["conditions"] = {}
    return {"posting": {"id": posting.id, "text": posting.text}, "users": [], "roles": roles}


def _answered(posting: Posting) -> Json:
    # Recorded: allLocations is empty in this reply alone; a GET shows them.
    shown = posting_json(posting)
    return shown | {"categories": shown["categories"] | {"allLocations": []}}


def _put(posting: Posting, changes: Json) -> bool:
    """Change the posting and tell whether anything is another than before."""
    before = {name: getattr(posting, name) for name in changes}
    for name, value in changes.items():
        setattr(posting, name, value)
    return before != changes


def _changes(sent: Json) -> Json:
    """Return what the body asks for, by the names a posting has here; or answer 400."""
    if sent.get("confidentiality", "non-confidential") != "non-confidential":
        raise bad_request("Confidential postings can't be made by the API.")
    changes = {**_words(sent), **_people(sent), **_categories(sent), **_content(sent), **_lists(sent)}
    return changes | _state(sent) | _workplace(sent) | _salary(sent)


def _words(sent: Json) -> Json:
    names = {"text": "text", "country": "country", "salaryDescription": "salary_description"}
    wrong = [key for key in names if key in sent and not isinstance(sent[key], str)]
    if wrong or ("text" in sent and not sent["text"].strip()):
        raise bad_request(f"{', '.join(wrong) or 'text'} must be text")
    return {name: sent[key].strip() for key, name in names.items() if key in sent}


def _people(sent: Json) -> Json:
    named = {"owner": "owner", "hiringManager": "hiring_manager"}
    found = {name: sent[key] for key, name in named.items() if key in sent}
    for user_id in found.values():
        user = the_account().users.get(str(user_id))
        if user_id is not None and (user is None or user.deactivated_at is not None):
            raise bad_request(f"user {user_id} was not found or is deactivated")
    return found


def _categories(sent: Json) -> Json:
    given = _object(sent, "categories")
    changes: Json = {key: given[key] or None for key in ("team", "department", "commitment") if key in given}
    if "allLocations" in given:
        changes["locations"] = _texts(given["allLocations"], "categories.allLocations")
    elif "location" in given:
        changes["locations"] = [str(given["location"])] if given["location"] else []
    return changes


def _content(sent: Json) -> Json:
    given = _object(sent, "content")
    changes: Json = {key: str(given[key] or "") for key in ("description", "closing") if key in given}
    if "lists" in given:
        changes["lists"] = [_list_of(row) for row in given["lists"] or []]
    return changes


def _list_of(row: Any) -> dict[str, str]:
    if not isinstance(row, dict):
        raise bad_request("content.lists must be a list of {text, content}")
    return {"text": str(row.get("text") or ""), "content": str(row.get("content") or "")}


def _lists(sent: Json) -> Json:
    names = {"tags": "tags", "requisitionCodes": "requisition_codes"}
    return {name: _texts(sent[key], key) for key, name in names.items() if key in sent}


def _state(sent: Json) -> Json:
    """Return status and distribution: `internal` means unlisted, `published` goes where its channels say."""
    state = sent.get("state")
    if state is None:
        return {}
    if state in (DRAFT, CLOSED):
        return {"status": state}
    if state == "internal":
        return {"status": OPEN, "distribution": UNLISTED}
    if state != "published":
        raise bad_request("state must be published, internal, closed or draft")
    return {"status": OPEN, "distribution": _distribution(sent)}


def _distribution(sent: Json) -> str:
    channels = set(_texts(sent.get("distributionChannels") or ["public"], "distributionChannels"))
    if not channels <= {"public", "internal"}:
        raise bad_request("distributionChannels must be public, internal or both")
    if len(channels) == 2:
        return EXTERNAL_AND_INTERNAL
    return INTERNAL if channels == {"internal"} else EXTERNAL


def _workplace(sent: Json) -> Json:
    if "workplaceType" not in sent:
        return {}
    if sent["workplaceType"] not in WORKPLACES:
        raise bad_request(f"workplaceType must be one of {', '.join(WORKPLACES)}")
    return {"workplace_type": sent["workplaceType"]}


def _salary(sent: Json) -> Json:
    given = _object(sent, "salaryRange")
    if not given:
        return {}
    lowest, highest = given.get("min"), given.get("max")
    currency, interval = given.get("currency"), given.get("interval")
    if not (isinstance(lowest, int | float) and isinstance(highest, int | float) and currency and interval):
        raise bad_request("salaryRange needs min, max, currency and interval")
    return {"salary": Salary(lowest, highest, str(currency), str(interval))}


def _object(sent: Json, name: str) -> Json:
    value = sent.get(name) or {}
    if not isinstance(value, dict):
        raise bad_request(f"{name} must be an object")
    return value


def _texts(value: Any, name: str) -> list[str]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        raise bad_request(f"{name} must be a list of strings")
    return values
