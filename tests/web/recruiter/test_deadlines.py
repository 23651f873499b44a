"""Members set until when candidates may answer, give one person more, and open again what was handed in."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from paletter.interviews.models import Interview
from paletter.jobs.models import Job
from tests import cast
from tests.web.candidate.asked import asking
from tests.web.recruiter.conftest import text_of
from tests.web.recruiter.test_job_page import finished

pytestmark = pytest.mark.django_db
IN_OSLO = {"at": "2036-12-11T18:00", "zone": "Europe/Oslo"}


def test_the_date_is_kept_as_typed_and_shown_so(bob):
    job = cast.a_job()
    page = text_of(bob.post(f"/j/{job.code}/deadline", IN_OSLO, follow=True))

    assert Job.objects.get().deadline_at == datetime(2036, 12, 11, 17, 0, tzinfo=UTC)
    assert "Thursday 11 December 2036, 18:00 (Europe/Oslo)" in page
    assert 'value="2036-12-11T18:00"' in text_of(bob.get(f"/j/{job.code}/deadline"))


def test_an_empty_day_takes_the_date_away(bob):
    job = cast.a_job()
    bob.post(f"/j/{job.code}/deadline", IN_OSLO)

    page = text_of(bob.post(f"/j/{job.code}/deadline", {"at": "", "zone": "Europe/Oslo"}, follow=True))

    assert Job.objects.get().deadline_at is None
    assert "No fixed date" in page


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"at": "2020-01-01T10:00", "zone": "UTC"}, "is over"),
        ({"at": "2036-03-30T02:30", "zone": "Europe/Oslo"}, "does not exist"),
        ({"at": "tomorrow", "zone": "UTC"}, "choose a day and a time"),
        ({"at": "2036-12-11T18:00", "zone": "Mars/Olympus"}, "time zone from the list"),
        ({"at": "9999-12-31T23:59", "zone": "America/Los_Angeles"}, "too far away"),
        ({"at": "0001-01-01T00:00", "zone": "Asia/Tokyo"}, "is over"),
    ],
)
def test_what_can_not_be_meant_is_asked_for_again(bob, typed, told):
    job = cast.a_job()
    answer = bob.post(f"/j/{job.code}/deadline", typed)

    assert answer.status_code == 200
    assert told in text_of(answer)
    assert Job.objects.get().deadline_at is None


def test_one_person_gets_their_own_date_and_time(bob):
    interview = cast.an_interview()
    address = f"/interviews/{interview.key}/time"

    bob.post(address, IN_OSLO | {"time_factor": "1.5"})

    interview.refresh_from_db()
    assert interview.deadline_at == datetime(2036, 12, 11, 17, 0, tzinfo=UTC)
    assert interview.time_factor == 1.5
    assert Job.objects.get().deadline_at is None


def test_who_gives_more_time_is_told_which_questions_it_does_not_lengthen(bob):
    interview = asking(is_timing_essential=True)
    others = cast.an_interview(cast.a_job(template=cast.a_template("guest-service-short")))

    assert "The times of all questions are part of what is asked for" in text_of(
        bob.get(f"/interviews/{interview.key}/time")
    )
    assert "part of what is asked for" not in text_of(bob.get(f"/interviews/{others.key}/time"))


@pytest.mark.parametrize("factor", ["0.1", "nan", "inf", "100", ""])
def test_no_other_times_than_those_offered_are_given(bob, factor):
    interview = cast.an_interview()
    answer = bob.post(f"/interviews/{interview.key}/time", {"at": "", "zone": "UTC", "time_factor": factor})

    assert answer.status_code == 200
    interview.refresh_from_db()
    assert interview.time_factor == 1.0


def test_what_was_handed_in_is_opened_again_and_its_report_rests(alice):
    interview = finished(cast.a_job(), 1)
    key = interview.report.key
    assert f"/reports/{key}" in text_of(alice.get(f"/j/{interview.job.code}"))

    page = text_of(alice.post(f"/interviews/{interview.key}/reopen", {"at": "", "zone": "UTC"}, follow=True))

    assert "Open again" in page
    assert f"/reports/{key}" not in page
    report = text_of(alice.get(f"/reports/{key}"))
    assert "This interview is open again" in report
    assert "Person 1" not in report
    for part in ("judge", "skills/service", "skills/service/level"):
        assert alice.get(f"/reports/{key}/{part}").status_code == 404


def test_what_is_not_handed_in_is_not_opened(bob):
    interview = cast.an_interview()

    page = text_of(bob.post(f"/interviews/{interview.key}/reopen", {"at": "", "zone": "UTC"}))

    assert "open already" in page
    interview.refresh_from_db()
    assert interview.reopened_at is None


def test_opening_what_is_over_asks_for_a_date(bob):
    job = cast.a_job()
    job.deadline_at = timezone.now() - timedelta(days=1)
    job.save()
    interview = cast.an_interview(job, submitted_at=cast.NOON)
    address = f"/interviews/{interview.key}/reopen"

    assert "give the candidate a new date" in text_of(bob.post(address, {"at": "", "zone": "UTC"}))
    bob.post(address, IN_OSLO)

    interview.refresh_from_db()
    assert (interview.submitted_at, interview.deadline_at) == (None, datetime(2036, 12, 11, 17, 0, tzinfo=UTC))


@pytest.mark.parametrize("who", ["mallory", "carol"])
def test_nobody_of_another_house_changes_any_time(request, who):
    interview = cast.an_interview(submitted_at=cast.NOON)
    eyes = request.getfixturevalue(who)

    for address in (f"/j/{interview.job.code}/deadline", f"/interviews/{interview.key}/time"):
        assert eyes.get(address).status_code == 404
        assert eyes.post(address, IN_OSLO | {"time_factor": "2.0"}).status_code == 404
    assert eyes.post(f"/interviews/{interview.key}/reopen", IN_OSLO).status_code == 404
    assert Interview.objects.get().submitted_at
    assert Job.objects.get().deadline_at is None
