"""Asking for another way: what may be asked when, once, and what granting it changes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from paletter.accounts.models import Role
from paletter.interviews import another_way as ways
from paletter.interviews import takes
from paletter.interviews.another_way import Kind, State
from paletter.interviews.models import AnotherWay, AnswerKind, Interview
from paletter.interviews.sitting import Refused
from tests.cast import NOON, a_job, a_recruiter, an_interview

ALICE = "alice@example.org"


def asked(kind: Kind, interview: Interview | None = None, words: str = "") -> AnotherWay:
    way, _ = ways.ask(interview or an_interview(), kind, words=words, now=NOON)
    return way


def granted(way: AnotherWay, **choice: Any) -> Interview:
    ways.answer(way, is_granted=True, words="", by=a_recruiter(), now=NOON, **choice)
    return Interview.objects.get(pk=way.interview_id)


# --- rules ---


def test_before_handing_in_everything_can_be_asked_for() -> None:
    assert ways.open_to_ask(Interview()) == tuple(Kind)


def test_after_handing_in_only_what_can_still_be_done() -> None:
    assert ways.open_to_ask(Interview(submitted_at=NOON)) == (Kind.HUMAN_ONLY, Kind.OTHER)


@pytest.mark.parametrize("fact", [{"scored_at": NOON, "submitted_at": NOON}, {"is_human_only": True}])
def test_who_judges_can_not_be_asked_once_it_is_settled(fact: dict[str, Any]) -> None:
    assert Kind.HUMAN_ONLY not in ways.open_to_ask(Interview(**fact))


def test_after_withdrawing_nothing_is_asked() -> None:
    assert ways.open_to_ask(Interview(withdrawn_at=NOON)) == ()


def test_something_else_needs_words() -> None:
    assert "in a few words" in (ways.why_not_ask(Kind.OTHER, words=" ", open_to=tuple(Kind)) or "")
    assert ways.why_not_ask(Kind.MORE_TIME, words="", open_to=tuple(Kind)) is None


def test_a_no_needs_words_and_a_yes_does_not() -> None:
    assert "why not" in (ways.why_not_answer(State.ASKED, is_granted=False, words="") or "")
    assert ways.why_not_answer(State.ASKED, is_granted=True, words="") is None
    assert ways.why_not_answer(State.ASKED, is_granted=False, words="Not possible on our ships.") is None


# --- rows ---


@pytest.mark.django_db
def test_asking_twice_is_one_request_with_the_newer_words() -> None:
    interview = an_interview()
    first = asked(Kind.MORE_TIME, interview, "I read slowly.")
    second, is_new = ways.ask(interview, Kind.MORE_TIME, words="Twice as long, please.", now=NOON)

    assert (second, is_new) == (first, False)
    assert AnotherWay.objects.get().words == "Twice as long, please."


@pytest.mark.django_db
def test_members_get_no_letter_after_letter_from_who_asks_and_takes_back() -> None:
    interview = an_interview()
    for _ in range(ways.MOST_A_DAY):
        ways.take_back(asked(Kind.MORE_TIME, interview), now=NOON)

    with pytest.raises(Refused, match="very often today"):
        asked(Kind.MORE_TIME, interview)
    tomorrow, is_new = ways.ask(interview, Kind.MORE_TIME, words="", now=NOON + timedelta(days=1))
    assert is_new and tomorrow.state == State.ASKED


@pytest.mark.django_db
def test_a_request_that_waits_may_be_put_in_other_words_however_often_one_asked() -> None:
    interview = an_interview()
    for _ in range(ways.MOST_A_DAY - 1):
        ways.take_back(asked(Kind.MORE_TIME, interview), now=NOON)
    waiting = asked(Kind.OTHER, interview, "A quiet room.")

    again = asked(Kind.OTHER, interview, "A quiet room, in the morning.")

    assert (again, again.words) == (waiting, "A quiet room, in the morning.")


@pytest.mark.django_db
def test_more_time_can_be_asked_for_again_after_it_was_declined() -> None:
    way = asked(Kind.MORE_TIME)
    ways.answer(way, is_granted=False, words="We can call you instead.", by=a_recruiter(), now=NOON)

    assert ways.ask(way.interview, Kind.MORE_TIME, words="", now=NOON)[1]


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "answered_in"), [(Kind.AUDIO, AnswerKind.AUDIO), (Kind.TEXT, AnswerKind.TEXT)])
def test_another_kind_that_is_granted_is_offered_at_every_question(kind: Kind, answered_in: AnswerKind) -> None:
    interview = granted(asked(kind))

    question = interview.template_version.value.questions[0]
    assert takes.kinds_of(interview, question) == (AnswerKind.VIDEO, answered_in)


@pytest.mark.django_db
def test_granted_time_is_never_less_than_before() -> None:
    interview = granted(asked(Kind.MORE_TIME), time_factor=2.0)
    assert interview.time_factor == 2.0

    assert granted(asked(Kind.MORE_TIME, interview), time_factor=1.25).time_factor == 2.0


@pytest.mark.django_db
def test_something_else_that_is_granted_changes_nothing_by_itself() -> None:
    interview = granted(asked(Kind.OTHER, words="Sign language, please."))

    assert (interview.time_factor, interview.extra_kinds, interview.is_human_only) == (1.0, [], False)


@pytest.mark.django_db
def test_what_is_declined_changes_nothing() -> None:
    way = asked(Kind.HUMAN_ONLY)
    ways.answer(way, is_granted=False, words="Nobody is free before May.", by=a_recruiter(), now=NOON)

    assert not Interview.objects.get().is_human_only
    assert not ways.waits_for_people(way.interview)


@pytest.mark.django_db
def test_the_first_answer_stands() -> None:
    way = asked(Kind.HUMAN_ONLY)
    ways.answer(way, is_granted=False, words="Nobody is free before May.", by=a_recruiter(), now=NOON)

    with pytest.raises(Refused, match="answered this request already"):
        ways.answer(way, is_granted=True, words="", by=a_recruiter(), now=NOON)


@pytest.mark.django_db
def test_what_was_answered_can_not_be_taken_back() -> None:
    way = asked(Kind.TEXT)
    granted(way)

    with pytest.raises(Refused, match="answered in the meantime"):
        ways.take_back(way, now=NOON)


@pytest.mark.django_db
def test_what_was_taken_back_can_not_be_granted() -> None:
    way = asked(Kind.HUMAN_ONLY)
    ways.take_back(way, now=NOON)

    with pytest.raises(Refused, match="taken this request back"):
        granted(way)
    assert not Interview.objects.get().is_human_only


@pytest.mark.django_db
def test_that_people_alone_judge_is_not_granted_of_what_software_has_scored() -> None:
    way = asked(Kind.HUMAN_ONLY, an_interview(submitted_at=NOON))
    Interview.objects.update(scored_at=NOON)

    with pytest.raises(Refused, match="was scored before"):
        granted(way)


@pytest.mark.django_db
def test_requests_of_withdrawn_interviews_wait_for_nobody() -> None:
    way = asked(Kind.TEXT)
    assert list(ways.unanswered(way.interview.job.organisation)) == [way]

    Interview.objects.update(withdrawn_at=NOON)

    assert not ways.unanswered(way.interview.job.organisation).exists()


# --- who answers ---


@pytest.mark.django_db
def test_the_reviewer_and_the_maker_of_the_job_are_told() -> None:
    bob, alice = a_recruiter("bob@example.org", role=Role.RECRUITER), a_recruiter()
    job = a_job()
    job.reviewer, job.created_by = bob, alice
    job.save()

    assert ways.who_answers(an_interview(job)) == [bob, alice]


@pytest.mark.django_db
def test_when_they_are_gone_the_admins_are_told() -> None:
    alice, bob = a_recruiter(), a_recruiter("bob@example.org", role=Role.RECRUITER)
    job = a_job()
    job.created_by = bob
    job.save()
    bob.memberships.all().delete()

    assert ways.who_answers(an_interview(job)) == [alice]


# --- at once ---


@pytest.mark.django_db(transaction=True)
def test_two_members_at_once_give_one_answer() -> None:
    way, alice = asked(Kind.HUMAN_ONLY), a_recruiter()

    def answer(is_granted: bool) -> str:
        try:
            ways.answer(way, is_granted=is_granted, words="So it is.", by=alice, now=NOON)
            return "answered"
        except Refused:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        outcomes = list(both.map(answer, [True, False]))

    assert sorted(outcomes) == ["answered", "refused"]
    settled = AnotherWay.objects.get()
    assert Interview.objects.get().is_human_only == (settled.state == State.GRANTED)


@pytest.mark.django_db(transaction=True)
def test_pressing_the_button_twice_at_once_asks_once() -> None:
    interview = an_interview()

    def ask(_: int) -> bool:
        try:
            return ways.ask(interview, Kind.AUDIO, words="", now=NOON)[1]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(ask, range(2))) == [False, True]
    assert AnotherWay.objects.count() == 1
