"""Asks the endpoint: in turn, again when it is busy, and in the dialect that it turned out to take."""

import random
import time
from collections.abc import Callable
from typing import Any

import openai

from paletter.scorers.language_model import refusals
from paletter.scorers.language_model.dialect import Dialect
from paletter.scorers.language_model.pace import Pace
from paletter.scorers.language_model.settings import LanguageModelSettings
from paletter.scorers.language_model.wire import Broken, NoReply, Reply, Wire

TRIES = 4
FIRST_WAIT = 0.5
NAMING = (400, 422, 500)
"""With these a server may refuse a parameter; some of llama.cpp's say 500."""
LONGEST_WAIT = 60.0
"""Seconds that a step sleeps for one reply at most; what asks for more is put off by the queue instead."""


class Endpoint:
    """One model at one address, for all threads of a process."""

    def __init__(
        self,
        settings: LanguageModelSettings,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.settings = settings
        self._wire = Wire(settings)
        self._pace = Pace(concurrency=settings.concurrency, per_minute=settings.per_minute, clock=clock, sleep=sleep)
        self._dialect = Dialect(format=settings.format)
        self._sleep = sleep

    @property
    def dialect(self) -> Dialect:
        """How it is spoken to by now."""
        return self._dialect

    def ask(self, system: str, user: str, *, schema: dict[str, Any], seed: int) -> Reply:
        """Return a reply, readable or not. Raises ScorerUnavailable, ScorerMisconfigured, TooLong and Filtered."""
        tries, waited = 0, 0.0
        while True:
            dialect = self._dialect
            try:
                return self._send(dialect, system, user, schema, seed)
            except (Broken, NoReply, TimeoutError) as error:
                raise self._of_reply(error) from error
            except openai.APIError as error:
                if simpler := _simpler(dialect, error):
                    self._learn(dialect, simpler)
                    continue
                tries += 1
                wait = self._wait(error, tries)
                waited += wait
                if tries >= TRIES or waited > LONGEST_WAIT or not refusals.is_passing(error):
                    # Its own text and what it came from may hold the request, so neither goes on from here.
                    raise refusals.meaning(error, self.settings) from None
                self._rest(wait, is_for_all=refusals.retry_after(error) is not None)

    def _send(self, dialect: Dialect, system: str, user: str, schema: dict[str, Any], seed: int) -> Reply:
        parameters = dialect.parameters(schema=schema, reply_tokens=self.settings.reply_tokens, seed=seed)
        with self._pace.turn():
            return self._wire.send(dialect.messages(system, user), parameters)

    def _of_reply(self, error: Exception) -> Exception:
        if isinstance(error, TimeoutError):
            return refusals.timed_out(self.settings)
        return refusals.broken() if isinstance(error, Broken) else refusals.no_reply()

    def _learn(self, refused: Dialect, simpler: Dialect) -> None:
        """Remember what the endpoint does not take, unless another thread has learned meanwhile."""
        if self._dialect == refused:
            self._dialect = simpler

    def _wait(self, error: openai.APIError, tries: int) -> float:
        asked = refusals.retry_after(error)
        return FIRST_WAIT * 2 ** (tries - 1) * random.uniform(0.8, 1.2) if asked is None else asked  # noqa: S311

    def _rest(self, seconds: float, *, is_for_all: bool) -> None:
        if is_for_all:
            self._pace.hold(seconds)
        else:
            self._sleep(seconds)


def _simpler(dialect: Dialect, error: openai.APIError) -> Dialect | None:
    """Return the dialect that leaves out what a refusal names, or None when it is about something else."""
    if not isinstance(error, openai.APIStatusError) or error.status_code not in NAMING:
        return None
    return None if refusals.about_the_answers(error) else dialect.without(refusals.said(error))
