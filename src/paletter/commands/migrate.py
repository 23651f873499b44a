"""`paletter migrate`: tables, the cache's table and the shipped templates, brought up to date. Safe to repeat."""

import argparse
import io

import structlog
from django.core.management import call_command
from django.db import DatabaseError, NotSupportedError, connection

from paletter.commands.opening import database_ready
from paletter.commands.stopping import Stop

LOCK = 0x5041_4C45
"""PostgreSQL's advisory lock that keeps two servers from migrating at the same time."""

log = structlog.get_logger()


def arguments(parser: argparse.ArgumentParser) -> None:
    """There is nothing to choose."""


def run(_asked: argparse.Namespace) -> int:
    with database_ready():
        bring_up_to_date()
    return 0


def bring_up_to_date() -> None:
    """Migrate the database and load what ships. Raises Stop when the database does not let us."""
    # Models can only be imported once Django is set up.
    from paletter.assessments.stored import load_shelf

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            try:
                call_command("migrate", interactive=False, verbosity=0, stdout=io.StringIO())
                call_command("createcachetable", verbosity=0)
                versions = load_shelf()
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    except NotSupportedError as error:
        raise Stop(f"This PostgreSQL is too old: {error}") from error
    except DatabaseError as error:
        raise Stop(f"The database could not be brought up to date: {str(error).strip()}") from error
    log.info("database is up to date", new_template_versions=versions)
