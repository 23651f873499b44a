"""Pages that say no, at whatever address, in the reader's language."""

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views import csrf, defaults

from paletter.web.languages import speaks, speaks_here

not_found = speaks(defaults.page_not_found)
not_allowed = speaks(defaults.permission_denied)
not_sure_who = speaks(csrf.csrf_failure)


def broken(request: HttpRequest) -> HttpResponse:
    """Say that something broke, without the database, which may be what broke: so the account's language is not asked.

    A page that was in the reader's language stays in it.
    """
    if not speaks_here(request):
        translation.activate(translation.get_language_from_request(request))
    return defaults.server_error(request)
