"""Letters about an interview: to members that somebody asks for another way, to the candidate that it was answered,
that the interview is open again, or that the words can be checked.

A letter holds nothing of what somebody wrote or said: that may be about their health, and mail is read by many.
"""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from paletter.accounts.models import User
from paletter.interviews import deadlines
from paletter.interviews.models import AnotherWay, Interview


def reach_people() -> bool:
    """Tell whether letters leave this machine, or are read on it as in the demo, so that one may be promised."""
    return settings.OPTIONS.mail == "smtp" or settings.OPTIONS.demo


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


def tell_reopened(interview: Interview, *, link: str) -> None:
    """Tell the candidate that they may change their answers. Raises SMTPException, OSError."""
    employer = interview.job.organisation.name
    words = {
        "employer": employer,
        "link": link,
        "until": deadlines.of(interview),
        "zone": deadlines.zone_of(interview.job),
    }
    with translation.override(interview.candidate.language or "en"):
        send_mail(
            subject=gettext("Your interview with {employer} is open again").format(employer=employer),
            message=render_to_string("interviews/letters/reopened.txt", words),
            from_email=None,
            recipient_list=[interview.candidate.email],
        )


def tell_words_ready(interview: Interview, *, link: str) -> None:
    """Tell the candidate that they can check what was heard, and until when. Raises SMTPException, OSError."""
    employer = interview.job.organisation.name
    words = {
        "employer": employer,
        "link": link,
        "until": interview.check_until,
        "zone": deadlines.zone_of(interview.job),
    }
    with translation.override(interview.candidate.language or "en"):
        send_mail(
            subject=gettext("You can check what was heard in your interview with {employer}").format(employer=employer),
            message=render_to_string("interviews/letters/words.txt", words),
            from_email=None,
            recipient_list=[interview.candidate.email],
        )
