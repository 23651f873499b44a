"""People as they were scored, by category, become the tables of an audit. Pure.

Each table counts those whose category is known. Rates are compared with the highest one among the groups that are told
and hold at least two percent of the people; what is told of small groups is decided in `withholding`.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from statistics import fmean, median

from paletter.audits import withholding
from paletter.audits.categories import in_order
from paletter.audits.impact import Comparison, Rate, compare, mean_difference, spread
from paletter.audits.withholding import ANY, UNKNOWN, Cell
from paletter.scores.fit import HIGH

SMALLEST = 5
"""So many people a group must have, unless an admin asks for more, before anything about it is told."""
FEWEST_SMALLEST = 3
"""Of two people each would know the other's."""
TOO_SMALL_A_SHARE = Fraction(2, 100)
"""Groups below this share of the people may be left out of the ratios (6 RCNY 5-301 (d))."""


@dataclass(frozen=True)
class Scored:
    """One scored interview. Categories are UNKNOWN where they are not told; `fit` is None when there was no score.

    `confidence` is the recogniser's mean confidence in the words, `changed` the share of words that the candidate
    corrected, both None where they are not known.
    """

    sex: str = UNKNOWN
    race_ethnicity: str = UNKNOWN
    age_group: str = UNKNOWN
    fit: float | None = None
    confidence: float | None = None
    changed: float | None = None

    @property
    def is_selected(self) -> bool:
        return self.fit is not None and self.fit >= HIGH


@dataclass(frozen=True)
class Compared:
    """A rate, and its comparison with the highest rate or why there is none."""

    rate: Rate
    comparison: Comparison | None = None
    why_none: str = ""
    is_highest: bool = False


@dataclass(frozen=True)
class Group:
    """What is told of one group; None is withheld, since too few people would be told of or could be found out."""

    names: tuple[str, ...]
    people: int | None = None
    selection: Compared | None = None
    scoring: Compared | None = None
    unscored: Rate | None = None
    difference: float | None = None
    """Hedges' g of the fit score, to the group with the highest scoring rate; None there, and where it can't be had."""
    confidence: float | None = None
    changed: float | None = None

    @property
    def is_told(self) -> bool:
        return self.people is not None


@dataclass(frozen=True)
class Table:
    """One way of grouping. `unknown` is how many people are left out since they did not tell; None when withheld.

    `too_few` is how many people are in groups that are not told, together with the unknown where that is not told.
    """

    key: str
    title: str
    groups: tuple[Group, ...]
    unknown: int | None
    too_few: int

    @property
    def told(self) -> tuple[Group, ...]:
        return tuple(group for group in self.groups if group.is_told)

    @property
    def too_few_groups(self) -> tuple[Group, ...]:
        return tuple(group for group in self.groups if not group.is_told)


@dataclass(frozen=True)
class Figures:
    """All tables of a sample. Of a sample that is itself too small nothing is told but how many people it has.

    `median` is that of the fit scores.
    """

    people: int
    with_fit: int | None
    selected: int | None
    median: float | None
    smallest: int
    tables: tuple[Table, ...]


def figures(people: Sequence[Scored], *, smallest: int = SMALLEST) -> Figures:
    """Return the tables of a sample, in which no group of fewer than `smallest` people is told of."""
    fits = [person.fit for person in people if person.fit is not None]
    sample = _Sample(people, median(fits) if fits else None, smallest)
    by_sex_and_race = _Grouping(sample, lambda person: (person.sex, person.race_ethnicity))
    by_age = _Grouping(sample, lambda person: (person.age_group, UNKNOWN))
    tables = (
        by_sex_and_race.margin(0, "sex", "Sex"),
        by_sex_and_race.margin(1, "race_ethnicity", "Race and ethnicity"),
        by_sex_and_race.crossed("sex_and_race_ethnicity", "Sex, and race and ethnicity together"),
        by_age.margin(0, "age_group", "Age group"),
    )
    is_enough = len(people) >= smallest
    return Figures(
        people=len(people),
        with_fit=len(fits) if is_enough else None,
        selected=sum(person.is_selected for person in people) if is_enough else None,
        median=sample.median if len(fits) >= smallest else None,
        smallest=smallest,
        tables=tuple(table for table in tables if table.groups or table.key != "age_group"),
    )


Members = Mapping[Cell, Sequence[Scored]]


@dataclass(frozen=True)
class _Sample:
    people: Sequence[Scored]
    median: float | None
    smallest: int


class _Grouping:
    """A sample in rows and columns, and what must be withheld of each kind of figure.

    Each kind has another number of people behind it: all, those with a fit score, those whose words are known.
    """

    def __init__(self, sample: _Sample, cell_of: Callable[[Scored], Cell]) -> None:
        self.sample = sample
        self.cells: dict[Cell, list[Scored]] = {}
        for person in sample.people:
            self.cells.setdefault(cell_of(person), []).append(person)
        self.untold = self._withheld(lambda person: True)
        self.untold_fit = self._withheld(lambda person: person.fit is not None) | self.untold
        self.untold_confidence = self._withheld(lambda person: person.confidence is not None) | self.untold
        self.untold_changed = self._withheld(lambda person: person.changed is not None) | self.untold

    def _withheld(self, counts: Callable[[Scored], bool]) -> frozenset[Cell]:
        sizes = Counter({cell: sum(map(counts, people)) for cell, people in self.cells.items()})
        return withholding.withheld(sizes, smallest=self.sample.smallest)

    def margin(self, side: int, key: str, title: str) -> Table:
        """Return the table of the rows (side 0) or of the columns (side 1)."""
        members: dict[Cell, list[Scored]] = {}
        for cell, people in self.cells.items():
            members.setdefault(_margin(cell, side), []).extend(people)
        unknown = _margin((UNKNOWN, UNKNOWN), side)
        return self._table(key, title, members, unknown=[unknown], is_told=unknown not in self.untold)

    def crossed(self, key: str, title: str) -> Table:
        """Return the table of all crossings of a known row with a known column."""
        crossings = product({row for row, _ in self.cells}, {column for _, column in self.cells})
        members = {cell: self.cells.get(cell, []) for cell in crossings}
        unknown = [cell for cell in members if UNKNOWN in cell]
        # How many are unknown in one or both follows from these three, and is told where they all are.
        is_told = not {(UNKNOWN, ANY), (ANY, UNKNOWN), (UNKNOWN, UNKNOWN)} & self.untold
        return self._table(key, title, members, unknown=unknown, is_told=is_told)

    def _table(
        self,
        key: str,
        title: str,
        members: Mapping[Cell, Sequence[Scored]],
        *,
        unknown: Collection[Cell],
        is_told: bool,
    ) -> Table:
        known = {cell: people for cell, people in members.items() if cell not in unknown}
        told = {cell: people for cell, people in known.items() if cell not in self.untold}
        left_out = sum(len(members.get(cell, ())) for cell in unknown)
        too_few = sum(map(len, known.values())) - sum(map(len, told.values()))
        # Where nothing can be told, not even the names: they alone tell that somebody is there.
        return Table(
            key=key,
            title=title,
            groups=_Groups(self, known, told).all() if told else (),
            unknown=left_out if is_told else None,
            too_few=too_few + (0 if is_told else left_out),
        )


def _margin(cell: Cell, side: int) -> Cell:
    return (cell[0], ANY) if side == 0 else (ANY, cell[1])


class _Groups:
    """The groups of one table, compared with each other."""

    def __init__(self, grouping: _Grouping, known: Members, told: Members) -> None:
        self.grouping = grouping
        self.known = known
        self.told = told
        everybody = sum(map(len, known.values()))
        self.large = {cell for cell, people in told.items() if Fraction(len(people), everybody) >= TOO_SMALL_A_SHARE}
        self.selection = {cell: Rate(sum(p.is_selected for p in people), len(people)) for cell, people in told.items()}
        fits = {cell: [p.fit for p in people if p.fit is not None] for cell, people in told.items()}
        self.fits = {cell: values for cell, values in fits.items() if values and cell not in grouping.untold_fit}
        self.scoring = {
            cell: Rate(_above(values, grouping.sample.median), len(values)) for cell, values in self.fits.items()
        }
        self.spreads = {cell: spread(values) for cell, values in self.fits.items()}
        self.highest_selection = self._highest(self.selection)
        self.highest_scoring = self._highest(self.scoring)

    def all(self) -> tuple[Group, ...]:
        places = in_order({name for cell in self.known for name in cell})
        in_place = sorted(self.known, key=lambda cell: (places.index(cell[0]), places.index(cell[1])))
        return tuple(self._group(cell) for cell in in_place)

    def _highest(self, rates: Mapping[Cell, Rate]) -> Cell | None:
        """Return the large group with the highest rate, the largest of several; None when nobody was chosen."""
        chosen = [cell for cell in rates if cell in self.large and rates[cell].count]
        return max(chosen, key=lambda cell: (rates[cell].exact, rates[cell].of, cell), default=None)

    def _group(self, cell: Cell) -> Group:
        names = tuple(name for name in cell if name != ANY)
        if cell not in self.told:
            return Group(names)
        people = self.told[cell]
        return Group(
            names=names,
            people=len(people),
            selection=self._compared(cell, self.selection, self.highest_selection),
            scoring=self._compared(cell, self.scoring, self.highest_scoring) if cell in self.scoring else None,
            unscored=Rate(sum(person.fit is None for person in people), len(people)),
            difference=self._difference(cell),
            confidence=self._mean(cell, [p.confidence for p in people], self.grouping.untold_confidence),
            changed=self._mean(cell, [p.changed for p in people], self.grouping.untold_changed),
        )

    def _compared(self, cell: Cell, rates: Mapping[Cell, Rate], highest: Cell | None) -> Compared:
        rate = rates[cell]
        if cell not in self.large:
            return Compared(rate, why_none="under 2 % of the people: left out of the ratios")
        if highest is None:
            return Compared(rate, why_none="no group has a rate above 0")
        if len([other for other in rates if other in self.large]) == 1:
            return Compared(rate, why_none="there is no other group to compare with")
        if cell == highest:
            return Compared(rate, Comparison(1.0, is_below_four_fifths=False, interval=None, p=1.0), is_highest=True)
        return Compared(rate, compare(rate, rates[highest]))

    def _difference(self, cell: Cell) -> float | None:
        highest = self.highest_scoring
        mine, theirs = self.spreads.get(cell), self.spreads.get(highest) if highest else None
        return mean_difference(mine, theirs) if mine and theirs and cell != highest else None

    def _mean(self, cell: Cell, values: Sequence[float | None], untold: Collection[Cell]) -> float | None:
        known = [value for value in values if value is not None]
        return fmean(known) if known and cell not in untold else None


def _above(values: Sequence[float], middle: float | None) -> int:
    return sum(middle is not None and value > middle for value in values)
