"""`paletter demo`: fills the demo by walking the product's own way; what is there already stays.

An organisation and its recruiter, Lever connected by real OAuth, a job, and one candidate whose recordings go through
the real pipeline on this machine.
"""

import argparse

from paletter.commands.opening import database_ready, settings_read
from paletter.commands.stopping import WRONG, Stop


def arguments(parser: argparse.ArgumentParser) -> None:
    """There is nothing to choose."""


def run(_asked: argparse.Namespace) -> int:
    if not settings_read().demo:
        raise Stop("This installation is no demo. Set PALETTER_DEMO=1 if invented people may move in.", code=WRONG)
    with database_ready():
        # Models can only be imported once Django is set up.
        from paletter.commands.demo import story

        story.tell()
    return 0
