"""What people, the ATS and the clock set going. Each call defers background steps in the caller's transaction."""

from paletter.connections.models import Connection
from paletter.interviews.models import Interview, Recording
from paletter.writeback.models import Delivery


def connected(connection: Connection) -> None:
    """A recruiter authorised the ATS: fetch its postings now, and send what waited."""
    raise NotImplementedError


def sync_wanted(connection: Connection) -> None:
    """Somebody wants to see the ATS's present postings."""
    raise NotImplementedError


def answer_kept(recording: Recording) -> None:
    """A candidate kept a take: make it playable and find its words while the others are recorded."""
    raise NotImplementedError


def interview_submitted(interview: Interview) -> None:
    """A candidate handed in all answers."""
    raise NotImplementedError


def words_checked(interview: Interview) -> None:
    """A candidate confirmed, corrected or skipped what was heard: score now."""
    raise NotImplementedError


def interview_retried(interview: Interview) -> None:
    """A person pressed "Try again" on an interview whose processing stopped."""
    raise NotImplementedError


def delivery_retried(delivery: Delivery) -> None:
    """A person pressed "Try again" on a parked write-back."""
    raise NotImplementedError
