"""Levels as sums that a person can check."""

from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from paletter.reports.summing import LIMITED, ROUNDED, TOO_HIGH, TOO_LOW, LevelSum, level_sum
from paletter.vocabulary.scores import CompetencyScore, Evidence, Term

QUOTE = (Evidence("a", "I asked", 0.0, 1.0),)


def a_sum(level: float, *effects: float) -> LevelSum:
    terms = tuple(Term(f"term {number}", effect) for number, effect in enumerate(effects))
    found = level_sum(CompetencyScore("service", level, 0.5, "so", QUOTE, terms))
    assert found is not None
    return found


def as_read(told: LevelSum) -> Decimal:
    """Add up what stands on the page, as a person would."""
    figures = [summand.figure for summand in told.summands] + [told.closing_figure]
    return sum((Decimal(figure.replace("\N{MINUS SIGN}", "-")) for figure in figures), Decimal(0))


def test_a_level_without_terms_is_no_sum():
    assert level_sum(CompetencyScore("service", 3.0, 0.5, "so", QUOTE)) is None


def test_what_adds_up_needs_no_closing():
    told = a_sum(4.2, 2.1, 1.2, 0.9)

    assert (told.total, told.why_closing, told.level_figure) == ("4.20", "", "4.2")


def test_the_last_hundredths_are_rounding():
    told = a_sum(3.3, 2.104, 1.17)

    assert (told.total, told.closing_figure, told.why_closing) == ("3.27", "+0.03", ROUNDED)


def test_what_lies_above_five_or_below_one_is_held_there():
    assert (a_sum(5.0, 2.0, 4.1).why_closing, a_sum(5.0, 2.0, 4.1).closing_figure) == (TOO_HIGH, "−1.10")
    assert a_sum(1.0, 2.0, -2.4).why_closing == TOO_LOW


def test_a_level_that_a_rule_holds_below_its_sum_says_so():
    assert a_sum(2.5, 3.4).why_closing == LIMITED


def test_what_was_looked_for_and_not_found_is_no_summand():
    told = a_sum(2.1, 2.1, 0.0, 0.0)

    assert len(told.summands) == 1
    assert [term.name for term in told.not_shown] == ["term 1", "term 2"]


def test_a_sum_may_start_from_nothing():
    assert [summand.figure for summand in a_sum(3.0, 0.0, 3.0).summands] == ["+0.00", "+3.00"]


@given(st.lists(st.floats(-3, 4), min_size=1, max_size=12))
@example([1.96484375, 1.96484375, 1.62109375, -1.0])
def test_the_figures_shown_always_add_up_to_the_level_shown(effects: list[float]):
    level = min(5.0, max(1.0, sum(effects)))

    told = a_sum(level, *effects)

    assert as_read(told) == Decimal(told.level_figure)
    assert bool(told.why_closing) == (told.closing != 0)
    assert told.why_closing != LIMITED
