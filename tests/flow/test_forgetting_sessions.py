"""The clock removes sessions that are over, and no others."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from paletter.flow.steps import rounds
from tests.cast import a_candidate, a_job

pytestmark = pytest.mark.django_db


def test_what_strangers_left_behind_goes_and_who_is_logged_in_stays_so(client: Client) -> None:
    job = a_job()
    for _ in range(3):
        Client().get(f"/j/{job.code}")
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    client.force_login(a_candidate(), backend="allauth.account.auth_backends.AuthenticationBackend")

    rounds.forget_sessions(timestamp=0)

    assert Session.objects.count() == 1
    assert client.get("/interviews/").status_code == 200
