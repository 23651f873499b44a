"""The steps by name, and how they are put into the queue.

Deferring needs no more than a name: web processes never load what only workers need (media, recognisers, scorers).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import connection, transaction
from procrastinate import exceptions
from procrastinate.contrib.django import app

log = structlog.get_logger()

STALLED_AFTER = 20.0
"""Seconds without a heartbeat after which a worker's steps go to another."""
FIRST_OF_ALL = 100
"""Priority of the rescue: who waits behind a long queue must not keep the dead one's steps waiting too."""


@dataclass(frozen=True)
class Step:
    """A background step: its name in the queue's table, and the queue that workers take it from."""

    name: str
    queue: str


PREPARE_RECORDING = Step("prepare_recording", "media")
HEAR_RECORDING = Step("hear_recording", "media")
OPEN_CHECK = Step("open_check", "default")
SCORE_INTERVIEW = Step("score_interview", "default")
WRITE_BACK = Step("write_back", "ats")
SYNC_CONNECTION = Step("sync_connection", "ats")
SYNC_OPPORTUNITIES = Step("sync_opportunities", "ats")
TAKE_INVENTORY = Step("take_inventory", "ats")
KEEP_ALIVE = Step("keep_alive", "ats")
SYNC_ALL = Step("sync_all", "default")
KEEP_ALL_ALIVE = Step("keep_all_alive", "default")
SUBSCRIBE_HOOKS = Step("subscribe_hooks", "ats")
HANDLE_EVENTS = Step("handle_events", "ats")
TAKE_LEAVE = Step("take_leave", "ats")
TIDY_UP = Step("tidy_up", "default")
FORGET_CALLS = Step("forget_calls", "default")
HEAL_UNMATCHED = Step("heal_unmatched", "default")
LOOK_AGAIN = Step("look_again", "default")
RESCUE_STALLED = Step("rescue_stalled", "rescue")


def defer(
    step: Step, subject: str, *, at: datetime | None = None, hurry: bool = False, **arguments: str | int | bool
) -> None:
    """Put a step into the queue in the caller's transaction, unless the same one already waits there.

    `subject` names what the step works on; two steps of one name and subject never run at the same time, unless one of
    them was put off to a time of its own. `at` is the earliest moment to run it. With `hurry` one that waits until it
    is worth another try is tried now: a person asks for it, or what it waited for is there.
    """
    # A lock also keeps steps in the order in which they were deferred: one put off to tomorrow would hold up today's.
    lock = f"{step.name}:{subject}" + (":later" if at else "")
    try:
        # A savepoint: "already waiting" is an expected answer that must not spoil the caller's transaction.
        with transaction.atomic():
            app.configure_task(step.name, queue=step.queue, lock=lock, queueing_lock=lock, schedule_at=at).defer(
                **arguments
            )
    except exceptions.AlreadyEnqueued:
        log.debug("step already waits", lock=lock)
        if hurry:
            _bring_forward(lock)


def _bring_forward(lock: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo' AND queueing_lock = %s", [lock]
        )


def forget(subjects: Iterable[tuple[Step, str]]) -> None:
    """Take what waits, or has failed, for these subjects out of the queue, in the caller's transaction."""
    locks = [f"{step.name}:{subject}{later}" for step, subject in subjects for later in ("", ":later")]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status <> 'doing' AND lock = ANY(%s)", [locks])
