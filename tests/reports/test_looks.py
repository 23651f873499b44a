"""Who looked is known for good, day by day."""

from datetime import timedelta

import pytest
from django.apps import apps

from paletter.reports import looks
from paletter.reports.models import FirstLook, Look
from tests.cast import NOON, a_recruiter, an_interview
from tests.reports.cast import a_full_report

pytestmark = pytest.mark.django_db


def test_a_look_at_the_levels_is_the_first_only_once_and_of_each_day_once() -> None:
    report, alice = a_full_report(), a_recruiter()

    for days in (0, 0, 1, 3):
        looks.remember(report, alice, now=NOON + timedelta(days=days))

    assert FirstLook.objects.get().at == NOON
    assert [look.at - NOON for look in looks.at(report.interview)] == [timedelta(days=days) for days in (0, 1, 3)]


def test_a_look_at_an_answer_shows_no_levels() -> None:
    report, alice = a_full_report(), a_recruiter()

    looks.note(report.interview, alice, now=NOON)

    assert not looks.has_looked(report, alice)
    assert [look.user for look in looks.at(report.interview)] == [alice]


def test_everybody_is_told_apart() -> None:
    interview, other = an_interview(), an_interview()
    looks.note(interview, a_recruiter(), now=NOON)
    looks.note(interview, a_recruiter("bob@example.org"), now=NOON)

    assert len(looks.at(interview)) == 2
    assert looks.at(other) == []


def test_first_looks_of_the_time_before_are_looks_of_that_day() -> None:
    from importlib import import_module

    report = a_full_report()
    FirstLook.objects.create(report=report, user=a_recruiter(), at=NOON)

    import_module("paletter.reports.migrations.0003_looks_are_kept_by_day").copy_first_looks(apps, None)

    assert [(look.day, look.at) for look in Look.objects.all()] == [(NOON.date(), NOON)]
