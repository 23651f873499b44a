"""Lever's calls at our address, made from its documentation and not from our reader of them."""

import hashlib
import hmac
import json
import secrets
import time
from typing import Any

from django.test import Client
from django.utils import timezone

from paletter.connections import encryption
from paletter.connections.models import Connection, Hook
from tests import cast

KEY = "a-key-that-only-lever-knows"
SIGNING_TOKEN = "00" * 24
KINDS = {
    "applicationCreated": "applied",
    "candidateStageChange": "stage changed",
    "candidateArchiveChange": "archived",
    "candidateHired": "hired",
    "candidateDeleted": "deleted",
    "contactUpdated": "contact changed",
}


def a_called_connection(**fields: Any) -> Connection:
    """Return a connection whose ATS has been asked to call about everything."""
    connection = cast.a_connection(hook_key=KEY, **fields)
    for number, (event, kind) in enumerate(KINDS.items()):
        Hook.objects.create(
            connection=connection,
            kind=kind,
            event=event,
            external_id=f"webhook-{number}",
            signing_token=encryption.seal(SIGNING_TOKEN),
            url=f"http://127.0.0.1:8000/hooks/{KEY}",
            created_at=timezone.now(),
        )
    return connection


def a_call(
    event: str = "candidateStageChange", *, ago: float = 0, key: str = SIGNING_TOKEN, **data: str
) -> dict[str, Any]:
    """Return what Lever sends, signed with `key`; without data it is a test of the connection."""
    token, at = secrets.token_hex(24), int((time.time() - ago) * 1000)
    signature = hmac.new(key.encode(), f"{token}{at}".encode(), hashlib.sha256).hexdigest()
    return {"event": event, "token": token, "triggeredAt": at, "signature": signature, "data": data}


def sends(call: dict[str, Any] | bytes, *, key: str = KEY, client: Client | None = None) -> int:
    """Post a call and return the status of the answer."""
    body = call if isinstance(call, bytes) else json.dumps(call).encode()
    # CSRF is checked as in production: an ATS has no token of ours.
    client = client or Client(enforce_csrf_checks=True)
    return client.post(f"/hooks/{key}", body, content_type="application/json").status_code
