"""`paletter erase --interview KEY`: everything of one interview goes, because somebody asked for it."""

import argparse
import sys
from uuid import UUID

from paletter.commands.opening import database_ready
from paletter.commands.stopping import FAILED, WRONG, Stop


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--interview", required=True, metavar="KEY", help="the key in the interview's address, /i/KEY/, or its report's"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask before")


def run(asked: argparse.Namespace) -> int:
    key = _key(asked.interview)
    with database_ready():
        # Models can only be imported once Django is set up.
        from django.db.models import Q
        from django.utils import timezone

        from paletter.flow import erasing
        from paletter.interviews.models import Interview
        from paletter.retention.models import Erasure

        interview = Interview.objects.filter(Q(key=key) | Q(report__key=key)).first()
        if interview is None:
            raise Stop("There is no interview with this key. It may have been erased already.", code=FAILED)
        answers = interview.answers.exclude(kept=None).count()
        if not asked.yes and not _confirmed(answers):
            raise Stop("Nothing was erased.", code=FAILED)
        erasure = erasing.erase_interview(interview, reason=Erasure.Reason.ASKED_FOR, now=timezone.now())
    sys.stdout.write(_told(answers, is_left=bool(erasure and erasure.folders)))
    return 0


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Stop(
            "A key looks like 123e4567-e89b-12d3-a456-426614174000; it stands in the interview's address.", code=WRONG
        ) from error


def _confirmed(answers: int) -> bool:
    sys.stdout.write(
        f"This interview with {answers} recorded answers, its scores and its report will be gone for good.\n"
    )
    sys.stdout.write("Type “erase” to go on: ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() == "erase"


def _told(answers: int, *, is_left: bool) -> str:
    told = f"Erased: an interview with {answers} recorded answers. The candidate's account stays.\n"
    if is_left:
        told += "Some files could not be removed yet; the worker tries again every minute.\n"
    return told + "A note that is in the ATS already stays there; whoever works there can delete it.\n"
