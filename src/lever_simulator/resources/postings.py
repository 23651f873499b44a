"""/v1/postings"""

from collections.abc import Callable

from flask import Blueprint

from lever_simulator.here import now_ms, the_account, the_world
from lever_simulator.resources import shapes
from lever_simulator.resources.answering import Json, bad_request, forbidden, not_found, page, single
from lever_simulator.resources.asking import (
    asked,
    asked_among,
    asked_confidentiality,
    asked_deletion_window,
    asked_page,
    asked_range,
    body,
    may_see_confidential,
    needs,
)
from lever_simulator.world import writes
from lever_simulator.world.hiring import Posting

api = Blueprint("postings", __name__)

FILTERS = (
    "state",
    "distributionChannel",
    "team",
    "department",
    "location",
    "commitment",
    "level",
    "tag",
    "group",
)
STATES = ("published", "internal", "closed", "draft", "pending", "rejected")
PERSONAL = (
    ("Full name", "fullName", "text", True),
    ("Email", "email", "text", True),
    ("Current company", "currentCompany"),
    ("Current location", "currentLocation"),
    ("Phone", "phone"),
    ("Resume", "resume", "file-upload"),
    ("Additional information", "additionalInformation", "textarea"),
)
URLS = ("LinkedIn", "Other")
USER_FIELDS = ("user", "owner", "hiringManager")


@api.get("/postings")
@needs("postings:read:admin")
def list_postings() -> Json:
    changed_within = _changed_within()
    found = [p for p in the_account().postings.values() if _is_wanted(p) and changed_within(p.updated_at)]
    return page(found, shape=_shape, place=lambda p: (0, p.created_at, p.id), **asked_page())


@api.get("/postings/deleted")
@needs("postings:read:admin")
def list_deleted() -> Json:
    within = asked_deletion_window()
    rows = [d for d in the_account().deleted_postings if within(d.deleted_at)]
    return page(rows, shape=shapes.deletion_json, place=lambda d: (0, d.deleted_at, d.id), **asked_page())


@api.get("/postings/<posting_id>")
@needs("postings:read:admin")
def get_posting(posting_id: str) -> tuple[Json, int]:
    return single(_shape(find(posting_id)))


@api.get("/postings/<posting_id>/apply")
@needs("postings:read:admin")
def get_form(posting_id: str) -> tuple[Json, int]:
    posting = find(posting_id)
    return single(
        {
            "id": posting.id,
            "text": posting.text,
            "customQuestions": [],
            "personalInformation": [_question(*row) for row in PERSONAL],
            "urls": [_question(name, name) for name in URLS],
            "consentDisclosures": None,
        }
    )


def _question(text: str, name: str, kind: str = "text", required: bool = False) -> Json:
    return {"text": text, "name": name, "type": kind, "required": required, "value": None}


@api.post("/postings/<posting_id>/apply")
@needs("postings:write:admin")
def apply(posting_id: str) -> tuple[Json, int]:
    posting = find(posting_id)
    if not posting.takes_applications:
        raise bad_request("This posting does not take applications")
    sent = body()
    personal = _personal_information(sent)
    if not personal.get("fullName") or not personal.get("email"):
        raise bad_request("personalInformation must hold fullName and email")
    candidate = writes.Candidate(personal["fullName"], [personal["email"]], personal.get("phone") or None)
    opportunity = writes.apply(
        the_account(),
        posting,
        candidate,
        now=now_ms(),
        source=str(sent.get("source") or "Job site"),
        origin=str(sent.get("origin") or "applied"),
        comments=personal.get("additionalInformation", ""),
    )
    application = opportunity.application
    return single({"applicationId": application.id if application else None}, 201)


def _personal_information(sent: Json) -> dict[str, str]:
    rows = sent.get("personalInformation")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise bad_request("personalInformation must be a list of fields")
    return {str(row.get("name")): str(row.get("value") or "").strip() for row in rows}


def find(posting_id: str) -> Posting:
    """Return the posting, or answer 404; 403 when it is confidential and the caller may not see such."""
    posting = the_account().postings.get(posting_id)
    if posting is None:
        raise not_found("postings", posting_id)
    if posting.is_confidential and not may_see_confidential():
        raise forbidden()
    return posting


def _changed_within() -> Callable[[int | None], bool]:
    ranged = any(asked(f"updated_at_{end}") for end in ("start", "end"))
    if ranged and any(asked(name) for name in FILTERS):
        raise bad_request("updated_at_start and updated_at_end can be combined only with confidentiality")
    return asked_range("updated_at")


def _is_wanted(posting: Posting) -> bool:
    return _is_of_wanted_confidentiality(posting) and _is_in_wanted_state(posting) and _matches_filters(posting)


def _is_of_wanted_confidentiality(posting: Posting) -> bool:
    wanted = asked_confidentiality()
    if posting.is_confidential:
        return wanted in ("confidential", "all") and may_see_confidential()
    return wanted != "confidential"


def _is_in_wanted_state(posting: Posting) -> bool:
    """Bare `state=published` means the public site alone; internal ones need their channel named (surprise 2)."""
    states, wanted = asked_among("state", STATES), asked_among("distributionChannel", ("public", "internal"))
    if states and posting.state not in states:
        return False
    channels = posting.channels or []
    if wanted:
        return bool(set(wanted) & set(channels)) or (bool(states) and posting.state != "published")
    means_the_public_site = "published" in states or not (states or the_world().switches.unfiltered_shows_internal)
    return not (posting.state == "published" and means_the_public_site and "public" not in channels)


def _matches_filters(posting: Posting) -> bool:
    values: dict[str, list[str | None]] = {
        "team": [posting.team],
        "department": [posting.department],
        "location": [*posting.locations],
        "commitment": [posting.commitment],
        "level": [],
        "group": [],
        "tag": [*posting.tags],
    }
    return all(not asked(name) or set(asked(name)) & set(has) for name, has in values.items())


def _shape(posting: Posting) -> Json:
    shown = shapes.posting_json(posting)
    expanded, users = asked("expand"), the_account().users
    for name in USER_FIELDS:
        if name in expanded and shown[name]:
            shown[name] = shapes.user_json(users[shown[name]])
    if "followers" in expanded:
        shown["followers"] = [shapes.user_json(users[user_id]) for user_id in shown["followers"]]
    included = asked("include")
    if included and not expanded:
        return {key: value for key, value in shown.items() if key == "id" or key in included}
    return shown
