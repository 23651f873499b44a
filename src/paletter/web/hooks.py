"""The address that an ATS calls us at: checks who calls, keeps the call, answers in milliseconds.

Nothing is asked of the ATS here, and nothing that a call says is used but ids. The answers are for the ATS: 2xx ends
its tries, everything else lets it try again.
"""

from collections.abc import Callable
from typing import Any, cast

import structlog
from django.http import HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from django.utils import timezone

from paletter import plugins
from paletter.ats.protocol import EventRejected
from paletter.connections import hooks
from paletter.flow import triggers
from paletter.web.rubbish import Rubbish, caller

log = structlog.get_logger()

LARGEST = 64 * 1024
"""Bytes; a call that holds ids only has less than one thousand."""
LONGEST_NUMBER = 12
"""Digits. With zeros before it a length may have thousands, which Python refuses to read."""
rubbish = Rubbish()


def calls_first(answer: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Django middleware that answers calls of an ATS before all that only people need: sessions, languages, logins."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        key = request.path_info.removeprefix(hooks.PATH)
        if key != request.path_info and key and "/" not in key:
            return call(request, key)
        return answer(request)

    return answered


def call(request: HttpRequest, key: str) -> HttpResponse:
    """Take a call of the ATS of the connection that `key` belongs to."""
    if rubbish.is_any and not rubbish.knows(key) and rubbish.is_too_much(caller(request)):
        return _said(429)
    answer = _answer_whatever_comes(request, key)
    if answer.status_code in (404, 405, 413):
        rubbish.came(caller(request))
    return answer


def _answer_whatever_comes(request: HttpRequest, key: str) -> HttpResponse:
    try:
        return _answer(request, key)
    except UnreadablePostError:
        return _said(400)
    except Exception:
        log.exception("a call of the ATS could not be taken")
        answer = _said(503)
        # Django would write down the address beside it, and the address is a secret.
        cast(Any, answer)._has_been_logged = True
        return answer


def _answer(request: HttpRequest, key: str) -> HttpResponse:
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST"})
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or len(length) > LONGEST_NUMBER or int(length) > LARGEST:
        return _said(413)
    called = hooks.called_by(key)
    if called is None:
        return _said(404)
    rubbish.let_in(key)
    if not called.is_on:
        return _said(410)
    try:
        event = plugins.ats_provider(called.provider).read_event(
            request.headers, request.read(int(length)), signing_tokens=called.tokens, now=timezone.now()
        )
    except EventRejected as rejected:
        # Whoever knows the address is let in to be checked each time: the ATS itself may call with an ended token.
        if not rubbish.is_too_much(key):
            log.warning("a call of the ATS was rejected", connection=called.connection_id, reason=str(rejected))
        rubbish.came(key)
        return _said(401)
    if event is not None and not triggers.called(called.connection_id, event):
        log.info("a call of the ATS came again", connection=called.connection_id)
    return _said(200)


def _said(status: int) -> HttpResponse:
    return HttpResponse(status=status, content_type="text/plain", headers={"Cache-Control": "no-store"})
