"""A call of the ATS is kept together with the step that follows it.

One statement, since this is what may be asked hundreds of times a second, and each question to the database costs more
than all else here. Where the step waits already, nobody is woken anew: a NOTIFY lets all commits wait for each other. A
worker that takes the step at this very moment may not see the call yet; so each step that found calls looks once more a
little later (steps/events.py).
"""

import json
from datetime import datetime

from django.db import connection as database

from paletter.flow import queue
from paletter.vocabulary.hiring import AtsEvent

_KEEP = """
WITH kept AS (
    INSERT INTO connections_receivedevent (connection_id, nonce, kind, subject, occurred_at, received_at)
    VALUES (%(connection)s, %(nonce)s, %(kind)s, %(subject)s, %(occurred_at)s, %(now)s)
    ON CONFLICT (connection_id, nonce) DO NOTHING
    RETURNING id
), waiting AS (
    SELECT id FROM procrastinate_jobs WHERE queueing_lock = %(lock)s AND status = 'todo'
), step AS (
    INSERT INTO procrastinate_jobs AS other (queue_name, task_name, lock, queueing_lock, args)
    SELECT %(queue)s, %(task)s, %(lock)s, %(lock)s, %(arguments)s::jsonb FROM kept
    WHERE NOT EXISTS (SELECT FROM waiting)
    ON CONFLICT (queueing_lock) WHERE status = 'todo' DO UPDATE SET attempts = other.attempts
)
SELECT count(*) FROM kept
"""


def keep(connection_id: int, event: AtsEvent, *, now: datetime) -> bool:
    """Keep a call and put the step that follows it into the queue; False, changing nothing, when it came before."""
    step = queue.HANDLE_EVENTS
    with database.cursor() as cursor:
        cursor.execute(
            _KEEP,
            {
                "connection": connection_id,
                "nonce": event.nonce,
                "kind": event.kind.value,
                "subject": event.subject,
                "occurred_at": event.occurred_at,
                "now": now,
                "queue": step.queue,
                "task": step.name,
                "lock": f"{step.name}:{connection_id}",
                "arguments": json.dumps({"connection_id": connection_id}),
            },
        )
        return bool(cursor.fetchone()[0])
