"""What one question's page tells its script: the limits, the addresses, and which takes there are."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from paletter.interviews import limits, recordings, sitting, takes
from paletter.interviews.models import Answer, Recording
from paletter.vocabulary.rubrics import Question


def gather(answer: Answer, question: Question) -> dict[str, Any]:
    """Gather what the recorder's script needs to know; `Facts` in saving.js says what each is."""
    interview = answer.interview
    stopped = answer.takes.exclude(length=None).values_list("pk", flat=True)
    waiting = _waiting(answer)
    return {
        "interview": str(interview.key),
        "position": answer.position,
        "seconds": limits.seconds(question, time_factor=interview.time_factor),
        "takesLeft": takes.takes_of(answer, question).left,
        "retakes": question.retakes,
        "stopped": [reverse("candidate:upload", args=[pk]) for pk in stopped],
        "isSaved": answer.kept_id is not None,
        "kept": reverse("candidate:upload", args=[answer.kept_id]) if answer.kept_id else "",
        "version": takes.version(answer),
        "ways": _ways(answer),
        "uploads": reverse("candidate:uploads"),
        "keep": reverse("candidate:keep", args=[interview.key, answer.position]),
        "waiting": {"url": reverse("candidate:upload", args=[waiting.pk]), "id": str(waiting.pk)} if waiting else None,
        "largest": recordings.largest(),
        "support": settings.OPTIONS.support_email,
        "isTesting": settings.OPTIONS.testing,
    }


def _waiting(answer: Answer) -> Recording | None:
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
