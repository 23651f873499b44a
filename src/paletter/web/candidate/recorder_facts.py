"""What one question's page tells its script: the limits, the addresses, and which takes there are."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from paletter.interviews import limits, recordings, sitting, takes
from paletter.interviews.models import Answer, AnswerKind, Recording
from paletter.vocabulary.limits import LONGEST_TAKE_SECONDS, MOST_TIME_FACTOR
from paletter.vocabulary.rubrics import Question


def gather(
    answer: Answer, question: Question, kind: AnswerKind, *, now: datetime, is_over: bool = False
) -> dict[str, Any]:
    """Gather what the script of a recorder of this kind needs to know; `Facts` in saving.js says what each is.

    When the time `is_over`, no take is begun any more, and one that was begun may be saved.
    """
    interview = answer.interview
    stopped = answer.takes.exclude(length=None).values_list("pk", flat=True)
    found = waiting(answer)
    return {
        "interview": str(interview.key),
        "position": answer.position,
        "kind": kind.value,
        "seconds": limits.seconds(question, time_factor=interview.time_factor),
        "longest": int(LONGEST_TAKE_SECONDS * MOST_TIME_FACTOR),
        "isTimingEssential": question.is_timing_essential,
        "think": None if is_over else thinking(answer, question, now=now),
        "takesLeft": 0 if is_over else takes.takes_of(answer, question).left,
        "isOver": is_over,
        "retakes": question.retakes,
        "stopped": [reverse("candidate:upload", args=[pk]) for pk in stopped],
        "isSaved": answer.kept_id is not None and answer.kind == kind,
        "kept": reverse("candidate:upload", args=[answer.kept_id]) if answer.kept_id else "",
        "version": takes.version(answer),
        "ways": _ways(answer),
        "uploads": reverse("candidate:uploads"),
        "line": reverse("candidate:line", args=[interview.key]),
        "keep": reverse("candidate:keep", args=[interview.key, answer.position]),
        "waiting": {"url": reverse("candidate:upload", args=[found.pk]), "id": str(found.pk)} if found else None,
        "largest": recordings.largest(),
        "support": settings.OPTIONS.support_email,
        "isTesting": settings.OPTIONS.testing,
    }


def thinking(answer: Answer, question: Question, *, now: datetime) -> dict[str, float] | None:
    """Return how long there is to think and how much of it is left; None where nobody counts, or not any more."""
    seconds = limits.think_seconds(question, time_factor=answer.interview.time_factor)
    if seconds is None or answer.is_given or any(take.length is not None for take in answer.takes.all()):
        return None
    return {"seconds": seconds, "left": limits.think_left(seconds, since=answer.thinking_since, now=now)}


def waiting(answer: Answer) -> Recording | None:
    """Return the newest take that was neither saved nor thrown away: another device or a lost browser made it."""
    after = answer.kept.take if answer.kept else 0
    unkept = answer.takes.filter(discarded_at=None, offset__gt=0, take__gt=after)
    return unkept.order_by("-take").first()


def _ways(answer: Answer) -> list[dict[str, Any]]:
    """Return where to go from here, best first: the later questions without an answer, then the earlier, the review.

    The script takes the first that it is not sending an answer to already.
    """
    key = answer.interview.key
    others = [one for one in sitting.missing(answer.interview) if one != answer.position]
    in_order = [one for one in others if one > answer.position] + [one for one in others if one < answer.position]
    ways = [{"position": one, "url": reverse("candidate:question", args=[key, one])} for one in in_order]
    return [*ways, {"position": None, "url": reverse("candidate:review", args=[key])}]
