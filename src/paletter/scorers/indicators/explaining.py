"""Why a level is what it is: one plain sentence, and the summands that make it."""

from collections.abc import Mapping, Sequence

from paletter.scorers.indicators.catalogue import Kind
from paletter.scorers.indicators.detecting import Shown
from paletter.scorers.indicators.model import SkillModel
from paletter.vocabulary.scores import Term

MOST_NAMED = 3
TOLD = 0.4
"""What is shown less surely is not said to be told."""

CLAIMED = "Stays a claim: it is spoken of in general, and nothing that happened is told."
"""Why a level is what it is where nothing was shown."""

START = "Where every answer starts"


def rationale(kinds: Sequence[Kind], skill: str, sureness: Mapping[str, float]) -> str:
    """Return what was told of a skill, what speaks against it, and what was not told; three of each at most.

    "Tells what the other person needed and that the person was asked, but not how the feelings were met. Against it:
    that a rule came first." `sureness` (0..1) is by code.
    """
    own = [kind for kind in kinds if kind.skill == skill]
    told = [kind for kind in own if not kind.against and sureness.get(kind.code, 0.0) >= TOLD]
    missing = [kind for kind in own if not kind.against and kind.code not in sureness]
    against = [kind for kind in own if kind.against and sureness.get(kind.code, 0.0) >= TOLD]
    sentence = f"Tells {_listed(told)}{_more(len(told) - MOST_NAMED)}" if told else "Only faint signs of it are told"
    if missing:
        sentence += f", but not {_listed(missing, last='or')}"
    return f"{sentence}." + (f" Against it: {_listed(against)}." if against else "")


def terms(
    weights: SkillModel, effects: Mapping[str, float], quoted: Mapping[str, tuple[str, Shown]]
) -> tuple[Term, ...]:
    """Return the summands of a level: where it starts, then what moves it most first."""
    start = Term(START, round(weights.start, 3))
    order = sorted(effects, key=lambda code: -abs(effects[code]))
    return (start, *(_term(*quoted[code], effects[code], weights.coefficients[code]) for code in order))


def _term(name: str, shown: Shown, effect: float, coefficient: float) -> Term:
    signs = ", ".join(f"“{sign}”" for sign in shown.signs) or "many small signs"
    rule = f"{shown.sureness:.0%} sure by {signs}; fully shown it weighs {coefficient:+.2f}"
    return Term(shown.kind.name, effect, behaviour=name, rule=rule)


def _listed(kinds: Sequence[Kind], *, last: str = "and") -> str:
    parts = [kind.tells for kind in kinds[:MOST_NAMED]]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def _more(count: int) -> str:
    return f", and {count} more" if count > 0 else ""
