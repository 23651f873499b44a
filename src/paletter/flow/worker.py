"""A worker: takes steps from the queue until it is told to stop. More of them, on more hosts, is only starting them."""

from collections.abc import Iterable
from typing import cast

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

HEARTBEAT_EVERY = 5.0
"""Seconds. A worker silent for steps.STALLED_AFTER loses its steps to the others."""


def run(*, name: str, concurrency: int = 2, queues: Iterable[str] | None = None, wait: bool = True) -> None:
    """Work until stopped by a signal; with `wait=False` until nothing is due. Blocks.

    Args:
        name: what the operator sees of this worker in the queue's tables.
        concurrency: how many steps run at the same time.
        queues: only these queues; all when None.
        wait: False drains the queue once, for tests and demo data.
    """
    # Steps bring media and recognisers with them; only workers load them.
    from paletter.flow import steps  # noqa: F401

    connector = cast(DjangoConnector, app.connector)
    worker_app = app.with_connector(connector.get_worker_connector())
    worker_app.run_worker(
        name=name,
        concurrency=concurrency,
        queues=list(queues) if queues is not None else None,
        wait=wait,
        update_heartbeat_interval=HEARTBEAT_EVERY,
        stalled_worker_timeout=HEARTBEAT_EVERY * 4,
        install_signal_handlers=wait,
        listen_notify=wait,
        delete_jobs="successful",
    )
