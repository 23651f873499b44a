"""What can be ordered in the control room, in words: faults, the calls they strike, and changes."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from lever_simulator.world.changes import ON_ACCOUNT, ON_OPPORTUNITY, ON_POSTING
from lever_simulator.world.incidents import Change, Fault


@dataclass(frozen=True)
class Kind:
    """A kind of fault, with what the order form needs to know of it."""

    title: str
    fault: dict[str, Any]
    takes: str | None = None  # "seconds" or "location"


@dataclass(frozen=True)
class Call:
    title: str
    method: str = "*"
    path: str = "/v1/*"
    query: str | None = None


KINDS: dict[str, Kind] = {
    "429": Kind("429 Too many requests", {"action": "status", "status": 429}),
    "429-wait": Kind("429 with Retry-After, in seconds", {"action": "status", "status": 429}, "seconds"),
    "500": Kind("500 Internal error", {"action": "status", "status": 500}),
    "503": Kind("503 Maintenance", {"action": "status", "status": 503}),
    "401": Kind("401 The credential is refused", {"action": "status", "status": 401}),
    "403": Kind("403 The right is refused", {"action": "status", "status": 403}),
    "hang": Kind("Nothing happens for some seconds, then all is well", {"action": "hang"}, "seconds"),
    "drop_before": Kind("The connection breaks; nothing was done", {"action": "drop_before"}),
    "drop_after": Kind("The connection breaks; it was done all the same", {"action": "drop_after"}),
    "cut_short": Kind("The connection breaks halfway through the answer", {"action": "cut_short"}),
    "half_json": Kind("Half of the JSON arrives, as if it were all", {"action": "half_json"}),
    "trickle": Kind("The answer comes in drops, for some seconds", {"action": "trickle"}, "seconds"),
    "proxy_page": Kind("502 A proxy answers with a page of HTML", {"action": "proxy_page"}),
    "redirect": Kind("301 Another host is named", {"action": "redirect"}, "location"),
    "invalid_offset": Kind("The next page is an invalid offset", {"action": "invalid_offset"}),
}
CALLS: dict[str, Call] = {
    "any": Call("any call of the Data API"),
    "later-page": Call("a second or later page of a list", "GET", query="offset"),
    "postings": Call("a list of postings", "GET", "/v1/postings"),
    "posting": Call("one posting", "GET", "/v1/postings/*"),
    "opportunities": Call("a list of opportunities", "GET", "/v1/opportunities"),
    "opportunity": Call("one opportunity, or something of it", "GET", "/v1/opportunities/*"),
    "note": Call("a new note", "POST", "/v1/opportunities/*/notes"),
    "notes": Call("a list of notes", "GET", "/v1/opportunities/*/notes"),
    "tags": Call("new tags on an opportunity", "POST", "/v1/opportunities/*/addTags"),
    "token": Call("the token endpoint", "POST", "/oauth/token"),
    "consent": Call("the consent page", "GET", "/authorize"),
}
SOME_SECONDS = 5.0

_IN_WORDS = {
    "delete_opportunity": "Delete the opportunity",
    "archive_opportunity": "Archive the opportunity",
    "anonymize_contact": "Anonymize the person",
    "merge_contact": "Merge the person with another contact (to: its id; or a twin)",
    "apply_twice": "A second active opportunity with the same address",
    "drop_emails": "Take away all addresses",
    "add_email": "Add an address (to)",
    "capitalize_emails": "Write the addresses in capitals",
    "plus_tag_emails": "Put a plus tag into the addresses (to: the tag)",
    "lose_updated_at": "Forget when the opportunity changed",
    "forbid_storing": "Forbid to store the person's data",
    "rename_posting": "Rename the posting (to)",
    "close_posting": "Close the posting",
    "unlist_posting": "Unlist the posting",
    "make_posting_confidential": "Make the posting confidential",
    "delete_posting": "Delete the posting",
    "revoke_access": "Revoke the access of every app",
    "deactivate_user": "Deactivate who authorized the app, or the user named",
    "reactivate_user": "Bring that user back",
    "lock_tags": "Lock tags down",
    "leave_package": "Leave the package that has the API",
}


def change_groups() -> dict[str, dict[str, str]]:
    """Return every change in words, by what it is done to."""
    groups: dict[str, Collection[str]] = {
        "A candidacy": ON_OPPORTUNITY,
        "A posting": ON_POSTING,
        "The account": ON_ACCOUNT,
    }
    return {title: {what: _IN_WORDS[what] for what in whats} for title, whats in groups.items()}


def fault_in_words(fault: Fault) -> str:
    if fault.change:
        return f"Just before: {_change_in_words(fault.change)}"
    if fault.action == "status":
        wait = fault.headers.get("Retry-After")
        return f"Answered {fault.answered}" + (f", Retry-After {wait}" if wait else "")
    kind = next(kind for kind in KINDS.values() if kind.fault["action"] == fault.action)
    detail = f"{fault.seconds:g} s" if kind.takes == "seconds" else fault.location
    return f"{kind.title} ({detail})" if detail else kind.title


def _change_in_words(change: Change) -> str:
    words = _IN_WORDS[change.what].partition(" (")[0]
    details = [detail for detail in (change.id, change.to and f"to {change.to}") if detail]
    return words[0].lower() + words[1:] + (f" ({', '.join(details)})" if details else "")


def calls_in_words(fault: Fault) -> str:
    for call in CALLS.values():
        if (call.method, call.path, call.query) == (fault.method, fault.path, fault.query):
            return call.title
    method = "" if fault.method == "*" else f"{fault.method} "
    return f"{method}{fault.path}" + (f" with {fault.query}" if fault.query else "")
