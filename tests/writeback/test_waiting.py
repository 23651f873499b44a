"""What is not in the ATS yet says why, and is found when it is worth another try."""

from datetime import timedelta

import pytest

from paletter.connections.models import Connection
from paletter.writeback import waiting
from paletter.writeback.models import Delivery, DeliveryState
from tests import cast
from tests.cast import NOON
from tests.writeback.conftest import a_delivery

pytestmark = pytest.mark.django_db


def test_a_parked_delivery_says_what_to_do(delivery: Delivery) -> None:
    waiting.park(delivery, "Unlock the tags in Lever, then press “Try again”.", now=NOON)

    assert (delivery.state, delivery.sentence) == ("parked", "Unlock the tags in Lever, then press “Try again”.")


def test_a_reopened_delivery_waits_without_complaint(delivery: Delivery) -> None:
    waiting.park(delivery, "No.", now=NOON)

    waiting.reopen(delivery, now=NOON)

    assert (delivery.state, delivery.sentence) == ("waiting", "")


@pytest.mark.parametrize("move", [waiting.park, waiting.keep_waiting])
def test_a_finished_delivery_stays_finished(delivery: Delivery, move) -> None:  # type: ignore[no-untyped-def]
    Delivery.objects.update(state=DeliveryState.DONE, note_added_at=NOON, tags_added_at=NOON)

    move(delivery, "too late", now=NOON)

    assert (delivery.state, delivery.sentence) == ("done", "")


def test_unmatched_deliveries_are_those_parked_without_an_opportunity(delivery: Delivery) -> None:
    waiting.park(delivery, "No application yet.", now=NOON)
    refused = a_delivery(candidate=cast.a_candidate("dana.demo@example.org"), job=delivery.report.interview.job)
    waiting.park(refused, "Tags are locked.", now=NOON)
    Delivery.objects.filter(pk=refused.pk).update(opportunity_id="aa11")

    assert list(waiting.unmatched()) == [delivery]


def test_after_a_connect_only_the_own_organisations_deliveries_are_tried(delivery: Delivery) -> None:
    rival = cast.an_organisation("Rival Hotels")

    assert list(waiting.unfinished(cast.an_organisation())) == [delivery]
    assert list(waiting.unfinished(rival)) == []


@pytest.mark.parametrize("is_refused", [False, True])
def test_what_stands_still_is_looked_at_again_the_more_rarely_the_older_it_is(
    delivery: Delivery, is_refused: bool
) -> None:
    waiting.park(delivery, "No.", now=NOON)
    day = timedelta(days=1)

    def looks(age: timedelta) -> list[timedelta]:
        """Return after how long a rest one of this age is looked at."""
        rests = [timedelta(minutes=10), timedelta(hours=1), day]
        facts = {"created_at": NOON - age, "opportunity_id": "opportunity-1" if is_refused else ""}
        return [rest for rest in rests if _is_looked_at(delivery, changed_at=NOON - rest, **facts)]

    assert looks(day / 2)[0] == (timedelta(hours=1) if is_refused else timedelta(minutes=10))
    assert looks(day * 3)[0] == timedelta(hours=1)
    assert looks(day * 300) == [day]


def _is_looked_at(delivery: Delivery, **facts: object) -> bool:
    Delivery.objects.filter(pk=delivery.pk).update(**facts)
    return delivery in waiting.worth_another_look(now=NOON)


@pytest.mark.parametrize("facts", [{"state": DeliveryState.WAITING}, {"connection": "off"}])
def test_what_waits_or_whose_ats_is_off_needs_no_further_look(delivery: Delivery, facts: dict[str, str]) -> None:
    waiting.park(delivery, "No.", now=NOON)
    if "connection" in facts:
        Connection.objects.update(state="off", credentials="")
    else:
        Delivery.objects.update(**facts)

    assert delivery not in waiting.worth_another_look(now=NOON + timedelta(days=2))
