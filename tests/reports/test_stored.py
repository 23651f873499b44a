"""A report read from the database."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from paletter.reports import stored
from paletter.reports.models import Report
from paletter.reports.report import ReportView, WordSource
from paletter.vocabulary.scores import FitScore, NoFitScore
from tests.cast import a_candidate, a_job
from tests.reports.cast import TOGETHER, UNHAPPY, a_full_report, an_unscored_report, correct

pytestmark = pytest.mark.django_db


class SomeSite:
    def recording(self, recording_id: UUID) -> str:
        return f"/r/{recording_id}"

    def poster(self, recording_id: UUID) -> str:
        return f"/poster/{recording_id}"

    def variant(self, recording_id: UUID) -> str:
        return f"/variant/{recording_id}"

    def captions(self, recording_id: UUID) -> str:
        return f"/r/{recording_id}.vtt"


def read(report: Report) -> ReportView:
    return stored.view(Report.objects.get(pk=report.pk), addresses=SomeSite())


def test_a_report_tells_who_what_and_by_which_template():
    view = read(a_full_report())

    assert view.candidate_name == "Carol Candidate"
    assert view.job_title == "Front of House Host"
    assert view.template_name == "General Hospitality FOH AI Template"
    assert view.fit == FitScore(3.9, 0.5)
    assert (view.scorer, view.scorer_version) == ("indicators", "2026.11")


def test_a_candidate_without_a_name_is_called_by_address():
    view = read(a_full_report(candidate=a_candidate("nameless@example.org", name="")))

    assert view.candidate_name == "nameless@example.org"


def test_skills_and_answers_come_in_the_templates_order():
    report = a_full_report()

    view = read(report)

    template = report.interview.template_version.value
    assert [skill.competency for skill in view.skills] == list(template.competencies)
    assert [answer.question for answer in view.answers] == [question.text for question in template.questions]


def test_every_quote_stands_in_the_words_that_are_shown():
    view = read(a_full_report())

    quotes = [evidence for skill in view.skills for evidence in skill.evidence]
    assert quotes
    for evidence in quotes:
        words = view.answer(evidence.answer_id).words
        assert words is not None
        assert evidence.quote.replace(",", "") in words.transcript.text.replace(",", "")


def test_an_unscored_skill_keeps_its_reason():
    teamwork = next(skill for skill in read(a_full_report()).skills if skill.competency.key == "teamwork")

    assert teamwork.scored is None
    assert teamwork.reason == "No answer shows how work was shared with others."


def test_a_corrected_answer_shows_the_correction_and_what_was_heard():
    answer = read(a_full_report()).answers[1]

    assert answer.words is not None
    assert answer.heard is not None
    assert (answer.words.source, answer.words.transcript.text) == (WordSource.CORRECTED, UNHAPPY)
    assert answer.words.share_changed == 0.12
    assert "bus room floated" in answer.heard.transcript.text


def test_words_corrected_after_scoring_do_not_push_out_those_that_were_scored():
    report = a_full_report()
    recording = report.interview.answers.get(position=4).kept
    correct(recording, "Something else entirely.", share_changed=1.0)

    answer = read(report).answers[3]

    assert answer.words is not None
    assert answer.words.transcript.text == TOGETHER


def test_an_answer_without_sound_says_so_and_still_plays():
    answer = read(a_full_report()).answers[4]

    assert answer.why_silent == "There is no sound in this recording."
    assert answer.recording is not None


def test_a_question_without_an_answer_says_so():
    report = a_full_report()
    report.interview.answers.filter(position=5).update(kept=None)

    answer = read(report).answers[4]

    assert answer.recording is None
    assert answer.why_silent == "The candidate left this question without an answer."


def test_a_recording_that_is_no_media_is_not_offered_for_playing():
    report = a_full_report()
    recording = report.interview.answers.get(position=5).kept
    recording.container = ""
    recording.save()

    assert read(report).answers[4].recording is None


def test_a_report_in_which_nothing_could_be_scored_says_why():
    view = read(an_unscored_report())

    assert view.fit == NoFitScore("Not enough evidence: no answer could be judged.")
    assert view.counted_skills == ()
    assert {skill.reason for skill in view.skills} == {"There is too little speech in the answers."}


def test_the_number_of_queries_does_not_grow_with_answers_and_quotes():
    full, bare = a_full_report(), an_unscored_report(a_job())

    counts = []
    for report in (full, bare):
        with CaptureQueriesContext(connection) as captured:
            read(report)
        counts.append(len(captured))

    assert counts[0] <= 14
    assert counts[0] - counts[1] <= 3  # no transcripts, evidence or remarks to fetch: three prefetches fewer
