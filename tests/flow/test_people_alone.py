"""Where people alone judge, no scorer is ever asked; report and note say so, and it counts against nobody."""

from typing import Any

import pytest
from django.core import mail

from paletter import plugins
from paletter.flow import advance, concluding, queue, rescoring, triggers
from paletter.flow.letters import letter_for
from paletter.flow.steps import requests as letters
from paletter.interviews import another_way as ways
from paletter.interviews.another_way import Kind
from paletter.interviews.models import Interview
from paletter.reports import layout, standalone, stored
from paletter.reports.models import Report
from paletter.writeback.models import Delivery
from tests.cast import NOON, a_recruiter
from tests.flow.heard import SAID, a_heard_interview, waiting

pytestmark = pytest.mark.django_db(transaction=True)


class NeverAsked:
    name, version = "never", "1"

    def score(self, answers: Any, rubric: Any) -> Any:
        raise AssertionError("a scorer was asked")


class Nowhere:
    def recording(self, recording_id: Any) -> str:
        return "/r"

    captions = recording


def due(**fields: Any) -> Interview:
    return a_heard_interview(SAID, checked_at=NOON, check_until=NOON, **fields)


def concluded(**fields: Any) -> Interview:
    interview = due(**fields)
    concluding.conclude(interview.pk, scorer=NeverAsked(), now=NOON)
    return interview


def test_no_scorer_is_asked_and_no_level_is_given() -> None:
    interview = concluded(is_human_only=True)

    scoring = interview.scorings.get()
    assert (scoring.scorer, scoring.fit_value) == ("people", None)
    assert {skill.level for skill in scoring.skills.all()} == {None}


def test_the_report_says_so_plainly() -> None:
    concluded(is_human_only=True)

    page = standalone.render_html(stored.view(Report.objects.get(), addresses=Nowhere()))

    assert "No software scored this interview: people alone judge it" in page
    assert "neither for nor against anybody" in page
    assert "Scored by" not in page
    assert "Not scored" not in page


def test_the_note_says_so_and_no_tag_claims_a_score() -> None:
    concluded(is_human_only=True)

    letter = letter_for(Delivery.objects.get())

    assert "people alone judge it" in letter.note
    assert "Scored by software" not in letter.note
    assert letter.tags == ()


def test_while_somebody_waits_to_hear_who_judges_nothing_is_scored() -> None:
    interview = due()
    way, _ = ways.ask(interview, Kind.HUMAN_ONLY, words="", now=NOON)

    concluding.conclude(interview.pk, scorer=NeverAsked(), now=NOON)
    advance.advance(interview.pk)

    assert not interview.scorings.exists()
    assert waiting(step=queue.SCORE_INTERVIEW.name) == []
    assert interview.pk not in advance.expected_to_move(now=NOON)

    declined = ways.answer(way, is_granted=False, words="Nobody is free.", by=a_recruiter(), now=NOON)
    triggers.another_way_answered(declined)

    assert waiting(step=queue.SCORE_INTERVIEW.name) == [None]
    assert interview.pk in advance.expected_to_move(now=NOON)


def test_words_are_still_written_down_while_somebody_waits_for_the_answer() -> None:
    interview = a_heard_interview(heard_at=None)
    ways.ask(interview, Kind.HUMAN_ONLY, words="", now=NOON)

    advance.advance(interview.pk)

    assert waiting(step=queue.OPEN_CHECK.name) == [None]
    assert interview.pk in advance.expected_to_move(now=NOON)


def test_taking_the_request_back_lets_scoring_go_on() -> None:
    interview = due()
    way, _ = ways.ask(interview, Kind.HUMAN_ONLY, words="", now=NOON)

    ways.take_back(way, now=NOON)
    triggers.another_way_taken_back(way)

    assert waiting(step=queue.SCORE_INTERVIEW.name) == [None]


@pytest.mark.parametrize("happens", ["asked", "granted"])
def test_what_a_scorer_made_meanwhile_is_never_kept(happens: str) -> None:
    interview = due()
    real = plugins.scorer()

    class Interrupted:
        name, version, is_first = real.name, real.version, True

        def score(self, answers: Any, rubric: Any) -> Any:
            if self.is_first:
                self.is_first = False
                way, _ = ways.ask(interview, Kind.HUMAN_ONLY, words="", now=NOON)
                if happens == "granted":
                    ways.answer(way, is_granted=True, words="", by=a_recruiter(), now=NOON)
            return real.score(answers, rubric)

    concluding.conclude(interview.pk, scorer=Interrupted(), now=NOON)

    assert [row.scorer for row in interview.scorings.all()] == (["people"] if happens == "granted" else [])


def test_it_is_never_scored_later_either() -> None:
    interview = concluded(is_human_only=True)
    wish = rescoring.Wish(scorer=NeverAsked(), newest_template=False, is_kept=True, is_published=True)

    (outcome,) = rescoring.score_again([Report.objects.get().pk], wish, now=NOON)

    assert isinstance(outcome, rescoring.Left)
    assert interview.scorings.count() == 1


# --- what was granted for one person reaches no scorer, report or note ---


class Listening:
    def __init__(self) -> None:
        self.heard: list[Any] = []
        self.scorer = plugins.scorer()
        self.name, self.version = self.scorer.name, self.scorer.version

    def score(self, answers: Any, rubric: Any) -> Any:
        self.heard += [(a.question, a.words, a.timing, a.language, a.is_trusted) for a in answers]
        return self.scorer.score(answers, rubric)


def test_time_kinds_and_requests_of_one_person_change_nothing_in_scorer_report_and_note() -> None:
    def told(**fields: Any) -> tuple[Any, Any, str]:
        interview, scorer = due(**fields), Listening()
        if fields:
            way, _ = ways.ask(interview, Kind.OTHER, words="UNUSUAL-WORDS", now=NOON)
            ways.answer(way, is_granted=True, words="UNUSUAL-ANSWER", by=a_recruiter(), now=NOON)
        concluding.conclude(interview.pk, scorer=scorer, now=NOON)
        report = Report.objects.get()
        page = layout.lay_out(stored.view(report, addresses=Nowhere()), link=lambda answer, second: "")
        note = letter_for(Delivery.objects.get()).note.replace(str(report.key), "KEY")
        report_text = str(page)
        Delivery.objects.all().delete()
        report.delete()
        interview.delete()
        interview.job.posting.job.delete()
        return scorer.heard, report_text, note

    plain = told()
    extra = told(time_factor=2.0, extra_kinds=["text", "audio"], deadline_at=NOON.replace(year=2027), reopened_at=NOON)

    assert extra == plain
    assert "UNUSUAL" not in extra[1] + extra[2]


# --- letters ---


def test_members_are_told_that_there_is_a_request_and_nothing_of_its_words(settings: Any) -> None:
    a_recruiter()
    way, _ = ways.ask(a_heard_interview(submitted_at=None, heard_at=None), Kind.OTHER, words="I am deaf.", now=NOON)

    letters.tell_members(way_id=way.pk)

    (letter,) = mail.outbox
    assert letter.to == ["alice@example.org"]
    assert f"{settings.BASE_URL}/requests/{way.pk}" in letter.body
    assert "deaf" not in letter.body + letter.subject
    assert "Carol" not in letter.body + letter.subject


def test_the_candidate_is_told_of_the_answer_in_their_own_language(settings: Any) -> None:
    interview = a_heard_interview(submitted_at=None, heard_at=None)
    interview.candidate.language = "de"
    interview.candidate.save()
    way, _ = ways.ask(interview, Kind.TEXT, words="", now=NOON)
    ways.answer(way, is_granted=True, words="Gladly.", by=a_recruiter(), now=NOON)

    letters.tell_candidate(way_id=way.pk)

    (letter,) = mail.outbox
    assert letter.to == ["carol.candidate@example.org"]
    assert letter.subject == "Fjord Hotel Group hat Ihre Anfrage beantwortet"
    assert f"{settings.BASE_URL}/i/{interview.key}/another-way" in letter.body


def test_a_request_that_was_settled_meanwhile_or_erased_tells_nobody() -> None:
    interview = a_heard_interview(submitted_at=None, heard_at=None)
    way, _ = ways.ask(interview, Kind.TEXT, words="", now=NOON)
    ways.take_back(way, now=NOON)

    letters.tell_members(way_id=way.pk)
    letters.tell_members(way_id=way.pk + 1)
    letters.tell_candidate(way_id=way.pk + 1)

    assert mail.outbox == []
