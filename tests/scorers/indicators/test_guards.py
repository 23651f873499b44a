"""The built-in scorer passes the suite of guards (paletter guard), and what more is promised of this scorer alone."""

import pytest

from paletter.evaluation.guards import suite
from paletter.evaluation.guards.changes import BLAND
from paletter.evaluation.guards.interviews import interviews
from paletter.evaluation.guards.suite import Verdict
from paletter.scorers.indicators.scorer import IndicatorsScorer
from paletter.scores.assess import assess, written
from paletter.vocabulary.scores import SpokenAnswer, Unscored
from tests.scorers.answers import GOOD, TEMPLATE, an_answer, an_interview, as_heard, levels

SCORER = IndicatorsScorer()
PLAIN = (
    "A guest at table nine was unhappy with her soup. I went to the table and asked her what was wrong with it. "
    "I took it back to the kitchen and brought her a new one. She thanked me and stayed for dessert."
)
RED = {
    "off_topic": "everyday facts raise two skills of one interview by .3 and .2, and one of another by .2",
    "as_if_done": "the scale told as if it had been done raises five levels by .3 to .9",
    "quotes_deleted": "without its quotes problem solving of one interview rises from 2.7 to 2.8",
}
"""Guards that the present version breaks. A version that keeps one makes its test fail until it is taken out here."""


@pytest.fixture(scope="module")
def verdict() -> Verdict:
    return suite.run(SCORER, interviews(TEMPLATE), TEMPLATE)


def marks(key: str):
    return [pytest.mark.xfail(strict=True, reason=RED[key])] if key in RED else []


KEYS = [pytest.param(guard.key, marks=marks(guard.key)) for guard in suite.guards(TEMPLATE)]


@pytest.mark.parametrize("key", KEYS)
def test_the_built_in_scorer_passes_every_guard(verdict, key):
    outcome = next(outcome for outcome in verdict.outcomes if outcome.key == key)

    assert outcome.holds, outcome.broken


def test_an_interview_said_twice_gets_the_very_same_levels():
    assert levels(assess(an_interview([f"{text} {text}" for text in GOOD]), TEMPLATE, SCORER)) == levels(
        assess(an_interview(), TEMPLATE, SCORER)
    )


def test_text_as_a_recogniser_gives_it_gets_the_very_same_levels():
    assert levels(assess(an_interview([as_heard(text) for text in GOOD]), TEMPLATE, SCORER)) == levels(
        assess(an_interview(), TEMPLATE, SCORER)
    )


@pytest.mark.parametrize("skill", [competency.key for competency in TEMPLATE.competencies])
def test_a_level_falls_when_the_quotes_for_the_person_are_deleted(skill):
    rubric = TEMPLATE.rubric(skill)
    answers = an_interview()
    before = SCORER.score(answers, rubric)
    cut = {answer.id: answer.text for answer in answers}
    for evidence in (evidence for evidence in before.evidence if not evidence.against):
        cut[evidence.answer_id] = cut[evidence.answer_id].replace(evidence.quote, " ").strip()

    after = SCORER.score([SpokenAnswer(a.id, a.question, written(cut[a.id]), a.competencies) for a in answers], rubric)

    assert isinstance(after, Unscored) or after.level <= before.level - 0.1


def test_what_is_judged_is_not_the_number_of_words():
    rubric = TEMPLATE.rubric("service")

    plain = SCORER.score([an_answer(PLAIN)], rubric).level
    padded = SCORER.score([an_answer(f"{BLAND} {PLAIN} {BLAND}")], rubric).level

    assert padded <= plain + 0.1
