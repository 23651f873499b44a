"""Letters about requests for another way: to members that there is one, to the candidate that it was answered.

A letter holds nothing of what somebody wrote: that may be about their health, and mail is read by many.
"""

from collections.abc import Sequence

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from paletter.accounts.models import User
from paletter.interviews.models import AnotherWay


def tell_members(way: AnotherWay, members: Sequence[User], *, title: str, link: str) -> None:
    """Tell each that a candidate for a job of this title waits for an answer. Raises SMTPException, OSError."""
    words = {"title": title, "link": link, "organisation": way.interview.job.organisation}
    for member in members:
        send_mail(
            subject=f"A candidate asks for another way: {title}",
            message=render_to_string("interviews/letters/request.txt", words),
            from_email=None,
            recipient_list=[member.email],
        )


def tell_candidate(way: AnotherWay, *, link: str) -> None:
    """Tell the candidate, in the language they chose, that there is an answer. Raises SMTPException, OSError."""
    candidate, job = way.interview.candidate, way.interview.job
    with translation.override(candidate.language or "en"):
        send_mail(
            subject=gettext("{employer} has answered your request").format(employer=job.organisation.name),
            message=render_to_string(
                "interviews/letters/answer.txt", {"employer": job.organisation.name, "link": link}
            ),
            from_email=None,
            recipient_list=[candidate.email],
        )
