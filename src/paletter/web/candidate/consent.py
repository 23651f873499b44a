"""The consent page: the whole text, unfolded, and one box to tick."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from paletter.interviews import consent as consents
from paletter.interviews import sitting
from paletter.interviews.models import AnswerKind, Interview
from paletter.web.candidate.access import CandidateRequest, own_interview
from paletter.web.candidate.start import way_on
from paletter.web.languages import speaks


class ConsentForm(forms.Form):
    agree = forms.BooleanField(
        label=consents.AGREE,
        error_messages={"required": _("Please tick the box if you agree. If you do not, see “Another way” above.")},
    )
    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)


@own_interview
@speaks
def consent(request: CandidateRequest, interview: Interview) -> HttpResponseBase:
    """Show the text; store the agreement with the version, time and words that were shown.

    Once somebody has agreed it is asked for only on the way to a question (`?question=3&as=text`) in a kind that was
    granted since.
    """
    is_anew = "question" in request.GET and bool(consents.not_told(interview))
    if interview.withdrawn_at or (sitting.has_consent(interview) and not is_anew):
        page = {"interview": interview, "consents": interview.consents.all()}
        return render(request, "candidate/consent_given.html", page)
    refusal = sitting.why_not_enter(interview.job, interview, now=timezone.now())
    if refusal:
        messages.warning(request, refusal)
        return redirect("candidate:interviews")
    contact = settings.OPTIONS.support_email
    told = consents.of(interview, contact=contact)
    form = ConsentForm(request.POST or None, initial={"sha256": told.sha256})
    form.fields["agree"].label = told.agreement
    changed = ""
    if request.method == "POST" and form.is_valid():
        shown = form.cleaned_data["sha256"]
        try:
            consents.give(interview, shown_sha256=shown, contact=contact, now=timezone.now())
            interview.refresh_from_db()
            return redirect(_back(request, interview) or way_on(interview))
        except consents.ConsentChanged as error:
            changed = str(error)
            form = ConsentForm(initial={"sha256": told.sha256})
            form.fields["agree"].label = told.agreement
    context = {
        "interview": interview,
        "told": told,
        "form": form,
        "changed": changed,
        "is_anew": sitting.has_consent(interview),
    }
    return render(request, "candidate/consent.html", context)


def _back(request: CandidateRequest, interview: Interview) -> str:
    """Return the address of the question on whose way somebody was asked; empty where they came from elsewhere."""
    position, kind = request.GET.get("question", ""), request.GET.get("as", "")
    if not position.isascii() or not position.isdigit() or kind not in AnswerKind.values:
        return ""
    if not interview.answers.filter(position=int(position[:4])).exists():
        return ""
    return f"{reverse('candidate:question', args=[interview.key, int(position[:4])])}?as={kind}"
