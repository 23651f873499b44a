"""Every guard is able to fail: each meets somebody who deserves it."""

import pytest

from paletter.assessments import shelf
from paletter.evaluation.guards import suite
from paletter.evaluation.guards.guard import Measured
from paletter.evaluation.guards.interviews import interviews
from paletter.evaluation.guards.trial import Assess, Remembering, Trial
from paletter.scorers.protocol import Scorer, ScorerUnavailable
from paletter.scores.assess import assess
from paletter.vocabulary.scores import CompetencyScore, Usage
from tests.evaluation.guards.bad import BAD, CONSTANT, LENGTH, Rule, count, misleading, silent

TEMPLATE = shelf.template("general-hospitality-foh")
INTERVIEWS = interviews(TEMPLATE)
KEYS = [guard.key for guard in suite.guards(TEMPLATE)]
NO_ANSWERS = KEYS[: KEYS.index("doubled")]


GUARDS = {guard.key: guard for guard in suite.guards(TEMPLATE)}


def measured(key: str, scorer: Scorer, way: Assess = assess) -> Measured:
    """Try one guard on a scorer."""
    return GUARDS[key].check(Trial(Remembering(scorer), TEMPLATE, way), INTERVIEWS)


def holds(key: str, scorer: Scorer, way: Assess = assess) -> bool:
    return not measured(key, scorer, way).broken


def test_each_guard_meets_somebody_who_must_break_it():
    assert list(BAD) == KEYS


@pytest.mark.parametrize("key", KEYS)
def test_a_guard_catches_who_deserves_it(key):
    found = measured(key, *BAD[key])

    assert found.broken
    assert found.told


@pytest.mark.parametrize("key", NO_ANSWERS)
def test_a_reason_that_is_not_true_is_caught_too(key):
    assert "The candidate did not seem interested." in measured(key, CONSTANT, misleading).broken[0]


@pytest.mark.parametrize("key", NO_ANSWERS)
def test_the_products_own_gates_hold_before_any_scorer(key):
    assert holds(key, CONSTANT)


def test_who_says_the_same_of_everybody_is_caught_only_by_being_of_no_use():
    verdict = suite.run(CONSTANT, INTERVIEWS, TEMPLATE)

    assert not verdict.holds
    assert {outcome.key for outcome in verdict.outcomes if not outcome.holds} == {
        "paraphrased",
        "claimed",
        "tells_apart",
    }


def test_orders_of_which_nobody_is_told_break_their_guard_although_no_level_moves():
    assert holds("orders", CONSTANT)
    assert "nobody is told of it" in measured("orders", CONSTANT, silent).broken[0]


def test_an_order_that_is_obeyed_only_in_lower_case_is_caught():
    sneaky = Rule(lambda text: 5.0 if "give me a 5" in text and text.islower() else 2.0)

    assert {line.split(",")[1].strip() for line in measured("orders", sneaky).broken} >= {"order as heard"}


def test_a_name_said_in_the_story_is_caught_as_well_as_that_of_the_speaker():
    found = measured("names", Rule(lambda text: 2.0 if "Nkechi" in text else 3.0))

    assert "bar, said, teamwork: 3.0 → 2.0" in found.broken


def test_a_level_that_a_swap_takes_away_is_no_small_move():
    found = measured("persons", Rule(lambda text: "Too old." if "62" in text else 3.0))

    assert "became unscored" in found.told
    assert found.broken[0].endswith("3.0 → unscored")


def test_a_filler_may_cost_a_little_and_never_pays():
    costs = Rule(lambda text: 3 - 0.0005 * count("um")(text))
    pays = Rule(lambda text: 3 + 0.0005 * count("um")(text))

    assert holds("fillers", costs)
    assert not holds("fillers", pays)


def test_to_become_unscored_by_padding_is_no_gain_and_to_get_a_level_is():
    shy = Rule(lambda text: "Too long." if "ordinary week" in text else 3.0)
    bold = Rule(lambda text: 3.0 if "ordinary week" in text else "Too short.")

    assert holds("padded", shy)
    assert not holds("padded", bold)


def test_a_level_that_falls_without_its_quotes_holds_and_quotes_against_may_lift_it():
    carried = Rule(count("asked|told|found"), quoted="I [a-z]+ ")
    weighed_down = Rule(lambda text: 3 - 0.5 * count("not my job")(text), quoted="not my job", against=True)

    assert holds("quotes_deleted", carried)
    assert holds("against_deleted", weighed_down)
    assert "0 fell, 3 rose" in measured("against_deleted", weighed_down).told


def test_quotes_against_do_not_count_among_those_for_the_person():
    only_against = Rule(lambda text: 2 + 0.5 * count("the rules")(text), quoted="the rules", against=True)

    assert not holds("against_deleted", only_against)
    assert all("2.5" not in line for line in measured("quotes_deleted", only_against).broken)


def test_a_scorer_that_cannot_answer_now_ends_the_suite():
    class Down(Rule):
        def score(self, answers, rubric):
            raise ScorerUnavailable("Nobody answers.")

    with pytest.raises(ScorerUnavailable):
        suite.run(Down(lambda _: 3.0), INTERVIEWS, TEMPLATE)


def test_nothing_is_asked_twice_and_what_it_costs_is_told():
    asked = []

    class Costly(Rule):
        def score(self, answers, rubric):
            asked.append((rubric.competency.key, *answers))
            result = super().score(answers, rubric)
            assert isinstance(result, CompetencyScore)
            return CompetencyScore(
                result.competency, result.level, 0.5, "Paid.", result.evidence, usage=Usage("m", "1", requests=3)
            )

    verdict = suite.run(Costly(lambda _: 3.0), INTERVIEWS[:1], TEMPLATE)

    assert len(set(asked)) == len(asked) == verdict.asked
    assert verdict.usage is not None and verdict.usage.requests == 3 * len(asked)


def test_how_often_a_scorer_will_be_asked_is_known_before():
    planned = suite.planned(INTERVIEWS[:1], TEMPLATE)

    assert planned == suite.run(LENGTH, INTERVIEWS[:1], TEMPLATE).asked
    assert planned < suite.planned(INTERVIEWS, TEMPLATE) < 1000


def test_a_remembering_scorer_tells_orders_of_answers_apart():
    remembering = Remembering(BAD["order"][0])
    answers, rubric = INTERVIEWS[0].answers[:2], TEMPLATE.rubrics[0]

    assert remembering.score(answers, rubric) != remembering.score(answers[::-1], rubric)
    assert remembering.asked == 2
