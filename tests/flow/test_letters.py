"""What an edition of a report says in the ATS."""

from datetime import timedelta
from uuid import UUID

import pytest

from paletter.flow.letters import letter_for
from paletter.reports import publish
from paletter.reports.tags import FIT_3_PLUS, READY
from paletter.scores.models import Scoring
from paletter.writeback.models import Delivery, EarlierNote
from tests import cast
from tests.cast import NOON
from tests.reports.cast import a_full_report, a_scored_skill

pytestmark = pytest.mark.django_db
KEY = UUID("5f0c2d6e-5a53-4b53-9d0e-0d5b8f6a1c01")
LATER = NOON + timedelta(days=2)


@pytest.fixture
def delivery(settings) -> Delivery:
    settings.BASE_URL = "https://paletter.example.org"
    report = a_full_report()
    report.key = KEY
    report.save()
    return Delivery.objects.create(report=report, scoring=report.scoring, opportunity_id="aa11")


def correct(delivery: Delivery, *, fit: str, service: float) -> Scoring:
    """The next edition tells a scoring in which one level is another."""
    first = delivery.report.scoring
    scoring = Scoring.objects.create(
        interview=first.interview, scorer="s", scorer_version="1", fit_value=fit, fit_error=0.5, created_at=LATER
    )
    for skill in first.skills.all():
        if skill.level is not None:
            level = service if skill.competency == "service" else skill.level
            a_scored_skill(scoring, skill.competency, level, position=skill.position)
    EarlierNote.objects.create(
        delivery=delivery, edition=1, scoring=first, opportunity_id="aa11", note_id="n1", added_at=NOON
    )
    publish.publish(scoring, now=LATER)
    Delivery.objects.update(edition=2, scoring=scoring)
    return scoring


def test_the_first_note_ends_with_the_reports_address(delivery: Delivery) -> None:
    letter = letter_for(delivery)

    assert letter.note.splitlines()[-1] == f"https://paletter.example.org/reports/{KEY}"
    assert "Corrects" not in letter.note
    assert letter.tags == (READY, FIT_3_PLUS)


def test_a_correction_says_what_changed_and_its_tags_follow(delivery: Delivery) -> None:
    scoring = correct(delivery, fit="2.8", service=2.9)

    letter = letter_for(Delivery.objects.get())

    assert "Corrects the note of 23 November 2026: fit score 3.9 → 2.8 · Service 4.2 → 2.9" in letter.note.splitlines()
    assert letter.tags == (READY,)
    edition = f"edition=2-{int(scoring.created_at.timestamp() * 1000)}"
    assert letter.note.splitlines()[-1] == f"https://paletter.example.org/reports/{KEY}?{edition}"


def test_the_notes_of_two_editions_are_never_taken_for_each_other(delivery: Delivery) -> None:
    first = letter_for(delivery)
    correct(delivery, fit="2.8", service=2.9)
    second = letter_for(Delivery.objects.get())

    assert not first.is_in(second.note)
    assert not second.is_in(first.note)


def test_a_delivery_tells_its_own_scoring_also_when_the_report_shows_a_newer_one(delivery: Delivery) -> None:
    told = delivery.scoring
    correct(delivery, fit="2.8", service=2.9)
    Delivery.objects.update(edition=1, scoring=told)
    EarlierNote.objects.all().delete()

    assert "Fit score: 3.9" in letter_for(Delivery.objects.get()).note


def test_a_note_that_went_with_another_opportunity_is_not_named(delivery: Delivery) -> None:
    correct(delivery, fit="2.8", service=2.9)
    Delivery.objects.update(opportunity_id="bb22")

    assert "Corrects" not in letter_for(Delivery.objects.get()).note


def test_the_title_is_the_one_that_the_posting_has_now(delivery: Delivery) -> None:
    posting = delivery.report.interview.job.posting
    posting.title = "Hostess"
    posting.save()

    assert letter_for(Delivery.objects.get()).note.startswith("Paletter AI assessment: Hostess\n")


def test_the_address_of_an_edition_opens_the_report(delivery: Delivery, client) -> None:
    correct(delivery, fit="2.8", service=2.9)
    link = letter_for(Delivery.objects.get()).note.splitlines()[-1]
    client.force_login(cast.a_recruiter())

    answer = client.get(link.removeprefix("https://paletter.example.org"))

    assert answer.status_code == 200
    assert "2.8" in answer.content.decode()
