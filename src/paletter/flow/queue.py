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
BEHIND = -10
"""Priority of steps that come by the thousand: a round must not keep what happens now waiting."""


@dataclass(frozen=True)
class Step:
    """A background step: its name in the queue's table, and the queue that workers take it from."""

    name: str
    queue: str


PREPARE_RECORDING = Step("prepare_recording", "media")
HEAR_RECORDING = Step("hear_recording", "media")
MAKE_VARIANT = Step("make_variant", "media")
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
TELL_MEMBERS = Step("tell_members", "default")
TELL_CANDIDATE = Step("tell_candidate", "default")
TELL_REOPENED = Step("tell_reopened", "default")
TELL_WORDS_READY = Step("tell_words_ready", "default")
TIDY_UP = Step("tidy_up", "default")
FORGET_CALLS = Step("forget_calls", "default")
HEAL_UNMATCHED = Step("heal_unmatched", "default")
CLEAR_TAKES = Step("clear_takes", "default")
SWEEP_PROMPTS = Step("sweep_prompts", "default")
FORGET_SESSIONS = Step("forget_sessions", "default")
LOOK_AGAIN = Step("look_again", "default")
RESCUE_STALLED = Step("rescue_stalled", "rescue")


def defer(
    step: Step,
    subject: str,
    *,
    at: datetime | None = None,
    hurry: bool = False,
    by_the_clock: bool = False,
    **arguments: str | int | bool,
) -> None:
    """Put a step into the queue in the caller's transaction, unless the same one already waits there.

    `subject` names what the step works on; two steps of one name and subject never run at the same time, unless one of
    them was put off to a time of its own. `at` is the earliest moment to run it. With `hurry` one that waits until it
    is worth another try is tried now: a person asks for it, or what it waited for is there. `by_the_clock` leaves one
    that runs already to itself: should it fail, it waits longer each time, and a fresh one behind it would not.
    """
    # A lock also keeps steps in the order in which they were deferred: one put off to tomorrow would hold up today's.
    lock = f"{step.name}:{subject}" + (":later" if at else "")
    if by_the_clock and _is_running(lock):
        return
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


def _is_running(lock: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM procrastinate_jobs WHERE status = 'doing' AND lock = %s", [lock])
        return bool(cursor.rowcount)


def _bring_forward(lock: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET scheduled_at = NULL, priority = GREATEST(priority, 0)"
            " WHERE status = 'todo' AND queueing_lock = %s",
            [lock],
        )


def defer_all(step: Step, subjects: Iterable[int], *, argument: str, hurry: bool = False) -> None:
    """Put one step for each of many subjects, which it gets as `argument`, behind all others; as `defer` otherwise.

    Without `hurry` it is by the clock.
    """
    lock = f"{step.name}:"
    once_more = "UPDATE SET scheduled_at = NULL" if hurry else "NOTHING"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args)
            SELECT %s, %s, %s, %s || subject, %s || subject, jsonb_build_object(%s::text, subject)
            FROM unnest(%s::bigint[]) AS subject
            WHERE %s OR NOT EXISTS (
                SELECT FROM procrastinate_jobs AS running
                WHERE running.status = 'doing' AND running.lock = %s || subject
            )
            ON CONFLICT (queueing_lock) WHERE status = 'todo' DO {once_more}
            """,  # noqa: S608 - two words of ours
            [step.queue, step.name, BEHIND, lock, lock, argument, sorted(set(subjects)), hurry, lock],
        )


def forget(subjects: Iterable[tuple[Step, str]]) -> None:
    """Take what waits, or has failed, for these subjects out of the queue, in the caller's transaction."""
    locks = [f"{step.name}:{subject}{later}" for step, subject in subjects for later in ("", ":later")]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status <> 'doing' AND lock = ANY(%s)", [locks])
