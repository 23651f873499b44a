"""How long a candidate may check what was heard, and more time for who needs it.

Nobody but the candidate is asked: who reads slowly, or with help, takes more time by themselves (WCAG 2.2.1).
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from paletter.interviews import progress, sitting
from paletter.interviews.models import Interview

A_DAY = timedelta(hours=24)
"""Who takes more time has at least so much from then on."""

WORTH_A_LETTER = timedelta(hours=1)
"""Of a shorter time a letter would be read too late."""


def window(interview: Interview) -> timedelta:
    """Return how long the words may be checked: as the template or the settings say, longer for who was given time."""
    of_template = interview.template_version.value.check_hours
    hours = settings.OPTIONS.check_hours if of_template is None else of_template
    return timedelta(hours=hours) * interview.time_factor


@transaction.atomic
def take_more_time(interview: Interview, *, now: datetime) -> Interview:
    """Double the time, once: a second try changes nothing. Raises Refused when the words can't be checked now.

    The scoring that waits for the end of the time is the caller's.
    """
    held = sitting.held(interview)
    if progress.of(held, now=now).state is not progress.State.CHECK_WORDS:
        raise sitting.Refused(gettext("The time for checking the words is over, or has not come yet."))
    if not held.is_check_extended and held.heard_at and held.check_until:
        held.check_until = max(held.check_until + (held.check_until - held.heard_at), now + A_DAY)
        held.is_check_extended = True
        held.save(update_fields=["check_until", "is_check_extended"])
    return held
