"""What commands need before they can work: the settings read, the database running, Django set up."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import django
import psycopg
from django.conf import settings
from django.db import ProgrammingError
from psycopg.errors import UndefinedColumn, UndefinedTable
from pydantic import ValidationError

from paletter.commands.stopping import FAILED, WRONG, Stop
from paletter.config import embedded
from paletter.config.options import Options, explained, options
from paletter.config.secrets import KeysUnreadable


def settings_read() -> Options:
    """Return the operator's settings. Raises Stop with a sentence for each that can't be meant."""
    try:
        return options()
    except ValidationError as error:
        raise Stop("\n".join(explained(error)), code=WRONG) from error
    except OSError as error:
        raise Stop(
            f"A setting names a file that can't be read: {error.filename} ({error.strerror}).", code=WRONG
        ) from error


def plugins_ready() -> Options:
    """Let plug-ins know the settings, and return them; needs no data folder, keys or database. Raises Stop."""
    chosen = settings_read()
    if not settings.configured:
        settings.configure(OPTIONS=chosen)
    return chosen


def django_ready() -> None:
    """Set Django up; nothing is asked of the database. Raises Stop when the data folder can't hold our keys."""
    # Everything that we write holds what is personal or secret.
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paletter.config.settings")
    settings_read()
    try:
        django.setup()
    except KeysUnreadable as error:
        raise Stop(str(error), code=WRONG) from error


@contextmanager
def database_ready() -> Iterator[None]:
    """Set Django up on a database that answers: the operator's, or the embedded one for as long as it is needed.

    Raises Stop also where what is done inside meets a database that was never brought up to date.
    """
    chosen = settings_read()
    if url := chosen.database_url.get_secret_value():
        check_answers(url)
        django_ready()
        with _up_to_date():
            yield
        return
    try:
        with embedded.in_use(chosen.database_dir):
            django_ready()
            with _up_to_date():
                yield
    except embedded.EmbeddedDatabaseError as error:
        raise Stop(str(error)) from error


@contextmanager
def _up_to_date() -> Iterator[None]:
    """Turn the lack of a table or column into a sentence. Raises Stop."""
    try:
        yield
    except ProgrammingError as error:
        if not isinstance(error.__cause__, (UndefinedTable, UndefinedColumn)):
            raise
        raise Stop(
            "The database is empty or of an earlier version. “paletter migrate” brings it up to date "
            "(“paletter run” does so by itself).",
            code=FAILED,
        ) from error


def check_answers(url: str) -> None:
    """Raise Stop with a sentence, without the password, when no PostgreSQL answers at this address."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise Stop(
            "DATABASE_URL must begin with postgresql://, as in postgresql://user:password@host/name.", code=WRONG
        )
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.Error as error:
        where = f"{parts.hostname or 'its socket'}:{parts.port or 5432}"
        reason = re.sub(r"^.*failed: ", "", str(error).strip().partition("\n")[0]).rstrip(".")
        raise Stop(
            f"The database at {where} does not answer: {reason}. "
            "Check DATABASE_URL, or leave it out to use the embedded one.",
            code=FAILED,
        ) from error
