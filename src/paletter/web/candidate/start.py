"""The candidate's entry: what the interview is, who sees it, how it is scored, and the button that begins it."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from paletter.accounts.models import User
from paletter.connections import recognising
from paletter.connections.recognising import Recognised
from paletter.flow import whose
from paletter.interviews import another_way, consent, deadlines, limits, progress, sitting, takes
from paletter.interviews.models import AnswerKind, Interview
from paletter.jobs import reviewer
from paletter.jobs.models import Job
from paletter.vocabulary.rubrics import AssessmentTemplate
from paletter.web import languages
from paletter.web.candidate import remembered
from paletter.web.candidate.access import CandidateRequest, person_required
from paletter.web.languages import speaks


@speaks
def landing(request: HttpRequest, job: Job) -> HttpResponseBase:
    """Tell everything before any account is asked for; works for strangers and for people logged in."""
    begun = _begun(request, job)
    refusal = sitting.why_not_enter(job, begun, now=timezone.now())
    if refusal:
        # A posting that turned confidential keeps its title to itself (D8).
        may_ask = sitting.why_not_begin(job) is None
        has_asked = begun is not None and another_way.of_interview(begun).exists()
        told = {"job": job, "refusal": refusal, "may_ask": may_ask, "has_asked": has_asked}
        return render(request, "candidate/closed.html", told)
    remembered.remember(request, job)
    template = (begun.template_version if begun else job.template_version).value
    back = urlencode({"next": reverse("job", args=[job.code])})
    context = {
        "job": job,
        "interview": begun,
        "progress": progress.of(begun) if begun else None,
        "template": template,
        "until": deadlines.of(begun)
        if begun
        else limits.deadline(template, own=None, of_job=job.deadline_at, begun_at=timezone.now()),
        "zone": deadlines.zone_of(job),
        "recognised": _recognised(request, job),
        "reviewer": reviewer.told(job),
        "is_spoken": _kinds(begun, template) != {AnswerKind.TEXT},
        "check_hours": round(settings.OPTIONS.check_hours if template.check_hours is None else template.check_hours),
        "answered_in": languages.called(spoken) if (spoken := _language(begun, template)) else "",
        "thinks": any(question.think_seconds for question in template.questions),
        "kinds": {question.kind.value for question in template.questions},
        "retakes": _retakes([question.retakes for question in template.questions]),
        "told": consent.text(
            employer=job.organisation.name,
            job=job.title,
            skills=[competency.name for competency in template.competencies],
            contact=settings.OPTIONS.support_email,
            is_human_only=begun is not None and begun.is_human_only,
            kinds=_kinds(begun, template),
        ),
        "sign_up": f"{reverse('account_signup')}?{back}",
        "log_in": f"{reverse('account_login')}?{back}",
    }
    return render(request, "candidate/landing.html", context)


def _begun(request: HttpRequest, job: Job) -> Interview | None:
    if not request.user.is_authenticated:
        return None
    rows = Interview.objects.filter(job=job, candidate_id=request.user.pk).select_related("template_version", "job")
    return rows.first()


def _kinds(begun: Interview | None, template: AssessmentTemplate) -> set[AnswerKind]:
    """Return the kinds in which this candidate may answer any question, with what was granted once they have begun."""
    granted = {AnswerKind(kind) for kind in begun.extra_kinds} if begun else set()
    return granted | {AnswerKind(kind.value) for question in template.questions for kind in question.kind.allowed}


def _language(begun: Interview | None, template: AssessmentTemplate) -> str:
    return begun.answered_in if begun else template.language


def _retakes(retakes: list[int]) -> str:
    """Put the retakes of all questions into one short fact."""
    least, most = min(retakes), max(retakes)
    if most == 0:
        return _("One take per question")
    if least != most:
        return _("Record again up to {times} times, on some questions fewer").format(times=most)
    if most == 1:
        return _("Record each answer again once")
    return _("Record each answer again up to {times} times").format(times=most)


@require_POST
@person_required
def begin(request: CandidateRequest, code: str) -> HttpResponseBase:
    """Make the interview, or find it, and go to where it stands."""
    job = get_object_or_404(Job.objects.select_related("posting__connection", "organisation", "template"), code=code)
    try:
        interview = sitting.begin(job, request.user, now=timezone.now())
    except sitting.Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("job", code=code)
    remembered.forget(request, job)
    return redirect(way_on(interview))


def way_on(interview: Interview) -> str:
    """Return the address of the page that comes next for an interview."""
    if interview.submitted_at or interview.withdrawn_at:
        return reverse("candidate:status", args=[interview.key])
    if not sitting.has_consent(interview):
        return reverse("candidate:consent", args=[interview.key])
    unanswered = sitting.missing(interview)
    is_new = len(unanswered) == interview.answers.count()
    if is_new and interview.template_version.value.shows_questions_first:
        return reverse("candidate:overview", args=[interview.key])
    if is_new and takes.offered_first(interview) != {AnswerKind.TEXT}:
        return reverse("candidate:devices", args=[interview.key])
    if unanswered:
        return reverse("candidate:question", args=[interview.key, unanswered[0]])
    return reverse("candidate:review", args=[interview.key])


def _recognised(request: HttpRequest, job: Job) -> Recognised:
    """Tell whether somebody who is logged in has proven an address of an application (C14); it never blocks."""
    user = request.user
    if not isinstance(user, User):
        return Recognised.UNKNOWN
    return recognising.recognised(job.posting, whose.verified(user))
