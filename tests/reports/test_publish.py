"""Publishing a report."""

from datetime import timedelta

import pytest

from paletter.reports.models import Report
from paletter.reports.publish import publish
from tests.cast import NOON, an_interview
from tests.reports.cast import a_scoring

pytestmark = pytest.mark.django_db


def test_an_interview_has_one_report_however_often_it_is_published():
    scoring = a_scoring(an_interview())

    first = publish(scoring, now=NOON)
    again = publish(scoring, now=NOON + timedelta(hours=1))

    assert again == first
    assert again.published_at == NOON
    assert Report.objects.count() == 1


def test_a_newer_scoring_is_shown_under_the_same_address():
    interview = an_interview()
    report = publish(a_scoring(interview), now=NOON)
    later = a_scoring(interview, fit="4.1")

    renewed = publish(later, now=NOON + timedelta(days=1))

    assert renewed.key == report.key
    assert renewed.scoring == later
    assert renewed.published_at == NOON + timedelta(days=1)


def test_an_older_scoring_never_replaces_a_newer_one():
    interview = an_interview()
    older, newer = a_scoring(interview), a_scoring(interview, fit="4.1")
    publish(newer, now=NOON)

    report = publish(older, now=NOON + timedelta(days=1))

    assert report.scoring == newer
    assert Report.objects.get().scoring == newer
