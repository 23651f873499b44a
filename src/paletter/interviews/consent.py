"""What a candidate is told before anything is recorded, and that they agreed to it.

The text is written for people first; the law asks for the same things (Illinois AI Video Interview Act: that an AI is
used, how it works, which characteristics it looks at, and consent before; GDPR 13 and 22: purpose, who sees it, how
long, human review). Change `VERSION` with every change of wording: what somebody agreed to is stored with it.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from paletter.interviews.models import Consent, Interview

VERSION = "2026-11-23"
AGREE = "I have read this. I agree to being recorded and to an AI scoring my answers."


class ConsentChanged(Exception):
    """The text on the candidate's screen is not the one in force any more."""


@dataclass(frozen=True)
class Part:
    """A heading with its sentences."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class ConsentText:
    """The whole text, as shown. `plain` is what is hashed and stored."""

    parts: tuple[Part, ...]
    agreement: str = AGREE
    version: str = VERSION

    @property
    def plain(self) -> str:
        parts = "\n\n".join("\n".join((part.heading, *part.sentences)) for part in self.parts)
        return f"{parts}\n\n{self.agreement}\n"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.plain.encode()).hexdigest()


def text(*, employer: str, job: str, skills: Sequence[str], contact: str) -> ConsentText:
    """Return the text for a job. `skills` are names of competencies; `contact` answers questions and deletes."""
    return ConsentText(
        parts=(
            Part(
                "What is recorded",
                (
                    "Video and sound of your answers, from the moment you press record until you press stop.",
                    "Takes that you do not keep are deleted when you hand in.",
                ),
            ),
            Part(
                "What the AI does",
                (
                    "Software, an AI, turns what you say into written words. You may check and correct these words.",
                    f"It then scores {_number(len(skills))}: {_listed(skills)}.",
                    "For each skill it compares what you said with written descriptions of stronger and weaker "
                    "answers, gives a level from 1 to 5, and quotes the words that led to it. "
                    "A skill that your words do not show stays unscored. The levels make up one fit score out of 5.",
                ),
            ),
            Part(
                "What the AI looks at",
                (
                    "Only the words you say and the times at which you say them.",
                    "It does not look at your face, your looks, your clothes, your room, the tone of your voice, "
                    "your accent, your name, your age, your gender or where you come from.",
                ),
            ),
            Part(
                "Who sees it",
                (
                    f"People of {employer} who have a login: your video, your words and the scores.",
                    f"A note with the scores goes into the system where {employer} keeps your application for {job}.",
                    "The people who run this Paletter server can reach the files to keep it working.",
                ),
            ),
            Part(
                "Who decides",
                (
                    f"People of {employer} decide. The scores are there to help them, and they are asked to watch "
                    "your answers before they decide.",
                    f"You may ask for a person to review a score, or say that one is wrong: write to {contact}.",
                ),
            ),
            Part(
                "How long it is kept",
                (
                    f"Until you or {employer} have it deleted. To have your recordings deleted, or to get a copy, "
                    f"write to {contact}.",
                    "You may take your consent back at any time in the same way.",
                ),
            ),
            Part(
                "Another way",
                (
                    "If you do not want to be recorded or scored by an AI, or if you need more time or another form "
                    f"of interview, write to {contact}. Asking does not count against you.",
                ),
            ),
        )
    )


def of(interview: Interview, *, contact: str) -> ConsentText:
    """Return the text in force for an interview."""
    template = interview.template_version.value
    return text(
        employer=interview.job.organisation.name,
        job=interview.job.title,
        skills=[competency.name for competency in template.competencies],
        contact=contact,
    )


@transaction.atomic
def give(interview: Interview, *, shown_sha256: str, contact: str, now: datetime) -> Consent:
    """Store that the candidate agreed to the text they were shown; a second time changes nothing.

    Raises ConsentChanged when the text was changed while it was on the screen.
    """
    interview = Interview.objects.select_for_update().get(pk=interview.pk)
    found = Consent.objects.filter(interview=interview).first()
    if found is not None:
        return found
    agreed = of(interview, contact=contact)
    if agreed.sha256 != shown_sha256:
        raise ConsentChanged("The text has changed since you opened this page. Please read it again.")
    if interview.started_at is None:
        Interview.objects.filter(pk=interview.pk).update(started_at=now)
    return Consent.objects.create(
        interview=interview, version=agreed.version, text_sha256=agreed.sha256, text=agreed.plain, given_at=now
    )


def _number(count: int) -> str:
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    number = words[count] if count < len(words) else str(count)
    return f"{number} soft skill{'' if count == 1 else 's'}"


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
