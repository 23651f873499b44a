import hashlib
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paletter.scorers.indicators.behaviours import RULES, SKILLS, rules
from paletter.scorers.indicators.model import MODEL, SkillModel, model

A_MODEL = SkillModel(
    intercept=2.0, coefficients={"need": 0.5, "asked": 1.0, "rich": 9.0}, band=0.4, several_answers=0.3
)


def test_a_level_is_the_intercept_and_a_part_for_each_behaviour():
    assert A_MODEL.level({"need", "asked"}, answers=1) == 3.5


def test_a_claim_without_an_example_is_never_above_two_and_a_half():
    high = SkillModel(3.4, {"need": 0.5}, 0.4)

    assert high.level((), answers=1) == 2.5
    assert high.level({"need"}, answers=1) == 3.9


def test_more_answers_give_more_room_so_the_same_weighs_less():
    assert A_MODEL.level({"asked"}, answers=2) == 2.7
    assert A_MODEL.level({"asked"}, answers=4) == 2.4


def test_a_level_stays_within_one_and_five():
    assert A_MODEL.level({"rich"}, answers=1) == 5.0
    assert SkillModel(0.2, {}, 0.4).level((), answers=1) == 1.0


@pytest.mark.parametrize("skill", SKILLS)
def test_the_shipped_model_has_a_coefficient_for_every_behaviour_and_for_nothing_else(skill):
    known = {behaviour.key for behaviour in (*rules()[skill].own, *rules()[skill].story)}

    assert set(model().skills[skill].coefficients) == known


@pytest.mark.parametrize("skill", SKILLS)
def test_no_behaviour_lowers_a_level_and_everything_together_comes_near_a_five(skill):
    trained = model().skills[skill]

    assert min(trained.coefficients.values()) >= 0
    assert trained.level(trained.coefficients, answers=1) >= 4.3
    assert 0.2 < trained.band < 0.8


@given(st.sampled_from(SKILLS), st.data())
def test_showing_more_never_lowers_a_level(skill, data):
    trained = model().skills[skill]
    keys = sorted(trained.coefficients)
    less = data.draw(st.sets(st.sampled_from(keys)))
    more = less | data.draw(st.sets(st.sampled_from(keys)))

    assert trained.level(less, answers=2) <= trained.level(more, answers=2)


def test_the_shipped_model_was_trained_with_the_shipped_rules():
    """Whoever changes a rule must train anew: python bench/train_indicators.py."""
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(RULES.glob("*.toml")))).hexdigest()

    assert tomllib.loads(MODEL.read_text(encoding="utf-8"))["rules_sha256"] == digest
