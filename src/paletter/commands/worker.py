"""`paletter worker`: runs the background steps until it is stopped. Start as many as you want, on any host."""

import argparse
import os
import socket

from paletter.commands.opening import database_ready


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--concurrency", type=int, default=2, metavar="N", help="steps at the same time (2)")
    parser.add_argument("--queue", action="append", metavar="NAME", help="only this queue: media, ats, default, rescue")


def run(asked: argparse.Namespace) -> int:
    with database_ready():
        # Steps bring models and recognisers with them.
        from paletter.flow import worker

        name = f"{socket.gethostname()}-{os.getpid()}"
        worker.run(name=name, concurrency=max(1, asked.concurrency), queues=asked.queue)
    return 0
