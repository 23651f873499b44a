"""A person is gone from the ATS, or may not be kept: their interview goes here too, wherever it stands.

Erasing can't be undone, so the ATS is asked once more before: an ATS joins duplicates by deleting one of them, and then
the person is still there under another opportunity, where the result now belongs.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from paletter import plugins
from paletter.ats.protocol import Ats, AtsDisconnected, AtsRefused, AtsUnavailable
from paletter.connections import connect, farewells, opening
from paletter.connections.models import Connection, Farewell
from paletter.flow import queue, whose
from paletter.flow.failures import Postpone
from paletter.interviews.models import Interview
from paletter.retention import erase
from paletter.retention.models import Erasure
from paletter.vocabulary.hiring import Opportunity
from paletter.writeback import waiting
from paletter.writeback.models import Delivery


def take_leave(farewell: Farewell, *, now: datetime) -> None:
    """Erase what belongs to a candidacy that is gone; safe to repeat. Raises Postpone while the ATS does not answer."""
    interviews = whose.interviews_of(farewell.connection, farewell.opportunity_id)
    if interviews and _is_back(farewell, now=now):
        farewells.handled(farewell, is_gone=False, now=now)
        return
    for interview in interviews:
        if _lives_on(farewell, interview, now=now):
            _look_anew(farewell, interview, now=now)
        else:
            erase_interview(interview, reason=Erasure.Reason(farewell.reason), now=now)
    farewells.handled(farewell, now=now)


@transaction.atomic
def erase_interview(interview: Interview, *, reason: Erasure.Reason, now: datetime) -> Erasure | None:
    """Erase an interview with the steps that wait for it; None when it is erased already.

    A step that is at it right now finds nothing any more and ends (steps/interviews.py).
    """
    deliveries = list(Delivery.objects.filter(report__interview=interview.pk).values_list("pk", flat=True))
    erasure = erase.erase(interview, reason=reason, now=now)
    if erasure is not None:
        takes = [str(take) for take in erasure.takes]
        queue.forget([(step, take) for step in (queue.PREPARE_RECORDING, queue.HEAR_RECORDING) for take in takes])
        queue.forget((step, str(interview.pk)) for step in (queue.OPEN_CHECK, queue.SCORE_INTERVIEW))
        queue.forget((queue.WRITE_BACK, str(delivery)) for delivery in deliveries)
    return erasure


def _look_anew(farewell: Farewell, interview: Interview, *, now: datetime) -> None:
    delivery = Delivery.objects.filter(report__interview=interview.pk, opportunity_id=farewell.opportunity_id).first()
    if delivery is not None:
        with transaction.atomic():
            waiting.look_anew(delivery, now=now)
            queue.defer(queue.WRITE_BACK, str(delivery.pk), hurry=True, delivery_id=delivery.pk)


def _is_back(farewell: Farewell, *, now: datetime) -> bool:
    """Tell whether the ATS shows the very candidacy again, and lets us keep it."""
    gone = farewell.opportunity_id
    return bool(_asked(farewell.connection, lambda ats: _is_kept(ats.opportunity(gone)), now=now))


def _lives_on(farewell: Farewell, interview: Interview, *, now: datetime) -> bool:
    """Tell whether the same person has another candidacy on the posting, by address or as the same contact."""
    emails = whose.verified(interview.candidate)
    posting = interview.job.posting
    gone = farewell.opportunity_id
    others = whose.others(farewell.connection, gone, posting_id=posting.pk, emails=emails)

    def question(ats: Ats) -> bool:
        by_address = (o for email in emails for o in ats.opportunities(posting_id=posting.external_id, email=email))
        return any(o.id != gone and _is_kept(o) for o in by_address) or any(
            _is_kept(ats.opportunity(other)) for other in others
        )

    answer = _asked(farewell.connection, question, now=now)
    return bool(others) if answer is None else answer


def _is_kept(opportunity: Opportunity | None) -> bool:
    return opportunity is not None and farewells.reason_for(opportunity) is None


def _asked(connection: Connection, question: Callable[[Ats], bool], *, now: datetime) -> bool | None:
    """Ask the ATS; None when it can't be asked any more, so that our mirror is all there is. Raises Postpone."""
    if not connection.is_on:
        return None
    try:
        return question(opening.opened(connection, plugins.ats_provider(connection.provider)))
    except AtsDisconnected as error:
        connect.lost(connection=connection, sentence=str(error), now=now)
        return None
    except AtsRefused:
        return None
    except AtsUnavailable as error:
        raise Postpone(str(error), after=error.retry_after) from error
