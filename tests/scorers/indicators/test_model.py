import pytest

from paletter.scorers.indicators.catalogue import SKILLS, catalogue, counting_for
from paletter.scorers.indicators.model import LEAST_EFFECT, SkillModel, bounded, model, together

WEIGHTS = SkillModel(start=2.5, coefficients={"Sn": 0.5, "Sk": 1.0, "Si": -1.0, "Sa": 0.1}, band=0.6)


def test_a_level_is_where_it_starts_plus_what_is_shown_as_surely_as_it_is_shown():
    assert WEIGHTS.level({"Sn": 1.0, "Sk": 0.5}) == 3.5
    assert WEIGHTS.level({"Si": 0.8}) == 1.7


def test_what_weighs_nothing_or_next_to_nothing_counts_nothing():
    assert WEIGHTS.effects({"Sa": 0.3, "Px": 1.0}) == {}
    assert WEIGHTS.effects({"Sa": 1.0}) == {"Sa": 0.1}
    assert 0 < LEAST_EFFECT <= 0.05


@pytest.mark.parametrize(("level", "kept"), [(0.2, 1.0), (5.7, 5.0), (3.14, 3.1)])
def test_levels_stay_within_the_scale_in_tenths(level, kept):
    assert bounded(level) == kept


def test_several_parts_make_it_surer_and_never_quite_certain():
    assert together([0.5, 0.5], answers=1, spread_out=1.0) == pytest.approx(0.75)
    assert together([], answers=3, spread_out=0.5) == 0


def test_over_several_answers_one_part_weighs_less_as_far_as_the_skill_asks_it_of_each():
    assert together([0.5], answers=4, spread_out=0.0) == pytest.approx(0.5)
    assert together([0.5], answers=4, spread_out=0.5) < 0.5
    assert together([0.5], answers=4, spread_out=1.0) < together([0.5], answers=4, spread_out=0.5)


@pytest.mark.parametrize("skill", SKILLS)
def test_what_speaks_for_a_skill_never_takes_off_and_what_speaks_against_it_never_adds(skill):
    kinds = {kind.code: kind for kind in counting_for(skill)}

    assert set(model().skills[skill].coefficients) == set(kinds)
    for code, weight in model().skills[skill].coefficients.items():
        assert weight <= 0 if kinds[code].against else weight >= 0


def test_no_coefficient_stands_for_length():
    assert {code for skill in model().skills.values() for code in skill.coefficients} <= set(catalogue())
