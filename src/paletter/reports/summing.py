"""A level as a sum that a person can check: the figures shown add up to the level shown. Pure."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from paletter.scores.fit import published
from paletter.vocabulary.rubrics import HIGHEST_LEVEL, LOWEST_LEVEL
from paletter.vocabulary.scores import CompetencyScore, Term

HUNDREDTH = Decimal("0.01")
OF_LEVEL, OF_SUMMAND = Decimal("0.05"), Decimal("0.005")
"""What rounding the level to tenths, and each summand to hundredths, may account for."""

TOO_HIGH = "No level lies above 5"
TOO_LOW = "No level lies below 1"
ROUNDED = "Rounded to tenths"
LIMITED = "Limited by a rule of the scorer"


@dataclass(frozen=True)
class Summand:
    """A term with its effect in hundredths of a level."""

    term: Term
    effect: Decimal

    @property
    def figure(self) -> str:
        return _signed(self.effect)


@dataclass(frozen=True)
class LevelSum:
    """`summands` add up to `total`, and with the `closing` to `level`. `not_shown` were looked for and not found."""

    summands: tuple[Summand, ...]
    not_shown: tuple[Term, ...]
    closing: Decimal
    why_closing: str
    level: Decimal

    @property
    def total(self) -> str:
        return f"{sum((summand.effect for summand in self.summands), Decimal(0)):.2f}"

    @property
    def closing_figure(self) -> str:
        return _signed(self.closing)

    @property
    def level_figure(self) -> str:
        return f"{self.level:.1f}"


def level_sum(scored: CompetencyScore) -> LevelSum | None:
    """Return how a level adds up, or None for a scorer whose levels are no sums."""
    if not scored.terms:
        return None
    # A summand that is nothing is a behaviour that nobody showed; the first is where the sum starts.
    shown = [Summand(term, _hundredths(term.effect)) for n, term in enumerate(scored.terms) if term.effect or n == 0]
    level = Decimal(f"{published(scored.level):.1f}")
    total = sum((summand.effect for summand in shown), Decimal(0))
    return LevelSum(
        summands=tuple(shown),
        not_shown=tuple(term for n, term in enumerate(scored.terms) if not term.effect and n > 0),
        closing=level - total,
        why_closing=_why(total, level, rounded=OF_LEVEL + OF_SUMMAND * len(shown)),
        level=level,
    )


def _why(total: Decimal, level: Decimal, *, rounded: Decimal) -> str:
    if abs(level - total) <= rounded:
        return ROUNDED if level != total else ""
    if total > level == Decimal(str(HIGHEST_LEVEL)):
        return TOO_HIGH
    return TOO_LOW if total < level == Decimal(str(LOWEST_LEVEL)) else LIMITED


def _hundredths(value: float) -> Decimal:
    return Decimal(f"{value:.9f}").quantize(HUNDREDTH, rounding=ROUND_HALF_UP)


def _signed(value: Decimal) -> str:
    sign = "+" if value >= 0 else "\N{MINUS SIGN}"
    return f"{sign}{abs(value):.2f}"
