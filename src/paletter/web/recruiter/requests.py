"""Requests for another way: what candidates ask for, and the members' answers."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from paletter.accounts.models import Organisation
from paletter.flow import triggers
from paletter.interviews import another_way as ways
from paletter.interviews import deadlines, limits, sitting
from paletter.interviews.another_way import LONGEST_WORDS, TIME_FACTORS, Kind, State
from paletter.interviews.models import AnotherWay
from paletter.jobs import titles
from paletter.web.access import MemberRequest, enter, member_required

PAGE = 50
EFFECTS = {
    Kind.HUMAN_ONLY: "No software scores this interview. Report and note say so plainly; people give the levels.",
    Kind.MORE_TIME: "The times of this candidate get longer. Nobody sees that in a report.",
    Kind.AUDIO: "Every question may be answered by sound alone, without a picture.",
    Kind.TEXT: "Every question may be answered in writing.",
    Kind.OTHER: "Nothing changes by itself: say what you agreed on, and do it.",
}


class AnswerForm(forms.Form):
    """A member's answer. `time_factor` is asked only where more time is."""

    says_optional = False

    time_factor = forms.TypedChoiceField(
        label="How much more time",
        coerce=float,
        choices=[(str(factor), f"{factor:g} times as long") for factor in TIME_FACTORS],
        initial=str(TIME_FACTORS[1]),
        required=False,
        empty_value=None,
        help_text="For every answer, and for thinking. It counts neither for nor against the candidate.",
    )
    words = forms.CharField(
        label="Your words to the candidate",
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Needed when you can’t agree. Please don’t ask for a diagnosis or a proof.",
    )


@dataclass(frozen=True)
class Line:
    way: AnotherWay
    title: str

    @property
    def is_open(self) -> bool:
        return self.way.state == State.ASKED and self.way.interview.withdrawn_at is None


def count(organisation: Organisation) -> int:
    """Return how many requests wait for an answer."""
    return ways.unanswered(organisation).count()


@member_required
def requests(request: MemberRequest) -> HttpResponse:
    """List what waits for an answer, and below it what was answered, the newest first."""
    rows = AnotherWay.objects.filter(interview__job__organisation=request.organisation).select_related(
        "interview__candidate", "interview__job__posting", "answered_by"
    )
    waiting = ways.unanswered(request.organisation).select_related("interview__candidate", "interview__job__posting")
    settled = rows.exclude(state=State.ASKED).order_by("-answered_at", "-pk")
    page = Paginator(settled, PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "requests",
        "waiting": [_line(way) for way in waiting],
        "settled": [_line(way) for way in page],
        "page": page,
    }
    return render(request, "recruiter/requests.html", context)


@member_required
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one request and take the answer."""
    way = _found(request, pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _answer(request, way, form):
        return redirect("recruiter:requests")
    template = way.interview.template_version.value
    context = {
        "section": "requests",
        "same_times": limits.same_for_all(template),
        "asked": len(template.questions),
        "line": _line(way),
        "effect": EFFECTS[Kind(way.kind)],
        "form": form,
        "asks_for_time": way.kind == Kind.MORE_TIME,
        "until": deadlines.of(way.interview),
        "zone": deadlines.zone_of(way.interview.job),
        "is_over": deadlines.is_over(way.interview, now=timezone.now()),
    }
    return render(request, "recruiter/request.html", context)


def _found(request: MemberRequest, pk: int) -> AnotherWay:
    """Return a request to a member of its organisation, whichever of theirs they work for now; raises Http404."""
    rows = AnotherWay.objects.select_related(
        "interview__candidate", "interview__job__posting", "interview__job__organisation", "answered_by"
    ).select_related("interview__template_version")
    way = rows.filter(pk=pk).first()
    if way is None or enter(request, way.interview.job.organisation) is None:
        raise Http404
    return way


def _answer(request: MemberRequest, way: AnotherWay, form: AnswerForm) -> bool:
    is_granted = "grant" in request.POST
    try:
        with transaction.atomic():
            answered = ways.answer(
                way,
                is_granted=is_granted,
                words=form.cleaned_data["words"],
                time_factor=form.cleaned_data["time_factor"],
                by=request.user,
                now=timezone.now(),
            )
            triggers.another_way_answered(answered)
    except sitting.Refused as refusal:
        form.add_error("words", str(refusal))
        return False
    messages.success(request, "Your answer is kept, and the candidate gets an e-mail.")
    return True


def _line(way: AnotherWay) -> Line:
    return Line(way, titles.shown(way.interview.job))
