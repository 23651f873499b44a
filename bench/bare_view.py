"""The anchor of bench/webhooks.py: Django with one view that verifies a call and inserts it, and nothing else."""

import hashlib
import hmac
import json
import os
from typing import Any

from django.conf import settings

if not settings.configured:
    from paletter.config.settings import database

    settings.configure(
        ALLOWED_HOSTS=["*"],
        DATABASES={"default": database(os.environ["DATABASE_URL"])},
        MIDDLEWARE=[],
        ROOT_URLCONF="bare_view",
        SECRET_KEY="bench",  # noqa: S106 - signs nothing
        USE_TZ=True,
    )

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

TABLES = """
CREATE TABLE bare_token (key text, event text, token text, PRIMARY KEY (key, event));
CREATE TABLE bare_event (
    id bigserial PRIMARY KEY, nonce text NOT NULL UNIQUE, kind text NOT NULL, subject text NOT NULL,
    occurred_at bigint NOT NULL, received_at timestamptz NOT NULL DEFAULT now()
);
"""


def call(request: HttpRequest, key: str) -> HttpResponse:
    """Verify as Lever documents it, and keep the call."""
    said: dict[str, Any] = json.loads(request.body)
    with connection.cursor() as cursor:
        cursor.execute("SELECT token FROM bare_token WHERE key = %s AND event = %s", [key, said["event"]])
        (token,) = cursor.fetchone()
        message = f"{said['token']}{said['triggeredAt']}".encode()
        if not hmac.compare_digest(hmac.new(token.encode(), message, hashlib.sha256).hexdigest(), said["signature"]):
            return HttpResponse(status=401)
        cursor.execute(
            "INSERT INTO bare_event (nonce, kind, subject, occurred_at) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
            [said["token"], said["event"], said["data"]["opportunityId"], said["triggeredAt"]],
        )
    return HttpResponse(status=200)


urlpatterns = [path("hooks/<str:key>", call)]
application: WSGIHandler = get_wsgi_application()
