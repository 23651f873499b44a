"""What is not in the ATS yet says why, and is found when it is worth another try."""

import pytest

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
