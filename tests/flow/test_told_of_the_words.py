"""When the words can be checked a letter tells the candidate: once, in their language, and nothing of the words."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from paletter.flow import queue, triggers
from paletter.flow.steps import interviews as steps
from paletter.flow.steps import requests as letters
from paletter.interviews import sitting
from paletter.interviews.models import Interview
from tests.flow.heard import a_heard_interview, waiting
from tests.web import english

pytestmark = pytest.mark.django_db(transaction=True)


def opens(interview: Interview, *, has_words: bool = True) -> None:
    steps.open_check.func.__wrapped__(interview.pk, has_words=has_words)


def letters_due() -> int:
    return len(waiting(step=queue.TELL_WORDS_READY.name))


def a_checkable_interview() -> Interview:
    now = timezone.now()
    return a_heard_interview(heard_at=now, check_until=now + timedelta(hours=24))


def test_a_letter_is_due_once_however_often_the_step_runs() -> None:
    interview = a_heard_interview(heard_at=None)
    opens(interview)
    assert letters_due() == 1
    queue.forget([(queue.TELL_WORDS_READY, str(interview.pk))])

    opens(interview)

    assert letters_due() == 0


def test_no_letter_is_due_where_nothing_was_heard() -> None:
    opens(a_heard_interview(heard_at=None), has_words=False)

    assert letters_due() == 0


@pytest.mark.parametrize(("hours", "due"), [(0.0, 0), (0.9, 0), (1.0, 1)])
def test_no_letter_is_due_for_a_time_that_would_be_over_when_it_is_read(settings: Any, hours: float, due: int) -> None:
    settings.OPTIONS = settings.OPTIONS.model_copy(update={"check_hours": hours})

    opens(a_heard_interview(heard_at=None))

    assert letters_due() == due


def test_no_letter_is_due_for_what_was_taken_back() -> None:
    opens(a_heard_interview(heard_at=None, withdrawn_at=timezone.now()))

    assert letters_due() == 0


def test_the_letter_says_until_when_and_where_and_that_it_can_be_skipped(settings: Any) -> None:
    interview = a_checkable_interview()
    Interview.objects.update(check_until=timezone.now().replace(year=2090, month=5, day=4, hour=12, minute=30))

    letters.tell_words_ready(interview_id=interview.pk)

    (letter,) = mail.outbox
    assert letter.to == ["carol.candidate@example.org"]
    assert letter.subject == "You can check what was heard in your interview with Fjord Hotel Group"
    assert f"{settings.BASE_URL}/i/{interview.key}/words" in letter.body
    assert "until Thursday 4 May 2090, 12:30 (UTC)" in letter.body
    assert "You may skip it" in letter.body


def test_nothing_of_what_was_said_stands_in_it() -> None:
    letters.tell_words_ready(interview_id=a_checkable_interview().pk)

    (letter,) = mail.outbox
    assert "front desk" not in letter.body
    assert "Carol" not in letter.body + letter.subject


def test_the_candidate_is_told_in_their_own_language() -> None:
    interview = a_checkable_interview()
    interview.candidate.language = "de"
    interview.candidate.save()

    letters.tell_words_ready(interview_id=interview.pk)

    (letter,) = mail.outbox
    assert letter.subject.startswith("Sie können prüfen, was in Ihrem Interview bei Fjord Hotel Group")
    assert english.left(letter.body) == []


def test_nobody_is_told_of_what_is_checked_over_taken_back_or_erased_by_now() -> None:
    interview = a_checkable_interview()
    now = timezone.now()
    for fields in ({"checked_at": now}, {"check_until": now}, {"withdrawn_at": now}, {"scored_at": now}):
        Interview.objects.update(
            **{"checked_at": None, "check_until": now + timedelta(hours=2), "withdrawn_at": None, "scored_at": None}
            | fields
        )
        letters.tell_words_ready(interview_id=interview.pk)
    letters.tell_words_ready(interview_id=0)

    assert mail.outbox == []


def test_a_letter_that_waits_is_forgotten_with_what_it_told_of() -> None:
    interview = a_heard_interview(heard_at=None)
    opens(interview)
    triggers.interview_reopened(sitting.reopen(interview, deadline_at=None, now=timezone.now()))
    assert letters_due() == 0

    Interview.objects.update(submitted_at=timezone.now())
    opens(interview)
    triggers.consent_withdrawn(sitting.withdraw(interview, now=timezone.now()))
    assert letters_due() == 0
