"""Until when one candidate may answer, and what still goes when that is over.

A deadline is for people, not for clocks: what was about to begin may begin for a few minutes more, and what was
recorded in time may be handed in for a day, since a slow line is nobody's fault. So may a text whose draft had come
here by then. Of what was begun without a line only its owner's device can tell when: that is believed for the same day,
and noted (decision 0018).
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction
from django.utils.translation import gettext

from paletter.interviews import limits
from paletter.interviews.models import AnotherWay, Interview
from paletter.jobs.models import Job

GRACE = timedelta(minutes=15)
"""For so long after the deadline an answer may still be begun."""
LATE = timedelta(hours=24)
"""For so long after the deadline answers that were begun in time may be saved and handed in."""
LONGEST_AGE = timedelta(days=366)
"""No answer lies on a device for longer than this, whatever its clock says."""
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


def hand_in_until(interview: Interview) -> datetime | None:
    """Return until when what is saved may be handed in, None for as long as nothing ends it: a day after the deadline,
    or after the answer to whoever asked for more time before that day was over.
    """
    deadline = of(interview)
    if deadline is None:
        return None
    asked = interview.another_ways.filter(kind=AnotherWay.Kind.MORE_TIME, asked_at__lte=deadline + LATE)
    ways = list(asked.exclude(state=AnotherWay.State.TAKEN_BACK))
    if any(way.answered_at is None for way in ways):
        return None
    return max([deadline, *(way.answered_at for way in ways if way.answered_at)]) + LATE


def is_over(interview: Interview, *, now: datetime) -> bool:
    """Tell whether the deadline has passed: then an interview may be handed in with questions left out."""
    deadline = of(interview)
    return deadline is not None and now > deadline


def zone_of(job: Job) -> str:
    """Return the zone in which a job's deadline is told where the reader's own is not known."""
    return job.deadline_zone or "UTC"


# --- rules ---


def why_not_answer(deadline: datetime | None, *, now: datetime, age: timedelta | None = None) -> str | None:
    """Tell why no further answer may be begun, or None. Of one that was begun before it was told here, `age` is how
    long ago that was, as its owner's device says.
    """
    if deadline is None or now <= deadline + GRACE or claimed(deadline, age=age, now=now):
        return None
    return gettext(
        "The time for answering is over. What you saved stays. If you need more time, please ask for another way."
    )


def why_not_write(
    deadline: datetime | None, *, is_begun: bool, now: datetime, age: timedelta | None = None
) -> str | None:
    """Tell why a text can't be kept any more, or None; `is_begun` is one of which a draft is here already, `age` how
    long ago one was begun elsewhere, as its owner's device says.
    """
    return why_not_hand_in(deadline, now=now) if is_begun else why_not_answer(deadline, now=now, age=age)


def claimed(deadline: datetime | None, *, age: timedelta | None, now: datetime) -> datetime | None:
    """Return when an answer was begun, where only its owner's device says that this was in time; None for all others.

    No proof, so it holds no longer than what is known to have been begun in time.
    """
    if deadline is None or age is None or now <= deadline + GRACE or now > deadline + LATE:
        return None
    # An age may be of any size; what is older than all of this was begun in time as well.
    begun = now - min(max(age, timedelta(0)), LONGEST_AGE)
    return begun if begun <= deadline + GRACE else None


def why_not_hand_in(deadline: datetime | None, *, now: datetime) -> str | None:
    """Tell why what was begun in time can't be saved or handed in any more, or None."""
    return why_not_close(deadline and deadline + LATE, now=now)


def why_not_close(until: datetime | None, *, now: datetime) -> str | None:
    """Tell why an interview can't be handed in any more, or None; `until` is from `hand_in_until`."""
    if until is None or now <= until:
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
