import hashlib
import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from paletter.assessments import shelf, stored
from paletter.assessments.models import Template, TemplateVersion
from paletter.connections.models import ConnectionState
from paletter.interviews import consent, receiving, recordings, sitting, takes
from paletter.interviews.models import Answer, Interview, Recording
from paletter.interviews.takes import Takes
from paletter.vocabulary.hiring import PostingState
from paletter.vocabulary.rubrics import QuestionOrder
from tests.cast import NOON, a_candidate, a_connection, a_job, a_posting, an_interview, saved

pytestmark = pytest.mark.django_db
CONTACT = "help@example.org"


@pytest.fixture(autouse=True)
def recordings_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def agreed(interview: Interview) -> Interview:
    sha256 = consent.of(interview, contact=CONTACT).sha256
    consent.give(interview, shown_sha256=sha256, contact=CONTACT, now=NOON)
    interview.refresh_from_db()
    return interview


def a_take(interview: Interview, position: int = 1, *, is_whole: bool = True) -> Recording:
    """A take with bytes on disk."""
    content = b"\x1a\x45\xdf\xa3" + bytes(100)
    take = takes.open_take(interview, position, length=None, now=NOON)
    length = len(content) if is_whole else None
    with receiving.receive(io.BytesIO(content).read, len(content)) as piece:
        return recordings.append(take, piece, at=0, length=length, now=NOON)


def answered(interview: Interview) -> Interview:
    for answer in interview.answers.order_by("position"):
        saved(a_take(interview, answer.position))
    return interview


# --- begin ---


def test_beginning_lays_out_one_empty_answer_for_each_question() -> None:
    job = a_job()

    interview = sitting.begin(job, a_candidate(), now=NOON)

    keys = [question.key for question in job.template_version.value.questions]
    assert list(interview.answers.order_by("position").values_list("question_key", flat=True)) == keys
    assert interview.template_version == job.template_version


def test_beginning_twice_gives_the_same_interview() -> None:
    job, carol = a_job(), a_candidate()

    first, second = (sitting.begin(job, carol, now=NOON) for _ in range(2))

    assert first == second
    assert Answer.objects.filter(interview=first).count() == len(job.template_version.value.questions)


def test_a_disconnected_job_takes_no_new_interviews_and_says_so() -> None:
    job = a_job(a_posting(connection=a_connection(state=ConnectionState.OFF, credentials="")))

    with pytest.raises(sitting.Refused, match="Fjord Hotel Group has paused it"):
        sitting.begin(job, a_candidate(), now=NOON)

    assert not Interview.objects.exists()


def test_a_closed_posting_takes_no_new_interviews() -> None:
    job = a_job(a_posting(state=PostingState.CLOSED))

    with pytest.raises(sitting.Refused, match="no longer takes new interviews"):
        sitting.begin(job, a_candidate(), now=NOON)


def test_an_interview_under_way_may_be_finished_after_the_posting_closed() -> None:
    interview = agreed(an_interview())
    interview.job.posting.state = PostingState.CLOSED
    interview.job.posting.save()

    assert sitting.begin(interview.job, interview.candidate, now=NOON) == interview


def a_newer_version(interview: Interview) -> TemplateVersion:
    old = interview.template_version
    content = shelf.to_dict(old.value)
    content["questions"] = content["questions"][:2]
    return TemplateVersion.objects.create(template=old.template, version="next", fingerprint="next", content=content)


def test_an_interview_nobody_agreed_to_yet_follows_the_newest_template() -> None:
    interview = an_interview()
    newest = a_newer_version(interview)

    interview = sitting.begin(interview.job, interview.candidate, now=NOON)

    assert interview.template_version == newest
    assert interview.answers.count() == 2


def test_a_started_interview_keeps_the_version_it_is_answered_under() -> None:
    interview = agreed(an_interview())
    before = interview.template_version
    a_newer_version(interview)

    assert sitting.begin(interview.job, interview.candidate, now=NOON).template_version == before


# --- record ---


def test_nothing_is_recorded_before_consent() -> None:
    with pytest.raises(sitting.Refused, match="and agree, before you record"):
        takes.open_take(an_interview(), 1, length=None, now=NOON)


def test_takes_stopped_by_the_candidate_are_counted_and_end() -> None:
    interview = agreed(an_interview())
    _, question = sitting.question_at(interview, 1)
    for _ in range(question.retakes + 1):
        a_take(interview)

    with pytest.raises(sitting.Refused, match="used all takes"):
        takes.open_take(interview, 1, length=None, now=NOON)


def test_a_take_that_broke_off_costs_no_retake() -> None:
    interview = agreed(an_interview())
    answer, question = sitting.question_at(interview, 1)
    a_take(interview, is_whole=False)

    assert takes.takes_of(answer, question).left == question.retakes + 1


def test_broken_takes_have_an_end_too() -> None:
    many = Takes(allowed=3, used=0, broken=takes.MOST_BROKEN_TAKES)

    assert "very often" in (takes.why_not_record(is_submitted=False, has_consent=True, takes=many) or "")


def test_the_other_question_has_its_own_takes() -> None:
    interview = agreed(an_interview())
    a_take(interview, 1)

    answer, question = sitting.question_at(interview, 2)
    assert takes.takes_of(answer, question).used == 0


# --- keep ---


def test_a_whole_take_becomes_the_answer() -> None:
    interview = agreed(an_interview())
    take = a_take(interview)
    content = (recordings.folder(take) / "upload").read_bytes()

    answer = takes.keep(take, sha256=hashlib.sha256(content).hexdigest(), now=NOON)

    assert (answer.kept, answer.kept_at) == (take, NOON)


def test_a_take_still_under_way_is_not_kept() -> None:
    take = a_take(agreed(an_interview()), is_whole=False)

    with pytest.raises(sitting.Refused, match="not arrived completely"):
        saved(take)


def test_a_take_that_differs_from_the_browsers_is_not_kept() -> None:
    take = a_take(agreed(an_interview()))

    with pytest.raises(sitting.Refused, match="differs from what you recorded"):
        takes.keep(take, sha256="0" * 64, now=NOON)


def test_a_better_take_replaces_the_one_kept_before() -> None:
    interview = agreed(an_interview())
    saved(a_take(interview))
    better = a_take(interview)

    assert saved(better).kept == better


def test_the_kept_take_cannot_be_thrown_away() -> None:
    take = a_take(agreed(an_interview()))
    saved(take)

    with pytest.raises(sitting.Refused, match="your answer now"):
        takes.discard(take, now=NOON)


def test_the_next_position_is_the_first_without_an_answer() -> None:
    interview = agreed(an_interview())
    saved(a_take(interview, 1))
    saved(a_take(interview, 3))

    assert sitting.next_position(interview) == 2
    assert sitting.next_position(answered(interview)) is None


# --- hand in ---


def test_an_interview_with_a_gap_is_not_handed_in() -> None:
    interview = agreed(an_interview())
    total = interview.answers.count()
    for position in range(2, total + 1):
        saved(a_take(interview, position))

    with pytest.raises(sitting.Refused, match=r"Still without an answer: question 1\."):
        sitting.submit(interview, now=NOON)


def test_an_interview_without_consent_is_not_handed_in() -> None:
    refusal = sitting.why_not_submit(is_submitted=False, has_consent=False, missing=[], asked=2)

    assert refusal is not None


def test_handing_in_is_done_once() -> None:
    interview = answered(agreed(an_interview()))

    assert sitting.submit(interview, now=NOON).submitted_at == NOON
    with pytest.raises(sitting.Refused, match="handed in this interview already"):
        sitting.submit(interview, now=NOON)


def test_after_handing_in_nothing_is_recorded_or_kept() -> None:
    interview = answered(agreed(an_interview()))
    other = a_take(interview, 1)
    sitting.submit(interview, now=NOON)

    with pytest.raises(sitting.Refused):
        takes.open_take(interview, 2, length=None, now=NOON)
    with pytest.raises(sitting.Refused):
        saved(other)


def test_handing_in_throws_away_the_takes_that_were_not_kept(django_capture_on_commit_callbacks: Any) -> None:
    interview = agreed(an_interview())
    unwanted = a_take(interview, 1)
    answered(interview)

    with django_capture_on_commit_callbacks(execute=True):
        sitting.submit(interview, now=NOON)

    unwanted.refresh_from_db()
    assert unwanted.discarded_at == NOON
    assert not recordings.folder(unwanted).exists()
    kept = interview.answers.get(position=1).kept
    assert kept is not None
    assert (recordings.folder(kept) / "upload").exists()


# --- check of the words ---


def a_heard_interview() -> Interview:
    return an_interview(submitted_at=NOON, heard_at=NOON, check_until=NOON + timedelta(hours=24))


def test_confirming_closes_the_check() -> None:
    interview = sitting.finish_check(a_heard_interview(), is_skipped=False, now=NOON)

    assert (interview.checked_at, interview.is_check_skipped) == (NOON, False)


def test_skipping_is_remembered() -> None:
    assert sitting.finish_check(a_heard_interview(), is_skipped=True, now=NOON).is_check_skipped


def test_after_the_window_nothing_can_be_confirmed() -> None:
    with pytest.raises(sitting.Refused, match="is over"):
        sitting.finish_check(a_heard_interview(), is_skipped=False, now=NOON + timedelta(hours=24))


def test_the_check_is_done_once() -> None:
    interview = sitting.finish_check(a_heard_interview(), is_skipped=False, now=NOON)

    with pytest.raises(sitting.Refused):
        sitting.finish_check(interview, is_skipped=True, now=NOON)


# --- the order of questions, and the time to think ---


def shuffled(candidates: int) -> list[Interview]:
    value = replace(shelf.template("general-hospitality-foh"), key="shuffled", order=QuestionOrder.SHUFFLED)
    stored.store(value)
    job = a_job(template=Template.objects.get(key="shuffled"))
    return [sitting.begin(job, a_candidate(f"c{number}@example.org"), now=NOON) for number in range(candidates)]


def order_of(interview: Interview) -> list[str]:
    return list(interview.answers.order_by("position").values_list("question_key", flat=True))


def test_questions_come_in_the_order_of_the_template() -> None:
    interview = sitting.begin(a_job(), a_candidate(), now=NOON)

    assert order_of(interview) == [question.key for question in interview.template_version.value.questions]


def test_shuffled_questions_are_all_asked_in_another_order_for_each() -> None:
    orders = [order_of(interview) for interview in shuffled(4)]

    assert len({tuple(order) for order in orders}) > 1
    assert {frozenset(order) for order in orders} == {frozenset(orders[0])}


def test_coming_back_finds_the_same_order() -> None:
    (interview,) = shuffled(1)
    before = order_of(interview)

    assert order_of(sitting.begin(interview.job, interview.candidate, now=NOON)) == before
    interview.answers.all().delete()
    assert order_of(sitting.begin(interview.job, interview.candidate, now=NOON)) == before


def test_the_time_to_think_begins_once() -> None:
    interview = an_interview()

    sitting.see(interview, 1, now=NOON)
    assert sitting.see(interview, 1, now=NOON + timedelta(minutes=5)).thinking_since == NOON
    assert interview.answers.get(position=2).thinking_since is None
    with pytest.raises(Answer.DoesNotExist):
        sitting.see(interview, 99, now=NOON)
