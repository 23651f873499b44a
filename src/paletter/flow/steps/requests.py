"""Letters to candidates, and to members about them, go out, however long the mail server is away."""

from collections.abc import Iterator
from contextlib import contextmanager
from smtplib import SMTPException

import structlog
from django.conf import settings
from procrastinate.contrib.django import app

from paletter.flow import queue
from paletter.flow.failures import PatientRetry, Postpone
from paletter.flow.steps.moment import now
from paletter.interviews import another_way, letters, progress
from paletter.interviews.models import AnotherWay, Interview
from paletter.jobs import titles

log = structlog.get_logger()


@app.task(name=queue.TELL_MEMBERS.name, queue=queue.TELL_MEMBERS.queue, retry=PatientRetry())
def tell_members(*, way_id: int) -> None:
    """Tell those who answer that a candidate asks for something, unless it is settled by now."""
    way = _found(way_id)
    if way is None or way.state != AnotherWay.State.ASKED:
        return
    link = f"{settings.BASE_URL}/requests/{way.pk}"
    with _patiently():
        members = another_way.who_answers(way.interview)
        letters.tell_members(way, members, title=titles.shown(way.interview.job), link=link)


@app.task(name=queue.TELL_CANDIDATE.name, queue=queue.TELL_CANDIDATE.queue, retry=PatientRetry())
def tell_candidate(*, way_id: int) -> None:
    """Tell the candidate that there is an answer."""
    way = _found(way_id)
    if way is not None:
        with _patiently():
            letters.tell_candidate(way, link=f"{settings.BASE_URL}/i/{way.interview.key}/another-way")


@app.task(name=queue.TELL_REOPENED.name, queue=queue.TELL_REOPENED.queue, retry=PatientRetry())
def tell_reopened(*, interview_id: int) -> None:
    """Tell the candidate that their interview is open again, unless it is handed in by now."""
    rows = Interview.objects.select_related("candidate", "job__organisation", "job__posting", "template_version")
    interview = rows.filter(pk=interview_id, submitted_at=None, withdrawn_at=None).first()
    if interview is not None:
        with _patiently():
            letters.tell_reopened(interview, link=f"{settings.BASE_URL}/i/{interview.key}/")


@app.task(name=queue.TELL_WORDS_READY.name, queue=queue.TELL_WORDS_READY.queue, retry=PatientRetry())
def tell_words_ready(*, interview_id: int) -> None:
    """Tell the candidate that they can check what was heard, unless that is done or over by now."""
    rows = Interview.objects.select_related("candidate", "job__organisation")
    interview = rows.filter(pk=interview_id).first()
    if interview is not None and progress.of(interview, now=now()).state is progress.State.CHECK_WORDS:
        with _patiently():
            letters.tell_words_ready(interview, link=f"{settings.BASE_URL}/i/{interview.key}/words")


def _found(way_id: int) -> AnotherWay | None:
    """Return the request, or None when its interview was erased."""
    rows = AnotherWay.objects.select_related("interview__job__organisation", "interview__job__posting")
    return rows.select_related("interview__candidate").filter(pk=way_id).first()


@contextmanager
def _patiently() -> Iterator[None]:
    try:
        yield
    except (SMTPException, OSError) as error:
        log.warning("a letter can't be sent now", reason=type(error).__name__)
        raise Postpone("The mail server does not take letters now.") from error
