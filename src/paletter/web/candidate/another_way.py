"""Ask the employer for another way, at any step; see what became of it; take it back."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from paletter.flow import triggers
from paletter.interviews import another_way as ways
from paletter.interviews import limits, sitting
from paletter.interviews.another_way import Kind
from paletter.interviews.models import AnotherWay, Interview
from paletter.jobs.models import Job
from paletter.web.candidate import remembered
from paletter.web.candidate.access import CandidateRequest, own_interview, person_required
from paletter.web.candidate.start import way_on
from paletter.web.languages import speaks


@dataclass(frozen=True)
class Offer:
    """One thing that can be asked for, in the candidate's words."""

    kind: Kind
    name: Promise
    about: Promise


OFFERS = (
    Offer(
        Kind.HUMAN_ONLY,
        gettext_lazy("People alone judge my answers"),
        gettext_lazy("You answer in the same way. No AI scores you. Until you have an answer, nothing is scored."),
    ),
    Offer(
        Kind.MORE_TIME,
        gettext_lazy("More time"),
        gettext_lazy("For each answer, to think, or until the interview has to be handed in."),
    ),
    Offer(
        Kind.AUDIO,
        gettext_lazy("Sound alone, without a picture"),
        gettext_lazy("You speak your answers. No camera is needed."),
    ),
    Offer(Kind.TEXT, gettext_lazy("Written answers"), gettext_lazy("You write instead of speaking.")),
    Offer(
        Kind.OTHER,
        gettext_lazy("Something else"),
        gettext_lazy("Such as a conversation with a person, sign language, or a question about your scores."),
    ),
)
NAMES = {offer.kind: offer.name for offer in OFFERS}


class AskForm(forms.Form):
    kind = forms.ChoiceField(
        choices=[(offer.kind.value, offer.name) for offer in OFFERS],
        error_messages={
            "required": gettext_lazy("Please choose what you would like."),
            "invalid_choice": gettext_lazy("Please choose what you would like."),
        },
    )
    words = forms.CharField(
        label=gettext_lazy("What would help you"),
        required=False,
        max_length=ways.LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("You need no reason, and nobody may ask you for a diagnosis. The employer reads this."),
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == Kind.OTHER and not str(cleaned.get("words") or "").strip():
            self.add_error("words", _("Please write in a few words what would help you."))
        return cleaned


@dataclass(frozen=True)
class Line:
    """One request as the candidate sees it."""

    way: AnotherWay
    name: str


def lines(interview: Interview) -> list[Line]:
    """Return what was asked for in an interview, the newest first."""
    return [Line(way, str(NAMES[Kind(way.kind)])) for way in ways.of_interview(interview)]


@own_interview
@speaks
def another_way(request: CandidateRequest, interview: Interview) -> HttpResponseBase:
    """Show what was asked and answered, and take a new request."""
    offered = [offer for offer in OFFERS if offer.kind in ways.open_to_ask(interview)]
    form = AskForm(request.POST or None, initial={"kind": request.GET.get("kind", "")})
    if request.method == "POST" and form.is_valid() and _ask(request, interview, form):
        return redirect("candidate:another_way", interview.key)
    return _page(request, interview.job, form, offered, interview)


@person_required
@speaks
def of_job(request: CandidateRequest, code: str) -> HttpResponseBase:
    """Ask before the interview is begun: it is begun by asking, and nothing of it is recorded by that."""
    job = get_object_or_404(Job.objects.select_related("posting__connection", "organisation", "template"), code=code)
    found = Interview.objects.filter(job=job, candidate=request.user).first()
    if found is not None:
        kind = request.GET.get("kind", "")
        way = reverse("candidate:another_way", args=[found.key])
        return redirect(f"{way}?kind={kind}" if kind in Kind.values else way)
    # Whoever comes too late may ask for more time.
    refusal = sitting.why_not_begin(job)
    if refusal:
        return render(request, "candidate/closed.html", {"job": job, "refusal": refusal})
    form = AskForm(request.POST or None, initial={"kind": request.GET.get("kind", "")})
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                interview = sitting.begin(job, request.user, now=timezone.now(), is_to_ask=True)
        except sitting.Refused as error:
            form.add_error(None, str(error))
        else:
            remembered.forget(request, job)
            if _ask(request, interview, form):
                return redirect("candidate:another_way", interview.key)
    return _page(request, job, form, list(OFFERS), None)


def _ask(request: CandidateRequest, interview: Interview, form: AskForm) -> bool:
    try:
        with transaction.atomic():
            way, is_new = ways.ask(
                interview, Kind(form.cleaned_data["kind"]), words=form.cleaned_data["words"], now=timezone.now()
            )
            if is_new:
                triggers.another_way_asked(way)
    except sitting.Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(
        request,
        _("{employer} has been told, and answers here. You get an e-mail then.").format(
            employer=interview.job.organisation.name
        ),
    )
    return True


def _page(
    request: CandidateRequest, job: Job, form: AskForm, offered: list[Offer], interview: Interview | None
) -> HttpResponseBase:
    context = {
        "job": job,
        "interview": interview,
        "form": form,
        "offered": offered,
        "asked": lines(interview) if interview else [],
        "chosen": form["kind"].value(),
        "has_same_times": bool(interview and limits.same_for_all(interview.template_version.value)),
        "way_on": _way_back(job, interview),
        "section": "interviews",
    }
    return render(request, "candidate/another_way.html", context)


def _way_back(job: Job, interview: Interview | None) -> str:
    """Return where the interview goes on; one that was not begun may be over, which the first page tells."""
    is_begun = interview is not None and (interview.started_at or interview.withdrawn_at)
    return way_on(interview) if interview and is_begun else reverse("job", args=[job.code])


@require_POST
@own_interview
@speaks
def take_back(request: CandidateRequest, interview: Interview, pk: int) -> HttpResponseBase:
    """Take back what nobody has answered yet."""
    way = ways.of_interview(interview).filter(pk=pk).first()
    if way is None:
        raise Http404
    try:
        with transaction.atomic():
            ways.take_back(way, now=timezone.now())
            triggers.another_way_taken_back(way)
    except sitting.Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("You have taken this back."))
    return redirect("candidate:another_way", interview.key)
