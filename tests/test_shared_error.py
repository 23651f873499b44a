"""The share of errors that skills have in common is found again where it is known."""

import numpy as np
import pytest

from bench import fit_shared_error
from paletter.evaluation.ratings import RatedAnswer
from paletter.vocabulary.scores import CompetencyScore, Evidence
from tests.evaluation.data import RUBRICS
from tests.scorers.answers import GOOD


def made_up(share: float, *, bias: float = 0.0, writers: int = 4000) -> np.ndarray:
    """Return errors of six skills, of which such a share is the writer's."""
    random = np.random.default_rng(1)
    whole = np.sqrt(share) * random.normal(size=(writers, 1)) + np.sqrt(1 - share) * random.normal(size=(writers, 6))
    table = whole * np.linspace(0.4, 0.8, 6) + bias
    return np.where(random.random(table.shape) < 0.2, np.nan, table)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.8])
def test_the_share_that_errors_were_made_with_is_found(share):
    assert fit_shared_error.shared(made_up(share)) == pytest.approx(share, abs=0.03)


def test_its_interval_holds_it():
    low, high = fit_shared_error.interval(made_up(0.3, writers=200))

    assert low < 0.3 < high


def test_a_mean_error_that_all_skills_have_is_shared_and_can_be_taken_out():
    table = made_up(0.3, bias=0.5)

    assert fit_shared_error.shared(table) > 0.5
    assert fit_shared_error.shared(fit_shared_error.centred(table)) == pytest.approx(0.3, abs=0.03)


def test_with_the_share_fit_scores_tell_the_error_that_they_have():
    table = made_up(0.3)

    told, had = fit_shared_error.of_fit_scores(table, 0.3)

    assert told == pytest.approx(had, rel=0.03)
    assert fit_shared_error.of_fit_scores(table, 0.8)[0] > 1.2 * had


def test_a_skill_is_judged_from_the_answers_in_which_raters_saw_it_and_its_error_is_beside_their_mean():
    class Reads:
        name, version = "reads", "1"

        def __init__(self):
            self.read = []

        def score(self, answers, rubric):
            self.read += [answer.id for answer in answers]
            quote = Evidence(answers[0].id, answers[0].words[0].text, 0.0, 0.0)
            return CompetencyScore(rubric.competency.key, 4.0, 0.5, "So.", (quote,))

    answers = [
        RatedAnswer(str(n), "Why?", text, {"r1": {"service": level}})
        for n, (text, level) in enumerate(zip(GOOD, [2.0, 3.0, 0.0], strict=False))
    ]
    judge = Reads()

    assert fit_shared_error.error(judge, answers, RUBRICS["service"]) == pytest.approx(1.5)
    assert judge.read == ["0", "1"]
    assert np.isnan(fit_shared_error.error(judge, answers[2:], RUBRICS["service"]))
