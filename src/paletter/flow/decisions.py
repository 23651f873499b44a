"""What an interview needs next, decided from what is true of it now. Pure: no database, no clock of its own.

    kept takes ──prepare──▶ playable ──hear──▶ words ──(submitted, all heard)──▶ the candidate may check
                                                                                        │ checked, skipped or time over
    report ◀── published with ── levels and fit ◀──────────── score ◀───────────────────┘

`due` may be asked at any time and as often as one likes: it names only what is not done yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class TakeFacts:
    """One kept recording."""

    recording_id: str
    is_prepared: bool
    is_heard: bool
    is_unusable: bool
    has_words: bool

    @property
    def is_settled(self) -> bool:
        """Nothing more will be learned of it without a person."""
        return self.is_unusable or self.is_heard


@dataclass(frozen=True)
class InterviewFacts:
    """What is true of an interview now."""

    takes: Sequence[TakeFacts]
    is_submitted: bool
    is_heard: bool
    check_until: datetime | None
    is_checked: bool
    is_scored: bool
    is_withdrawn: bool = False
    is_asking_for_people: bool = False
    """The candidate has asked that people alone judge, and waits for the answer."""


@dataclass(frozen=True)
class Prepare:
    """Make a recording playable and find when there is speech in it."""

    recording_id: str


@dataclass(frozen=True)
class Hear:
    """Find the words of a prepared recording."""

    recording_id: str


@dataclass(frozen=True)
class OpenCheck:
    """Let the candidate check what was heard; without any words there is nothing to check."""

    has_words: bool


@dataclass(frozen=True)
class Score:
    """Score, not before `at`; at once when None."""

    at: datetime | None


Intent = Prepare | Hear | OpenCheck | Score


def due(facts: InterviewFacts) -> tuple[Intent, ...]:
    """Return what is to be done now, in order; empty while the interview waits for a person or is finished.

    Of what was withdrawn nothing more is done.
    """
    if facts.is_withdrawn:
        return ()
    work = tuple(intent for take in facts.takes for intent in _for_take(take))
    if work or not facts.is_submitted or facts.is_scored:
        return work
    if not facts.is_heard:
        return (OpenCheck(has_words=any(take.has_words for take in facts.takes)),)
    if facts.is_asking_for_people:
        return ()
    return (Score(at=None if facts.is_checked else facts.check_until),)


def _for_take(take: TakeFacts) -> tuple[Intent, ...]:
    if take.is_settled:
        return ()
    if not take.is_prepared:
        return (Prepare(take.recording_id),)
    return (Hear(take.recording_id),)
