"""What the ATS no longer has is said once, done once, and may be said again when somebody came back."""

from datetime import timedelta

import pytest

from paletter.connections import farewells
from paletter.connections.models import Connection, Farewell
from paletter.vocabulary.hiring import Opportunity
from tests import cast
from tests.cast import NOON

pytestmark = pytest.mark.django_db
DELETED, ANONYMISED = Farewell.Reason.DELETED, Farewell.Reason.ANONYMISED


@pytest.fixture
def connection() -> Connection:
    return cast.a_connection()


def mirrored(connection: Connection, external_id: str) -> None:
    posting = cast.a_posting(connection=connection)
    connection.opportunities.create(external_id=external_id, posting=posting, created_at=NOON)


def test_a_farewell_said_twice_is_one_duty(connection: Connection) -> None:
    said = [farewells.say(connection, "opportunity-1", reason, NOON) for reason in (DELETED, ANONYMISED)]

    assert said == [True, False]
    assert [row.reason for row in farewells.unhandled(connection)] == [DELETED]


def test_the_mirrored_opportunity_stays_until_the_farewell_is_handled(connection: Connection) -> None:
    mirrored(connection, "opportunity-1")
    farewells.say(connection, "opportunity-1", DELETED, NOON)
    assert connection.opportunities.count() == 1

    farewells.handled(farewells.unhandled(connection).get(), now=NOON)

    assert connection.opportunities.count() == 0
    assert not farewells.waiting()


def test_an_opportunity_that_is_back_stays_mirrored(connection: Connection) -> None:
    mirrored(connection, "opportunity-1")
    farewells.say(connection, "opportunity-1", DELETED, NOON)

    farewells.handled(farewells.unhandled(connection).get(), is_gone=False, now=NOON)

    assert connection.opportunities.count() == 1
    assert not farewells.unhandled(connection).exists()


@pytest.mark.parametrize(("after", "is_new"), [(timedelta(hours=1), False), (timedelta(days=2), True)])
def test_a_handled_farewell_told_again_is_looked_at_at_most_daily(
    connection: Connection, after: timedelta, is_new: bool
) -> None:
    farewells.say(connection, "opportunity-1", ANONYMISED, NOON)
    farewells.handled(farewells.unhandled(connection).get(), now=NOON)

    assert farewells.say(connection, "opportunity-1", ANONYMISED, NOON + after) is is_new
    assert bool(farewells.waiting()) is is_new


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({}, None),
        ({"is_anonymised": True}, Farewell.Reason.ANONYMISED),
        ({"may_be_kept": False}, Farewell.Reason.NOT_TO_BE_KEPT),
    ],
)
def test_who_is_anonymised_or_may_not_be_kept_must_go(facts: dict[str, bool], reason: str | None) -> None:
    opportunity = Opportunity("opportunity-1", "", (), ("posting-1",), NOON, **facts)  # type: ignore[arg-type]

    assert farewells.reason_for(opportunity) == reason
