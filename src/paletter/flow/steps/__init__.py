"""Every background step. Each is safe to repeat, and defers the next one in the transaction that stores its result.

At least once: a step may run again after its worker died, so each first looks at what is already done.
"""

from paletter.flow.steps import ats, events, interviews, requests, rounds

__all__ = ["ats", "events", "interviews", "requests", "rounds"]
