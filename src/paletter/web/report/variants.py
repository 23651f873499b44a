"""What belongs to a recording beside itself: its still picture, and the file for players that can't play it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_http_methods, require_safe

from paletter.flow import triggers
from paletter.interviews import places
from paletter.interviews.models import Recording, VariantState
from paletter.interviews.places import File, Stored
from paletter.web.report import playback


@require_safe
def poster(request: HttpRequest, id: UUID) -> HttpResponseBase:  # noqa: A002 - the address names it so
    """Send a recording's still picture."""
    take = playback.take_for(request, id)
    # Small, and a picture of the page: it comes from here wherever it lies.
    return playback.send(request, _opened(take, File.POSTER), content_type="image/jpeg")


@require_http_methods(["GET", "HEAD", "POST"])
def variant(request: HttpRequest, id: UUID) -> HttpResponseBase:  # noqa: A002 - the address names it so
    """Send the variant; a POST asks for it and tells how far it is, as often as one likes."""
    take = playback.take_for(request, id)
    if request.method == "POST":
        state = triggers.variant_wanted(take)
        if state is None and playback.is_own(request, take) and take.prepared_at is None:
            # Who has just recorded it: one can be asked for as soon as the recording has been looked into.
            state = VariantState.WANTED
        if state is None:
            raise Http404
        return JsonResponse({"state": state.value})
    if take.variant != VariantState.READY:
        raise Http404
    content_type = "video/mp4" if take.has_video else "audio/mp4"
    return playback.deliver(request, take, File.VARIANT, _opened(take, File.VARIANT), content_type=content_type)


def _opened(take: Recording, file: File) -> Stored:
    try:
        return places.current().open(take.pk, file)
    except OSError as error:
        raise Http404 from error
