"""The consent page: the whole text, unfolded, and one box to tick."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from paletter.interviews import consent as consents
from paletter.interviews import deadlines, sitting
from paletter.interviews.models import Interview
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
    """Show the text; store the agreement with the version, time and words that were shown."""
    if sitting.has_consent(interview) or interview.withdrawn_at:
        return render(request, "candidate/consent_given.html", {"interview": interview})
    refusal = sitting.why_not_begin(interview.job) or deadlines.why_not_answer(
        deadlines.of(interview), now=timezone.now()
    )
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
            return redirect(way_on(interview))
        except consents.ConsentChanged as error:
            changed = str(error)
            form = ConsentForm(initial={"sha256": told.sha256})
            form.fields["agree"].label = told.agreement
    context = {"interview": interview, "told": told, "form": form, "changed": changed}
    return render(request, "candidate/consent.html", context)
