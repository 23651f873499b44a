"""What people, the ATS and the clock set going. Each call defers background steps in the caller's transaction."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from paletter import plugins
from paletter.accounts.models import Organisation, User
from paletter.connections import connect, hooks, opening
from paletter.connections.models import Connection, MirroredOpportunity, MirroredPosting
from paletter.flow import queue, receiving, whose
from paletter.flow.advance import advance
from paletter.interviews import variants
from paletter.interviews.models import AnotherWay, Interview, Recording, VariantState
from paletter.reports.models import Report
from paletter.vocabulary.hiring import AtsEvent
from paletter.writeback import waiting
from paletter.writeback.models import Delivery


@transaction.atomic
def connected(connection: Connection) -> None:
    """A recruiter authorised the ATS: fetch its postings now, and send what waited."""
    sync_wanted(connection)
    hooks_wanted(connection)
    deliveries_wanted(waiting.unfinished(connection.organisation), hurry=True)


def deliveries_wanted(deliveries: QuerySet[Delivery], *, hurry: bool = False) -> None:
    """All these are worth another try; there may be thousands."""
    keys = deliveries.values_list("pk", flat=True)
    queue.defer_all(queue.WRITE_BACK, keys, argument="delivery_id", hurry=hurry)


def sync_wanted(connection: Connection) -> None:
    """Somebody wants to see the ATS's present postings."""
    queue.defer(queue.SYNC_CONNECTION, str(connection.pk), hurry=True, connection_id=connection.pk)


def posting_joined(posting: MirroredPosting) -> None:
    """A recruiter made a job of a posting: fetch its opportunities soon."""
    queue.defer(queue.SYNC_OPPORTUNITIES, str(posting.connection_id), hurry=True, connection_id=posting.connection_id)


def hooks_wanted(connection: Connection) -> None:
    """The ATS is to call us, or to call us somewhere else."""
    queue.defer(queue.SUBSCRIBE_HOOKS, str(connection.pk), hurry=True, connection_id=connection.pk)


def disconnected(connection: Connection) -> str:
    """A recruiter switches the ATS off: it is asked to call no more, then its access is destroyed.

    Returns a sentence when the ATS did not confirm that it calls no more, else "". A person waits: it takes seconds.
    """
    provider = plugins.ats_provider(connection.provider)
    sentence = hooks.end(connection, provider, opening.opened_for_a_page(connection, provider))
    connect.disconnect(connection=connection, now=timezone.now())
    return sentence


def called(connection_id: int, event: AtsEvent) -> bool:
    """The ATS called: its call is kept, and followed as soon as a worker comes. False when it came before."""
    return receiving.keep(connection_id, event, now=timezone.now())


def opportunities_seen(opportunities: Iterable[MirroredOpportunity]) -> None:
    """The ATS has these candidacies: results that looked for them in vain are tried at once."""
    for delivery in whose.deliveries_for(opportunities):
        queue.defer(queue.WRITE_BACK, str(delivery.pk), hurry=True, delivery_id=delivery.pk)


def address_proven(person: User) -> None:
    """Somebody has proven one more address: results of theirs that found no application are tried at once."""
    deliveries_wanted(waiting.unmatched().filter(report__interview__candidate=person), hurry=True)


def farewells_said(connection: Connection) -> None:
    """The ATS no longer has somebody, or may not be followed in keeping them."""
    queue.defer(queue.TAKE_LEAVE, str(connection.pk), hurry=True, connection_id=connection.pk)


def answer_kept(recording: Recording) -> None:
    """A candidate kept a take: make it playable and find its words while the others are recorded."""
    advance(recording.answer.interview_id)


@transaction.atomic
def variant_wanted(recording: Recording) -> VariantState | None:
    """Somebody's player can't play a recording: make a file that it can, and tell how far that is; None for never."""
    state = variants.want(recording)
    if state == VariantState.WANTED:
        queue.defer(queue.MAKE_VARIANT, str(recording.pk), hurry=True, recording_id=str(recording.pk))
    return state


def interview_submitted(interview: Interview) -> None:
    """A candidate handed in all answers."""
    advance(interview.pk)


def words_checked(interview: Interview) -> None:
    """A candidate confirmed, corrected or skipped what was heard: score now."""
    advance(interview.pk)


@transaction.atomic
def check_extended(interview: Interview) -> None:
    """There is more time to check what was heard: the scoring waits longer."""
    queue.forget([(queue.SCORE_INTERVIEW, str(interview.pk))])
    advance(interview.pk)


def another_way_asked(way: AnotherWay) -> None:
    """A candidate asked for another way: those who can answer are told."""
    queue.defer(queue.TELL_MEMBERS, str(way.pk), way_id=way.pk)


@transaction.atomic
def another_way_answered(way: AnotherWay) -> None:
    """A member answered: the candidate is told, and what waited for the answer goes on."""
    queue.defer(queue.TELL_CANDIDATE, str(way.pk), way_id=way.pk)
    advance(way.interview_id)


def another_way_taken_back(way: AnotherWay) -> None:
    """A candidate needs no answer any more: what waited for it goes on."""
    advance(way.interview_id)


@transaction.atomic
def consent_withdrawn(interview: Interview) -> None:
    """A candidate took their consent back: whatever waits for the interview is forgotten; what runs keeps nothing."""
    takes = [str(pk) for pk in Recording.objects.filter(answer__interview=interview).values_list("pk", flat=True)]
    deliveries = Delivery.objects.filter(report__interview=interview).values_list("pk", flat=True)
    queue.forget((step, take) for step in (queue.PREPARE_RECORDING, queue.HEAR_RECORDING) for take in takes)
    _forget_what_was_to_come(interview)
    queue.forget((queue.WRITE_BACK, str(pk)) for pk in deliveries)


@transaction.atomic
def interview_reopened(interview: Interview) -> None:
    """A member opened what was handed in again: what was to be made of it waits, and the candidate is told."""
    _forget_what_was_to_come(interview)
    queue.defer(queue.TELL_REOPENED, str(interview.pk), interview_id=interview.pk)


@transaction.atomic
def interview_retried(interview: Interview) -> None:
    """A person pressed "Try again" on an interview whose processing stopped."""
    Interview.objects.filter(pk=interview.pk).update(trouble="", trouble_step="", trouble_at=None)
    advance(interview.pk, hurry=True)


@transaction.atomic
def delivery_retried(delivery: Delivery) -> None:
    """A person pressed "Try again" on a parked write-back, or what it has to tell is new."""
    waiting.reopen(delivery, now=timezone.now())
    queue.defer(queue.WRITE_BACK, str(delivery.pk), hurry=True, delivery_id=delivery.pk)


@transaction.atomic
def deliveries_retried(organisation: Organisation, *, among: Collection[int] | None = None) -> int:
    """A person pressed "Try again" for all write-backs that wait or are parked, or for those `among` them.

    Returns how many are tried; those of an ATS that is not connected keep waiting for it.
    """
    found = waiting.worth_a_try(organisation)
    keys = list((found if among is None else found.filter(pk__in=among)).values_list("pk", flat=True))
    waiting.reopen_all(keys, now=timezone.now())
    queue.defer_all(queue.WRITE_BACK, keys, argument="delivery_id", hurry=True)
    return len(keys)


@transaction.atomic
def report_corrected(report: Report) -> None:
    """A report shows a newer scoring than before: the ATS gets one more note that names the earlier one (D10)."""
    for delivery in Delivery.objects.filter(report=report):
        delivery_retried(delivery)


def _forget_what_was_to_come(interview: Interview) -> None:
    steps = (queue.OPEN_CHECK, queue.TELL_WORDS_READY, queue.SCORE_INTERVIEW)
    queue.forget((step, str(interview.pk)) for step in steps)
