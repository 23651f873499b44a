"""Opened again and handed in anew: heard and scored again, told by one more note; nothing goes out meanwhile."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from paletter import plugins
from paletter.flow import concluding, queue, triggers
from paletter.flow.steps import interviews as steps
from paletter.flow.steps import requests as letters
from paletter.interviews import sitting
from paletter.interviews.models import AnswerKind, Interview
from paletter.reports.models import Report
from paletter.transcripts import corrections, writing
from paletter.transcripts.models import Source, Transcript
from paletter.writeback import waiting as deliveries
from paletter.writeback.models import Delivery
from tests.cast import NOON, an_interview
from tests.flow.heard import HEARD, SAID, a_heard_interview, waiting
from tests.web import english

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOON + timedelta(hours=1)


def scored() -> Interview:
    interview = a_heard_interview(HEARD, checked_at=NOON, check_until=NOON)
    concluding.conclude(interview.pk, scorer=plugins.scorer(), now=NOON)
    return interview


def reopened(interview: Interview) -> Interview:
    opened = sitting.reopen(interview, deadline_at=None, now=LATER)
    triggers.interview_reopened(opened)
    return opened


def test_handed_in_anew_the_report_shows_the_new_scoring_and_one_more_note_is_due() -> None:
    interview = scored()
    delivery = Delivery.objects.get()
    first = Report.objects.get().scoring_id
    Delivery.objects.update(state="done", scoring=first, note_added_at=NOON, tags_added_at=NOON)
    reopened(interview)
    Interview.objects.update(submitted_at=LATER, heard_at=LATER, checked_at=LATER)

    concluding.conclude(interview.pk, scorer=plugins.scorer(), now=LATER)

    assert Report.objects.get().scoring_id > first
    assert not deliveries.is_settled(delivery)
    assert interview.scorings.count() == 2


def test_while_it_is_open_again_nothing_of_the_old_result_goes_out() -> None:
    interview = scored()
    delivery = Delivery.objects.get()
    organisation = interview.job.organisation
    assert not deliveries.is_settled(delivery)
    assert list(deliveries.expected_to_go_out()) == [delivery]

    reopened(interview)

    assert deliveries.is_settled(delivery)
    assert not deliveries.expected_to_go_out().exists()
    assert not deliveries.unfinished(organisation).exists()


def test_steps_that_waited_for_the_old_answers_are_forgotten() -> None:
    interview = a_heard_interview(check_until=NOON)
    triggers.interview_submitted(interview)
    assert waiting(step=queue.SCORE_INTERVIEW.name) == [NOON]

    reopened(interview)

    assert waiting(step=queue.SCORE_INTERVIEW.name) == []
    assert waiting(step=queue.TELL_REOPENED.name) == [None]


def test_a_step_that_was_under_way_opens_no_check_of_what_is_open_again() -> None:
    interview = a_heard_interview(heard_at=None)
    Interview.objects.update(submitted_at=None, reopened_at=LATER)

    steps.open_check.func.__wrapped__(interview.pk, has_words=True)

    assert Interview.objects.get().heard_at is None


def test_what_is_scored_while_it_is_opened_again_is_not_kept() -> None:
    interview = a_heard_interview(SAID, checked_at=NOON, check_until=NOON)
    real = plugins.scorer()

    class Interrupted:
        name, version, is_first = real.name, real.version, True

        def score(self, answers: Any, rubric: Any) -> Any:
            if self.is_first:
                self.is_first = False
                reopened(interview)
            return real.score(answers, rubric)

    concluding.conclude(interview.pk, scorer=Interrupted(), now=NOON)

    assert not interview.scorings.exists()


def test_a_text_that_was_changed_takes_the_place_of_the_old_words_and_one_that_was_not_stays() -> None:
    interview = an_interview(submitted_at=NOON)
    first, second = interview.answers.order_by("position")[:2]
    for answer in (first, second):
        answer.kind, answer.kept_at, answer.text = AnswerKind.TEXT, NOON, "I carried her bags."
        answer.save()
    writing.write_down(interview, now=NOON)
    kept = Transcript.objects.get(answer=second)
    Interview.objects.update(reopened_at=LATER)
    interview.refresh_from_db()
    first.text = "I called the doctor."
    first.save()

    writing.write_down(interview, now=LATER)
    writing.write_down(interview, now=LATER)

    assert Transcript.objects.get(answer=first).value.text == "I called the doctor."
    assert Transcript.objects.get(answer=second) == kept


def test_words_corrected_again_after_opening_count_in_place_of_the_first_correction() -> None:
    interview = a_heard_interview()
    recognised = Transcript.objects.filter(source=Source.RECOGNISED).first()
    assert recognised is not None
    corrections.correct(recognised, "First words.", by=interview.candidate, now=NOON)
    corrections.correct(recognised, "Lost words.", by=interview.candidate, now=NOON)
    assert Transcript.objects.get(source=Source.CORRECTED).value.text == "First words."

    Interview.objects.update(reopened_at=LATER)
    recognised = Transcript.objects.get(pk=recognised.pk)
    corrections.correct(recognised, "Second words.", by=interview.candidate, now=LATER + timedelta(minutes=1))

    assert Transcript.objects.get(source=Source.CORRECTED).value.text == "Second words."


def test_the_candidate_is_told_with_the_date() -> None:
    interview = a_heard_interview()
    opened = sitting.reopen(interview, deadline_at=NOON + timedelta(days=9), now=LATER)

    letters.tell_reopened(interview_id=opened.pk)

    (letter,) = mail.outbox
    assert letter.subject == "Your interview with Fjord Hotel Group is open again"
    assert "until Wednesday 2 December 2026, 12:00 (UTC)" in letter.body


def test_the_candidate_is_told_in_their_own_language() -> None:
    interview = a_heard_interview()
    interview.candidate.language = "de"
    interview.candidate.save()
    opened = sitting.reopen(interview, deadline_at=NOON + timedelta(days=9), now=LATER)

    letters.tell_reopened(interview_id=opened.pk)

    (letter,) = mail.outbox
    assert letter.subject == "Ihr Interview bei Fjord Hotel Group ist wieder offen"
    assert "Bitte geben Sie bis Mittwoch, 2. Dezember 2026, 12:00 (UTC) ab." in letter.body
    assert english.left(letter.body) == []


def test_nobody_is_told_what_is_no_longer_so() -> None:
    letters.tell_reopened(interview_id=a_heard_interview().pk)
    letters.tell_reopened(interview_id=0)

    assert mail.outbox == []
