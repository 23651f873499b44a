"""/v1/opportunities: finding them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol, TypeVar

from lever_simulator.here import now_ms, the_account, the_world
from lever_simulator.resources import shapes
from lever_simulator.resources.addresses import Noun
from lever_simulator.resources.answering import Json, Place, forbidden, not_found, page, single
from lever_simulator.resources.asking import (
    asked,
    asked_among,
    asked_confidentiality,
    asked_deletion_window,
    asked_flag,
    asked_page,
    asked_range,
    may_see_confidential,
    needs,
    require,
)
from lever_simulator.world.hiring import Deletion, Opportunity
from lever_simulator.world.people import compared

api = Noun("opportunities", __name__)

ORIGINS = ("agency", "applied", "internal", "referred", "sourced", "university")

Test = Callable[[Opportunity], bool]


@api.get("/opportunities")
@needs("opportunities:read:admin")
def list_opportunities() -> Json:
    _check_expansion()
    found = list(the_account().opportunities.values())
    for test in _tests():  # one after the other, the narrow ones first: 10,000 are sifted in a few milliseconds
        found = [opportunity for opportunity in found if test(opportunity)]
    ranks = {stage.id: 101 + index for index, stage in enumerate(the_account().stages)}

    def place(opportunity: Opportunity) -> Place:
        return ranks.get(opportunity.stage, 999), opportunity.created_at, opportunity.id

    return page(found, shape=shape, place=place, **asked_page())


@api.get("/opportunities/deleted")
@needs("opportunities:read:admin")
def list_deleted() -> Json:
    within = asked_deletion_window()
    rows = [d for d in the_account().deleted_opportunities if within(d.deleted_at)]

    def row(deletion: Deletion) -> Json:
        return shapes.deletion_json(deletion) | {"deletedBy": deletion.deleted_by}

    return page(rows, shape=row, place=lambda d: (0, d.deleted_at, d.id), **asked_page())


@api.get("/opportunities/<opportunity_id>")
@needs("opportunities:read:admin")
def get_opportunity(opportunity_id: str) -> tuple[Json, int]:
    _check_expansion()
    return single(shape(find(opportunity_id)))


def find(opportunity_id: str) -> Opportunity:
    """Return the opportunity, or answer 404; 403 when it is confidential and the caller may not see such."""
    opportunity = the_account().opportunities.get(opportunity_id)
    if opportunity is None:
        raise not_found("opportunities", opportunity_id)
    if the_account().is_confidential(opportunity) and not may_see_confidential():
        raise forbidden()
    return opportunity


class Hanging(Protocol):
    """Something that hangs on one opportunity and is found there alone."""

    opportunity: str


Thing = TypeVar("Thing", bound=Hanging)


def find_on(opportunity: Opportunity, noun: str, things: Mapping[str, Thing], thing_id: str) -> Thing:
    """Return the thing of this id that hangs on the opportunity, or answer 404."""
    thing = things.get(thing_id)
    if thing is None or thing.opportunity != opportunity.id:
        raise not_found(noun, thing_id)
    return thing


def shape(opportunity: Opportunity) -> Json:
    shown = shapes.opportunity_json(opportunity)
    expanded, included = asked("expand"), asked("include")
    for name in expanded:
        _expand(shown, name, opportunity)
    if included and not expanded:
        return {key: value for key, value in shown.items() if key == "id" or key in included}
    return shown


def _check_expansion() -> None:
    if "applications" in asked("expand"):
        require("applications:read:admin")


def _expand(shown: Json, name: str, opportunity: Opportunity) -> None:
    account = the_account()
    application, stage = opportunity.application, account.stage(opportunity.stage)
    if name == "applications" and application:
        shown["applications"] = [shapes.application_json(application, opportunity)]
    elif name == "stage" and stage:
        shown["stage"] = shapes.stage_json(stage)
    elif name == "contact":
        shown["contact"] = shapes.contact_json(account.contact_of(opportunity))
    elif name in ("owner", "sourcedBy") and shown[name]:
        shown[name] = shapes.user_json(account.users[shown[name]])
    elif name == "followers":
        shown["followers"] = [shapes.user_json(account.users[user_id]) for user_id in opportunity.followers]


def _tests() -> Iterator[Test]:
    """Return what the query asks of an opportunity: any value within one filter, all filters together."""
    yield from _people_tests()
    yield from _state_tests()
    yield _confidentiality_test()
    yield from _value_tests()
    yield from _time_tests()


def _people_tests() -> Iterator[Test]:
    account = the_account()
    rule = the_world().switches.email_matching
    if emails := {compared(email, rule) for email in asked("email")}:
        contacts = {c.id for c in account.contacts.values() for email in c.emails if compared(email, rule) in emails}
        yield lambda o: o.contact in contacts
    if ids := set(asked("contact_id")):
        yield lambda o: o.contact in ids


def _confidentiality_test() -> Test:
    wanted = asked_confidentiality()
    secret = {posting.id for posting in the_account().postings.values() if posting.is_confidential}
    shown = wanted in ("confidential", "all") and may_see_confidential()
    return lambda o: shown if o.posting in secret else wanted != "confidential"


def _value_tests() -> Iterator[Test]:
    asked_among("origin", ORIGINS)
    account = the_account()
    readers: dict[str, Callable[[Opportunity], list[str]]] = {
        "stage_id": lambda o: [o.stage],
        "origin": lambda o: [o.origin],
        "source": lambda o: o.sources,
        "tag": account.tags_of,
        "archive_reason_id": lambda o: [o.archived.reason] if o.archived else [],
        "location": lambda o: [account.contact_of(o).location],
    }
    for name, read in readers.items():
        if values := set(asked(name)):
            yield _any_of(values, read)


def _any_of(values: set[str], read: Callable[[Opportunity], list[str]]) -> Test:
    return lambda opportunity: bool(values & set(read(opportunity)))


def _state_tests() -> Iterator[Test]:
    # Whether posting_id also finds archived applications is not documented. Here it does not unless switched, so that
    # a client that relies on it meets the harder case: archived_posting_id is a filter of its own.
    if ids := set(asked("posting_id")):
        both = the_world().switches.posting_id_finds_archived
        yield lambda o: o.posting in ids and (both or o.archived is None)
    if archived_ids := set(asked("archived_posting_id")):
        yield lambda o: o.posting in archived_ids and o.archived is not None
    archived, snoozed = asked_flag("archived"), asked_flag("snoozed")
    if archived is not None:
        yield lambda o: (o.archived is not None) == archived
    if snoozed is not None:
        now = now_ms()
        yield lambda o: (o.snoozed_until is not None and o.snoozed_until > now) == snoozed


def _time_tests() -> Iterator[Test]:
    readers: dict[str, Callable[[Opportunity], int | None]] = {
        "created_at": lambda o: o.created_at,
        "updated_at": lambda o: o.updated_at,
        "advanced_at": lambda o: o.last_advanced_at,
        "archived_at": lambda o: o.archived.archived_at if o.archived else None,
    }
    for name, read in readers.items():
        if asked(f"{name}_start") or asked(f"{name}_end"):
            yield _within(asked_range(name), read)


def _within(is_within: Callable[[int | None], bool], read: Callable[[Opportunity], int | None]) -> Test:
    return lambda opportunity: is_within(read(opportunity))
