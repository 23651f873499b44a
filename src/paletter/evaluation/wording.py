"""Writes figures as people read them: two digits, no needless zero, a dash for what could not be told."""

from paletter.evaluation.bootstrap import Estimate
from paletter.evaluation.statistics import Share

NOTHING = "–"


def decimal(value: float | None) -> str:
    """Write a figure with two digits: .48, -.02, 1.20."""
    if value is None:
        return NOTHING
    text = f"{value:.2f}"
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text


def signed(value: float | None) -> str:
    """Write a difference with its sign: +.12, -.30."""
    return NOTHING if value is None else ("+" if value >= 0 else "") + decimal(value)


def estimate(found: Estimate | None) -> str:
    """Write a figure with its interval: .48 (.31 to .62)."""
    if found is None:
        return NOTHING
    if found.low is None or found.high is None or found.low == found.high:
        return decimal(found.value)
    return f"{decimal(found.value)} ({decimal(found.low)} to {decimal(found.high)})"


def percent(share: float | None) -> str:
    return NOTHING if share is None else f"{share * 100:.0f} %"


def share(found: Share) -> str:
    """Write how many of how many, in percent with the interval: 48 of 90, 53 % (43 to 63)."""
    if not found.of:
        return NOTHING
    low, high = found.interval
    return f"{found.count} of {found.of}, {percent(found.value)} ({low * 100:.0f} to {high * 100:.0f})"
