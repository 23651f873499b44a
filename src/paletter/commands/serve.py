"""`paletter serve`: the pages, by Granian. Migrates first."""

import argparse

from granian import Granian
from granian.constants import Interfaces

from paletter.commands.migrate import bring_up_to_date
from paletter.commands.opening import database_ready, settings_read
from paletter.commands.ports import check_port
from paletter.commands.static import collect

THREADS = 32
"""Requests answered at the same time: uploads hold theirs for as long as the candidate's line needs."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--no-migrate", action="store_true", help="leave the database as it is; for a second server on other hosts"
    )


def run(asked: argparse.Namespace) -> int:
    options = settings_read()
    check_port(options.host, options.port, setting="PALETTER_PORT")
    with database_ready():
        if not asked.no_migrate:
            bring_up_to_date()
        collect()
        Granian(
            "paletter.config.wsgi:application",
            address=options.host,
            port=options.port,
            interface=Interfaces.WSGI,
            workers=1,
            blocking_threads=THREADS,
            respawn_failed_workers=True,
            log_enabled=False,
            websockets=False,
        ).serve()
    return 0
