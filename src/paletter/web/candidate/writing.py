"""A written answer: its draft, kept while it is written, and the text that is saved as the answer."""

from django.contrib import messages
from django.http import Http404, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from paletter.interviews import drafts, sitting, takes
from paletter.interviews.models import Answer, Interview
from paletter.web.candidate import ages, questions
from paletter.web.candidate.access import CandidateRequest, own_interview
from paletter.web.languages import speaks


@require_POST
@own_interview
@speaks
def draft(request: CandidateRequest, interview: Interview, position: int) -> HttpResponseBase:
    """Keep what was written so far; it is no answer yet."""
    try:
        is_kept = drafts.keep(
            interview,
            position,
            _text(request),
            before=_text(request, "before"),
            now=timezone.now(),
            age=ages.read(request.POST.get("age")),
        )
    except Answer.DoesNotExist:
        raise Http404 from None
    except sitting.Refused as refusal:
        return JsonResponse({"sentence": str(refusal)}, status=409)
    return JsonResponse({"isKept": is_kept})


@require_POST
@own_interview
@speaks
def write(request: CandidateRequest, interview: Interview, position: int) -> HttpResponseBase:
    """Make a text the answer. What can't be saved is shown again, with the reason beside it."""
    text = _text(request)
    try:
        takes.keep_text(interview, position, text, now=timezone.now(), age=ages.read(request.POST.get("age")))
    except Answer.DoesNotExist:
        raise Http404 from None
    except sitting.Refused as refusal:
        if request.accepts("text/html"):
            return questions.page(request, interview, position, typed=text, refusal=str(refusal))
        return JsonResponse({"sentence": str(refusal)}, status=409)
    asked = interview.answers.count()
    messages.success(request, _("Question {position} of {asked} · saved").format(position=position, asked=asked))
    next_url = questions.after(interview, position)
    return redirect(next_url) if request.accepts("text/html") else JsonResponse({"next": next_url})


def _text(request: CandidateRequest, field: str = "text") -> str:
    """Return a field as it was written: forms send other line ends, and a null character can't be stored."""
    return str(request.POST.get(field, "")).replace("\r\n", "\n").replace("\x00", "")
