"""Deadlines: by whose clocks they are meant, what still goes when they are over, and who has one of their own."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from paletter.interviews import deadlines, drafts, sitting, takes
from paletter.interviews.deadlines import GRACE, LATE, DeadlineRefused
from paletter.interviews.models import AnotherWay, AnswerKind, Consent, Interview, Recording
from paletter.interviews.sitting import Refused
from tests.cast import NOON, a_candidate, a_job, an_interview, saved
from tests.interviews.test_sitting import a_take

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def recordings_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


# --- what a member means ---


@pytest.mark.parametrize(
    ("zone", "in_utc"),
    [
        ("Europe/Oslo", datetime(2026, 12, 11, 17, 0, tzinfo=UTC)),
        ("America/Los_Angeles", datetime(2026, 12, 12, 2, 0, tzinfo=UTC)),
        ("Asia/Kathmandu", datetime(2026, 12, 11, 12, 15, tzinfo=UTC)),
        ("UTC", datetime(2026, 12, 11, 18, 0, tzinfo=UTC)),
    ],
)
def test_six_in_the_evening_is_another_moment_in_each_zone(zone: str, in_utc: datetime) -> None:
    assert deadlines.read(datetime.fromisoformat("2026-12-11 18:00"), zone, now=NOON) == in_utc


def test_the_same_clock_means_another_moment_in_summer() -> None:
    assert deadlines.read(datetime.fromisoformat("2027-07-01 18:00"), "Europe/Oslo", now=NOON).hour == 16


def test_a_time_that_the_clocks_leave_out_is_asked_for_again() -> None:
    with pytest.raises(DeadlineRefused, match="does not exist"):
        deadlines.read(datetime.fromisoformat("2027-03-28 02:30"), "Europe/Oslo", now=NOON)


def test_of_a_time_that_comes_twice_the_first_is_meant() -> None:
    assert deadlines.read(datetime.fromisoformat("2027-10-31 02:30"), "Europe/Oslo", now=NOON) == datetime(
        2027, 10, 31, 0, 30, tzinfo=UTC
    )


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "EST5EDT", "../etc/passwd", "Europe"])
def test_only_zones_of_places_are_taken(zone: str) -> None:
    with pytest.raises(DeadlineRefused, match="time zone from the list"):
        deadlines.read(datetime.fromisoformat("2026-12-11 18:00"), zone, now=NOON)


def test_nobody_is_given_less_than_an_hour() -> None:
    with pytest.raises(DeadlineRefused, match="at least an hour"):
        deadlines.read(datetime.fromisoformat("2026-11-23 13:30"), "Europe/Oslo", now=NOON)


# --- rules ---


def test_a_few_minutes_late_an_answer_may_still_be_begun() -> None:
    assert deadlines.why_not_answer(NOON, now=NOON + GRACE) is None
    assert "is over" in (deadlines.why_not_answer(NOON, now=NOON + GRACE + SECOND) or "")


def test_for_a_day_what_was_recorded_in_time_may_be_handed_in() -> None:
    assert deadlines.why_not_hand_in(NOON, now=NOON + LATE) is None
    assert "is over" in (deadlines.why_not_hand_in(NOON, now=NOON + LATE + SECOND) or "")


def test_what_a_device_says_was_begun_in_time_is_believed_for_a_day_and_no_longer() -> None:
    def why_not(late: timedelta, age: timedelta | None) -> str | None:
        return deadlines.why_not_answer(NOON, now=NOON + late, age=age)

    assert why_not(LATE, LATE) is None
    assert why_not(LATE, LATE - GRACE) is None
    assert "is over" in (why_not(LATE, LATE - GRACE - SECOND) or "")
    assert "is over" in (why_not(LATE + SECOND, 2 * LATE) or "")
    assert "is over" in (why_not(GRACE + SECOND, None) or "")


@pytest.mark.parametrize("age", [timedelta(days=-9), timedelta.min])
def test_a_device_whose_clock_was_put_back_says_nothing_of_use(age: timedelta) -> None:
    assert deadlines.claimed(NOON, age=age, now=NOON + DAY) is None


def test_an_age_of_a_thousand_years_breaks_nothing() -> None:
    assert deadlines.claimed(NOON, age=timedelta.max, now=NOON + DAY) == NOON + DAY - deadlines.LONGEST_AGE


def test_of_what_comes_in_time_nobody_asks_what_a_device_says() -> None:
    assert deadlines.claimed(NOON, age=DAY, now=NOON + GRACE) is None
    assert deadlines.claimed(None, age=DAY, now=NOON) is None


def test_without_a_deadline_nothing_is_ever_over() -> None:
    assert deadlines.why_not_answer(None, now=NOON) is None
    assert deadlines.why_not_hand_in(None, now=NOON) is None


# --- rows ---


def agreed(**fields: object) -> Interview:
    job = a_job()
    job.deadline_at = NOON + DAY
    job.save()
    interview = an_interview(job, started_at=NOON, created_at=NOON, **fields)
    Consent.objects.create(interview=interview, version="1", text_sha256="0" * 64)
    return interview


@pytest.mark.django_db
def test_over_is_over_for_takes_and_texts_and_what_to_do_is_said() -> None:
    interview = agreed(extra_kinds=["text"])

    with pytest.raises(Refused, match="ask for another way"):
        takes.open_take(interview, 1, length=None, now=NOON + DAY + GRACE + SECOND)
    with pytest.raises(Refused, match="ask for another way"):
        takes.keep_text(interview, 1, "I carried her bags.", now=NOON + DAY + GRACE + SECOND)


@pytest.mark.django_db
def test_a_text_whose_draft_came_in_time_may_be_finished_within_the_day() -> None:
    interview = agreed(extra_kinds=["text"])
    drafts.keep(interview, 1, "I carried", before="", now=NOON + DAY + GRACE)

    assert drafts.keep(interview, 1, "I carried her", before="I carried", now=NOON + DAY + LATE)
    assert takes.keep_text(interview, 1, "I carried her bags.", now=NOON + DAY + LATE).is_written


@pytest.mark.django_db
def test_no_draft_is_begun_too_late_and_none_is_finished_after_the_day() -> None:
    interview = agreed(extra_kinds=["text"])
    drafts.keep(interview, 1, "I carried", before="", now=NOON + DAY)

    with pytest.raises(Refused, match="time for answering is over"):
        drafts.keep(interview, 2, "I carried", before="", now=NOON + DAY + GRACE + SECOND)
    with pytest.raises(Refused, match="handing in is over"):
        takes.keep_text(interview, 1, "I carried her bags.", now=NOON + DAY + LATE + SECOND)


@pytest.mark.django_db
def test_a_text_that_was_saved_is_not_changed_after_the_date() -> None:
    interview = agreed(extra_kinds=["text"])
    takes.keep_text(interview, 1, "I carried her bags.", now=NOON + DAY)

    with pytest.raises(Refused, match="time for answering is over"):
        takes.keep_text(interview, 1, "I carried all bags.", now=NOON + DAY + GRACE + SECOND)


@pytest.mark.django_db
def test_a_take_of_which_nothing_could_be_told_before_the_date_is_kept_and_marked() -> None:
    interview = agreed()
    late = NOON + DAY + timedelta(hours=3)

    take = takes.open_take(interview, 1, length=None, now=late, age=timedelta(hours=4))
    assert take.claimed_at == NOON + DAY - timedelta(hours=1)
    Recording.objects.filter(pk=take.pk).update(completed_at=late, sha256="ab" * 32)
    answer = takes.keep(take, sha256="ab" * 32, now=late)

    assert answer.is_given
    assert answer.claimed_at == take.claimed_at


@pytest.mark.django_db
def test_a_take_that_was_begun_too_late_is_refused_whatever_its_device_tells_of_it() -> None:
    interview = agreed()

    with pytest.raises(Refused, match="time for answering is over"):
        takes.open_take(interview, 1, length=None, now=NOON + DAY + timedelta(hours=3), age=timedelta(hours=2))
    with pytest.raises(Refused, match="time for answering is over"):
        takes.open_take(interview, 1, length=None, now=NOON + DAY + LATE + SECOND, age=2 * DAY)


@pytest.mark.django_db
def test_a_text_that_was_written_without_a_line_is_saved_and_marked() -> None:
    interview = agreed(extra_kinds=["text"])
    late = NOON + DAY + timedelta(hours=3)

    answer = takes.keep_text(interview, 1, "I carried her bags.", now=late, age=timedelta(hours=4))

    assert (answer.is_written, answer.claimed_at) == (True, NOON + DAY - timedelta(hours=1))


@pytest.mark.django_db
def test_a_draft_that_was_written_without_a_line_is_finished_and_stays_marked() -> None:
    interview = agreed(extra_kinds=["text"])
    late = NOON + DAY + timedelta(hours=3)

    assert drafts.keep(interview, 1, "I carried", before="", now=late, age=timedelta(hours=4))
    answer = takes.keep_text(interview, 1, "I carried her bags.", now=late)

    assert (answer.is_written, answer.claimed_at) == (True, NOON + DAY - timedelta(hours=1))


@pytest.mark.django_db
def test_an_answer_that_replaces_a_marked_one_in_time_bears_no_mark() -> None:
    interview = agreed(extra_kinds=["text"])
    late = NOON + DAY + timedelta(hours=3)
    takes.keep_text(interview, 1, "I carried her bags.", now=late, age=timedelta(hours=4))
    Interview.objects.filter(pk=interview.pk).update(deadline_at=late + DAY)
    interview.refresh_from_db()

    assert takes.keep_text(interview, 1, "I carried all bags.", now=late, age=timedelta(hours=4)).claimed_at is None


@pytest.mark.django_db
def test_a_deadline_of_ones_own_counts_before_the_one_of_all() -> None:
    interview = agreed(deadline_at=NOON + 3 * DAY)

    assert takes.open_take(interview, 1, length=None, now=NOON + 2 * DAY).kind == AnswerKind.VIDEO


@pytest.mark.django_db
def test_a_take_that_came_slowly_is_kept_and_handed_in_within_the_day() -> None:
    interview = agreed()
    for position in range(1, interview.answers.count() + 1):
        saved(a_take(interview, position), now=NOON + DAY + LATE)

    assert sitting.submit(interview, now=NOON + DAY + LATE).submitted_at


@pytest.mark.django_db
def test_after_that_nothing_is_kept_or_handed_in() -> None:
    interview = agreed()
    take = a_take(interview, 1)

    with pytest.raises(Refused, match="handing in is over"):
        saved(take, now=NOON + DAY + LATE + SECOND)


@pytest.mark.django_db
def test_nobody_begins_after_the_deadline_and_who_has_their_own_does() -> None:
    job = a_job()
    job.deadline_at = NOON
    job.save()
    an_interview(job, a_candidate("dan@example.org", "Dan"), deadline_at=NOON + 2 * DAY)

    with pytest.raises(Refused, match="is over"):
        sitting.begin(job, a_candidate(), now=NOON + DAY)
    assert sitting.begin(job, a_candidate("dan@example.org"), now=NOON + DAY)


@pytest.mark.django_db
def test_who_has_started_comes_back_to_what_is_saved_however_late() -> None:
    interview = agreed()

    assert sitting.begin(interview.job, interview.candidate, now=NOON + 30 * DAY) == interview


@pytest.mark.django_db
def test_arranged_time_is_never_less_than_what_was_granted() -> None:
    interview = agreed(time_factor=2.0)

    assert deadlines.arrange(interview, at=None, time_factor=1.25, now=NOON).time_factor == 2.0


# --- handed in with questions left out ---


def with_one_answer(**fields: object) -> Interview:
    interview = agreed(extra_kinds=["text"], **fields)
    takes.keep_text(interview, 2, "I carried her bags.", now=NOON)
    return interview


@pytest.mark.django_db
def test_before_the_date_every_question_is_asked_for() -> None:
    with pytest.raises(Refused, match="Still without an answer"):
        sitting.submit(with_one_answer(), now=NOON + DAY)


@pytest.mark.django_db
@pytest.mark.parametrize("late", [SECOND, LATE])
def test_for_a_day_after_it_what_is_saved_is_handed_in_without_the_rest(late: timedelta) -> None:
    interview = sitting.submit(with_one_answer(), now=NOON + DAY + late)

    assert interview.submitted_at == NOON + DAY + late
    assert len(sitting.missing(interview)) == interview.answers.count() - 1


@pytest.mark.django_db
def test_an_unsaved_draft_and_an_unsaved_take_go_as_it_is_handed_in() -> None:
    interview = with_one_answer()
    drafts.keep(interview, 1, "I had not", before="", now=NOON)
    take = a_take(interview, 3)

    sitting.submit(interview, now=NOON + DAY + SECOND)

    take.refresh_from_db()
    assert take.discarded_at
    assert interview.answers.get(position=1).text == ""
    assert interview.answers.get(position=2).text == "I carried her bags."


@pytest.mark.django_db
def test_without_any_answer_there_is_nothing_to_hand_in() -> None:
    with pytest.raises(Refused, match="nothing to hand in"):
        sitting.submit(agreed(), now=NOON + DAY + SECOND)


@pytest.mark.django_db
def test_who_took_their_consent_back_hands_in_nothing() -> None:
    with pytest.raises(Refused, match="taken your consent back"):
        sitting.submit(with_one_answer(withdrawn_at=NOON), now=NOON + DAY + SECOND)


def more_time(interview: Interview, *, asked_at: datetime, answered_at: datetime | None = None) -> None:
    state = AnotherWay.State.DECLINED if answered_at else AnotherWay.State.ASKED
    interview.another_ways.create(
        kind=AnotherWay.Kind.MORE_TIME, state=state, asked_at=asked_at, answered_at=answered_at
    )


@pytest.mark.django_db
def test_who_waits_for_more_time_may_hand_in_for_as_long_as_they_wait() -> None:
    interview = with_one_answer()
    more_time(interview, asked_at=NOON + DAY + LATE)

    assert sitting.submit(interview, now=NOON + 9 * DAY).submitted_at


@pytest.mark.django_db
def test_once_it_is_declined_a_day_is_left() -> None:
    interview = with_one_answer()
    more_time(interview, asked_at=NOON, answered_at=NOON + 5 * DAY)

    assert deadlines.hand_in_until(interview) == NOON + 5 * DAY + LATE
    with pytest.raises(Refused, match="handing in is over"):
        sitting.submit(interview, now=NOON + 5 * DAY + LATE + SECOND)


@pytest.mark.django_db
def test_asked_for_when_all_was_over_it_opens_nothing() -> None:
    interview = with_one_answer()
    more_time(interview, asked_at=NOON + DAY + LATE + SECOND)

    with pytest.raises(Refused, match="handing in is over"):
        sitting.submit(interview, now=NOON + DAY + LATE + 2 * SECOND)


@pytest.mark.django_db
def test_without_a_date_every_question_is_asked_for_always() -> None:
    interview = with_one_answer()
    interview.job.deadline_at = None
    interview.job.save()

    with pytest.raises(Refused, match="Still without an answer"):
        sitting.submit(interview, now=NOON + 400 * DAY)


# --- opened again ---


def handed_in(**fields: object) -> Interview:
    facts = {"submitted_at": NOON, "heard_at": NOON, "checked_at": NOON, "scored_at": NOON, "trouble": "x"}
    return an_interview(started_at=NOON, **(facts | fields))


@pytest.mark.django_db
def test_opened_again_it_is_as_if_it_had_not_been_handed_in() -> None:
    interview = sitting.reopen(handed_in(), deadline_at=NOON + DAY, now=NOON)

    interview.refresh_from_db()
    cleared = (interview.submitted_at, interview.heard_at, interview.checked_at, interview.scored_at, interview.trouble)
    assert cleared == (None, None, None, None, "")
    assert (interview.reopened_at, interview.deadline_at, interview.started_at) == (NOON, NOON + DAY, NOON)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "why"),
    [({"submitted_at": None, "scored_at": None}, "open already"), ({"withdrawn_at": NOON}, "consent")],
)
def test_what_is_open_or_withdrawn_can_not_be_opened(fields: dict[str, object], why: str) -> None:
    with pytest.raises(Refused, match=why):
        sitting.reopen(handed_in(**fields), deadline_at=None, now=NOON)


@pytest.mark.django_db
def test_nothing_is_opened_again_that_is_over_at_once() -> None:
    interview = handed_in()
    interview.job.deadline_at = NOON
    interview.job.save()

    with pytest.raises(Refused, match="new date"):
        sitting.reopen(interview, deadline_at=None, now=NOON)


@pytest.mark.django_db
def test_opened_again_each_question_has_its_takes_anew() -> None:
    interview = agreed()
    question = interview.template_version.value.questions[0]
    for _ in range(question.retakes + 1):
        saved(a_take(interview, 1))
    with pytest.raises(Refused, match="used all takes"):
        takes.open_take(interview, 1, length=None, now=NOON)

    Interview.objects.update(reopened_at=NOON + SECOND)

    assert takes.open_take(interview, 1, length=None, now=NOON + 2 * SECOND)
