"""The ATS calls us: it is asked to, its calls are followed, and who is gone there goes here."""

from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app

from paletter import plugins
from paletter.ats.protocol import Ats, AtsRefused, AtsUnavailable
from paletter.connections import events, farewells, hooks
from paletter.connections.models import Connection, ConnectionState, ReceivedEvent
from paletter.flow import erasing, queue, triggers
from paletter.flow.asking import asking
from paletter.flow.failures import PatientRetry, each_of_them
from paletter.flow.steps.moment import now
from paletter.retention import files
from paletter.vocabulary.hiring import EventKind

log = structlog.get_logger()

BEING_KEPT = timedelta(seconds=3)
"""For so long a call may be about to be committed when the step that is to follow it reads what is there."""


@app.task(name=queue.SUBSCRIBE_HOOKS.name, queue=queue.SUBSCRIBE_HOOKS.queue, retry=PatientRetry())
def subscribe_hooks(*, connection_id: int) -> None:
    """Make sure that the ATS calls us at our present address."""
    connection = _switched_on(connection_id)
    if connection is None:
        return
    provider = plugins.ats_provider(connection.provider)
    with asking(connection, now=now()) as ats:
        hooks.subscribe(connection, provider, ats, base_url=settings.BASE_URL, now=now())


@app.task(name=queue.HANDLE_EVENTS.name, queue=queue.HANDLE_EVENTS.queue, retry=PatientRetry())
def handle_events(*, connection_id: int) -> None:
    """Follow all calls that nobody has followed yet, those about one opportunity or contact together."""
    connection = _switched_on(connection_id)
    if connection is None:
        return
    waiting = events.unhandled(connection)
    with asking(connection, now=now()) as ats, each_of_them("calls of the ATS") as one:
        for about, calls in waiting.items():
            with one():
                _settle(connection, calls, _look(connection, ats, calls, about) if about else events.Followed())
    if waiting:
        # Only now: a step that failed comes again by itself, each time later. One more beside it would never tire.
        queue.defer(queue.HANDLE_EVENTS, str(connection_id), at=now() + BEING_KEPT, connection_id=connection_id)


def _look(connection: Connection, ats: Ats, calls: list[ReceivedEvent], about: str) -> events.Followed:
    try:
        return events.follow(connection, ats, [EventKind(call.kind) for call in calls], about, now=now())
    except AtsRefused as error:
        if _is_a_duty(calls):
            raise AtsUnavailable(str(error)) from error
        # What we may not read, the next sync does not see either; asking again changes nothing.
        log.warning("a call of the ATS could not be followed", connection=connection.pk)
        return events.Followed()


def _is_a_duty(calls: list[ReceivedEvent]) -> bool:
    """Tell whether somebody is said to be gone, which no sync may tell us again; a "no" to that may pass for a day."""
    oldest = min(call.received_at for call in calls)
    return any(call.kind == EventKind.DELETED for call in calls) and oldest + erasing.DOUBT > now()


@transaction.atomic
def _settle(connection: Connection, calls: list[ReceivedEvent], followed: events.Followed) -> None:
    events.handled(connection, calls, now=now())
    triggers.opportunities_seen(followed.mirrored)
    if followed.is_farewell:
        triggers.farewells_said(connection)


@app.task(name=queue.TAKE_LEAVE.name, queue=queue.TAKE_LEAVE.queue, retry=PatientRetry())
def take_leave(*, connection_id: int) -> None:
    """Erase what belongs to those who are gone from the ATS, or may not be kept."""
    connection = Connection.objects.filter(pk=connection_id).first()
    with each_of_them("farewells") as one:
        for farewell in farewells.unhandled(connection) if connection else ():
            with one():
                erasing.take_leave(farewell, now=now())


@app.periodic(cron="* * * * *")
@app.task(name=queue.TIDY_UP.name, queue=queue.TIDY_UP.queue, queueing_lock=queue.TIDY_UP.name)
def tidy_up(timestamp: int) -> None:
    """Set going what was lost or refused on the way: subscriptions, calls, farewells, files of what was erased."""
    for connection in hooks.due(base_url=settings.BASE_URL, now=now()):
        queue.defer(queue.SUBSCRIBE_HOOKS, str(connection.pk), by_the_clock=True, connection_id=connection.pk)
    for connection_id in events.left_behind(now=now()):
        queue.defer(queue.HANDLE_EVENTS, str(connection_id), by_the_clock=True, connection_id=connection_id)
    for connection_id in farewells.waiting():
        queue.defer(queue.TAKE_LEAVE, str(connection_id), by_the_clock=True, connection_id=connection_id)
    files.remove_all(files.unremoved())


@app.periodic(cron="17 * * * *")
@app.task(name=queue.FORGET_CALLS.name, queue=queue.FORGET_CALLS.queue, queueing_lock=queue.FORGET_CALLS.name)
def forget_calls(timestamp: int) -> None:
    """Remove calls of the ATS that can't be repeated any more."""
    events.forget_old(now=now())


def _switched_on(connection_id: int) -> Connection | None:
    return Connection.objects.filter(pk=connection_id, state=ConnectionState.ON).first()
