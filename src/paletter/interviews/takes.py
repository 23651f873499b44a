"""The rules of one question: how often and in which kinds it may be answered, which take or text counts.

Each rule is a function of plain facts that returns the sentence of a refusal, or None; each move asks its rule while it
holds the interview's row, so that two tabs or two clicks can't get past it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.utils.translation import gettext

from paletter.interviews import deadlines, places, recordings, sitting
from paletter.interviews.models import Answer, AnswerKind, Interview, Recording
from paletter.interviews.receiving import Piece
from paletter.interviews.sitting import Refused
from paletter.vocabulary.rubrics import Question

log = structlog.get_logger()

# Takes that broke off (a reload, a dead battery) are nobody's fault and cost no retake, but there is an end to that.
MOST_BROKEN_TAKES = 50
MOST_CHARACTERS = 20_000
"""The longest text: more than anybody says in the longest take."""


@dataclass(frozen=True)
class Takes:
    """How often one question may still be recorded."""

    allowed: int
    used: int
    broken: int = 0

    @property
    def left(self) -> int:
        return max(0, self.allowed - self.used)


# --- rules ---


def why_not_record(*, is_submitted: bool, has_consent: bool, takes: Takes) -> str | None:
    """Tell why no further take may begin, or None."""
    if is_submitted:
        return gettext("You have handed in this interview, so nothing more can be recorded.")
    if not has_consent:
        return gettext("Please read what is recorded and who sees it, and agree, before you record.")
    if takes.left == 0:
        return gettext("You have used all takes of this question. The one you saved stays.")
    if takes.broken >= MOST_BROKEN_TAKES:
        return gettext("This question was begun very often. Please ask for help before you go on.")
    return None


def why_not_in_kind(kind: AnswerKind, allowed: Collection[AnswerKind]) -> str | None:
    """Tell why a question can't be answered in this kind, or None."""
    if kind in allowed:
        return None
    return {
        AnswerKind.VIDEO: gettext("This question can't be answered by a video."),
        AnswerKind.AUDIO: gettext("This question can't be answered by a sound recording."),
        AnswerKind.TEXT: gettext("This question can't be answered by a text."),
    }[kind]


def why_not_agreed(kind: AnswerKind, agreed: Collection[AnswerKind]) -> str | None:
    """Tell why an answer in this kind may not begin, or None: what is kept of such answers was not agreed to yet."""
    if kind in agreed:
        return None
    return {
        AnswerKind.VIDEO: gettext("Please read what is kept of a video, and agree, before you answer by one."),
        AnswerKind.AUDIO: gettext("Please read what is kept of your voice alone, and agree, before you answer by it."),
        AnswerKind.TEXT: gettext("Please read what is kept of a text, and agree, before you answer by one."),
    }[kind]


def why_not_write(*, is_submitted: bool, has_consent: bool, text: str) -> str | None:
    """Tell why this text can't become the answer, or None."""
    if is_submitted:
        return gettext("You have handed in this interview, so its answers can't be changed.")
    if not has_consent:
        return gettext("Please read what is kept and who sees it, and agree, before you answer.")
    if not text.strip():
        return gettext("There is nothing written yet. Please write your answer first.")
    if len(text) > MOST_CHARACTERS:
        return gettext("This text has {length} characters; {most} are the most. Please shorten it.").format(
            length=len(text), most=MOST_CHARACTERS
        )
    return None


class Overtaken(Refused):
    """Another answer was saved since this take was begun, elsewhere: only its owner can tell which one counts."""


def why_not_keep(recording: Recording, *, is_submitted: bool, sha256: str) -> str | None:
    """Tell why this take can't become the answer, or None. `sha256` is of what whoever keeps it wants to keep."""
    if is_submitted:
        return gettext("You have handed in this interview, so its answers can't be changed.")
    if recording.discarded_at is not None:
        return gettext("This take was thrown away. Please record the answer again.")
    if not recording.is_whole:
        return gettext("This take has not arrived completely yet. Please leave the page open until it has.")
    if sha256.lower() != recording.sha256:
        return gettext(
            "What arrived here differs from what you recorded. Please reload the page, then save or record again."
        )
    return None


# --- questions ---


def kinds_of(interview: Interview, question: Question) -> tuple[AnswerKind, ...]:
    """Return how this candidate may answer a question, the kind to offer first in front: what the template asks for,
    then what this candidate was granted.
    """
    asked = [AnswerKind(kind.value) for kind in question.kind.allowed]
    return tuple(dict.fromkeys((*asked, *map(AnswerKind, interview.extra_kinds))))


def offered_first(interview: Interview) -> set[AnswerKind]:
    """Return the kinds that this candidate's questions offer first: what they need to have at hand."""
    return {kinds_of(interview, question)[0] for question in interview.template_version.value.questions}


def is_covered(answer: Answer, question: Question) -> bool:
    """Tell whether a question may not be read yet: its time to think begins when its candidate opens it.

    In writing nobody counts, and where all questions are shown before the first, none is covered.
    """
    if question.think_seconds is None or answer.thinking_since is not None or answer.is_given:
        return False
    interview = answer.interview
    return not (
        interview.template_version.value.shows_questions_first or AnswerKind.TEXT in kinds_of(interview, question)
    )


def takes_of(answer: Answer, question: Question) -> Takes:
    """Count an answer's takes: those stopped by the candidate count, those that broke off do not.

    Once an interview was opened again, takes from before count no more.
    """
    since = answer.interview.reopened_at
    takes = (one for one in answer.takes.all() if since is None or one.created_at >= since)
    counts = [recording.length is not None for recording in takes]
    return Takes(allowed=question.retakes + 1, used=sum(counts), broken=len(counts) - sum(counts))


def version(answer: Answer) -> str:
    """Name what is saved as the answer now, so that it can be told whether that has changed; empty for nothing."""
    return answer.kept_at.isoformat() if answer.kept_at else ""


# --- moves ---


@transaction.atomic
def open_take(
    interview: Interview,
    position: int,
    *,
    length: int | None,
    now: datetime,
    kind: AnswerKind | None = None,
    piece: Piece | None = None,
    age: timedelta | None = None,
) -> Recording:
    """Return a new take of a question, empty or beginning with a piece; without a kind, of the first that may be
    recorded. `age` is how long ago it was begun, as its owner's device says.

    Raises Refused, Answer.DoesNotExist or a kind of UploadRefused; then there is no take.
    """
    interview = sitting.held(interview)
    answer, kind = check_take(interview, position, length=length, kind=kind, now=now, age=age)
    claimed_at = deadlines.claimed(deadlines.of(interview), age=age, now=now)
    take = recordings.new(answer, kind=kind, length=length, now=now, claimed_at=claimed_at)
    if claimed_at:
        log.info("a take came late, begun in time by its owner's device", take=str(take.pk), interview=interview.pk)
    if piece is None or piece.size == 0:
        return take
    try:
        return recordings.append(take, piece, at=0, length=length, now=now)
    except Exception:
        places.current().remove(take.pk)
        raise


def check_take(
    interview: Interview,
    position: int,
    *,
    length: int | None,
    now: datetime,
    kind: AnswerKind | None = None,
    age: timedelta | None = None,
) -> tuple[Answer, AnswerKind]:
    """Return the answer whose next take may begin now, and its kind; raises what open_take does."""
    answer, question = sitting.question_at(interview, position)
    allowed = [one for one in kinds_of(interview, question) if one is not AnswerKind.TEXT]
    kind = kind or next(iter(allowed), AnswerKind.VIDEO)
    refusal = (
        sitting.why_not_after_withdrawing(interview)
        or why_not_record(
            is_submitted=interview.submitted_at is not None,
            has_consent=sitting.has_consent(interview),
            takes=takes_of(answer, question),
        )
        or why_not_in_kind(kind, allowed)
        or why_not_agreed(kind, sitting.agreed_kinds(interview))
    )
    refusal = refusal or deadlines.why_not_answer(deadlines.of(interview), now=now, age=age)
    if refusal:
        raise Refused(refusal)
    too_much = recordings.why_not_begin(length)
    if too_much:
        raise too_much
    return answer, kind


@transaction.atomic
def keep(recording: Recording, *, sha256: str, seen: str | None = None, now: datetime) -> Answer:
    """Make a whole take the answer that counts; keeping it twice changes nothing.

    `seen` is the answer's `version` as it was known where the take was recorded: a take that comes late must not push
    out what was saved on another device meanwhile. None where a person looks at both. Raises Refused and Overtaken.
    """
    interview = sitting.held(recording.answer.interview)
    recording.refresh_from_db()
    refusal = why_not_keep(recording, is_submitted=interview.submitted_at is not None, sha256=sha256)
    refusal = sitting.why_not_after_withdrawing(interview) or refusal
    refusal = refusal or deadlines.why_not_hand_in(deadlines.of(interview), now=now)
    if refusal:
        raise Refused(refusal)
    answer = Answer.objects.get(pk=recording.answer_id)
    if answer.kept_id != recording.pk:
        if seen is not None and seen != version(answer):
            raise Overtaken(
                gettext(
                    "Another answer to this question was saved meanwhile, in another tab or on another device. Yours "
                    "is still here: compare both, then save the one that shall count."
                )
            )
        answer.kept, answer.kept_at, answer.kind = recording, now, recording.kind
        answer.claimed_at = recording.claimed_at
        answer.save(update_fields=["kept", "kept_at", "kind", "claimed_at"])
    return answer


@transaction.atomic
def keep_text(interview: Interview, position: int, text: str, *, now: datetime, age: timedelta | None = None) -> Answer:
    """Make a text the answer that counts, in place of a take or an earlier text. Raises Refused, Answer.DoesNotExist.

    `age` is how long ago it was begun, as its owner's device says. Its words are stored as a transcript once the
    interview is handed in (transcripts.writing).
    """
    interview = sitting.held(interview)
    answer, question = sitting.question_at(interview, position)
    refusal = (
        sitting.why_not_after_withdrawing(interview)
        or why_not_write(
            is_submitted=interview.submitted_at is not None, has_consent=sitting.has_consent(interview), text=text
        )
        or why_not_in_kind(AnswerKind.TEXT, kinds_of(interview, question))
        or why_not_agreed(AnswerKind.TEXT, sitting.agreed_kinds(interview))
        or deadlines.why_not_write(deadlines.of(interview), is_begun=answer.has_draft, now=now, age=age)
    )
    if refusal:
        raise Refused(refusal)
    if answer.is_given or not answer.has_draft:
        # Else it was noted with the draft.
        answer.claimed_at = claimed_text(interview, answer, age=age, now=now)
    answer.kept, answer.kept_at, answer.kind, answer.text = None, now, AnswerKind.TEXT, text.strip()
    answer.save(update_fields=["kept", "kept_at", "kind", "text", "claimed_at"])
    return answer


def claimed_text(interview: Interview, answer: Answer, *, age: timedelta | None, now: datetime) -> datetime | None:
    """Return what `deadlines.claimed` says of a text, and put it on record."""
    claimed_at = deadlines.claimed(deadlines.of(interview), age=age, now=now)
    if claimed_at:
        log.info("a text came late, begun in time by its owner's device", answer=answer.pk, interview=interview.pk)
    return claimed_at


@transaction.atomic
def discard(recording: Recording, *, now: datetime) -> None:
    """Throw a take away, at the candidate's wish. Raises Refused for the one that is their answer."""
    interview = sitting.held(recording.answer.interview)
    if interview.submitted_at is not None or Answer.objects.filter(kept=recording).exists():
        raise Refused(gettext("This take is your answer now. Record again to replace it."))
    recordings.discard(recording, now=now)
