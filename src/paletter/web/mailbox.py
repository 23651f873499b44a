"""The demo's mailbox: mails that would have been sent, readable in the browser."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from paletter.accounts.mailbox import letters as read_letters

HERE = ("127.0.0.1", "localhost", "::1")


def letters(request: HttpRequest) -> HttpResponse:
    """Newest first; exists only in the demo, where no mail leaves the machine and all visitors are on it.

    Who reads a mail can log in as whoever it is for.
    """
    options = settings.OPTIONS
    if not options.demo or urlsplit(options.address).hostname not in HERE:
        raise Http404
    return render(request, "mailbox.html", {"letters": read_letters(settings.MAILBOX_DIR)})
