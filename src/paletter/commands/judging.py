"""A scorer at work for a command: found by its name, and its failures turned into sentences."""

from collections.abc import Iterator
from contextlib import contextmanager

from paletter import plugins
from paletter.commands.opening import plugins_ready
from paletter.commands.stopping import WRONG, Stop
from paletter.scorers.protocol import Scorer, ScorerMisconfigured, ScorerUnavailable


@contextmanager
def judge(name: str | None = None) -> Iterator[Scorer]:
    """Give the scorer of that name, or that of the settings. Raises Stop, also for what it raises at work."""
    options = plugins_ready()
    try:
        yield plugins.scorer_named(name or options.scorer)
    except ScorerMisconfigured as error:
        raise Stop(str(error), code=WRONG) from error
    except ScorerUnavailable as error:
        raise Stop(str(error)) from error


def found(name: str) -> Scorer:
    """Return the scorer of that name. Raises Stop for what its settings lack."""
    plugins_ready()
    try:
        return plugins.scorer_named(name)
    except ScorerMisconfigured as error:
        raise Stop(str(error), code=WRONG) from error
