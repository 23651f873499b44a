"""What is told to a request whose CSRF token is missing or another session's."""

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy

from paletter.web import languages, refusals
from paletter.web.candidate import tus

SENTENCE = gettext_lazy(
    "We could not be sure that it was you who sent this, most often because you logged in again meanwhile. "
    "Please reload the page; your answer is safe on your device."
)


def refused(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Answer with a page, or a recorder with a sentence."""
    if request.path_info.startswith(reverse("candidate:uploads")):
        languages.speak(request)
        return tus.signed(tus.sentence(403, str(SENTENCE)))
    return refusals.not_sure_who(request, reason)
