"""One question: the recorder, and keeping the take that counts."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from paletter.flow import triggers
from paletter.interviews import deadlines, receiving, recordings, sitting, takes
from paletter.interviews.models import Answer, Interview
from paletter.vocabulary.rubrics import Question
from paletter.web.candidate import recorder_facts, sentences
from paletter.web.candidate.access import CandidateRequest, own_interview
from paletter.web.languages import speaks


@own_interview
@speaks
def question(request: CandidateRequest, interview: Interview, position: int) -> HttpResponseBase:
    if interview.submitted_at:
        return redirect("candidate:status", interview.key)
    if not sitting.has_consent(interview):
        return redirect("candidate:consent", interview.key)
    if refusal := deadlines.why_not_answer(deadlines.of(interview), now=timezone.now()):
        messages.warning(request, refusal)
        return redirect("candidate:review", interview.key)
    answer, asked = _found(interview, position)
    context = {
        "interview": interview,
        "answer": answer,
        "question": asked,
        "places": _places(interview, position),
        "asked": interview.answers.count(),
        "next_url": _after(interview, position),
        "recorder": recorder_facts.gather(answer, asked),
        "sentences": sentences.told(sentences.CAMERA, sentences.RECORDER, sentences.SENDING),
    }
    return render(request, "candidate/question.html", context)


def _found(interview: Interview, position: int) -> tuple[Answer, Question]:
    try:
        return sitting.question_at(interview, position)
    except Answer.DoesNotExist:
        raise Http404 from None


def _places(interview: Interview, position: int) -> list[dict[str, Any]]:
    """Describe the row of questions: number, whether its answer is saved, whether it is this one."""
    rows = interview.answers.order_by("position")
    return [
        {"position": row.position, "is_saved": row.kept_id is not None, "is_here": row.position == position}
        for row in rows
    ]


def _after(interview: Interview, position: int) -> str:
    """Return where to go once this question is answered: the next one without an answer, or the review."""
    others = [one for one in sitting.missing(interview) if one != position]
    later = [one for one in others if one > position] or others
    if not later:
        return reverse("candidate:review", args=[interview.key])
    return reverse("candidate:question", args=[interview.key, later[0]])


class KeepForm(forms.Form):
    """The take to keep and its SHA-256: of the bytes that the browser holds, or, where it holds none any more, the one
    that it was told of what has arrived here (outbox.py), so that a person decided on exactly that.
    """

    recording = forms.UUIDField()
    sha256 = forms.RegexField(r"^[0-9a-fA-F]{64}$")
    seen = forms.CharField(required=False, max_length=40)
    """What was saved as the answer when the take was begun (takes.version); only looked at where it is sent."""
    is_quiet = forms.BooleanField(required=False)
    """The page that sends it tells by itself that it is saved."""


@require_POST
@own_interview
@speaks
def keep(request: CandidateRequest, interview: Interview, position: int) -> HttpResponseBase:
    """Make a take the answer, and start preparing it while the candidate goes on."""
    form = KeepForm(request.POST)
    if not form.is_valid():
        return _refused(
            request, interview, position, _("The recorder sent something unexpected. Please reload the page.")
        )
    try:
        answer = _keep(request, interview, position, form)
    except takes.Overtaken as refusal:
        return _refused(request, interview, position, str(refusal), reason="overtaken")
    except recordings.Discarded as refusal:
        return _refused(request, interview, position, str(refusal), reason="discarded")
    except (sitting.Refused, receiving.UploadRefused) as refusal:
        return _refused(request, interview, position, str(refusal))
    if not form.cleaned_data["is_quiet"]:
        _tell_saved(request, interview, position)
    next_url = _after(interview, position)
    if request.accepts("text/html"):
        return redirect(next_url)
    return JsonResponse({"next": next_url, "version": takes.version(answer)})


def _keep(request: CandidateRequest, interview: Interview, position: int, form: KeepForm) -> Answer:
    recording = recordings.find(form.cleaned_data["recording"], request.user)
    if (recording.answer.interview_id, recording.answer.position) != (interview.pk, position):
        raise sitting.Refused(_("This take belongs to another question."))
    with transaction.atomic():
        answer = takes.keep(
            recording,
            sha256=form.cleaned_data["sha256"],
            seen=form.cleaned_data["seen"] if "seen" in form.data else None,
            now=timezone.now(),
        )
        triggers.answer_kept(recording)
    return answer


def _tell_saved(request: HttpRequest, interview: Interview, position: int) -> None:
    messages.success(
        request, _("Question {position} of {asked} · saved").format(position=position, asked=interview.answers.count())
    )


def _refused(
    request: HttpRequest, interview: Interview, position: int, sentence: str, *, reason: str = ""
) -> HttpResponseBase:
    if request.accepts("text/html"):
        messages.warning(request, sentence)
        return redirect("candidate:question", interview.key, position)
    return JsonResponse({"sentence": sentence, "reason": reason}, status=409)
