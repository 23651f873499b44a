"""What came of the guards, in words."""

from collections.abc import Iterator

from paletter.evaluation.guards.guard import SHOWN
from paletter.evaluation.guards.suite import Verdict
from paletter.evaluation.tables import Table

HOLDS, BROKEN = "holds", "BROKEN"


def table(verdict: Verdict) -> Table:
    """Return the guards as a table, in their order."""
    count = sum(outcome.holds for outcome in verdict.outcomes)
    return Table(
        "guards",
        f"What must not move a level of “{verdict.scorer}” (version {verdict.version})",
        ("tried", "limit", "measured", "result"),
        tuple(
            (outcome.tried, outcome.limit, outcome.measured, HOLDS if outcome.holds else BROKEN)
            for outcome in verdict.outcomes
        ),
        f"{count} of {len(verdict.outcomes)} guards hold, over {_interviews(verdict.interviews)}; the scorer was asked "
        f"{verdict.asked} times.{_spent(verdict)}",
        texts=4,
    )


def broken(verdict: Verdict) -> Iterator[str]:
    """Yield a sentence for each guard that does not hold, with the first things that broke it."""
    for outcome in verdict.outcomes:
        if not outcome.holds:
            more = len(outcome.broken) - SHOWN
            rest = f"; and {more} more" if more > 0 else ""
            yield f"{outcome.tried}: {'; '.join(outcome.broken[:SHOWN])}{rest}. Limit: {outcome.limit}."


def _interviews(count: int) -> str:
    return "one interview" if count == 1 else f"{count} interviews"


def _spent(verdict: Verdict) -> str:
    used = verdict.usage
    if used is None:
        return ""
    return f" It made {used.requests} requests to {used.model} ({used.tokens_in} tokens in, {used.tokens_out} out)."
