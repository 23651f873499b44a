"""How often the ATS is asked for one result, and when the notes need not be read."""

from dataclasses import replace
from datetime import timedelta

import pytest

from paletter.ats.protocol import AtsUnavailable
from paletter.writeback.models import Delivery
from tests.ats.memory import BEFORE
from tests.writeback.desk import NOTE, Desk

pytestmark = pytest.mark.django_db


def last_touched(desk: Desk, delivery: Delivery, **before: float) -> None:
    quiet = replace(
        desk.account.opportunities[desk.carol], last_interaction_at=delivery.created_at - timedelta(**before)
    )
    desk.account.opportunities[desk.carol] = quiet


def test_where_nothing_has_happened_since_before_the_report_no_note_can_be_ours(delivery: Delivery, desk: Desk) -> None:
    last_touched(desk, delivery, minutes=30)

    desk.send(delivery)

    assert desk.requests == ["opportunities", "add_note", "add_tags"]


@pytest.mark.parametrize("minutes", [5, -5])
def test_where_something_has_happened_the_notes_are_read(delivery: Delivery, desk: Desk, minutes: int) -> None:
    """Also shortly before: the two clocks differ."""
    last_touched(desk, delivery, minutes=minutes)

    desk.send(delivery)

    assert desk.requests == ["opportunities", "notes", "add_note", "add_tags"]


def test_where_the_ats_does_not_say_the_notes_are_read(delivery: Delivery, desk: Desk) -> None:
    desk.send(delivery)

    assert "notes" in desk.requests


def test_at_a_second_try_the_notes_are_read_whatever_the_ats_says(delivery: Delivery, desk: Desk) -> None:
    last_touched(desk, delivery, minutes=30)
    desk.raises(BEFORE, "add_note", AtsUnavailable("down"))
    with pytest.raises(AtsUnavailable):
        desk.send(delivery)

    desk.send(delivery)

    assert "notes" in desk.requests


def test_a_note_from_before_the_database_came_back_from_yesterday_is_found(delivery: Delivery, desk: Desk) -> None:
    desk.ats.add_note(desk.carol, NOTE)
    last_touched(desk, delivery, minutes=-1)

    desk.send(delivery)

    assert desk.notes() == [NOTE]
