"""The address that an ATS calls us at: checks who calls, keeps the call, answers in milliseconds.

Nothing is asked of the ATS here, and nothing that a call says is used but ids. The answers are for the ATS: 2xx ends
its tries, everything else lets it try again.
"""

import structlog
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from paletter import plugins
from paletter.ats.protocol import EventRejected
from paletter.connections import events, hooks
from paletter.connections.models import Connection
from paletter.flow import triggers
from paletter.vocabulary.hiring import AtsEvent
from paletter.web.rubbish import Rubbish, caller

log = structlog.get_logger()

LARGEST = 64 * 1024
"""Bytes; a call that holds ids only has less than one thousand."""
rubbish = Rubbish()


@csrf_exempt
def call(request: HttpRequest, key: str) -> HttpResponse:
    """Take a call of the ATS of the connection that `key` belongs to."""
    who = caller(request)
    if rubbish.is_too_much(who):
        return _said(429)
    answer = _answer(request, key)
    if answer.status_code in (404, 405, 413):
        rubbish.came(who)
    return answer


def _answer(request: HttpRequest, key: str) -> HttpResponse:
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST"})
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length[:12]) > LARGEST:
        return _said(413)
    connection = Connection.objects.filter(hook_key=key).first()
    if connection is None:
        return _said(404)
    if not connection.is_on:
        return _said(410)
    try:
        event = _event(request, connection, int(length))
    except EventRejected as rejected:
        # Whoever knows the address is let in to be checked each time: the ATS itself may call with an ended token.
        if not rubbish.is_too_much(key):
            log.warning("a call of the ATS was rejected", connection=connection.pk, reason=str(rejected))
        rubbish.came(key)
        return _said(401)
    if event is not None:
        _keep(connection, event)
    return _said(200)


def _event(request: HttpRequest, connection: Connection, length: int) -> AtsEvent | None:
    return plugins.ats_provider(connection.provider).read_event(
        request.headers, request.read(length), signing_tokens=hooks.signing_tokens(connection), now=timezone.now()
    )


def _keep(connection: Connection, event: AtsEvent) -> None:
    try:
        triggers.called(connection, event)
    except events.Repeated:
        log.info("a call of the ATS came again", connection=connection.pk)


def _said(status: int) -> HttpResponse:
    return HttpResponse(status=status, content_type="text/plain", headers={"Cache-Control": "no-store"})
