"""The check of camera and microphone before the first question; nothing of it is recorded or sent."""

from django.conf import settings
from django.http import HttpResponseBase
from django.shortcuts import redirect, render

from paletter.interviews import sitting, takes
from paletter.interviews.models import AnswerKind, Interview
from paletter.web.candidate import sentences
from paletter.web.candidate.access import CandidateRequest, own_interview


@own_interview
def devices(request: CandidateRequest, interview: Interview) -> HttpResponseBase:
    if interview.submitted_at:
        return redirect("candidate:status", interview.key)
    if not sitting.has_consent(interview):
        return redirect("candidate:consent", interview.key)
    kinds = takes.offered_first(interview)
    if kinds == {AnswerKind.TEXT}:
        return redirect("candidate:question", interview.key, sitting.next_position(interview) or 1)
    is_seen = AnswerKind.VIDEO in kinds
    context = {
        "interview": interview,
        "kind": (AnswerKind.VIDEO if is_seen else AnswerKind.AUDIO).value,
        "position": sitting.next_position(interview) or 1,
        "asked": interview.answers.count(),
        "testing": settings.OPTIONS.testing,
        "sentences": sentences.told(sentences.CAMERA if is_seen else sentences.MICROPHONE, sentences.DEVICES),
    }
    return render(request, "candidate/devices.html", context)
