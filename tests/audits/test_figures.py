"""The tables of an audit, worked by hand: the arithmetic stands beside each figure."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paletter.audits.figures import Figures, Group, Scored, Table, figures


def people(count: int, *, fit: float | None, sex: str = "", race: str = "", **more: float) -> list[Scored]:
    return [Scored(sex=sex, race_ethnicity=race, fit=fit, **more)] * count


def table(found: Figures, key: str) -> Table:
    return next(table for table in found.tables if table.key == key)


def group(found: Figures, key: str, *names: str) -> Group:
    return next(group for group in table(found, key).groups if group.names == names)


# 20 women: 12 at 3.5 and 8 at 2.0; 25 men: 10 at 3.0, 10 at 2.9 and 5 without a score.
STORY = [
    *people(12, sex="Female", race="Asian", fit=3.5),
    *people(8, sex="Female", race="White", fit=2.0),
    *people(10, sex="Male", race="White", fit=3.0),
    *people(10, sex="Male", race="Asian", fit=2.9),
    *people(5, sex="Male", race="White", fit=None),
]


def test_selected_are_those_at_three_or_more_of_all_who_were_scored() -> None:
    found = figures(STORY)

    women, men = group(found, "sex", "Female"), group(found, "sex", "Male")
    assert women.selection and men.selection and men.selection.comparison
    assert women.selection.rate.value == pytest.approx(12 / 20)
    assert women.selection.is_highest
    assert men.selection.rate.value == pytest.approx(10 / 25)
    assert men.selection.comparison.ratio == pytest.approx((10 / 25) / (12 / 20))  # .67
    assert men.selection.comparison.is_below_four_fifths


def test_the_scoring_rate_is_the_share_above_the_median_of_those_with_a_score() -> None:
    # In order: 8 × 2.0, 10 × 2.9, 10 × 3.0, 12 × 3.5: the 20th is 3.0, the 21st too.
    found = figures(STORY)

    women, men = group(found, "sex", "Female"), group(found, "sex", "Male")
    assert found.median == 3.0
    assert women.scoring and men.scoring
    assert (women.scoring.rate.count, women.scoring.rate.of) == (12, 20)
    assert (men.scoring.rate.count, men.scoring.rate.of) == (0, 20)


def test_the_share_without_a_score_is_told() -> None:
    men = group(figures(STORY), "sex", "Male").unscored

    assert men
    assert (men.count, men.of) == (5, 25)


def test_sex_and_race_are_crossed() -> None:
    found = figures(STORY)

    asian_women = group(found, "sex_and_race_ethnicity", "Female", "Asian")
    white_men = group(found, "sex_and_race_ethnicity", "Male", "White")
    assert asian_women.selection and white_men.selection and white_men.selection.comparison
    assert asian_women.selection.rate.value == 1.0
    assert white_men.selection.comparison.ratio == pytest.approx(10 / 15)


def test_the_mean_difference_is_to_the_group_with_the_highest_scoring_rate() -> None:
    found = figures(STORY)

    assert group(found, "sex", "Female").difference is None
    # Means 2.9 and 2.95; women: 12 × .6² + 8 × .9² = 10.8; men: 20 × .05² = .05; 38 degrees of freedom
    d = (2.95 - 2.9) / ((10.8 + 0.05) / 38) ** 0.5
    unbiased = 0.98012  # 1 − 3 / (4 × 38 − 1), good to four digits
    assert group(found, "sex", "Male").difference == pytest.approx(d * unbiased, rel=1e-4)


def test_the_recognisers_confidence_and_the_words_changed_are_means_of_who_has_them() -> None:
    found = figures(
        [
            *people(5, sex="Female", fit=3.0, confidence=0.9, changed=0.1),
            *people(5, sex="Female", fit=3.0, confidence=0.7),
            *people(5, sex="Male", fit=3.0),
        ]
    )

    women, men = group(found, "sex", "Female"), group(found, "sex", "Male")
    assert women.confidence == pytest.approx(0.8)
    assert women.changed == pytest.approx(0.1)
    assert (men.confidence, men.changed) == (None, None)


def test_who_did_not_tell_is_counted_and_left_out() -> None:
    found = figures(STORY + people(7, fit=5.0))

    assert table(found, "sex").unknown == 7
    assert table(found, "sex_and_race_ethnicity").unknown == 7
    women = group(found, "sex", "Female")
    assert women.people == 20
    assert {group.names for group in table(found, "sex").groups} == {("Female",), ("Male",)}


def test_a_group_under_two_percent_is_told_and_left_out_of_the_ratios() -> None:
    # 6 of 406 are 1.5 %; all of them are selected, and yet they are not the highest rate.
    found = figures(
        [
            *people(200, sex="Female", fit=4.0),
            *people(50, sex="Male", fit=4.0),
            *people(150, sex="Male", fit=2.0),
            *people(6, sex="Non-binary", fit=4.5),
        ]
    )

    few = group(found, "sex", "Non-binary")
    assert few.selection
    assert few.selection.rate.value == 1.0
    assert few.selection.comparison is None
    assert "under 2 %" in few.selection.why_none
    assert group(found, "sex", "Female").selection.is_highest


def test_a_group_of_just_two_percent_is_compared() -> None:
    found = figures(people(490, sex="Female", fit=4.0) + people(10, sex="X", fit=2.0))

    assert group(found, "sex", "X").selection.comparison.ratio == 0


def test_a_group_that_is_too_small_is_named_without_any_figure() -> None:
    found = figures(STORY + people(3, sex="Non-binary", fit=4.0) + people(6, fit=3.0))

    assert group(found, "sex", "Non-binary") == Group(("Non-binary",))
    assert table(found, "sex").too_few == 3 + 6
    assert table(found, "sex").unknown is None  # or the three would be the rest


def test_figures_of_scores_are_withheld_where_too_few_have_one() -> None:
    # Of 20 men only 3 have a score: how many are above the median would be told of 3.
    found = figures(
        [
            *people(20, sex="Female", fit=3.0),
            *people(20, sex="X", fit=2.0),
            *people(3, sex="Male", fit=4.0),
            *people(17, sex="Male", fit=None),
        ]
    )

    men = group(found, "sex", "Male")
    assert men.is_told
    assert men.scoring is None
    assert men.difference is None
    assert men.unscored
    assert men.unscored.count == 17
    # and so that nobody subtracts, those of another group are withheld too
    assert [g.names for g in table(found, "sex").groups if g.scoring is None] != [("Male",)]


def test_where_nobody_is_selected_there_is_no_ratio() -> None:
    found = figures(people(10, sex="Female", fit=2.0) + people(10, sex="Male", fit=None))

    women = group(found, "sex", "Female").selection
    assert women
    assert women.comparison is None
    assert women.why_none == "no group has a rate above 0"


def test_one_group_alone_is_not_compared() -> None:
    found = figures(people(10, sex="Female", fit=4.0))

    women = group(found, "sex", "Female").selection
    assert women
    assert women.comparison is None
    assert women.why_none == "there is no other group to compare with"


def test_of_too_few_people_nothing_is_told_but_how_many() -> None:
    found = figures(people(4, sex="Female", race="Asian", fit=3.0))

    assert (found.people, found.with_fit, found.selected, found.median) == (4, None, None, None)
    assert [t.groups for t in found.tables] == [(), (), ()]


def test_the_median_of_too_few_fit_scores_is_not_told() -> None:
    found = figures(people(4, fit=3.0) + people(4, fit=None))

    assert (found.with_fit, found.median) == (4, None)


def test_of_nobody_there_are_no_figures() -> None:
    found = figures([])

    assert (found.people, found.median) == (0, None)
    assert [t.groups for t in found.tables] == [(), (), ()]


def test_when_nobody_told_all_are_unknown() -> None:
    found = figures(people(20, fit=3.0))

    assert [(t.groups, t.unknown) for t in found.tables] == [((), 20)] * 3


def test_age_groups_are_counted_where_they_were_told() -> None:
    older = [Scored(age_group="40 or older", fit=3.0)] * 6
    younger = [Scored(age_group="Under 40", fit=2.0)] * 6

    found = figures(older + younger)

    assert [g.names for g in table(found, "age_group").told] == [("40 or older",), ("Under 40",)]
    assert group(found, "age_group", "Under 40").selection.comparison.ratio == 0.0


samples = st.lists(
    st.builds(
        Scored,
        sex=st.sampled_from(["Female", "Male", "Non-binary", ""]),
        race_ethnicity=st.sampled_from(["Asian", "White", ""]),
        fit=st.none() | st.integers(10, 50).map(lambda tenths: tenths / 10),
        confidence=st.none() | st.floats(0, 1),
    ),
    max_size=120,
)


@given(samples, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_people_changes_nothing(sample: list[Scored], chance: random.Random) -> None:
    mixed = sample.copy()
    chance.shuffle(mixed)

    assert figures(mixed) == figures(sample)


@given(samples)
@settings(max_examples=60, deadline=None)
def test_the_ratio_of_the_highest_is_one_and_no_other_is_above(sample: list[Scored]) -> None:
    for found in figures(sample).tables:
        for rates in ([g.selection for g in found.told], [g.scoring for g in found.told]):
            compared = [rate for rate in rates if rate and rate.comparison]
            ratios = [rate.comparison.ratio for rate in compared if rate.comparison]
            assert not ratios or max(ratios) == 1.0
            assert [rate.comparison.ratio for rate in compared if rate.is_highest and rate.comparison] == [1.0] * bool(
                ratios
            )


@given(samples)
@settings(max_examples=60, deadline=None)
def test_whatever_is_told_is_told_of_enough_people(sample: list[Scored]) -> None:
    for found in figures(sample, smallest=5).tables:
        for told in found.told:
            assert told.people
            assert told.people >= 5
            assert told.scoring is None or told.scoring.rate.of >= 5


@given(samples)
@settings(max_examples=60, deadline=None)
def test_told_untold_and_unknown_add_up_to_everybody(sample: list[Scored]) -> None:
    for found in figures(sample).tables:
        assert sum(group.people or 0 for group in found.groups) + found.too_few + (found.unknown or 0) == len(sample)
