"""Stored sentences and figures of a report in the language of whoever reads it."""

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.utils import translation

from paletter.reports import report, stored, wording
from paletter.scorers import gates
from paletter.scorers.indicators import explaining
from paletter.scorers.indicators import scorer as indicators
from paletter.scorers.language_model import scorer as language_model
from paletter.scorers.language_model import verdict
from paletter.scores import assess, counting, evidence, fit, people_alone
from paletter.vocabulary.scores import NoFitScore

KEPT_AS_THEY_ARE = [
    people_alone.REASON,
    people_alone.NO_FIT,
    counting.NOT_TO_BE_JUDGED,
    evidence.NOT_SAID,
    assess.NOT_ASKED,
    assess.NO_ANSWERS,
    indicators.NO_RULES,
    indicators.NOT_ASKED,
    indicators.NOT_SHOWN,
    explaining.CLAIMED,
    language_model.NOT_ASKED,
    language_model.NO_WORDS,
    verdict.NOT_SHOWN,
    gates.NO_WORDS,
    gates.NEEDS_BETTER_TRANSCRIPT,
    gates.REPEATS,
    gates.READ_ALOUD,
    stored.NOT_RECORDED,
    report.AnswerView("a", 1, "What happened?").why_silent,
]


@pytest.mark.parametrize("sentence", KEPT_AS_THEY_ARE)
def test_what_is_stored_in_always_the_same_words_is_read_in_german(sentence: str) -> None:
    with translation.override("de"):
        said = wording.in_readers_language(sentence)

    assert said != sentence
    assert "<span" not in said
    assert wording.in_readers_language(sentence) == sentence


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (
            gates.TOO_LITTLE_SPEECH.format(seconds=4.4, needed=10.0),
            "In dieser Antwort wird zu wenig gesprochen, um sie zu beurteilen (4 Sekunden; nötig sind 10).",
        ),
        (
            gates.TOO_FEW_WORDS.format(count=7, needed=20),
            "Diese Antwort hat zu wenige Wörter, um sie zu beurteilen (7; nötig sind 20).",
        ),
    ],
)
def test_what_differs_is_filled_in_again(sentence: str, said: str) -> None:
    with translation.override("de"):
        assert wording.in_readers_language(sentence) == said


@pytest.mark.parametrize(("answers", "told"), [(0, "keine Antwort"), (1, "eine Antwort"), (2, "2 Antworten")])
def test_why_there_is_no_fit_score_is_read_in_german(answers: int, told: str) -> None:
    none = fit.fit_score({}, {"service": 1.0}, scorable_answers=answers)
    assert isinstance(none, NoFitScore)

    with translation.override("de"):
        assert wording.in_readers_language(none.reason) == (f"Zu wenige Belege: bewertbar ist {told}, nötig sind 3.")


def test_what_a_scorer_composed_stays_and_is_marked_as_english() -> None:
    with translation.override("de"):
        said = wording.in_readers_language("Tells what was <needed>.")

    assert said == '<span lang="en">Tells what was &lt;needed&gt;.</span>'
    assert wording.in_readers_language("Tells what was <needed>.") == "Tells what was <needed>."


def test_nothing_stays_nothing() -> None:
    with translation.override("de"):
        assert wording.in_readers_language("") == ""


def test_figures_and_moments_are_written_as_they_are_where_they_are_read() -> None:
    evening = datetime(2026, 3, 1, 23, 30, tzinfo=timezone(-timedelta(hours=2)))

    assert (wording.figure(4.25), wording.moment(evening)) == ("4.2", "2 March 2026, 01:30 UTC")
    with translation.override("de"):
        assert (wording.figure(4.25), wording.moment(evening)) == ("4,2", "2. März 2026, 01:30 UTC")
    assert wording.moment(evening.astimezone(UTC)) == wording.moment(evening)


def test_no_known_sentence_has_a_gap_without_a_name() -> None:
    assert [sentence for sentence in wording.KNOWN if re.search(r"\{\W*\}", sentence)] == []
