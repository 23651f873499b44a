"""Why a level is what it is, in one plain sentence."""

from collections.abc import Collection, Sequence

from paletter.scorers.indicators.behaviours import Behaviour

MOST_NAMED = 3


def rationale(behaviours: Sequence[Behaviour], shown: Collection[str]) -> str:
    """Return what was told and what was not: "Tells what the guest needed, but not whether it worked."

    At most three of each are named.
    """
    told = [behaviour.tells for behaviour in behaviours if behaviour.key in shown]
    missing = [behaviour.tells for behaviour in behaviours if behaviour.key not in shown]
    sentence = f"Tells {_listed(told[:MOST_NAMED])}{_more(len(told) - MOST_NAMED)}"
    if missing:
        sentence += f", but not {_listed(missing[:MOST_NAMED], last='or')}"
    return sentence + "."


CLAIMED = "Stays a claim: it is spoken of in general, and nothing that happened is told."
"""Why a level is what it is where nothing was shown."""


def _listed(parts: Sequence[str], *, last: str = "and") -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def _more(count: int) -> str:
    return f", and {count} more" if count > 0 else ""
