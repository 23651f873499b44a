"""The check of camera and microphone before the first question; nothing of it is recorded or sent."""

from django.conf import settings
from django.http import HttpResponseBase
from django.shortcuts import redirect, render

from paletter.interviews import sitting
from paletter.interviews.models import Interview
from paletter.web.candidate import sentences
from paletter.web.candidate.access import CandidateRequest, own_interview


@own_interview
def devices(request: CandidateRequest, interview: Interview) -> HttpResponseBase:
    if interview.submitted_at:
        return redirect("candidate:status", interview.key)
    if not sitting.has_consent(interview):
        return redirect("candidate:consent", interview.key)
    context = {
        "interview": interview,
        "position": sitting.next_position(interview) or 1,
        "asked": interview.answers.count(),
        "testing": settings.OPTIONS.testing,
        "sentences": sentences.told(sentences.CAMERA, sentences.DEVICES),
    }
    return render(request, "candidate/devices.html", context)
