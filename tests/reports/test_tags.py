"""The two tags, to the letter."""

from paletter.reports.tags import FIT_3_PLUS, READY, tags_for
from paletter.vocabulary.scores import CompetencyScore, Evidence, FitScore, NoFitScore, Unscored

SCORED = CompetencyScore("service", 3.8, 0.6, "why", (Evidence("a", "I noticed", 1.0, 2.0),))
UNSCORED = Unscored("teamwork", "no answer shows it")


def test_the_texts_are_those_that_recruiters_search_for() -> None:
    assert READY == "Paletter AI Assessment Ready"
    assert FIT_3_PLUS == "Paletter AI Fit Check Score: 3+ out of 5"


def test_a_fit_of_three_earns_both_tags() -> None:
    assert tags_for(results=[SCORED], fit=FitScore(3.0, 0.5)) == (READY, FIT_3_PLUS)


def test_a_fit_just_below_three_earns_the_first_only() -> None:
    assert tags_for(results=[SCORED], fit=FitScore(2.9, 0.5)) == (READY,)


def test_scored_skills_without_a_fit_are_ready() -> None:
    assert tags_for(results=[SCORED, UNSCORED], fit=NoFitScore("Not enough evidence.")) == (READY,)


def test_an_interview_in_which_nothing_could_be_judged_is_not_called_ready() -> None:
    assert tags_for(results=[UNSCORED], fit=NoFitScore("Not enough evidence.")) == ()
