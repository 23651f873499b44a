"""Two judgements of one interview beside each other, skill by skill. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from paletter.scores.fit import published
from paletter.vocabulary.scores import Assessed, CompetencyScore, FitScore, NoFitScore, SkillResult


@dataclass(frozen=True)
class Difference:
    """A skill as it was judged before and after; None where a judgement does not have it."""

    competency: str
    before: SkillResult | None
    after: SkillResult | None

    @property
    def change(self) -> float | None:
        """By how much the published level rose; None unless both have one."""
        was, now = level(self.before), level(self.after)
        return None if was is None or now is None else published(now - was)


def differences(before: Assessed, after: Assessed) -> tuple[Difference, ...]:
    """Return every skill of either judgement, in the order of the first."""
    keys = dict.fromkeys([*before.results, *after.results])
    return tuple(Difference(key, before.results.get(key), after.results.get(key)) for key in keys)


def level(result: SkillResult | None) -> float | None:
    return published(result.level) if isinstance(result, CompetencyScore) else None


def fit(score: FitScore | NoFitScore) -> float | None:
    return score.value if isinstance(score, FitScore) else None


def told(before: float | None, after: float | None) -> str:
    """Write a change as people read it: "3.4", "3.4 → 3.9 (+0.5)", "none → 3.9"."""
    was, now = figure(before), figure(after)
    if was == now:
        return was
    change = f" ({after - before:+.1f})" if before is not None and after is not None else ""
    return f"{was} → {now}{change}"


def lines(before: Assessed, after: Assessed) -> Iterator[tuple[str, str]]:
    """Yield each skill's key with its change as `told`."""
    for difference in differences(before, after):
        yield difference.competency, told(level(difference.before), level(difference.after))


def figure(value: float | None) -> str:
    return "none" if value is None else f"{value:.1f}"
