"""One question: the recorder or the writing field, and keeping the take that counts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from paletter.flow import triggers
from paletter.interviews import deadlines, receiving, recordings, sitting, takes
from paletter.interviews.models import Answer, AnswerKind, Interview
from paletter.scorers.gates import FEWEST_WORDS
from paletter.vocabulary.rubrics import Question
from paletter.web import prompts
from paletter.web.candidate import devices, playing, recorder_facts, sentences, writing_facts
from paletter.web.candidate.access import CandidateRequest, own_interview
from paletter.web.languages import speaks


@own_interview
@speaks
def question(request: CandidateRequest, interview: Interview, position: int) -> HttpResponseBase:
    return page(request, interview, position)


def page(
    request: CandidateRequest, interview: Interview, position: int, *, typed: str | None = None, refusal: str = ""
) -> HttpResponseBase:
    """Show a question with the recorder or the writing field; `typed` is a text that was refused, and `refusal` why."""
    if interview.submitted_at:
        return redirect("candidate:status", interview.key)
    if not sitting.has_consent(interview):
        return redirect("candidate:consent", interview.key)
    answer, asked = _found(interview, position)
    until, now = deadlines.of(interview), timezone.now()
    too_late = deadlines.why_not_answer(until, now=now)
    is_finishing = _is_begun(request, answer) and deadlines.why_not_hand_in(until, now=now) is None
    # A text that came too late is shown once more, so that nobody loses what they wrote.
    if too_late and typed is None and not is_finishing:
        messages.warning(request, too_late)
        return redirect("candidate:review", interview.key)
    kinds = takes.kinds_of(interview, asked)
    kind = AnswerKind.TEXT if typed is not None else _kind(answer, kinds, wished=request.GET.get("as", ""))
    if typed is None and kind not in sitting.agreed_kinds(interview):
        asked_anew = reverse("candidate:consent", args=[interview.key])
        return redirect(f"{asked_anew}?question={position}&as={kind.value}")
    context: dict[str, Any] = {
        "interview": interview,
        "answer": answer,
        "question": asked,
        "prompt": asked.prompt,
        "has_prompt_file": asked.prompt and prompts.is_there(interview.template_version.template, asked.prompt),
        "shows_all": interview.template_version.value.shows_questions_first,
        "kind": kind.value,
        "kinds": [one.value for one in kinds],
        "places": _places(interview, position),
        "asked": interview.answers.count(),
        "next_url": after(interview, position),
        "sound_alone": devices.sound_alone(interview, position),
        "playing": playing.of(answer),
    }
    if kind is AnswerKind.TEXT:
        return render(request, "candidate/question.html", context | _for_writing(answer, typed, refusal))
    context |= _for_recording(answer, asked, kind, now, is_over=too_late is not None)
    is_covered = answer.thinking_since is None and context["recorder"]["think"]
    return render(request, "candidate/question_covered.html" if is_covered else "candidate/question.html", context)


@require_safe
@own_interview
def prompt(request: CandidateRequest, interview: Interview, position: int, what: str) -> HttpResponseBase:
    """Send the picture or recording of a question, or its captions, once the candidate may see the question."""
    answer, asked = _found(interview, position)
    if takes.is_covered(answer, asked) or not sitting.has_consent(interview):
        raise Http404
    return prompts.serve(request, interview.template_version.template, asked.prompt, captions=what == "captions")


@require_POST
@own_interview
@speaks
def see(request: CandidateRequest, interview: Interview, position: int) -> HttpResponseBase:
    """The candidate wants to see a question that has a time to think: from now on it counts."""
    try:
        sitting.see(interview, position, now=timezone.now())
    except Answer.DoesNotExist:
        raise Http404 from None
    except sitting.Refused as refusal:
        messages.warning(request, str(refusal))
    kind = request.POST.get("as", "")
    query = f"?as={kind}" if kind in set(AnswerKind) else ""
    return redirect(reverse("candidate:question", args=[interview.key, position]) + query)


def _is_begun(request: HttpRequest, answer: Answer) -> bool:
    """Tell whether there is an answer to finish: a draft or a take here, or on the device as its script says."""
    return answer.has_draft or recorder_facts.waiting(answer) is not None or "here" in request.GET


def _kind(answer: Answer, kinds: Sequence[AnswerKind], *, wished: str) -> AnswerKind:
    """Return the kind that the page is for: what was asked for, else what is there already, else the first."""
    waiting = recorder_facts.waiting(answer)
    draft = AnswerKind.TEXT if answer.text and not answer.is_given else ""
    found = [wished, answer.kind if answer.is_given else "", waiting.kind if waiting else "", draft]
    return next((AnswerKind(one) for one in found if one in kinds), kinds[0])


def _for_recording(
    answer: Answer, asked: Question, kind: AnswerKind, now: datetime, *, is_over: bool
) -> dict[str, Any]:
    recorder = sentences.RECORDER | sentences.TIMES | (sentences.SOUND if kind is AnswerKind.AUDIO else {})
    return {
        "recorder": recorder_facts.gather(answer, asked, kind, now=now, is_over=is_over),
        "sentences": sentences.told(sentences.of_devices(kind), sentences.EARS, recorder, sentences.SENDING),
    }


def _for_writing(answer: Answer, typed: str | None, refusal: str) -> dict[str, Any]:
    return {
        "text": answer.text if typed is None else typed,
        "refusal": refusal,
        "fewest": FEWEST_WORDS,
        "writing": writing_facts.gather(answer),
        "sentences": sentences.told(sentences.WRITING),
    }


def _found(interview: Interview, position: int) -> tuple[Answer, Question]:
    try:
        return sitting.question_at(interview, position)
    except Answer.DoesNotExist:
        raise Http404 from None


def _places(interview: Interview, position: int) -> list[dict[str, Any]]:
    """Describe the row of questions: number, whether its answer is saved, whether it is this one."""
    rows = interview.answers.select_related("kept").order_by("position")
    return [{"position": row.position, "is_saved": row.is_given, "is_here": row.position == position} for row in rows]


def after(interview: Interview, position: int) -> str:
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
    next_url = after(interview, position)
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
