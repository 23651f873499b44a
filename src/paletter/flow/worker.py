"""A worker: takes steps from the queue until it is told to stop. More of them, on more hosts, is only starting them."""

import asyncio
import signal
import threading
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any, cast

import structlog
from asgiref.sync import sync_to_async
from django.db import close_old_connections
from procrastinate import App, exceptions
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.periodic import PeriodicDeferrer, PeriodicRegistry

from paletter.flow import queue
from paletter.flow.table import LastingTable
from paletter.transcribers import confined

log = structlog.get_logger()

HEARTBEAT_EVERY = 5.0
"""Seconds. A worker silent for queue.STALLED_AFTER loses its steps to the others."""
PAUSE = 2.0
"""Seconds before a worker begins anew that had to give up."""


def run(*, name: str, concurrency: int = 2, queues: Iterable[str] | None = None, wait: bool = True) -> None:
    """Work until stopped by a signal; with `wait=False` until nothing is due. Blocks.

    A database that restarts is waited for. A second signal ends the process at once; its steps go to other workers.

    Args:
        name: what the operator sees of this worker in the queue's tables.
        concurrency: how many steps run at the same time.
        queues: only these queues, and the rescue of what dead workers held; all when None.
        wait: False drains the queue once, for tests and demo data.
    """
    # Steps bring media and recognisers with them; only workers load them.
    from paletter.flow import steps  # noqa: F401

    given: dict[str, Any] = {
        "name": name,
        "concurrency": concurrency,
        "queues": None if queues is None else sorted({*queues, queue.RESCUE_STALLED.queue}),
        "update_heartbeat_interval": HEARTBEAT_EVERY,
        "stalled_worker_timeout": queue.STALLED_AFTER,
        "install_signal_handlers": False,
        "delete_jobs": "successful",
    }
    if swept := confined.sweep(now=time.time()):
        log.info("folders of killed workers removed", count=swept)
    asyncio.run(_work_on(given) if wait else _drain(given))


async def _drain(given: dict[str, Any]) -> None:
    async with _opened() as worker_app:
        await worker_app.run_worker_async(**given, wait=False, listen_notify=False)


async def _work_on(given: dict[str, Any]) -> None:
    stop = _asked_to_stop()
    async with _opened() as worker_app:
        ticking = asyncio.create_task(_tick())
        while not stop.is_set():
            working = asyncio.create_task(worker_app.run_worker_async(**given))
            waiting = asyncio.create_task(stop.wait())
            await asyncio.wait({working, waiting, ticking}, return_when=asyncio.FIRST_COMPLETED)
            if ticking.done():
                ticking.result()
            if not working.done():
                working.cancel()
                await asyncio.wait({working})
            elif waiting.cancel():
                # Such as: another worker took this one for dead and struck it off; it needs a new number.
                log.warning("worker begins anew", reason=repr(working.exception()))
                await asyncio.sleep(PAUSE)
        ticking.cancel()


async def _tick() -> None:
    """Defer what is due by the clock; what was due while the database was away is left out."""
    clock = PeriodicDeferrer(registry=app.periodic_registry)
    while True:
        try:
            await clock.worker()
        except exceptions.ConnectorException:
            # The clock speaks through a connection of Django's, which does not notice by itself that it is dead.
            await sync_to_async(close_old_connections)()
            await asyncio.sleep(PAUSE)


@asynccontextmanager
async def _opened() -> AsyncIterator[App]:
    connector = cast(DjangoConnector, app.connector).get_worker_connector()
    worker_app: App = app.with_connector(connector)
    worker_app.job_manager = LastingTable(connector)
    # The clock is wound up in `_tick`.
    worker_app.periodic_registry = PeriodicRegistry()  # type: ignore[no-untyped-call]  # of Procrastinate
    async with worker_app.open_async():
        yield worker_app


def _asked_to_stop() -> asyncio.Event:
    """Return what is set by the first SIGINT or SIGTERM; a second one does what signals do."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()

    def heard() -> None:
        stop.set()
        for what in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(what)

    if threading.current_thread() is threading.main_thread():
        for what in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(what, heard)
    return stop
