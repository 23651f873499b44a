"""What the clock starts: rounds through everything that is due, lost or left behind."""

import structlog
from procrastinate import JobContext
from procrastinate.contrib.django import app

from paletter.accounts import sessions
from paletter.connections import sync
from paletter.connections.models import Connection, ConnectionState
from paletter.flow import advance, queue, triggers
from paletter.flow.steps.moment import now
from paletter.interviews import expiry, prompts
from paletter.writeback import waiting

log = structlog.get_logger()


@app.periodic(cron="* * * * *")
@app.task(name=queue.SYNC_ALL.name, queue=queue.SYNC_ALL.queue, queueing_lock=queue.SYNC_ALL.name)
def sync_all(timestamp: int) -> None:
    """Ask for a sync of every connection that is on and due."""
    for connection in Connection.objects.filter(state=ConnectionState.ON):
        due = sync.next_at(connection)
        if due is None or due <= now():
            queue.defer(queue.SYNC_CONNECTION, str(connection.pk), by_the_clock=True, connection_id=connection.pk)


# Each hour, though an access is renewed once a week: a server that is switched off at night must not miss it.
@app.periodic(cron="17 * * * *")
@app.task(name=queue.KEEP_ALL_ALIVE.name, queue=queue.KEEP_ALL_ALIVE.queue, queueing_lock=queue.KEEP_ALL_ALIVE.name)
def keep_all_alive(timestamp: int) -> None:
    """Look after the access of every connection that is on; an ATS ends one that is not used for long."""
    for connection in Connection.objects.filter(state=ConnectionState.ON):
        queue.defer(queue.KEEP_ALIVE, str(connection.pk), by_the_clock=True, connection_id=connection.pk)


@app.periodic(cron="*/10 * * * *")
@app.task(name=queue.HEAL_UNMATCHED.name, queue=queue.HEAL_UNMATCHED.queue, queueing_lock=queue.HEAL_UNMATCHED.name)
def heal_unmatched(timestamp: int) -> None:
    """Look again for results that found no opportunity, since people are often added later (D4), or were refused."""
    triggers.deliveries_wanted(waiting.worth_another_look(now=now()))


@app.periodic(cron="*/10 * * * *")
@app.task(name=queue.LOOK_AGAIN.name, queue=queue.LOOK_AGAIN.queue, queueing_lock=queue.LOOK_AGAIN.name)
def look_again(timestamp: int) -> None:
    """Set going again what should be under way, should its step have been lost or have failed for good."""
    for interview_id in advance.expected_to_move(now=now()):
        advance.advance(interview_id)
    triggers.deliveries_wanted(waiting.expected_to_go_out())


@app.periodic(cron="37 * * * *")
@app.task(name=queue.CLEAR_TAKES.name, queue=queue.CLEAR_TAKES.queue, queueing_lock=queue.CLEAR_TAKES.name)
def clear_takes(timestamp: int) -> None:
    """Throw away takes that were never finished, or never saved, for too long."""
    expiry.clear(now=now())


@app.periodic(cron="53 3 * * *")
@app.task(name=queue.SWEEP_PROMPTS.name, queue=queue.SWEEP_PROMPTS.queue, queueing_lock=queue.SWEEP_PROMPTS.name)
def sweep_prompts(timestamp: int) -> None:
    """Remove files of questions that no template names any more."""
    prompts.sweep(now=now())


@app.periodic(cron="47 * * * *")
@app.task(name=queue.FORGET_SESSIONS.name, queue=queue.FORGET_SESSIONS.queue, queueing_lock=queue.FORGET_SESSIONS.name)
def forget_sessions(timestamp: int) -> None:
    """Remove sessions that are over."""
    sessions.forget_old(now=now())


# Seconds stand in the sixth field here.
@app.periodic(cron="* * * * * */10")
@app.task(
    name=queue.RESCUE_STALLED.name,
    queue=queue.RESCUE_STALLED.queue,
    queueing_lock=queue.RESCUE_STALLED.name,
    priority=queue.FIRST_OF_ALL,
    pass_context=True,
)
async def rescue_stalled(context: JobContext, timestamp: int) -> None:
    """Hand the steps of a worker that no longer lives to the others."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=queue.STALLED_AFTER):
        log.warning("step of a dead worker is taken over", step=job.task_name, number=job.id)
        await manager.retry_job(job)
