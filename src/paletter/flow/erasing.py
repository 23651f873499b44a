"""A person is gone from the ATS, or may not be kept: their interview goes here too, wherever it stands.

Erasing can't be undone, so the ATS is asked once more before: an ATS joins duplicates by deleting one of them, and then
the person is still there under another opportunity, where the result now belongs. An answer that is a "no", or that
contradicts what nobody has said farewell to, is not believed before it has stood for a day.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from paletter import plugins
from paletter.accounts.models import User
from paletter.ats.protocol import Ats, AtsDisconnected, AtsRefused, AtsUnavailable
from paletter.connections import connect, farewells, opening
from paletter.connections.models import Farewell
from paletter.flow import queue, whose
from paletter.flow.failures import Postpone
from paletter.interviews.models import Interview
from paletter.retention import erase
from paletter.retention.models import Erasure
from paletter.vocabulary.hiring import Opportunity
from paletter.writeback import waiting
from paletter.writeback.lock import alone
from paletter.writeback.models import Delivery

DOUBT = timedelta(days=1)
"""An ATS may have a bad hour, in which it refuses everything or finds nothing."""


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
        of_takes = (queue.PREPARE_RECORDING, queue.HEAR_RECORDING, queue.MAKE_VARIANT)
        queue.forget([(step, take) for step in of_takes for take in takes])
        queue.forget((step, str(interview.pk)) for step in (queue.OPEN_CHECK, queue.SCORE_INTERVIEW))
        queue.forget((queue.WRITE_BACK, str(delivery)) for delivery in deliveries)
    return erasure


class AccountStays(Exception):
    """The account was not deleted; the message tells the person why."""


@transaction.atomic
def erase_account(person: User, *, now: datetime) -> None:
    """Erase a person with all their interviews, wherever those stand. Raises AccountStays for members.

    Who belongs to an organisation is removed by its admins first: their work there is not theirs alone.
    """
    held = User.objects.select_for_update().get(pk=person.pk)
    membership = held.memberships.select_related("organisation").first()
    if membership is not None:
        raise AccountStays(
            gettext(
                "You work with Paletter for {employer}. Ask an admin there to remove you first; then you can delete "
                "your account."
            ).format(employer=membership.organisation.name)
        )
    for interview in Interview.objects.filter(candidate=held):
        erase_interview(interview, reason=Erasure.Reason.BY_CANDIDATE, now=now)
    held.delete()


def _look_anew(farewell: Farewell, interview: Interview, *, now: datetime) -> None:
    delivery = Delivery.objects.filter(report__interview=interview.pk).first()
    if delivery is None:
        return
    # Not while a worker is at it: the result may just be moving by itself, and what that worker learns must stay.
    with alone(delivery.pk), transaction.atomic():
        if waiting.look_anew(delivery, gone=farewell.opportunity_id, now=now):
            queue.defer(queue.WRITE_BACK, str(delivery.pk), hurry=True, delivery_id=delivery.pk)


def _is_back(farewell: Farewell, *, now: datetime) -> bool:
    """Tell whether the ATS shows the very candidacy again, and lets us keep it."""
    gone = farewell.opportunity_id
    return bool(_asked(farewell, lambda ats: _is_kept(ats.opportunity(gone)), now=now))


def _lives_on(farewell: Farewell, interview: Interview, *, now: datetime) -> bool:
    """Tell whether the same person has another candidacy on the posting, by address or as the same contact."""
    emails = whose.verified(interview.candidate)
    posting = interview.job.posting
    gone = farewell.opportunity_id
    others = whose.others(farewell.connection, gone, posting_id=posting.pk, emails=emails)

    def question(ats: Ats) -> bool:
        by_address = (o for email in emails for o in ats.opportunities(posting_id=posting.external_id, email=email))
        if any(o.id != gone and _is_kept(o) for o in by_address):
            return True
        found = [ats.opportunity(other) for other in others]
        if None in found and _is_in_doubt(farewell, now=now):
            raise Postpone("The ATS does not find an application that nobody has told us to be gone.")
        return any(map(_is_kept, found))

    answer = _asked(farewell, question, now=now)
    return bool(others) if answer is None else answer


def _is_kept(opportunity: Opportunity | None) -> bool:
    return opportunity is not None and farewells.reason_for(opportunity) is None


def _is_in_doubt(farewell: Farewell, *, now: datetime) -> bool:
    return farewell.told_at + DOUBT > now


def _asked(farewell: Farewell, question: Callable[[Ats], bool], *, now: datetime) -> bool | None:
    """Ask the ATS; None when it can't be asked any more, so that our mirror is all there is. Raises Postpone."""
    connection = farewell.connection
    if not connection.is_on:
        return None
    try:
        return question(opening.opened(connection, plugins.ats_provider(connection.provider)))
    except AtsDisconnected as error:
        connect.lost(connection=connection, sentence=str(error), now=now)
        return None
    except AtsRefused as error:
        if _is_in_doubt(farewell, now=now):
            raise Postpone(str(error)) from error
        return None
    except AtsUnavailable as error:
        raise Postpone(str(error), after=error.retry_after) from error
