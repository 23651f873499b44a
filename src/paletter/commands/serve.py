"""`paletter serve`: the pages, by Granian. Migrates first."""

import argparse
import errno
import os
import socket

from granian import Granian
from granian.constants import Interfaces

from paletter.commands.migrate import bring_up_to_date
from paletter.commands.opening import database_ready, settings_read
from paletter.commands.static import collect
from paletter.commands.stopping import WRONG, Stop

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


def check_port(host: str, port: int, *, setting: str) -> None:
    """Raise Stop, naming the setting, when nobody can listen there."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as listener:
            # As the server does: connections of a server that has just stopped are no obstacle.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((host, port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            sentence = (
                f"Port {port} on {host} is in use by another program. Stop it, or set {setting} to a free port."
            )
        else:
            host_setting = setting.replace("PORT", "HOST")
            reason = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)
            sentence = f"Nobody can listen on {host}, port {port} ({reason}). Change {host_setting} or {setting}."
        raise Stop(sentence, code=WRONG) from error
