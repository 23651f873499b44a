"""Jobs whose link somebody opened: kept in the session through sign-up and login, so that none gets lost (R33, R36)."""

from django.http import HttpRequest

from paletter.jobs.models import Job

KEY = "opened_jobs"
MOST = 20


def remember(request: HttpRequest, job: Job) -> None:
    codes = _codes(request)
    if job.code not in codes:
        request.session[KEY] = [*codes, job.code][-MOST:]


def forget(request: HttpRequest, job: Job) -> None:
    """Forget a job that was begun: from now on its interview stands for it."""
    codes = _codes(request)
    if job.code in codes:
        request.session[KEY] = [code for code in codes if code != job.code]


def jobs(request: HttpRequest) -> list[Job]:
    """Return the remembered jobs that still take interviews, in the order of opening."""
    rows = Job.objects.filter(code__in=_codes(request)).select_related("organisation", "posting__connection")
    found = {job.code: job for job in rows if job.is_ready}
    return [found[code] for code in _codes(request) if code in found]


def _codes(request: HttpRequest) -> list[str]:
    return list(request.session.get(KEY, []))
