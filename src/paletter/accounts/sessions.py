"""Sessions that are over: of people who logged in long ago, and of strangers who only opened a link.

Each opening of a job's link without a cookie makes one, and it names the job; nothing but us removes them.
"""

from datetime import datetime

from django.contrib.sessions.models import Session


def forget_old(*, now: datetime) -> int:
    """Remove the sessions that nobody can go on with, and return how many those were."""
    removed, _ = Session.objects.filter(expire_date__lte=now).delete()
    return removed
