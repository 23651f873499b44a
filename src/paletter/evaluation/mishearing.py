"""Spoils written answers as recognisers do: no case, no punctuation, and so many of a hundred words wrong."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

SUBSTITUTED, DELETED = 0.6, 0.2
"""Of the wrong words so many are other words and so many are missing; the rest are words that nobody said."""

_MARKS = re.compile(r"[^\w' ]")


def as_heard(text: str) -> str:
    """Return a text in lower case without punctuation."""
    return " ".join(_MARKS.sub(" ", text.replace("’", "'")).lower().split())


@dataclass(frozen=True)
class Mishearing:
    """So many percent of the words wrong; wrong words come from `words`, those of all answers. Seeded by the text."""

    percent: int
    words: Sequence[str]
    seed: int = 1

    def spoil(self, text: str) -> str:
        chance = random.Random(f"{self.seed} {self.percent} {text}")  # noqa: S311 - errors to be repeated, no secret
        return " ".join(word for said in text.split() for word in self._heard(said, chance))

    def _heard(self, said: str, chance: random.Random) -> tuple[str, ...]:
        if chance.random() >= self.percent / 100:
            return (said,)
        kind = chance.random()
        if kind < SUBSTITUTED:
            return (chance.choice(self.words),)
        return () if kind < SUBSTITUTED + DELETED else (said, chance.choice(self.words))
