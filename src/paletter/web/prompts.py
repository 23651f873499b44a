"""Serves a question's picture or recording, and its captions, to whoever a view lets see the question."""

from contextlib import closing

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

from paletter.assessments import prompt_files
from paletter.assessments.models import Template
from paletter.interviews import places, prompts
from paletter.interviews.places import File
from paletter.vocabulary.rubrics import Prompt, PromptKind
from paletter.web.report import playback


def serve(request: HttpRequest, template: Template, prompt: Prompt | None, *, captions: bool) -> HttpResponseBase:
    """Send a prompt's file, whole or the range asked for. Raises Http404 where there is none."""
    name = (prompt.captions if captions else prompt.file) if prompt else ""
    if prompt is None or not name:
        raise Http404
    try:
        where = prompts.where(name, template.organisation)
        file = places.current().open(where, File.PROMPT)
    except OSError as error:
        raise Http404 from error
    if captions:
        # Players ask for captions from the page's own address alone.
        with closing(file):
            text = b"".join(file.pieces(first=0, length=file.size, at_most=playback.PIECE))
        return HttpResponse(text, content_type=f"{prompt_files.VTT}; charset=utf-8", headers=GUARDED)
    start = b"".join(file.pieces(first=0, length=prompt_files.SNIFFED, at_most=prompt_files.SNIFFED))
    content_type = _content_type(start, prompt.kind)
    address = places.current().url(where, File.PROMPT, content_type=content_type) if request.method == "GET" else None
    if address is None:
        return playback.send(request, file, content_type=content_type)
    file.close()
    response = HttpResponseRedirect(address)
    response["Cache-Control"] = "private, no-store"
    return response


GUARDED = {"Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff"}


def is_there(template: Template, prompt: Prompt) -> bool:
    """Tell whether a prompt can be shown; where it is lost, the question still has its words."""
    try:
        prompts.where(prompt.file, template.organisation)
    except OSError:
        return False
    return True


def _content_type(start: bytes, kind: PromptKind) -> str:
    found = prompt_files.content_type(start)
    if found is None or found == prompt_files.VTT:
        return "application/octet-stream"
    return found.replace("video/", "audio/") if kind is PromptKind.AUDIO else found
