from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from paletter.scores.fit import fit_score, high_fit, published
from paletter.vocabulary.scores import CompetencyScore, Evidence, FitScore, NoFitScore, Unscored

QUOTE = (Evidence("a", "I asked", 0.0, 1.0),)


def results(**levels: float | str):
    """A number is a level, a text the reason for none."""
    return {
        key: Unscored(key, level) if isinstance(level, str) else CompetencyScore(key, level, 0.5, "so", QUOTE)
        for key, level in levels.items()
    }


def test_the_fit_score_is_the_weighted_mean_of_the_levels():
    fit = fit_score(results(service=4.0, teamwork=2.0), {"service": 3.0, "teamwork": 1.0}, scorable_answers=3)

    assert fit.value == 3.5
    assert fit.out_of == 5


def test_an_unscored_skill_is_left_out_and_not_counted_as_low():
    fit = fit_score(results(a=4.0, b=4.0, c="not shown"), {"a": 1.0, "b": 1.0, "c": 1.0}, scorable_answers=3)

    assert fit.value == 4.0


def test_half_of_the_weight_is_enough_and_less_is_not():
    half = fit_score(results(a=4.0, b="not shown"), {"a": 1.0, "b": 1.0}, scorable_answers=3)
    less = fit_score(results(a=4.0, b="not shown"), {"a": 1.0, "b": 1.01}, scorable_answers=3)

    assert half.value == 4.0
    assert less == NoFitScore("Not enough evidence: skills with less than half of the weight could be scored.")


def test_a_skill_without_a_result_counts_as_unscored():
    assert isinstance(fit_score(results(a=4.0), {"a": 1.0, "b": 2.0}, scorable_answers=3), NoFitScore)


def test_a_result_that_has_no_weight_does_not_count():
    assert fit_score(results(a=2.0, b=5.0), {"a": 1.0}, scorable_answers=3).value == 2.0


def test_fewer_than_three_scorable_answers_are_not_enough():
    refused = fit_score(results(a=4.0), {"a": 1.0}, scorable_answers=2, questions=6)

    assert refused == NoFitScore("Not enough evidence: 2 answers could be scored, 3 are needed.")


def test_of_a_template_with_two_questions_both_must_be_scorable():
    one = fit_score(results(a=4.0), {"a": 1.0}, scorable_answers=1, questions=2)
    both = fit_score(results(a=4.0), {"a": 1.0}, scorable_answers=2, questions=2)

    assert one == NoFitScore("Not enough evidence: one answer could be scored, 2 are needed.")
    assert both.value == 4.0


def test_no_skills_at_all_give_no_score():
    assert isinstance(fit_score({}, {}, scorable_answers=3), NoFitScore)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(2.95, 3.0), (2.949999, 2.9), (2.25, 2.3), (3.05, 3.1), (1.0, 1.0), (5.0, 5.0)],
)
def test_halves_are_rounded_up_as_a_person_would(value, shown):
    assert published(value) == shown


def test_a_sum_that_is_half_way_but_for_binary_dust_is_rounded_up():
    assert published((2.9 + 3.0) / 2) == 3.0
    assert published((1.1 + 2.2 + 3.3 + 0.2) / 4 + 1.25) == 3.0


def test_high_is_what_is_published_as_three_or_more():
    assert high_fit(fit_score(results(a=2.9, b=3.0), {"a": 1.0, "b": 1.0}, scorable_answers=3))
    assert not high_fit(fit_score(results(a=2.9, b=2.9), {"a": 1.0, "b": 1.0}, scorable_answers=3))
    assert not high_fit(NoFitScore("not enough"))


def test_the_error_of_one_skill_is_its_band_and_more_skills_make_it_smaller_but_never_tiny():
    one = fit_score(results(a=3.0), {"a": 1.0}, scorable_answers=3)
    six = fit_score(results(**dict.fromkeys("abcdef", 3.0)), dict.fromkeys("abcdef", 1.0), scorable_answers=3)

    assert one.error == 0.5
    assert 0.5 * 0.5**0.5 < six.error < 0.5


levels = st.floats(1.0, 5.0)
some = st.dictionaries(st.sampled_from("abcdef"), levels, min_size=1)
weights = st.fixed_dictionaries({key: st.floats(0.1, 10.0) for key in "abcdef"})


def fit_of(scored: dict[str, float], weights_: dict[str, float]) -> FitScore:
    fit = fit_score(results(**scored), weights_, scorable_answers=3)
    assume(isinstance(fit, FitScore))
    return fit


@given(some, weights)
def test_the_value_lies_between_the_lowest_and_the_highest_level(scored, weights_):
    fit = fit_of(scored, weights_)

    assert published(min(scored.values())) <= fit.value <= published(max(scored.values()))


@given(some, weights)
def test_the_value_has_one_decimal(scored, weights_):
    assert Decimal(str(fit_of(scored, weights_).value)).as_tuple().exponent == -1


@given(some, weights, st.floats(0.5, 20.0))
def test_only_the_proportions_of_the_weights_matter(scored, weights_, factor):
    scaled = fit_score(results(**scored), {k: w * factor for k, w in weights_.items()}, scorable_answers=3)

    assert abs(fit_of(scored, weights_).value - scaled.value) <= 0.1 + 1e-9


@given(some, weights, st.sampled_from("abcdef"))
def test_a_higher_level_never_lowers_the_fit(scored, weights_, key):
    assume(key in scored)
    higher = {**scored, key: 5.0}

    assert fit_of(higher, weights_).value >= fit_of(scored, weights_).value


@given(some, weights, st.randoms())
def test_the_order_of_the_skills_does_not_matter(scored, weights_, random):
    keys = list(scored)
    random.shuffle(keys)

    assert fit_of({key: scored[key] for key in keys}, weights_) == fit_of(scored, weights_)


@given(some, weights)
def test_the_error_is_never_larger_than_the_largest_band(scored, weights_):
    assert 0 < fit_of(scored, weights_).error <= 0.5
