import math

import pytest

from paletter.evaluation import baselines
from paletter.evaluation.baselines import NullScorer, trained_on_words
from paletter.vocabulary.scores import CompetencyScore, Unscored
from tests.evaluation.data import RUBRICS, one
from tests.scorers.answers import GOOD, an_answer
from tests.scorers.conversation import ScorerConversation


class TestNull(ScorerConversation):
    def scorer(self):
        return NullScorer()

    # Whatever is added makes another text, and so another level: that is what makes it worthless.
    test_the_order_of_the_answers_changes_no_level = None
    test_an_order_to_the_scorer_gains_nothing = None
    test_names_places_and_ages_change_no_level = None


def of_lengths(*pairs):
    return [one(f"a{words}", "word " * words, given={"r1": {"service": level}}) for words, level in pairs]


def test_levels_at_random_are_the_same_for_the_same_text_and_spread_over_the_scale():
    texts = [f"{text} {number}" for text in GOOD for number in range(40)]
    levels = [NullScorer().score([an_answer(text)], RUBRICS["service"]).level for text in texts]

    assert levels[0] == NullScorer().score([an_answer(texts[0])], RUBRICS["service"]).level
    assert set(levels) == set(baselines.HALF_POINTS)
    assert NullScorer(seed=2).version != NullScorer().version


def test_a_word_counter_learns_a_line_from_the_logarithm_of_words():
    scorer = trained_on_words(of_lengths((10, 1.0), (100, 2.0), (1000, 3.0)))

    result = scorer.score([an_answer("word " * 50), an_answer("word " * 50)], RUBRICS["service"])

    assert isinstance(result, CompetencyScore)
    assert result.level == pytest.approx(2.0)
    assert scorer.score([an_answer("word " * 10**6)], RUBRICS["service"]).level == 5.0


def test_a_word_counter_leaves_unscored_what_nobody_rated():
    scorer = trained_on_words(of_lengths((10, 1.0), (100, 2.0), (1000, 3.0)))

    assert isinstance(scorer.score([an_answer("word " * 50)], RUBRICS["teamwork"]), Unscored)


def test_two_rated_answers_make_no_line():
    assert baselines.line(of_lengths((10, 1.0), (100, 2.0)), "service") is None


def test_answers_of_one_length_make_a_level_line():
    answers = [one(f"a{n}", "word " * 20, given={"r1": {"service": level}}) for n, level in enumerate((1.0, 2.0, 3.0))]

    line = baselines.line(answers, "service")

    assert (line.start, line.slope) == (2.0, 0.0)
    assert line.error == pytest.approx(math.sqrt(2 / 3))


def test_the_average_is_that_of_answers_with_a_level():
    answers = [*of_lengths((10, 1.0), (20, 4.0)), one("a0", given={"r1": {"service": 0.0}})]

    assert baselines.average(answers, "service") == 2.5
