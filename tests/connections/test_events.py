"""Calls of the ATS only tell where to look; what is done follows from what is read there."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paletter.ats.protocol import Ats, AtsRefused
from paletter.connections import addresses, events
from paletter.connections.models import Connection, ReceivedEvent
from paletter.vocabulary.hiring import Deletion, EventKind, Opportunity
from tests import cast as people
from tests.cast import NOON

pytestmark = pytest.mark.django_db(transaction=True)
CAROL, DAN = "carol.candidate@example.org", "dan.candidate@example.org"


@dataclass
class Book:
    """What the ATS knows now of opportunities, by id."""

    opportunities: dict[str, Opportunity] = field(default_factory=dict)
    deleted: list[Deletion] = field(default_factory=list)
    lists_deletions: bool = True

    def has(self, posting_id: str, external_id: str = "opportunity-1", **facts: Any) -> Opportunity:
        given: dict[str, Any] = {"stage_id": "applicant-new", "contact_id": "contact-1"} | facts
        self.opportunities[external_id] = Opportunity(external_id, "Carol", (CAROL,), (posting_id,), NOON, **given)
        return self.opportunities[external_id]

    def changes(self, external_id: str = "opportunity-1", **facts: Any) -> None:
        self.opportunities[external_id] = replace(self.opportunities[external_id], **facts)

    def deletes(self, external_id: str = "opportunity-1") -> None:
        self.opportunities.pop(external_id, None)
        self.deleted.append(Deletion(external_id, NOON))

    def opportunity(self, opportunity_id: str) -> Opportunity | None:
        return self.opportunities.get(opportunity_id)

    def deleted_opportunities(self, *, since: datetime) -> list[Deletion]:
        if not self.lists_deletions:
            raise AtsRefused("There is no such list.")
        return [deletion for deletion in self.deleted if deletion.deleted_at >= since]


@pytest.fixture
def connection() -> Connection:
    return people.a_connection()


@pytest.fixture
def joined(connection: Connection) -> str:
    """A posting with a job."""
    return people.a_job(people.a_posting(connection=connection, opportunities_read_at=NOON)).posting.external_id


@pytest.fixture
def book() -> Book:
    return Book()


def follow(connection: Connection, book: Book, *kinds: EventKind, subject: str = "opportunity-1") -> events.Followed:
    return events.follow(connection, cast(Ats, book), kinds, subject, now=NOON)


def state(connection: Connection) -> Any:
    """Return all that calls may change, but for the times of looking."""
    rows = connection.opportunities.order_by("external_id")
    mirror = [(r.external_id, r.stage_id, r.digests, r.archived_at, r.contact_id) for r in rows]
    return mirror, sorted(connection.farewells.values_list("opportunity_id", "reason"))


def test_who_applies_on_a_joined_posting_enters_the_mirror_without_name_and_address(
    connection: Connection, book: Book, joined: str
) -> None:
    book.has(joined)

    followed = follow(connection, book, EventKind.APPLIED)

    row = connection.opportunities.get()
    assert [one.pk for one in followed.mirrored] == [row.pk]
    assert addresses.digest(CAROL) in row.digests
    assert "carol" not in str(connection.opportunities.values().get()).lower()


def test_who_applies_elsewhere_does_not(connection: Connection, book: Book) -> None:
    book.has(people.a_posting(connection=connection).external_id)

    assert follow(connection, book, EventKind.APPLIED) == events.Followed()

    assert not connection.opportunities.exists()


def test_a_change_of_stage_is_a_move_seen_once(connection: Connection, book: Book, joined: str) -> None:
    book.has(joined)
    follow(connection, book, EventKind.APPLIED)
    book.changes(stage_id="paletter-interview")

    for _ in range(3):
        follow(connection, book, EventKind.STAGE_CHANGED)

    moves = connection.opportunities.get().moves.order_by("pk")
    assert [(move.from_stage, move.to_stage) for move in moves] == [
        ("", "applicant-new"),
        ("applicant-new", "paletter-interview"),
    ]


def test_an_archived_one_is_mirrored_as_archived(connection: Connection, book: Book, joined: str) -> None:
    book.has(joined, archived_at=NOON)

    follow(connection, book, EventKind.ARCHIVED)

    assert connection.opportunities.get().archived_at == NOON


def test_a_call_about_a_deletion_alone_erases_nobody(connection: Connection, book: Book, joined: str) -> None:
    """Its signature does not cover what it says."""
    book.has(joined)

    followed = follow(connection, book, EventKind.DELETED)

    assert not followed.is_farewell
    assert not connection.farewells.exists()


def test_an_absence_alone_erases_nobody(connection: Connection, book: Book) -> None:
    """What is not there may only be out of our sight."""
    followed = follow(connection, book, EventKind.STAGE_CHANGED, EventKind.APPLIED, EventKind.HIRED)

    assert not followed.is_farewell
    assert not connection.farewells.exists()


def test_a_call_about_a_deletion_that_is_true_is_a_farewell(connection: Connection, book: Book) -> None:
    book.deletes()

    assert follow(connection, book, EventKind.DELETED).is_farewell

    assert connection.farewells.get().reason == "deleted"


def test_a_call_about_a_deletion_of_what_is_only_hidden_from_us_erases_nobody(
    connection: Connection, book: Book
) -> None:
    """Such as one on a posting that turned confidential: what the call says is not signed, and may be anybody's id."""
    book.deletes("opportunity-2")

    assert not follow(connection, book, EventKind.DELETED).is_farewell

    assert not connection.farewells.exists()


def test_where_the_ats_lists_no_deletions_call_and_absence_together_do(connection: Connection, book: Book) -> None:
    book.lists_deletions = False

    assert follow(connection, book, EventKind.DELETED).is_farewell


@pytest.mark.parametrize(
    ("facts", "reason"), [({"is_anonymised": True}, "anonymised"), ({"may_be_kept": False}, "not_to_be_kept")]
)
def test_a_contact_that_may_not_be_kept_is_a_farewell_to_all_its_opportunities(
    connection: Connection, book: Book, joined: str, facts: dict[str, bool], reason: str
) -> None:
    for external_id in ("opportunity-1", "opportunity-2"):
        book.has(joined, external_id)
        follow(connection, book, EventKind.APPLIED, subject=external_id)
        book.changes(external_id, **facts)

    followed = follow(connection, book, EventKind.CONTACT_CHANGED, subject="contact-1")

    assert followed.is_farewell
    assert set(connection.farewells.values_list("reason", flat=True)) == {reason}
    assert connection.farewells.count() == 2


def test_a_contact_with_another_address_is_known_by_it(connection: Connection, book: Book, joined: str) -> None:
    book.has(joined)
    follow(connection, book, EventKind.APPLIED)
    book.changes(emails=(CAROL, DAN))

    followed = follow(connection, book, EventKind.CONTACT_CHANGED, subject="contact-1")

    assert [row.external_id for row in followed.mirrored] == ["opportunity-1"]
    assert addresses.digest(DAN) in connection.opportunities.get().digests


def test_a_contact_whose_opportunity_is_gone_is_no_farewell_yet(
    connection: Connection, book: Book, joined: str
) -> None:
    book.has(joined)
    follow(connection, book, EventKind.APPLIED)
    book.opportunities.clear()

    assert not follow(connection, book, EventKind.CONTACT_CHANGED, subject="contact-1").is_farewell


CHANGES = {
    EventKind.APPLIED: {},
    EventKind.STAGE_CHANGED: {"stage_id": "onsite"},
    EventKind.ARCHIVED: {"archived_at": NOON + timedelta(hours=1)},
    EventKind.HIRED: {"stage_id": "offer"},
    EventKind.CONTACT_CHANGED: {"emails": (DAN,)},
}


@st.composite
def stories(draw: st.DrawFn) -> list[tuple[str, EventKind]]:
    """Return what happens in the ATS, and the calls about it: each late by any time, some twice, in any order."""
    happens = [EventKind.APPLIED, *draw(st.lists(st.sampled_from([*CHANGES, EventKind.DELETED]), max_size=6))]
    if EventKind.DELETED in happens:
        happens = happens[: happens.index(EventKind.DELETED) + 1]
    told: list[tuple[float, str, EventKind]] = []
    for moment, kind in enumerate(happens):
        told.append((moment, "happens", kind))
        late = draw(st.lists(st.floats(0.1, 7), min_size=1, max_size=2))
        told += [(moment + delay, "is told", kind) for delay in late]
    return [(what, kind) for _, what, kind in sorted(told, key=lambda one: one[0])]


@given(story=stories())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_late_repeated_and_reordered_calls_end_where_one_look_at_the_end_would(
    connection: Connection, joined: str, story: list[tuple[str, EventKind]]
) -> None:
    connection.opportunities.all().delete()
    connection.farewells.all().delete()
    book = Book()
    for what, kind in story:
        if what == "is told":
            is_about_contact = kind is EventKind.CONTACT_CHANGED
            follow(connection, book, kind, subject="contact-1" if is_about_contact else "opportunity-1")
        elif kind is EventKind.APPLIED and not book.opportunities:
            book.has(joined)
        elif kind is EventKind.DELETED:
            book.deletes()
        else:
            book.changes(**CHANGES[kind])
    mirror, said = state(connection)

    assert said == [("opportunity-1", "deleted")] * (("happens", EventKind.DELETED) in story)
    now = book.opportunity("opportunity-1")
    if now is not None:
        told = (now.id, now.stage_id, addresses.digests(now.emails), now.archived_at, now.contact_id)
        assert mirror == [told]


def a_call(connection: Connection, nonce: str, *, at: datetime = NOON, subject: str = "opportunity-1") -> ReceivedEvent:
    return ReceivedEvent.objects.create(
        connection=connection, nonce=nonce, kind=EventKind.APPLIED, subject=subject, occurred_at=at, received_at=at
    )


def test_the_page_can_tell_when_the_last_call_came(connection: Connection) -> None:
    calls = [a_call(connection, f"nonce-{n}", subject="", at=NOON + timedelta(minutes=n)) for n in (2, 1)]

    for call in calls:
        events.handled(connection, [call], now=NOON + timedelta(hours=1))

    connection.refresh_from_db()
    assert connection.last_event_at == NOON + timedelta(minutes=2)


def test_calls_are_forgotten_when_they_can_not_be_repeated_any_more(connection: Connection) -> None:
    a_call(connection, "old")
    a_call(connection, "new", at=NOON + timedelta(days=10))

    assert events.forget_old(now=NOON + timedelta(days=15)) == 1

    assert ReceivedEvent.objects.get().nonce == "new"


def test_a_call_that_nobody_followed_is_found_while_the_connection_is_on(connection: Connection) -> None:
    a_call(connection, "nonce-1")

    assert events.left_behind(now=NOON + timedelta(minutes=1)) == []
    assert events.left_behind(now=NOON + timedelta(minutes=6)) == [connection.pk]
    Connection.objects.update(state="needs_you")
    assert events.left_behind(now=NOON + timedelta(minutes=6)) == []
