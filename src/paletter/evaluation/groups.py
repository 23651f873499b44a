"""The scorer and the raters group by group, where groups are given: who is judged lower, and who is left unscored.

These are descriptions of a sample, no audit: `paletter audit` makes the tables that laws ask for, of real use.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from paletter.evaluation.judging import Judgements
from paletter.evaluation.ratings import Rated, RatedAnswer


@dataclass(frozen=True)
class GroupFigures:
    """One group on one skill. Means are over answers that both sides judged, None where there is none.

    `error` is what the scorer gives more than the raters, on average: below 0 the group is judged too low.
    """

    grouping: str
    group: str
    skill: str
    rated: int
    scored: int
    level: float | None
    error: float | None

    @property
    def share_unscored(self) -> float:
        return 1 - self.scored / self.rated if self.rated else 0.0


def figures(rated: Rated, judged: Judgements) -> tuple[GroupFigures, ...]:
    """Return the figures of every group on every skill, in the order of the file's columns, groups by name."""
    return tuple(
        _of(
            grouping,
            group,
            skill,
            [one for one in rated.with_level(skill) if one.groups.get(grouping) == group],
            judged,
        )
        for grouping in rated.groupings
        for group in sorted({one.groups[grouping] for one in rated.answers if grouping in one.groups})
        for skill in rated.skills
    )


def _of(grouping: str, group: str, skill: str, answers: Sequence[RatedAnswer], judged: Judgements) -> GroupFigures:
    both = [
        (level, raters)
        for answer in answers
        if (level := judged[answer.id, skill].level) is not None and (raters := answer.level(skill)) is not None
    ]
    return GroupFigures(
        grouping=grouping,
        group=group,
        skill=skill,
        rated=len(answers),
        scored=len(both),
        level=fmean(level for level, _ in both) if both else None,
        error=fmean(level - raters for level, raters in both) if both else None,
    )
