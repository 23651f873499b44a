"""The check of camera, microphone and line before the first question; nothing of it is stored."""

from django.conf import settings
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from paletter.interviews import limits, sitting, takes
from paletter.interviews.models import AnswerKind, Interview
from paletter.web.candidate import sentences
from paletter.web.candidate.access import CandidateRequest, own_interview
from paletter.web.languages import speaks


@own_interview
@speaks
def devices(request: CandidateRequest, interview: Interview) -> HttpResponseBase:
    if interview.submitted_at:
        return redirect("candidate:status", interview.key)
    if not sitting.has_consent(interview):
        return redirect("candidate:consent", interview.key)
    position = first_position(interview)
    kinds = takes.offered_first(interview)
    if kinds == {AnswerKind.TEXT}:
        return redirect("candidate:question", interview.key, position)
    kind = AnswerKind.VIDEO if AnswerKind.VIDEO in kinds else AnswerKind.AUDIO
    context = {
        "interview": interview,
        "kind": kind.value,
        "position": position,
        "asked": interview.answers.count(),
        "longest": longest(interview),
        "sound_alone": sound_alone(interview, position),
        "testing": settings.OPTIONS.testing,
        "sentences": sentences.told(sentences.of_devices(kind), sentences.DEVICES),
    }
    return render(request, "candidate/devices.html", context)


def first_position(interview: Interview) -> int:
    """Return the question to go on with."""
    return sitting.next_position(interview) or 1


def kind_first_needed(interview: Interview) -> AnswerKind:
    """Return what this candidate needs to have at hand: a camera, where any question asks for one first."""
    first = {takes.kinds_of(interview, question)[0] for question in interview.template_version.value.questions}
    return next(kind for kind in (AnswerKind.VIDEO, AnswerKind.AUDIO, AnswerKind.TEXT) if kind in first)


def longest(interview: Interview) -> int:
    """Return the seconds of the longest take that this candidate may record."""
    questions = interview.template_version.value.questions
    return max(limits.seconds(question, time_factor=interview.time_factor) for question in questions)


def sound_alone(interview: Interview, position: int) -> str:
    """Return where a question may be answered with sound alone, or "" where that is not allowed."""
    _, question = sitting.question_at(interview, position)
    if AnswerKind.AUDIO not in takes.kinds_of(interview, question):
        return ""
    return f"{reverse('candidate:question', args=[interview.key, position])}?as={AnswerKind.AUDIO.value}"
