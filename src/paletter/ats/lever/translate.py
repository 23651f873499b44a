"""Lever's JSON into our words; nothing outside this file knows its keys.

Lever adds fields without notice, leaves lists null, and tells times in milliseconds, sometimes as text: what is not
needed is not read, and what is needed and missing makes the row unreadable (None), never a guess.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from paletter.vocabulary.hiring import (
    AtsPerson,
    Deletion,
    Distribution,
    Note,
    Opportunity,
    Posting,
    PostingState,
    Stage,
)

Json = Mapping[str, Any]

# "internal" is Lever's word for Unlisted; its Internal is "published" on the internal channel.
_STATES = {
    "published": PostingState.OPEN,
    "internal": PostingState.OPEN,
    "closed": PostingState.CLOSED,
    "draft": PostingState.DRAFT,
    "pending": PostingState.PENDING,
    "rejected": PostingState.REJECTED,
}


def posting(row: Json) -> Posting | None:
    """Return a posting, or None when its id or state is unknown.

    Whatever is not said to be "non-confidential" counts as confidential, and then its title stays outside.
    """
    state = _STATES.get(_text(row.get("state")))
    external_id = _text(row.get("id"))
    if not external_id or state is None:
        return None
    distribution = _distribution(row)
    if distribution is Distribution.CONFIDENTIAL:
        return Posting(id=external_id, title="", distribution=distribution, state=state)
    return Posting(
        id=external_id,
        title=_text(row.get("text")),
        distribution=distribution,
        state=state,
        url=_page(_dict(row.get("urls")).get("show")),
        location=_text(_dict(row.get("categories")).get("location")),
        updated_at=moment(row.get("updatedAt")),
    )


def _distribution(row: Json) -> Distribution:
    if row.get("confidentiality") != "non-confidential":
        return Distribution.CONFIDENTIAL
    if row.get("state") == "internal":
        return Distribution.UNLISTED
    channels = set(_texts(row.get("distributionChannels")))
    if {"public", "internal"} <= channels:
        return Distribution.EXTERNAL_AND_INTERNAL
    if "public" in channels:
        return Distribution.EXTERNAL
    return Distribution.INTERNAL if "internal" in channels else Distribution.NONE


def opportunity(row: Json) -> Opportunity | None:
    """Return an opportunity, or None when it has no id or time, or hangs on something confidential.

    `posting_ids` are those of expanded applications. An address typed into an application may be missing from the
    contact, so both count.
    """
    external_id, created_at = _text(row.get("id")), moment(row.get("createdAt"))
    # In a reply that says nothing of it, Lever's own default holds: only what is not confidential is listed.
    is_open = row.get("confidentiality", "non-confidential") == "non-confidential"
    if not external_id or created_at is None or not is_open:
        return None
    applications = [item for item in _list(row.get("applications")) if isinstance(item, Mapping)]
    addresses = [*_texts(row.get("emails")), *(_text(item.get("email")) for item in applications)]
    is_anonymised = row.get("isAnonymized") is True
    postings = (_text(item.get("posting")) for item in applications)
    return Opportunity(
        id=external_id,
        # Whatever Lever still holds of somebody who was anonymised is not for us.
        name="" if is_anonymised else _text(row.get("name")),
        emails=() if is_anonymised else _unique(addresses),
        posting_ids=_unique(postings),
        created_at=created_at,
        archived_at=_archived_at(row, created_at),
        url=_page(_dict(row.get("urls")).get("show")),
        contact_id=_text(row.get("contact")) or _text(_dict(row.get("contact")).get("id")),
        stage_id=_text(row.get("stage")) or _text(_dict(row.get("stage")).get("id")),
        updated_at=moment(row.get("updatedAt")),
        is_anonymised=is_anonymised,
        may_be_kept=_dict(_dict(row.get("dataProtection")).get("store")).get("allowed") is not False,
        last_interaction_at=moment(row.get("lastInteractionAt")),
    )


def _archived_at(row: Json, created_at: datetime) -> datetime | None:
    """An archive mark without a readable time still means archived."""
    archived = row.get("archived")
    if not archived:
        return None
    return moment(_dict(archived).get("archivedAt")) or created_at


def stage(row: Json, *, rank: int) -> Stage | None:
    """Return a stage, or None without an id; some ids are words such as "applicant-new"."""
    external_id = _text(row.get("id"))
    return Stage(external_id, _text(row.get("text")) or external_id, rank) if external_id else None


def deletion(row: Json) -> Deletion | None:
    external_id, deleted_at = _text(row.get("id")), moment(row.get("deletedAt"))
    return Deletion(external_id, deleted_at) if external_id and deleted_at else None


def note(row: Json) -> Note | None:
    """Return a note with the text of all its fields, or None when it was deleted or has no id."""
    external_id = note_id(row)
    if not external_id or row.get("deletedAt"):
        return None
    values = [_text(_dict(field).get("value")) for field in _list(row.get("fields"))]
    return Note(id=external_id, text="\n".join(value for value in values if value))


def note_id(row: Json) -> str:
    """Return a note's id; a new note tells it twice in recorded replies and only as `noteId` in the documentation."""
    return _text(row.get("noteId")) or _text(row.get("id"))


def person(row: Json) -> AtsPerson | None:
    external_id = _text(row.get("id"))
    if not external_id:
        return None
    return AtsPerson(
        id=external_id,
        name=_text(row.get("name")),
        email=_text(row.get("email")),
        role=_text(row.get("accessRole")).title(),
    )


def rows(body: Any) -> Iterator[Json]:
    """Yield the rows of a list, enveloped in `data` or bare."""
    found = body.get("data") if isinstance(body, Mapping) else body
    for row in _list(found):
        if isinstance(row, Mapping):
            yield row


def row(body: Any) -> Json:
    """Return the one object of a reply, enveloped in `data` or bare."""
    if not isinstance(body, Mapping):
        return {}
    found = body.get("data", body)
    return found if isinstance(found, Mapping) else {}


def is_list(body: Any) -> bool:
    """Tell whether a reply is a list at all, were it an empty one; an empty array may come as null."""
    return isinstance(body, list) or (
        isinstance(body, Mapping) and "data" in body and isinstance(body["data"], list | None)
    )


def next_page(body: Any) -> str:
    """Return the token of the next page as it came, or "" after the last; `hasNext` may be missing."""
    if not isinstance(body, Mapping) or body.get("hasNext") is False:
        return ""
    return _text(body.get("next"))


def says_more(body: Any) -> bool:
    return isinstance(body, Mapping) and body.get("hasNext") is True


def complaint(body: Any) -> str:
    """Return what an error reply says, in Lever's or in OAuth's form; "" when it says nothing."""
    if not isinstance(body, Mapping):
        return ""
    return (_text(body.get("message")) or _text(body.get("error_description")) or _text(body.get("error")))[:300]


def moment(value: Any) -> datetime | None:
    """Read milliseconds since the epoch, as number or text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return datetime.fromtimestamp(float(value) / 1000, tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None


def milliseconds(value: datetime) -> int:
    return int(value.timestamp() * 1000)


def _text(value: Any) -> str:
    """Return a text, without NULs and halves of characters, which can be neither stored nor shown."""
    return value.encode(errors="replace").decode().replace("\0", "") if isinstance(value, str) else ""


def _page(value: Any) -> str:
    """Return the address of a page. It becomes a link; what a browser takes for something else must not."""
    address = _text(value)
    return address if address.startswith(("https://", "http://")) else ""


def _texts(value: Any) -> list[str]:
    return [_text(item) for item in _list(value) if isinstance(item, str)]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _dict(value: Any) -> Json:
    return value if isinstance(value, Mapping) else {}


def _unique(values: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
