"""Figures about small groups are not told, and cannot be found out from those that are.

Whoever reads a table knows every sum in it. So the tests do what such a reader could: they try out all tables that
agree with everything that is told.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from paletter.audits.withholding import ANY, UNKNOWN, Cell, withheld

Counts = Mapping[Cell, int]


def in_all(counts: Counts) -> dict[Cell, int]:
    """Return a table with its margins, crossings that nobody is in included."""
    rows, columns = sorted({row for row, _ in counts}), sorted({column for _, column in counts})
    whole = {cell: counts.get(cell, 0) for cell in product(rows, columns)}
    whole |= {(row, ANY): sum(counts.get((row, column), 0) for column in columns) for row in rows}
    return whole | {(ANY, column): sum(counts.get((row, column), 0) for row in rows) for column in columns}


def possible(counts: Counts, hidden: frozenset[Cell]) -> Iterator[dict[Cell, int]]:
    """Yield every table that agrees with all that is told: the cells, the margins, the whole, and that each category
    that is named has somebody in it.
    """
    told = {cell: people for cell, people in in_all(counts).items() if cell not in hidden}
    inner = sorted(cell for cell in in_all(counts) if ANY not in cell)
    for filling in _fillings([told.get(cell) for cell in inner], sum(counts.values())):
        table = in_all(dict(zip(inner, filling, strict=True)))
        if all(table[cell] == people for cell, people in told.items()) and all(table[c] for c in table if ANY in c):
            yield table


def _fillings(known: list[int | None], people: int) -> Iterator[tuple[int, ...]]:
    if not known:
        if people == 0:
            yield ()
        return
    for first in range(people + 1) if known[0] is None else [known[0]] if known[0] <= people else []:
        for rest in _fillings(known[1:], people - first):
            yield (first, *rest)


def is_all_withheld(counts: Counts, hidden: frozenset[Cell]) -> bool:
    return all(cell in hidden for cell in in_all(counts) if ANY in cell)


tables = st.dictionaries(
    st.tuples(st.sampled_from(["F", "M", UNKNOWN]), st.sampled_from(["A", "B", UNKNOWN])),
    st.integers(1, 4),
    min_size=2,
).filter(lambda counts: 3 <= sum(counts.values()) <= 9)


@given(tables)
@settings(max_examples=150, deadline=None)
def test_no_figure_that_is_withheld_follows_from_those_that_are_told(counts: Counts) -> None:
    hidden = withheld(counts, smallest=3)
    assume(not is_all_withheld(counts, hidden))
    secrets = [cell for cell in hidden if in_all(counts)[cell] and UNKNOWN not in cell]

    found: dict[Cell, set[int]] = {cell: set() for cell in secrets}
    for table in possible(counts, hidden):
        for cell in secrets:
            found[cell].add(table[cell])

    assert [cell for cell, values in found.items() if len(values) == 1] == []


@given(tables)
@settings(max_examples=100, deadline=None)
def test_no_sum_over_too_few_people_follows_either(counts: Counts) -> None:
    hidden = withheld(counts, smallest=3)
    assume(not is_all_withheld(counts, hidden))
    true = in_all(counts)
    secrets = [cell for cell in hidden if true[cell] and UNKNOWN not in cell]
    few = [some for some in combinations(secrets, 2) if sum(true[cell] for cell in some) < 3]

    found: dict[tuple[Cell, ...], set[int]] = {some: set() for some in few}
    for table in possible(counts, hidden):
        for some in few:
            found[some].add(sum(table[cell] for cell in some))

    assert [some for some, sums in found.items() if len(sums) == 1] == []


@given(tables)
@settings(deadline=None)
def test_every_group_that_is_too_small_is_withheld(counts: Counts) -> None:
    small = {cell for cell, people in in_all(counts).items() if people < 3 and UNKNOWN not in cell}

    assert small <= withheld(counts, smallest=3)


LARGE = {("F", "A"): 40, ("F", "B"): 30, ("M", "A"): 50, ("M", "B"): 20}


def test_nothing_is_withheld_where_all_groups_are_large() -> None:
    assert withheld(LARGE, smallest=5) == frozenset()


def test_with_one_small_group_a_second_one_is_withheld_the_smallest_that_will_do() -> None:
    # 140 in all: if A and B were told, so would C be.
    counts = LARGE | {("F", "C"): 2, ("M", "C"): 1}

    hidden = withheld(counts, smallest=5)

    assert {cell for cell in hidden if cell[0] == ANY} == {(ANY, "C"), (ANY, "B")}
    assert {cell for cell in hidden if cell[1] == ANY} == set()


def test_people_who_did_not_tell_shield_a_small_group() -> None:
    counts = LARGE | {("X", "A"): 1, (UNKNOWN, "A"): 9}

    hidden = withheld(counts, smallest=5)

    # Women and men are told; how many did not tell is not, since the one X would be the rest.
    assert {cell for cell in hidden if cell[1] == ANY} == {("X", ANY), (UNKNOWN, ANY)}


def test_a_small_crossing_of_large_groups_takes_four_cells_out() -> None:
    counts = {("F", "A"): 40, ("F", "B"): 2, ("M", "A"): 50, ("M", "B"): 20}

    assert withheld(counts, smallest=5) == {("F", "A"), ("F", "B"), ("M", "A"), ("M", "B")}


@pytest.mark.parametrize("counts", [{("F", "A"): 4}, {("F", "A"): 1, ("M", "B"): 1, ("X", "C"): 1}, {}])
def test_of_too_few_people_nothing_is_told(counts: Counts) -> None:
    assert withheld(counts, smallest=5) == frozenset(in_all(counts))


def test_where_everybody_is_alone_not_even_the_names_may_be_told() -> None:
    seven = {(f"sex {number}", f"race {number}"): 1 for number in range(7)}

    assert is_all_withheld(seven, withheld(seven, smallest=5))


def test_who_did_not_tell_is_counted_even_when_they_are_few() -> None:
    counts = LARGE | {(UNKNOWN, "A"): 1}

    assert (UNKNOWN, ANY) not in withheld(counts, smallest=5)


def test_two_small_groups_that_are_too_small_together_take_a_third_one_with_them() -> None:
    # Of 73 people 40 women and 30 men would leave 3 in the two others: a figure about 3.
    counts = {("F", "A"): 40, ("M", "A"): 30, ("X", "A"): 2, ("Z", "A"): 1}

    hidden = withheld(counts, smallest=5)

    assert {cell for cell in hidden if cell[1] == ANY} == {("X", ANY), ("Z", ANY), ("M", ANY)}


def test_two_small_groups_that_are_enough_together_shield_each_other() -> None:
    counts = {("F", "A"): 40, ("M", "A"): 30, ("X", "A"): 3, ("Z", "A"): 2}

    assert {cell for cell in withheld(counts, smallest=5) if cell[1] == ANY} == {("X", ANY), ("Z", ANY)}
