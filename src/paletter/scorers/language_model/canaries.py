"""Answers of our own with known levels, asked before candidates' are: a model that misjudges them judges nobody.

They pass once for a while (`canary_minutes`), for one process and model. One that fails is asked once more; then
scoring stops until the canaries pass again.
"""

import threading
import time
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from paletter.scorers.language_model import prompt, reply
from paletter.scorers.language_model.asking import Endpoint
from paletter.scorers.language_model.runs import Counted, Run, run
from paletter.scorers.protocol import ScorerUnavailable
from paletter.vocabulary.rubrics import BarsRubric, Competency
from paletter.vocabulary.scores import SpokenAnswer, Usage
from paletter.vocabulary.transcripts import Segment

FILE = Path(__file__).with_name("canaries.toml")
CHANCES = 2
REST = 600.0
"""Seconds for which a failed canary is believed before it is asked again."""

FAILED = (
    "The language model “{model}” misjudges answers whose levels are known ({which}), so it judges no candidate now. "
    "Nothing is lost; Paletter tries again by itself. If it stays so, whoever runs Paletter chooses another model "
    "(docs/language-model.md)."
)


@dataclass(frozen=True)
class Canary:
    """An answer and what any fit model makes of it. `tells` says in a few words what a failure shows."""

    name: str
    tells: str
    answer: SpokenAnswer
    lowest: float
    highest: float
    may_abstain: bool

    def passes(self, judged: Run) -> bool:
        outcome = judged.outcome
        if isinstance(outcome, Counted):
            return self.lowest <= outcome.level <= self.highest
        return self.may_abstain and isinstance(outcome, reply.Abstention)


@dataclass(frozen=True)
class Heard:
    """What the canaries said: those that failed, and what asking took."""

    failed: tuple[Canary, ...]
    usage: Usage
    model: str

    @property
    def sentence(self) -> str:
        """Which failed, and what that means."""
        return FAILED.format(model=self.model, which="; ".join(canary.tells for canary in self.failed))


class CanaryFailed(ScorerUnavailable):
    """The model misjudged what is known."""


@lru_cache(maxsize=1)
def all_of_them() -> tuple[BarsRubric, tuple[Canary, ...]]:
    """Return the scale that they are judged by, and the canaries."""
    content = tomllib.loads(FILE.read_text(encoding="utf-8"))
    skill = content["skill"]
    rubric = BarsRubric(
        Competency(skill["key"], skill["name"], skill["definition"]),
        {int(level): text for level, text in skill["anchors"].items()},
    )
    return rubric, tuple(_canary(one, content["question"]) for one in content["canaries"])


def _canary(content: dict[str, Any], question: str) -> Canary:
    words = tuple(Segment(0.0, 0.0, word) for word in content["answer"].split())
    return Canary(
        name=content["name"],
        tells=content["tells"],
        answer=SpokenAnswer(content["name"], question, words),
        lowest=content["lowest"],
        highest=content["highest"],
        may_abstain=content["may_abstain"],
    )


def listen(endpoint: Endpoint) -> Heard:
    """Ask all canaries. Raises ScorerUnavailable and ScorerMisconfigured when the endpoint does not answer."""
    rubric, canaries = all_of_them()
    usage = Usage(endpoint.settings.model[:100], prompt.VERSION)
    failed: list[Canary] = []
    for canary in canaries:
        for chance in range(1, CHANCES + 1):
            judged = run(endpoint, prompt.in_order([canary.answer]), rubric, seed=chance)
            usage += judged.usage
            if canary.passes(judged):
                break
        else:
            failed.append(canary)
    return Heard(tuple(failed), usage, endpoint.settings.model)


class Watch:
    """Keeps a model under watch: lets it judge while its canaries are fresh, and nobody while one has failed."""

    def __init__(self, endpoint: Endpoint, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._endpoint, self._clock = endpoint, clock
        self._lock = threading.Lock()
        self._good_until = self._bad_until = float("-inf")
        self._failed = ""

    def check(self) -> None:
        """Return when the model may judge. Raises CanaryFailed, and what asking raises."""
        # Whoever comes while the canaries are asked waits for what they say.
        with self._lock:
            if self._clock() < self._good_until:
                return
            if self._clock() >= self._bad_until:
                self._listen()
            if self._failed:
                raise CanaryFailed(self._failed, retry_after=max(0.0, self._bad_until - self._clock()))

    def _listen(self) -> None:
        heard = listen(self._endpoint)
        self._failed = heard.sentence if heard.failed else ""
        if heard.failed:
            self._bad_until = self._clock() + REST
        else:
            self._good_until = self._clock() + 60 * self._endpoint.settings.canary_minutes
