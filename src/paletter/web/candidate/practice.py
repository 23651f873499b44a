"""The practice question: to get used to the recorder. Nothing of it is stored or sent, so there is nothing to keep."""

from django.conf import settings
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from paletter.interviews import sitting
from paletter.interviews.models import AnswerKind, Interview
from paletter.vocabulary.rubrics import Question
from paletter.web.candidate import devices, sentences
from paletter.web.candidate.access import CandidateRequest, own_interview
from paletter.web.languages import speaks

SECONDS = 60


@own_interview
@speaks
def practice(request: CandidateRequest, interview: Interview) -> HttpResponseBase:
    """Show a question that has nothing to do with the job, before the candidate's same recorder."""
    if interview.submitted_at:
        return redirect("candidate:status", interview.key)
    if not sitting.has_consent(interview):
        return redirect("candidate:consent", interview.key)
    kind = devices.kind_first_needed(interview)
    if kind is AnswerKind.TEXT:
        return redirect("candidate:question", interview.key, devices.first_position(interview))
    text = gettext("What is a place you like to be, and what do you do there?")
    context = {
        "interview": interview,
        "question": Question(key="practice", text=text, competencies=(), seconds=SECONDS),
        "kind": kind.value,
        "position": devices.first_position(interview),
        "sound_alone": "",
        "testing": settings.OPTIONS.testing,
        "sentences": sentences.told(sentences.of_devices(kind), sentences.EARS, sentences.PRACTICE),
    }
    return render(request, "candidate/practice.html", context)
