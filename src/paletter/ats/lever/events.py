"""Lever's webhooks: which we ask for, what a new one answers, and what a call at our address is worth.

The signature covers a random token and the time and *not* what the call says, so only ids are taken from it. Lever
repeats a call that was not answered with 2xx five times, and by hand from its history: the same token comes again.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from paletter.ats.lever import translate
from paletter.ats.protocol import EventRejected, StandingSubscription, Subscription
from paletter.vocabulary.hiring import AtsEvent, EventKind

OLDEST = timedelta(hours=24)
"""A call that took longer than this is not believed; what it would have told, the next sync finds."""
CLOCKS_DIFFER = timedelta(minutes=10)

WORD = re.compile(r"[!-~]{1,200}")
"""What an id and a token look like."""
TIME = re.compile(r"[1-9][0-9]*")
"""A time as text. Nothing else stands between token and time in what is signed: were a zero allowed here, the one at
the end of a token could be moved, and the call would pass for another one.
"""

KINDS: Mapping[str, EventKind] = {
    "applicationCreated": EventKind.APPLIED,
    "candidateStageChange": EventKind.STAGE_CHANGED,
    "candidateArchiveChange": EventKind.ARCHIVED,
    "candidateHired": EventKind.HIRED,
    "candidateDeleted": EventKind.DELETED,
    "contactUpdated": EventKind.CONTACT_CHANGED,
}


def words_for(kinds: Collection[EventKind]) -> list[str]:
    """Return Lever's words for these kinds of events."""
    return [word for word, kind in KINDS.items() if kind in kinds]


def subscription(row: translate.Json, *, event: str) -> Subscription | None:
    """Return what a new webhook answered; recorded replies are enveloped once, the documentation's twice.

    None when there is no id or no token in it.
    """
    inner = row.get("data")
    row = inner if isinstance(inner, Mapping) else row
    configuration = row.get("configuration")
    token = configuration.get("signatureToken") if isinstance(configuration, Mapping) else None
    external_id = row.get("id")
    if isinstance(external_id, str) and external_id and isinstance(token, str) and token:
        return Subscription(external_id, event, token)
    return None


def listed(row: translate.Json) -> StandingSubscription | None:
    """Return a webhook as Lever lists it, None when it can't be told which it is."""
    external_id, event, url = row.get("id"), row.get("event"), row.get("url")
    if isinstance(external_id, str) and isinstance(event, str) and isinstance(url, str):
        return StandingSubscription(external_id, event, url)
    return None


def read(body: bytes, *, signing_tokens: Mapping[str, str], now: datetime) -> AtsEvent | None:
    """Return what a call tells, None for an event that we have no use for. Raises EventRejected."""
    call = _parsed(body)
    event, token, triggered_at = call.get("event"), call.get("token"), call.get("triggeredAt")
    signing_token = signing_tokens.get(event) if isinstance(event, str) else None
    if signing_token is None:
        raise EventRejected("no subscription of ours is for this event")
    if not _is_signed(call, signing_token):
        raise EventRejected("the signature does not fit")
    occurred_at = translate.moment(triggered_at)
    if occurred_at is None or not now - OLDEST <= occurred_at <= now + CLOCKS_DIFFER:
        raise EventRejected("the call is too old, or from the future")
    data = call.get("data")
    data = data if isinstance(data, Mapping) else {}
    kind = KINDS.get(str(event))
    if not data:
        return AtsEvent(EventKind.TEST, "", occurred_at, str(token))
    subject = data.get("contactId" if kind is EventKind.CONTACT_CHANGED else "opportunityId")
    if kind is None or not isinstance(subject, str) or not WORD.fullmatch(subject):
        return None
    return AtsEvent(kind, subject, occurred_at, str(token))


def signature(token: str, triggered_at: int | str, signing_token: str) -> str:
    """Return what Lever signs a call with: HMAC-SHA256 in hex, of token and time alone."""
    return hmac.new(_bytes(signing_token), _bytes(f"{token}{triggered_at}"), hashlib.sha256).hexdigest()


def _is_signed(call: Mapping[str, Any], signing_token: str) -> bool:
    token, triggered_at, given = call.get("token"), call.get("triggeredAt"), call.get("signature")
    if not isinstance(token, str) or not WORD.fullmatch(token) or not isinstance(given, str):
        return False
    if isinstance(triggered_at, bool) or not isinstance(triggered_at, int | str):
        return False
    if isinstance(triggered_at, str) and not TIME.fullmatch(triggered_at):
        return False
    return hmac.compare_digest(_bytes(signature(token, triggered_at, signing_token)), _bytes(given))


def _bytes(text: str) -> bytes:
    """JSON can hold halves of characters, which UTF-8 has no bytes for; they must not stop us."""
    return text.encode(errors="surrogatepass")


def _parsed(body: bytes) -> Mapping[str, Any]:
    try:
        call = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise EventRejected("the call is not JSON") from error
    if not isinstance(call, Mapping):
        raise EventRejected("the call is no JSON object")
    return call
