"""How a step fails: again later, or parked with a sentence for a person."""

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

LONGEST_WAIT = 900
"""Seconds between two tries at most."""
ATTEMPTS_OF_SURPRISES = 5
"""How often a failure that nobody foresaw is tried again before a person is asked."""


class Postpone(Exception):
    """Nothing is wrong with the work; it cannot be done now. `after` is in seconds when the other side named it."""

    def __init__(self, sentence: str, *, after: float | None = None) -> None:
        super().__init__(sentence)
        self.after = after


def wait_before(attempts: int, *, after: float | None = None) -> int:
    """Return the seconds to wait after this many tries: 2, 4, 8 … up to LONGEST_WAIT, or longer if asked to."""
    backoff = min(2 ** min(attempts + 1, 20), LONGEST_WAIT)
    return int(max(backoff, after or 0))


class PatientRetry(BaseRetryStrategy):
    """Postponed work is tried for as long as it takes; surprises ATTEMPTS_OF_SURPRISES times."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, Postpone):
            return RetryDecision(retry_in={"seconds": wait_before(job.attempts, after=exception.after)})
        if isinstance(exception, Exception) and job.attempts < ATTEMPTS_OF_SURPRISES:
            return RetryDecision(retry_in={"seconds": wait_before(job.attempts)})
        return None
