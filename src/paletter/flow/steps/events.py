"""The ATS calls us: it is asked to, its calls are followed, and who is gone there goes here."""

import structlog
from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app

from paletter import plugins
from paletter.ats.protocol import Ats, AtsRefused
from paletter.connections import events, farewells, hooks
from paletter.connections.models import Connection, ConnectionState, ReceivedEvent
from paletter.flow import erasing, queue, triggers
from paletter.flow.asking import asking
from paletter.flow.failures import PatientRetry, Postpone
from paletter.flow.steps.moment import now
from paletter.retention import files
from paletter.vocabulary.hiring import EventKind

log = structlog.get_logger()


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
def handle_events(*, connection_id: int, about: str) -> None:
    """Follow all calls about one opportunity or contact that nobody has followed yet."""
    connection = _switched_on(connection_id)
    calls = list(events.unhandled(connection, about)) if connection else []
    if connection is None or not calls:
        return
    with asking(connection, now=now()) as ats:
        _settle(connection, calls, _look(connection, ats, calls, about) if about else events.Followed())


def _look(connection: Connection, ats: Ats, calls: list[ReceivedEvent], about: str) -> events.Followed:
    try:
        return events.follow(connection, ats, [EventKind(call.kind) for call in calls], about, now=now())
    except AtsRefused:
        # What we may not read, the next sync does not see either; asking again changes nothing.
        log.warning("a call of the ATS could not be followed", connection=connection.pk)
        return events.Followed()


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
    surprise: Exception | None = None
    for farewell in farewells.unhandled(connection) if connection else ():
        try:
            erasing.take_leave(farewell, now=now())
        except Postpone:
            raise
        except Exception as error:
            # One that fails must not keep the others here.
            log.exception("a farewell could not be followed", farewell=farewell.pk)
            surprise = error
    if surprise is not None:
        raise surprise


@app.periodic(cron="* * * * *")
@app.task(name=queue.TIDY_UP.name, queue=queue.TIDY_UP.queue, queueing_lock=queue.TIDY_UP.name)
def tidy_up(timestamp: int) -> None:
    """Set going what was lost or refused on the way: subscriptions, calls, farewells, files of what was erased."""
    for connection in hooks.due(base_url=settings.BASE_URL, now=now()):
        queue.defer(queue.SUBSCRIBE_HOOKS, str(connection.pk), connection_id=connection.pk)
    for connection_id, about in events.left_behind(now=now()):
        queue.defer(queue.HANDLE_EVENTS, f"{connection_id}:{about}", connection_id=connection_id, about=about)
    for connection_id in farewells.waiting():
        queue.defer(queue.TAKE_LEAVE, str(connection_id), connection_id=connection_id)
    files.remove_all(files.unremoved())
    events.forget_old(now=now())


def _switched_on(connection_id: int) -> Connection | None:
    return Connection.objects.filter(pk=connection_id, state=ConnectionState.ON).first()
