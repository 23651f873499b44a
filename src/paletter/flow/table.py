"""The queue's table as a worker uses it: outlives a database that restarts, and steps that meet their own kind.

Procrastinate's worker stops at the first question that the database does not answer, and leaves a step taken for ever
whose return to the queue fails. Here both are waited out.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, TypeVar

import psycopg
import psycopg_pool
import structlog
from procrastinate import exceptions, manager
from procrastinate.jobs import Job, Status

log = structlog.get_logger()

T = TypeVar("T")
BREATH = 1.0
"""Seconds between two questions to a database that is away."""


def is_away(error: BaseException) -> bool:
    """Tell whether the database could not be asked; anything else that it says is an answer."""
    cause = error.__cause__
    return isinstance(cause, psycopg.OperationalError) and not isinstance(cause, psycopg_pool.PoolClosed)


class LastingTable(manager.JobManager):
    """Belongs to one worker: what it has taken is known here, so that nothing it took unawares stays taken."""

    _taken: set[int]
    _may_hold_more = False

    def __init__(self, connector: Any) -> None:
        super().__init__(connector)
        self._taken = set()

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """Take a step, None when there is none or the database is away."""
        try:
            if self._may_hold_more:
                await self._give_back(worker_id)
            job = await super().fetch_job(queues, worker_id)
        except exceptions.ConnectorException as error:
            if not is_away(error):
                raise
            # It may have given us a step, and only its word was lost.
            self._may_hold_more = True
            log.warning("the database is away")
            await asyncio.sleep(BREATH)
            return None
        if job is not None and job.id is not None:
            self._taken.add(job.id)
        return job

    async def _give_back(self, worker_id: int) -> None:
        for job in await self.list_jobs_async(status=Status.DOING.value, worker_id=worker_id):
            if job.id not in self._taken:
                await self.retry_job(job)
        self._may_hold_more = False

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        """Write down how a step ended, for as long as it takes."""
        await self._end(job, lambda: super(LastingTable, self).finish_job(job, status, delete_job))

    async def retry_job(self, job: Job, *args: Any, **kwargs: Any) -> None:
        """Put a step back; where the same step waits already, that one does its work and this one is dropped."""
        try:
            await self._end(job, lambda: super(LastingTable, self).retry_job(job, *args, **kwargs))
        except exceptions.UniqueViolation:
            await self.finish_job(job, Status.ABORTED, delete_job=True)

    async def _end(self, job: Job, write: Callable[[], Awaitable[None]]) -> None:
        try:
            await _outlast(write)
        except exceptions.ConnectorException as error:
            if not isinstance(error.__cause__, psycopg.errors.RaiseException):
                raise
            # Taken over while this worker seemed dead, or written down before the database's word was lost.
            log.info("step has ended elsewhere", step=job.task_name, number=job.id)
        self._taken.discard(job.id or 0)

    async def update_heartbeat(self, worker_id: int) -> None:
        """Say that the worker lives; a beat that can't be told is left out."""
        try:
            await super().update_heartbeat(worker_id)
        except exceptions.ConnectorException as error:
            if not is_away(error):
                raise

    async def listen_for_jobs(self, **kwargs: Any) -> None:
        """Listen for new steps for as long as the worker runs. What is missed meanwhile is found by looking."""
        while True:
            try:
                await super().listen_for_jobs(**kwargs)
            except exceptions.ConnectorException as error:
                if not is_away(error):
                    raise
            await asyncio.sleep(BREATH)


async def _outlast(ask: Callable[[], Awaitable[T]]) -> T:
    while True:
        try:
            return await ask()
        except exceptions.ConnectorException as error:
            if not is_away(error):
                raise
            await asyncio.sleep(BREATH)
