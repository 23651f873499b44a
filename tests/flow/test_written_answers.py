"""An answer that was written goes the same way as one that was said, but nobody has to hear or check it."""

from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone

from paletter.connections.models import Connection
from paletter.flow import triggers
from paletter.interviews import sitting, takes
from paletter.interviews.models import AnswerKind, Consent, Interview, Recording
from paletter.reports import stored
from paletter.reports.report import ReportView, WordSource
from paletter.scores import scoring
from paletter.transcripts import hearing
from paletter.vocabulary.transcripts import Segment, Transcript
from paletter.web.report.addresses import PageAddresses
from tests.ats.simulated import Lever
from tests.cast import a_candidate, a_job, a_template
from tests.flow.story import CAROL, SAID, a_recorded_interview, in_lever, the_host, work

pytestmark = pytest.mark.django_db(transaction=True)


def handed_in(interview: Interview) -> Interview:
    sitting.submit(interview, now=timezone.now())
    triggers.interview_submitted(interview)
    work()
    interview.refresh_from_db()
    return interview


def a_written_interview(connection: Connection) -> Interview:
    job = a_job(the_host(connection), template=a_template("guest-service-short"))
    interview = sitting.begin(job, a_candidate(CAROL), now=timezone.now())
    Interview.objects.filter(pk=interview.pk).update(extra_kinds=[AnswerKind.TEXT], time_factor=2)
    Consent.objects.create(interview=interview, version="1", text_sha256="0" * 64, text="yes")
    for position, text in enumerate(SAID, start=1):
        takes.keep_text(interview, position, text, now=timezone.now())
    return interview


def report_of(interview: Interview) -> ReportView:
    return stored.view(interview.report, addresses=PageAddresses())


def test_an_interview_of_texts_is_scored_and_told_without_a_check(connection: Connection, lever: Lever) -> None:
    interview = handed_in(a_written_interview(connection))

    assert interview.scored_at is not None
    assert interview.report.scoring.fit_value is not None
    assert len(in_lever(lever)[0]) == 1


def test_its_report_shows_what_was_written_and_plays_nothing(connection: Connection, lever: Lever) -> None:
    view = report_of(handed_in(a_written_interview(connection)))

    assert [one.words.transcript.text for one in view.answers if one.words] == SAID
    assert {one.words.source for one in view.answers if one.words} == {WordSource.WRITTEN}
    assert [(one.recording, one.captions, one.why_silent) for one in view.answers] == [(None, None, "")] * 2
    quotes = [evidence for skill in view.skills for evidence in skill.evidence]
    assert quotes
    assert all(quote.quote in " ".join(SAID) for quote in quotes)


def test_a_scorer_sees_of_a_text_what_it_sees_of_speech_and_never_who_had_more_time(
    connection: Connection, lever: Lever
) -> None:
    interview = handed_in(a_written_interview(connection))

    answers = scoring.spoken_answers(interview)

    assert [answer.text for answer in answers] == SAID
    assert {answer.timing for answer in answers} == {None}
    assert scoring.spoken_then(interview.report.scoring) == answers


def test_a_text_beside_a_recording_is_scored_with_what_was_said(connection: Connection, lever: Lever) -> None:
    interview = a_recorded_interview(connection, email=CAROL, sound=np.zeros(0, dtype=np.float32), seconds=1)
    Interview.objects.filter(pk=interview.pk).update(extra_kinds=[AnswerKind.TEXT])
    takes.keep_text(interview, 2, SAID[1], now=timezone.now())
    said = Recording.objects.get(kept_by__interview=interview)
    words = tuple(Segment(0.4 * i, 0.4 * i + 0.3, word, 0.9) for i, word in enumerate(SAID[0].split()))
    hearing.keep(said, Transcript("en", "told", words))
    spans = [[0.0, 60.0]]
    Recording.objects.filter(pk=said.pk).update(prepared_at=timezone.now(), speech_spans=spans, duration=60)

    interview = handed_in(interview)
    assert interview.check_until is not None
    assert interview.scored_at is None
    sitting.finish_check(interview, is_skipped=True, now=timezone.now())
    triggers.words_checked(interview)
    work()

    view = report_of(interview)
    assert [one.words.source for one in view.answers if one.words] == [WordSource.RECOGNISED, WordSource.WRITTEN]
    assert scoring.spoken_then(interview.report.scoring) == scoring.spoken_answers(interview)


def test_what_was_left_out_is_told_and_what_it_asks_for_stays_unscored(connection: Connection, lever: Lever) -> None:
    job = a_job(the_host(connection), template=a_template("guest-service-short"))
    interview = sitting.begin(job, a_candidate(CAROL), now=timezone.now())
    over = timezone.now() - timedelta(hours=1)
    Interview.objects.filter(pk=interview.pk).update(extra_kinds=[AnswerKind.TEXT])
    Consent.objects.create(interview=interview, version="1", text_sha256="0" * 64, text="yes")
    takes.keep_text(interview, 1, SAID[0], now=timezone.now())
    Interview.objects.filter(pk=interview.pk).update(deadline_at=over)

    handed_in(interview)

    interview.refresh_from_db()
    left_out = "The candidate left this question without an answer"
    view = report_of(interview)
    assert [left_out in one.why_silent for one in view.answers] == [False, True]
    only_there = [
        skill.key
        for skill in interview.template_version.value.competencies
        if not any(skill.key in q.competencies for q in [sitting.question_at(interview, 1)[1]])
    ]
    reasons = {row.competency: row.reason for row in interview.report.scoring.skills.all()}
    assert only_there
    assert all(reasons[key].startswith(left_out) for key in only_there)
    note = in_lever(lever)[0][0]
    assert left_out in str(note)
