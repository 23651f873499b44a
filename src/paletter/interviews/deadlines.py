"""Until when one candidate may answer, and what still goes when that is over.

A deadline is for people, not for clocks: what was about to begin may begin for a few minutes more, and what was
recorded in time may be handed in for a day, since a slow line is nobody's fault. So may a text whose draft had come
here by then. What was begun on a device that was offline nobody here can tell from what was begun too late.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction
from django.utils.translation import gettext

from paletter.interviews import limits
from paletter.interviews.models import Interview
from paletter.jobs.models import Job

GRACE = timedelta(minutes=15)
"""For so long after the deadline an answer may still be begun."""
LATE = timedelta(hours=24)
"""For so long after the deadline answers that were begun in time may be saved and handed in."""
MOST_YEARS = 20
"""Further ahead nobody means a date."""
SHORTEST = timedelta(hours=1)
"""Nobody is given a deadline that is nearer."""


class DeadlineRefused(Exception):
    """No such deadline is set; the message tells the member why."""


def of(interview: Interview) -> datetime | None:
    """Return until when this candidate may answer, None for as long as the job is open."""
    return limits.deadline(
        interview.template_version.value,
        own=interview.deadline_at,
        of_job=interview.job.deadline_at,
        begun_at=interview.created_at,
    )


def zone_of(job: Job) -> str:
    """Return the zone in which a job's deadline is told where the reader's own is not known."""
    return job.deadline_zone or "UTC"


# --- rules ---


def why_not_answer(deadline: datetime | None, *, now: datetime) -> str | None:
    """Tell why no further answer may be begun, or None."""
    if deadline is None or now <= deadline + GRACE:
        return None
    return gettext(
        "The time for answering is over. What you saved stays. If you need more time, please ask for another way."
    )


def why_not_write(deadline: datetime | None, *, is_begun: bool, now: datetime) -> str | None:
    """Tell why a text can't be kept any more, or None; `is_begun` is one of which a draft is here already."""
    return (why_not_hand_in if is_begun else why_not_answer)(deadline, now=now)


def why_not_hand_in(deadline: datetime | None, *, now: datetime) -> str | None:
    """Tell why what was begun in time can't be saved or handed in any more, or None."""
    if deadline is None or now <= deadline + LATE:
        return None
    return gettext("The time for handing in is over. If you need more time, please ask for another way.")


def read(typed: datetime, zone: str, *, now: datetime) -> datetime:
    """Return the moment that a member means by a wall clock in a zone. Raises DeadlineRefused."""
    if zone not in zones():
        raise DeadlineRefused("Please choose a time zone from the list.")
    if typed.year > now.year + MOST_YEARS:
        raise DeadlineRefused("This is too far away. Please leave the day empty for no date.")
    if typed.year < now.year - 1:
        raise DeadlineRefused("This is over. Please choose a day to come.")
    meant = typed.replace(tzinfo=ZoneInfo(zone))
    moment = meant.astimezone(ZoneInfo("UTC"))
    if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != typed.replace(tzinfo=None):
        raise DeadlineRefused("Clocks are put forward that night, and this time does not exist. Please choose another.")
    if moment < now + SHORTEST:
        raise DeadlineRefused("This is over or nearly so. Please leave candidates at least an hour.")
    return moment


def zones() -> list[str]:
    """Return the names of all time zones of places, and UTC."""
    return ["UTC", *sorted(name for name in available_timezones() if _is_a_place(name))]


def _is_a_place(name: str) -> bool:
    continents = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian")
    return name.partition("/")[0] in (*continents, "Pacific") and "/" in name


# --- moves ---


def set_for_job(job: Job, *, at: datetime | None, zone: str) -> None:
    """Let a job end at this moment for all who have no deadline of their own; None for no end."""
    job.deadline_at, job.deadline_zone = at, zone if at else ""
    job.save(update_fields=["deadline_at", "deadline_zone"])


@transaction.atomic
def arrange(interview: Interview, *, at: datetime | None, time_factor: float, now: datetime) -> Interview:
    """Give one person a deadline of their own (None: the one of all) and more time for answers, never less than before.

    The time for checking what was heard is longer too while it runs. Shows nowhere but where this person answers.
    """
    held = Interview.objects.select_for_update().get(pk=interview.pk)
    before = held.time_factor
    held.deadline_at = at
    held.time_factor = max(before, time_factor)
    if held.heard_at and held.check_until and now < held.check_until:
        held.check_until = held.heard_at + (held.check_until - held.heard_at) * (held.time_factor / before)
    held.save(update_fields=["deadline_at", "time_factor", "check_until"])
    return held
