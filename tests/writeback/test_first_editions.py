"""Notes from before there were editions learn which scoring they tell."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps

from paletter.reports import publish
from paletter.scores.models import Scoring
from paletter.writeback.models import Delivery
from tests.cast import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


def a_scoring(delivery: Delivery, **fields: object) -> Scoring:
    given = {"scorer": "s", "scorer_version": "1", "fit_value": "2.8", "fit_error": 0.5}
    return Scoring.objects.create(interview=delivery.report.interview, **given | fields)


def migrate(delivery: Delivery) -> Delivery:
    import_module("paletter.writeback.migrations.0004_first_notes_know_their_scoring").tell(apps, None)
    return Delivery.objects.get(pk=delivery.pk)


def test_a_note_tells_the_scoring_of_its_time_and_not_a_newer_one(delivery: Delivery) -> None:
    told = delivery.report.scoring
    Scoring.objects.update(created_at=NOON)
    Delivery.objects.update(state="done", note_added_at=NOON, tags_added_at=NOON)
    publish.publish(a_scoring(delivery, created_at=LATER), now=LATER)

    assert migrate(delivery).scoring == told


def test_a_note_that_was_tried_tells_what_was_shown_then(delivery: Delivery) -> None:
    Scoring.objects.update(created_at=NOON)
    Delivery.objects.update(note_tried_at=NOON)

    assert migrate(delivery).scoring == delivery.report.scoring


def test_where_the_clock_has_jumped_the_shown_one_is_told(delivery: Delivery) -> None:
    Scoring.objects.update(created_at=LATER)
    Delivery.objects.update(note_tried_at=NOON)

    assert migrate(delivery).scoring == delivery.report.scoring


def test_what_was_never_sent_tells_whatever_will_be_shown(delivery: Delivery) -> None:
    assert migrate(delivery).scoring is None
