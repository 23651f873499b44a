"""The demo's mailbox: mails that would have been sent, readable in the browser."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from paletter.accounts.mailbox import letters as read_letters


def letters(request: HttpRequest) -> HttpResponse:
    """Newest first; exists only in the demo, where no mail leaves the machine."""
    if not settings.OPTIONS.demo:
        raise Http404
    return render(request, "mailbox.html", {"letters": read_letters(settings.MAILBOX_DIR)})
