"""What a candidate is told before anything is recorded, and that they agreed to it.

The text is written for people first; the law asks for the same things (Illinois AI Video Interview Act: that an AI is
used, how it works, which characteristics it looks at, and consent before; GDPR 13 and 22: purpose, who sees it, how
long, human review). Change `VERSION` with every change of wording: what somebody agreed to is stored with it.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from paletter.interviews import sitting, takes
from paletter.interviews.models import AnswerKind, Consent, Interview

VERSION = "2026-12-01"
AGREE = gettext_lazy("I have read this. I agree to being recorded and to an AI scoring my answers.")
AGREE_IN_WRITING = gettext_lazy("I have read this. I agree to an AI scoring my answers.")
AGREE_TO_PEOPLE = gettext_lazy("I have read this. I agree to being recorded.")


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
    agreement: str
    version: str = VERSION

    @property
    def plain(self) -> str:
        parts = "\n\n".join("\n".join((part.heading, *part.sentences)) for part in self.parts)
        return f"{parts}\n\n{self.agreement}\n"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.plain.encode()).hexdigest()


def text(
    *,
    employer: str,
    job: str,
    skills: Sequence[str],
    contact: str,
    is_human_only: bool = False,
    kinds: Collection[AnswerKind] = (AnswerKind.VIDEO,),
) -> ConsentText:
    """Return the text for a job, in the language of the moment. `skills` are names of competencies.

    `contact` is the address that answers questions and deletes. With `is_human_only` no software scores the answers.
    `kinds` are those in which answers may be given.
    """
    kinds = set(kinds)
    filled = {"employer": employer, "job": job, "contact": contact, "skills": _listed(skills)}
    return ConsentText(
        parts=tuple(
            Part(str(heading), tuple(str(sentence).format(**filled) for sentence in sentences))
            for heading, sentences in _parts(len(skills), kinds, is_human_only)
        ),
        agreement=str(_agreement(kinds, is_human_only)),
    )


def _agreement(kinds: set[AnswerKind], is_human_only: bool) -> object:
    if is_human_only:
        return AGREE_TO_PEOPLE
    return AGREE_IN_WRITING if kinds == {AnswerKind.TEXT} else AGREE


def _parts(skills: int, kinds: set[AnswerKind], is_human_only: bool) -> list[tuple[str, list[str]]]:
    """Return the headings with their sentences; what stands in braces is filled in."""
    return [
        _recorded(kinds),
        *(_by_people_alone() if is_human_only else _by_software(skills, kinds)),
        (
            _("Who sees it"),
            [
                _("People of {employer} who have a login: your video, your words and the levels given by people.")
                if is_human_only
                else _seen(kinds),
                _("A note with the scores goes into the system where {employer} keeps your application for {job}."),
                _("The people who run this Paletter server can reach the files to keep it working."),
            ],
        ),
        (
            _("Who decides"),
            [
                _("People of {employer} decide, after they have watched your answers.")
                if is_human_only
                else _(
                    "People of {employer} decide. The scores are there to help them, and they are asked to watch "
                    "your answers before they decide."
                ),
                _("You may ask for a person to review a score, or say that one is wrong: write to {contact}."),
            ],
        ),
        (
            _("How long it is kept"),
            [
                _(
                    "Until you or {employer} have it deleted. On the page “Your data” you see what is kept and who "
                    "looked at it, get a copy, and delete it. You may also write to {contact}."
                ),
                _("You may take your consent back there at any time. Then nothing more is scored or passed on."),
            ],
        ),
        (
            _("Another way"),
            [
                _(
                    "If you do not want to be recorded or scored by an AI, or if you need more time or another form "
                    "of interview, ask for it on the page “Another way”, or write to {contact}. Asking does not count "
                    "against you."
                ),
            ],
        ),
    ]


def _recorded(kinds: set[AnswerKind]) -> tuple[str, list[str]]:
    """Tell what is kept of answers in each of these kinds."""
    video = _("Video and sound of your answers, from the moment you press record until you press stop.")
    sound = _("The sound of your answers, without a picture, from the moment you press record until you press stop.")
    if kinds == {AnswerKind.TEXT}:
        return _("What is kept"), [_("The text of your answers, as you hand it in. There is no picture and no sound.")]
    told = [video] if AnswerKind.VIDEO in kinds else [sound]
    if {AnswerKind.VIDEO, AnswerKind.AUDIO} <= kinds:
        told.append(_("Of an answer with sound alone: the sound, without a picture."))
    if AnswerKind.TEXT in kinds:
        told.append(_("Of an answer in writing: the text, as you hand it in."))
    return _("What is recorded"), [*told, _("Takes that you do not keep are deleted when you hand in.")]


def _written_down(kinds: set[AnswerKind]) -> list[str]:
    if kinds == {AnswerKind.TEXT}:
        return [_("Software, an AI, reads what you write.")]
    told = [_("Software, an AI, turns what you say into written words. You may check and correct these words.")]
    return [*told, _("It reads answers in writing as they are.")] if AnswerKind.TEXT in kinds else told


def _seen(kinds: set[AnswerKind]) -> str:
    if AnswerKind.VIDEO in kinds:
        return _("People of {employer} who have a login: your video, your words and the scores.")
    if AnswerKind.AUDIO in kinds:
        return _("People of {employer} who have a login: the sound of your answers, your words and the scores.")
    return _("People of {employer} who have a login: your words and the scores.")


def _by_people_alone() -> list[tuple[str, list[str]]]:
    return [
        (
            _("Who judges"),
            [
                _("People of {employer} alone, as you asked. No AI scores your answers."),
                _("Software writes down what you say, so that it can be read along. You may correct these words."),
                _("The people use the same written descriptions for everybody: {skills}."),
            ],
        )
    ]


def _by_software(skills: int, kinds: set[AnswerKind]) -> list[tuple[str, list[str]]]:
    return [
        (
            _("What the AI does"),
            [
                *_written_down(kinds),
                _number(skills),
                _(
                    "For each skill it compares what you said with written descriptions of stronger and weaker "
                    "answers, gives a level from 1 to 5, and quotes the words that led to it. "
                    "A skill that your words do not show stays unscored. The levels make up one fit score out of 5."
                ),
            ],
        ),
        (
            _("What the AI looks at"),
            [
                _("Only the words you write.")
                if kinds == {AnswerKind.TEXT}
                else _("Only the words you say and the times at which you say them."),
                _(
                    "It does not look at your face, your looks, your clothes, your room, the tone of your voice, "
                    "your accent, your name, your age, your gender or where you come from."
                ),
            ],
        ),
    ]


def of(interview: Interview, *, contact: str) -> ConsentText:
    """Return the text in force for an interview."""
    template = interview.template_version.value
    return text(
        employer=interview.job.organisation.name,
        job=interview.job.title,
        skills=[competency.name for competency in template.competencies],
        contact=contact,
        is_human_only=interview.is_human_only,
        kinds=kinds_of(interview),
    )


def kinds_of(interview: Interview) -> list[AnswerKind]:
    """Return the kinds in which any question of an interview may be answered, granted ones too."""
    questions = interview.template_version.value.questions
    found = {kind for question in questions for kind in takes.kinds_of(interview, question)}
    return [kind for kind in AnswerKind if kind in found]


def not_told(interview: Interview) -> list[AnswerKind]:
    """Return the kinds that were granted since the candidate agreed, and of which the words did not tell."""
    agreed = sitting.agreed_kinds(interview)
    return [kind for kind in kinds_of(interview) if kind not in agreed]


@transaction.atomic
def give(interview: Interview, *, shown_sha256: str, contact: str, now: datetime) -> Consent:
    """Store that the candidate agreed to the text they were shown, in its language; a second time changes nothing but
    where the text tells now of kinds of answers of which it did not: then they agree anew, beside what they agreed to.

    Raises ConsentChanged when the text was changed while it was on the screen.
    """
    interview = Interview.objects.select_for_update().get(pk=interview.pk)
    found = Consent.objects.filter(interview=interview).last()
    if found is not None and not not_told(interview):
        return found
    agreed = of(interview, contact=contact)
    if agreed.sha256 != shown_sha256:
        raise ConsentChanged(_("The text has changed since you opened this page. Please read it again."))
    if interview.started_at is None:
        Interview.objects.filter(pk=interview.pk).update(started_at=now)
    return Consent.objects.create(
        interview=interview,
        version=agreed.version,
        text_sha256=agreed.sha256,
        text=agreed.plain,
        language=translation.get_language(),
        given_at=now,
        kinds=[kind.value for kind in kinds_of(interview)],
    )


def _number(count: int) -> str:
    words = (
        pgettext("how many soft skills", "no"),
        pgettext("how many soft skills", "one"),
        pgettext("how many soft skills", "two"),
        pgettext("how many soft skills", "three"),
        pgettext("how many soft skills", "four"),
        pgettext("how many soft skills", "five"),
        pgettext("how many soft skills", "six"),
        pgettext("how many soft skills", "seven"),
        pgettext("how many soft skills", "eight"),
        pgettext("how many soft skills", "nine"),
        pgettext("how many soft skills", "ten"),
    )
    number = words[count] if count < len(words) else str(count)
    sentence = ngettext(
        "It then scores {number} soft skill: {skills}.", "It then scores {number} soft skills: {skills}.", count
    )
    return sentence.replace("{number}", number)


def _listed(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("{first} and {last}").format(first=", ".join(names[:-1]), last=names[-1])
