"""Texts on their way: kept here too while they are written, so that another device can go on with them.

A draft never becomes the answer by itself, and a text that is the answer already is only changed by saving it again.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from paletter.interviews import deadlines, sitting, takes
from paletter.interviews.models import AnswerKind, Interview
from paletter.interviews.sitting import Refused


class Overtaken(Refused):
    """Somebody else, or the same person elsewhere, has gone on with this text meanwhile."""


@transaction.atomic
def keep(
    interview: Interview, position: int, text: str, *, before: str, now: datetime, age: timedelta | None = None
) -> bool:
    """Keep a draft and tell whether it was kept: beside a text that is the answer already there is room for none.

    `before` is the text that this one went on from, `age` how long ago it was begun, as its owner's device
    says. Raises Refused, Overtaken, Answer.DoesNotExist.
    """
    interview = sitting.held(interview)
    answer, question = sitting.question_at(interview, position)
    refusal = (
        sitting.why_not_after_withdrawing(interview)
        or why_not_keep(
            text, is_submitted=interview.submitted_at is not None, has_consent=sitting.has_consent(interview)
        )
        or takes.why_not_in_kind(AnswerKind.TEXT, takes.kinds_of(interview, question))
        or takes.why_not_agreed(AnswerKind.TEXT, sitting.agreed_kinds(interview))
        or deadlines.why_not_write(deadlines.of(interview), is_begun=answer.has_draft, now=now, age=age)
    )
    if refusal:
        raise Refused(refusal)
    if answer.is_written:
        return False
    if answer.text not in (before, text):
        raise Overtaken(
            gettext(
                "This answer was written on in another tab or on another device. What you wrote here stays on this "
                "device; reload the page to see both."
            )
        )
    if not answer.is_given and not answer.has_draft:
        answer.claimed_at = takes.claimed_text(interview, answer, age=age, now=now)
    answer.text = text
    if not answer.kind:
        answer.kind = AnswerKind.TEXT
    answer.save(update_fields=["text", "kind", "claimed_at"])
    return True


def why_not_keep(text: str, *, is_submitted: bool, has_consent: bool) -> str | None:
    """Tell why this draft can't be kept, or None; other than an answer, it may be empty."""
    return takes.why_not_write(is_submitted=is_submitted, has_consent=has_consent, text=text or "-")
