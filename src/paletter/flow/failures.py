"""How a step fails: again later, or parked with a sentence for a person."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import structlog
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

from paletter.ats.protocol import AtsError, AtsUnavailable

log = structlog.get_logger()

LONGEST_WAIT = 900
"""Seconds between two tries at most."""
ATTEMPTS_OF_SURPRISES = 5
"""How often a failure that nobody foresaw is tried again before a person is asked."""
ENOUGH = 3
"""So many of several things that can't be done now, and it is not theirs but the other side's fault."""


class Postpone(Exception):
    """Nothing is wrong with the work; it cannot be done now. `after` is in seconds when the other side named it."""

    def __init__(self, sentence: str, *, after: float | None = None) -> None:
        super().__init__(sentence)
        self.after = after


class Park(Exception):
    """The work cannot be done until a person changes something; the sentence says what, and who can."""


def wait_before(attempts: int, *, after: float | None = None) -> int:
    """Return the seconds to wait after this many tries: 2, 4, 8 … up to LONGEST_WAIT, or longer if asked to."""
    backoff = min(2 ** min(attempts + 1, 20), LONGEST_WAIT)
    return int(max(backoff, after or 0))


class PatientRetry(BaseRetryStrategy):
    """Postponed work is tried for as long as it takes; surprises ATTEMPTS_OF_SURPRISES times.

    What comes by the thousand is tried again with `priority`, behind what comes new meanwhile: where the other side
    hangs, each try costs a worker a minute.
    """

    def __init__(self, *, priority: int = 0) -> None:
        self.priority = priority

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, Postpone):
            return self._again(wait_before(job.attempts, after=exception.after))
        if isinstance(exception, Exception) and job.attempts < ATTEMPTS_OF_SURPRISES:
            return self._again(wait_before(job.attempts))
        return None

    def _again(self, seconds: int) -> RetryDecision:
        return RetryDecision(retry_in={"seconds": seconds}, priority=self.priority)


@contextmanager
def each_of_them(what: str) -> Iterator[Callable[[], AbstractContextManager[None]]]:
    """Do several things of which one that fails must not keep back the others; the failure is raised after all.

    ENOUGH that can't be done now, and what is over for all of them (any other AtsError), end it at once.
    """
    put_off: list[Exception] = []
    surprises: list[Exception] = []

    @contextmanager
    def one() -> Iterator[None]:
        try:
            yield
        except (Postpone, AtsUnavailable) as error:
            put_off.append(error)
            if len(put_off) == ENOUGH:
                raise
        except AtsError:
            raise
        except Exception as error:
            log.exception("one of several failed", what=what)
            surprises.append(error)

    yield one
    # What is put off comes again for as long as it takes, and brings the surprises along.
    for error in [*put_off, *surprises]:
        raise error
