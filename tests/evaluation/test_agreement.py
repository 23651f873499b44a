import math
import random

import pytest

from paletter.evaluation import agreement, judging
from paletter.evaluation.agreement import Point
from paletter.evaluation.baselines import NullScorer
from paletter.evaluation.judging import One
from tests.evaluation.data import HELPFUL, RUBRICS, TOLD, CountsHelp, a_scorer, helpful_answers, idle_words, one, some

SERVICE = RUBRICS["service"]


def of_service(rated, scorer, **more):
    judged = judging.judge(rated.answers, [SERVICE], One(scorer))
    return agreement.of_skill(SERVICE, rated, judged, draws=500, **more)


def rated_as(*levels, text=TOLD):
    """One answer for each level, as long as it takes to be told apart, all by one rater."""
    return some(*(one(f"a{n}", f"{text} {n}", given={"r1": {"service": level}}) for n, level in enumerate(levels)))


def level_of(levels):
    return lambda text: levels[int(text.split()[-1])]


def test_a_scorer_that_reads_what_raters_read_agrees_and_beyond_words():
    found = of_service(helpful_answers(120), CountsHelp())

    assert found.scorer.r.value > 0.8
    assert found.scorer.beyond.low > 0.6
    assert found.scorer.r.low < found.scorer.r.value < found.scorer.r.high
    assert found.scorer.error < 0.4


def test_a_scorer_that_knows_nothing_comes_out_at_zero_within_its_interval():
    found = of_service(helpful_answers(200, writers=50), NullScorer())

    for estimate in (found.scorer.r, found.scorer.rho, found.scorer.beyond):
        assert estimate.low < 0 < estimate.high
        assert abs(estimate.value) < 0.2
    assert found.scorer.error > 1.0
    assert abs(found.scorer.kappa) < 0.15


def test_figures_are_those_of_a_hand_worked_example():
    rated, said = rated_as(1.0, 2.0, 3.0, 4.0), [2.0, 2.0, 3.0, 5.0]

    found = of_service(rated, a_scorer(level_of(said))).scorer

    # Deviations: rated -1.5 -.5 .5 1.5, said -1 -1 0 2; products 5, squares 5 and 6.
    assert found.r.value == pytest.approx(5 / math.sqrt(30))
    # Ranks: 1 2 3 4 and 1.5 1.5 3 4; the deviations' products are 4.5, squares 5 and 4.5.
    assert found.rho.value == pytest.approx(4.5 / math.sqrt(22.5))
    assert found.error == pytest.approx(0.5)
    assert found.band == pytest.approx(math.sqrt(0.5))
    # In half points: squared differences 4 0 0 4, mean 2; over all 16 couples their mean is 12.
    assert found.kappa == pytest.approx(1 - 2 / 12)
    assert found.n == 4


def test_word_count_and_mean_are_told_beside_on_the_same_answers():
    found = of_service(helpful_answers(80), CountsHelp())

    assert found.words.n == found.mean.n == found.scorer.n
    assert abs(found.words.r.value) < 0.4
    assert found.mean.r.value == 0.0
    assert found.words.beyond is None and found.mean.beyond is None


def test_where_length_is_all_that_raters_see_words_agree_and_a_scorer_of_words_adds_nothing_beyond():
    texts = [" ".join(idle_words(30 + 10 * (n % 17), random.Random(n))) for n in range(60)]  # noqa: S311
    rated = some(
        *(
            one(f"a{n}", text, given={"r1": {"service": 1.0 + (n % 17) / 4}}, writer=f"w{n % 20}")
            for n, text in enumerate(texts)
        )
    )
    found = of_service(rated, a_scorer(lambda text: min(5.0, 1.0 + math.log(len(text.split())) / 2)))

    assert found.words.r.value > 0.9
    assert abs(found.scorer.beyond.value) < 0.05


def test_what_is_unscored_is_counted_by_its_reason_without_its_details():
    rated = some(
        one("a1", "Too short."),
        one("a2", "Much too short."),
        one("a3", TOLD),
        one("a4", f"{TOLD} {HELPFUL[1]}"),
    )

    found = of_service(rated, CountsHelp())

    assert found.rated == 4
    assert found.unscored == 2
    assert found.share_unscored == 0.5
    assert found.reasons == {"There are too few words in this answer to judge it.": 2}


def test_what_gets_a_level_although_no_rater_saw_evidence_is_counted():
    nothing = {"r1": {"service": 0.0}, "r2": {"service": 0.0}}
    one_saw = {"r1": {"service": 0.0}, "r2": {"service": 2.0}}
    rated = some(one("a1", TOLD, given=nothing), one("a2", "Short.", given=nothing), one("a3", TOLD, given=one_saw))

    found = of_service(rated, CountsHelp())

    assert (found.no_evidence, found.levelled) == (2, 1)
    assert found.rated == 0


def test_of_two_answers_no_agreement_is_told():
    found = of_service(rated_as(1.0, 5.0), a_scorer(level_of([1.0, 5.0])))

    assert (found.scorer, found.words, found.mean) == (None, None, None)
    assert len(found.points) == 2


def test_calibration_tells_what_raters_gave_where_levels_round_to_the_same_half_point():
    points = [Point("1", 2.3, 3.0), Point("2", 2.6, 4.0), Point("3", 2.8, 1.0), Point("4", 5.0, 4.5)]

    bins = agreement.calibration(points)

    assert [(b.n, b.rated) for b in bins] == [(2, 3.5), (1, 1.0), (1, 4.5)]
    assert bins[0].level == pytest.approx(2.45)
    assert agreement.calibration([]) == ()
