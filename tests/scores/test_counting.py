"""Which level counts, and the fit score that people's levels make."""

import pytest

from paletter.assessments import shelf
from paletter.scores.counting import HUMAN_BAND, counting, fit_with_people
from paletter.scores.fit import fit_score
from paletter.vocabulary.scores import (
    Assessed,
    CompetencyScore,
    Evidence,
    FitScore,
    HumanLevel,
    LevelByPeople,
    NoFitScore,
    Unscored,
)
from tests.cast import NOON

QUOTE = (Evidence("a", "I asked", 0.0, 1.0),)
TEMPLATE = shelf.template("general-hospitality-foh")
SKILLS = tuple(TEMPLATE.weights)


def given(skill: str, level: float | None) -> HumanLevel:
    return HumanLevel(skill, level, "She said so herself.", "Alice", NOON)


def people(**levels: float | None) -> dict[str, HumanLevel]:
    return {skill: given(skill, level) for skill, level in levels.items()}


def judged(level: float | str, fit: FitScore | NoFitScore) -> Assessed:
    """A scorer's judgement with the same result for all skills of the template."""
    results = {
        skill: Unscored(skill, level) if isinstance(level, str) else CompetencyScore(skill, level, 0.6, "so", QUOTE)
        for skill in SKILLS
    }
    return Assessed(results, fit, "s", "1")


def test_without_a_persons_word_the_scorers_result_counts():
    results = {"service": Unscored("service", "not shown")}

    assert counting(results, {}) == results


def test_a_persons_level_counts_before_the_scorers():
    results = {"service": CompetencyScore("service", 4.2, 0.6, "so", QUOTE)}

    assert counting(results, people(service=3.0)) == {"service": LevelByPeople("service", 3.0, HUMAN_BAND)}


def test_a_person_may_judge_what_the_scorer_could_not():
    assert counting({"service": Unscored("service", "not shown")}, people(service=3.5))["service"].level == 3.5


def test_what_a_person_says_can_not_be_judged_is_unscored_and_names_nobody():
    results = {"service": CompetencyScore("service", 4.2, 0.6, "so", QUOTE)}

    counts = counting(results, people(service=None))["service"]

    assert isinstance(counts, Unscored)
    assert "Alice" not in counts.reason


def test_a_level_for_a_skill_that_is_not_judged_counts_for_nothing():
    assert counting({}, people(juggling=5.0)) == {}


def test_the_fit_score_is_made_of_what_counts():
    assessed = judged(4.0, FitScore(4.0, 0.4))
    all_threes = people(**dict.fromkeys(SKILLS, 3.0))

    fit = fit_with_people(assessed, all_threes, TEMPLATE, scorable_answers=6)

    assert fit.value == 3.0
    assert fit.error < HUMAN_BAND


def test_without_people_the_fit_score_is_the_scorers_own_also_where_its_rules_were_others():
    assert fit_with_people(judged(4.0, FitScore(3.3, 0.9)), {}, TEMPLATE, scorable_answers=0) == FitScore(3.3, 0.9)


def test_people_who_judged_half_of_the_weight_need_no_scorable_answers():
    nothing = judged("no sound", NoFitScore("Not enough evidence: no answer could be scored, 3 are needed."))
    half = people(**dict.fromkeys(SKILLS[:3], 3.0))

    assert isinstance(fit_with_people(nothing, half, TEMPLATE, scorable_answers=0), FitScore)


def test_people_who_judged_less_do_need_them():
    nothing = judged("no sound", NoFitScore("Not enough evidence: no answer could be scored, 3 are needed."))
    one = people(**{SKILLS[0]: 3.0})

    fit = fit_with_people(nothing, one, TEMPLATE, scorable_answers=2)

    assert fit == NoFitScore("Not enough evidence: 2 answers could be scored, 3 are needed.")


def test_skills_that_can_not_be_judged_may_leave_too_little_for_a_fit_score():
    nearly_all = people(**dict.fromkeys(SKILLS[:4], None))

    fit = fit_with_people(judged(4.0, FitScore(4.0, 0.4)), nearly_all, TEMPLATE, scorable_answers=6)

    assert isinstance(fit, NoFitScore)


def test_a_persons_level_weighs_as_its_skill_does():
    levels = {"a": LevelByPeople("a", 5.0, 0.5), "b": CompetencyScore("b", 1.0, 0.5, "so", QUOTE)}

    assert fit_score(levels, {"a": 3.0, "b": 1.0}, scorable_answers=3).value == 4.0


@pytest.mark.parametrize("level", [0.5, 5.5, 3.3, -1.0])
def test_people_give_half_points_of_one_to_five(level: float):
    with pytest.raises(ValueError, match="half point"):
        given("service", level)


def test_a_persons_level_needs_its_reason():
    with pytest.raises(ValueError, match="reason"):
        HumanLevel("service", 3.0, "", "Alice", NOON)
