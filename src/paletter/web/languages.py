"""Which language a page is in: English, or, on pages that are wholly translated, the reader's choice.

Half a page in one language and half in another is worse than either, and Django's and allauth's own words come in
many. So every request begins in English, and only views that are marked `speaks` go over to the reader's language. All
of such a page must be marked for translation; tests/web/test_languages.py holds them to it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, NamedTuple, ParamSpec, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.i18n import set_language

Request = TypeVar("Request", bound=HttpRequest)
Given = ParamSpec("Given")


class Language(NamedTuple):
    """A language as its own speakers write it."""

    code: str
    name: str


def begin_in_english(
    answer: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Django middleware in the place of its LocaleMiddleware; says in the response's head which language it is in."""

    def in_one_language(request: HttpRequest) -> HttpResponseBase:
        translation.activate(settings.LANGUAGE_CODE)
        response = answer(request)
        response.headers.setdefault("Content-Language", translation.get_language())
        if speaks_here(request):
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response

    return in_one_language


def speaks(
    view: Callable[Concatenate[Request, Given], HttpResponseBase],
) -> Callable[Concatenate[Request, Given], HttpResponseBase]:
    """Mark a view whose page, with all it includes and says, is translated: it answers in the reader's language."""

    @wraps(view)
    def in_readers_language(request: Request, /, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponseBase:
        speak(request)
        return view(request, *args, **kwargs)

    return in_readers_language


def account_pages_speak(
    answer: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Django middleware for the pages of accounts, whose views are allauth's; all that they show is translated."""

    def in_readers_language(request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith("/accounts/"):
            speak(request)
        return answer(request)

    return in_readers_language


def speak(request: HttpRequest) -> None:
    """Go over to the reader's language for the rest of this request."""
    translation.activate(of_reader(request))
    request._speaks = True  # type: ignore[attr-defined]


def of_reader(request: HttpRequest) -> str:
    """Return what the reader chose in this browser, else with this account, else the browser's first that there is."""
    user = getattr(request, "user", None)  # an early middleware may have failed before there was one
    own = user.language if user is not None and user.is_authenticated else ""
    if own and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and own in dict(settings.LANGUAGES):
        return own
    return translation.get_language_from_request(request)


def choose(request: HttpRequest) -> HttpResponseBase:
    """Take the switch: remember the language in this browser, and with the account for other devices and letters."""
    code = request.POST.get("language", "")
    # Django itself knows many more, in which pages would be half theirs and half English.
    if request.user.is_authenticated and code in dict(settings.LANGUAGES):
        request.user.language = code
        request.user.save(update_fields=["language"])
    return set_language(request)


def called(code: str) -> str:
    """Return what a language is called in the language of the moment; its code where Django does not know it."""
    try:
        return str(translation.get_language_info(code)["name_translated"])
    except KeyError:
        return code


def speaks_here(request: HttpRequest) -> bool:
    """Whether this page is in the reader's language, so that choosing another one changes it."""
    return getattr(request, "_speaks", False)


def others(request: HttpRequest) -> list[Language]:
    """Return the languages that this page can be had in, but for the one it is in."""
    if not speaks_here(request):
        return []
    here = translation.get_language()
    return [
        Language(code, translation.get_language_info(code)["name_local"])
        for code, _ in settings.LANGUAGES
        if code != here
    ]
