"""`paletter reseal`: what is encrypted in the database is encrypted anew, so that an old key can be thrown away."""

import argparse
import sys

from paletter.commands.opening import database_ready
from paletter.commands.stopping import FAILED, Stop


def arguments(parser: argparse.ArgumentParser) -> None:
    """There is nothing to choose: the newest key is the first of PALETTER_ENCRYPTION_KEYS."""


def run(_asked: argparse.Namespace) -> int:
    with database_ready():
        # Models can only be imported once Django is set up.
        from paletter.connections.encryption import CannotUnseal
        from paletter.connections.keeper import reseal_all

        try:
            count = reseal_all()
        except CannotUnseal as error:
            raise Stop(f"{error} Nothing was changed.", code=FAILED) from error
    connections = f"{count} connection{'' if count == 1 else 's'}"
    sys.stdout.write(
        f"The secrets of {connections} are sealed with the newest key now. The older keys of PALETTER_ENCRYPTION_KEYS "
        "open nothing here any more, but they still open older backups of the database.\n"
    )
    return 0
