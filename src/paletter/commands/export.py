"""`paletter export`: everything that is kept of one interview, or of one person, as a zip archive."""

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from paletter.commands.opening import database_ready
from paletter.commands.stopping import FAILED, WRONG, Stop

if TYPE_CHECKING:
    from paletter.retention.export import Entry


def arguments(parser: argparse.ArgumentParser) -> None:
    whose = parser.add_mutually_exclusive_group(required=True)
    whose.add_argument(
        "--interview", metavar="KEY", help="the key in the interview's address, /i/KEY/, or its report's"
    )
    whose.add_argument("--email", metavar="ADDRESS", help="the address of a person: all their interviews")
    parser.add_argument(
        "--to", required=True, type=Path, metavar="FILE", help="the archive to write; never overwritten"
    )


def run(asked: argparse.Namespace) -> int:
    if asked.to.exists():
        raise Stop(f"{asked.to} exists already. Name another file.", code=WRONG)
    with database_ready():
        # Models can only be imported once Django is set up.
        from paletter.retention import export

        size = _write(asked.to, export.zipped(_of_interview(asked.interview) if asked.interview else _of(asked.email)))
    sys.stdout.write(f"Written: {asked.to}, {size} bytes. It holds what is personal; hand it over safely.\n")
    return 0


def _of_interview(key: str) -> "Iterator[Entry]":
    from django.db.models import Q

    from paletter.interviews.models import Interview
    from paletter.retention import export

    try:
        number = UUID(key)
    except ValueError as error:
        raise Stop("A key looks like 123e4567-e89b-12d3-a456-426614174000.", code=WRONG) from error
    found = Interview.objects.filter(Q(key=number) | Q(report__key=number)).first()
    if found is None:
        raise Stop("There is no interview with this key. It may have been erased.", code=FAILED)
    return export.of_interview(found)


def _of(email: str) -> "Iterator[Entry]":
    from paletter.accounts import people
    from paletter.retention import export

    person = people.found(email)
    if person is None:
        raise Stop("Nobody here has this address.", code=FAILED)
    return export.of_person(person)


def _write(path: Path, pieces: Iterator[bytes]) -> int:
    """Write so that a file of this name is whole, and nobody else on this machine reads it; return its size."""
    part = path.with_name(f"{path.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            for piece in pieces:
                file.write(piece)
            size = file.tell()
        part.rename(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Stop(f"{path} can't be written: {error.strerror}.", code=FAILED) from error
    return size
