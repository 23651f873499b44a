"""A guard: something tried, the limit it must keep, and what was measured."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from paletter.evaluation.guards.interviews import Interview
from paletter.evaluation.guards.trial import Levels, Trial
from paletter.evaluation.wording import signed

MOST = 0.1
"""By so much may a level move where nothing about it has changed."""
DUST = 1e-9
SHOWN = 5
"""So many failures are told in full."""


@dataclass(frozen=True)
class Measured:
    """What came of a trial: in short, and each thing that broke the limit."""

    told: str
    broken: tuple[str, ...] = ()


@dataclass(frozen=True)
class Guard:
    """`tried` and `limit` are for people; `check` tries it on the suite's interviews."""

    key: str
    tried: str
    limit: str
    check: Callable[[Trial, Sequence[Interview]], Measured]


@dataclass(frozen=True)
class Outcome:
    """A guard and what was measured. It holds when nothing broke its limit."""

    key: str
    tried: str
    limit: str
    measured: str
    broken: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.broken


@dataclass(frozen=True)
class Moved:
    """How one skill of one interview moved; a level that came or went has no amount."""

    where: str
    skill: str
    before: float | None
    after: float | None

    @property
    def by(self) -> float | None:
        if self.before is None or self.after is None:
            return None
        return self.after - self.before

    @property
    def came(self) -> bool:
        return self.before is None and self.after is not None

    @property
    def went(self) -> bool:
        return self.before is not None and self.after is None

    def __str__(self) -> str:
        before, after = ("unscored" if level is None else f"{level:.1f}" for level in (self.before, self.after))
        return f"{self.where}, {self.skill}: {before} → {after}"


def moves(where: str, before: Levels, after: Levels) -> Iterator[Moved]:
    """Yield how every skill moved."""
    for skill in before:
        yield Moved(where, skill, before[skill], after.get(skill))


def within(moved: Iterable[Moved], *, down: float, up: float) -> Measured:
    """Measure moves that must stay within a limit either way; a level that comes or goes breaks it."""
    all_moves = list(moved)
    broken = [one for one in all_moves if one.came or one.went or not -down - DUST <= (one.by or 0) <= up + DUST]
    return Measured(f"{_extremes(all_moves)}{_came_and_went(all_moves)}", tuple(map(str, broken)))


def no_gain(moved: Iterable[Moved], *, up: float) -> Measured:
    """Measure moves of which none may go up by more than a limit; to become unscored is no gain, to get a level is."""
    all_moves = list(moved)
    broken = [one for one in all_moves if one.came or (one.by or 0) > up + DUST]
    return Measured(f"{_extremes(all_moves)}{_came_and_went(all_moves)}", tuple(map(str, broken)))


def _extremes(moved: Sequence[Moved]) -> str:
    amounts = [one.by for one in moved if one.by is not None]
    if not amounts:
        return "no level left to compare"
    return f"{signed(min(min(amounts), 0.0))} to {signed(max(max(amounts), 0.0))}"


def _came_and_went(moved: Sequence[Moved]) -> str:
    came, went = sum(one.came for one in moved), sum(one.went for one in moved)
    parts = ([f"{came} got a level"] if came else []) + ([f"{went} became unscored"] if went else [])
    return f" ({', '.join(parts)})" if parts else ""
