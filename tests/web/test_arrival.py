"""Letters about accounts lead to the site's one address, whatever address the request claims to have come by; and a
proven address lets what waited for it go on."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client

from paletter.writeback.models import Delivery
from tests import cast
from tests.web.recruiter import stories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("email", ["alice@example.org", "nobody.yet@example.org"])
def test_a_link_in_a_letter_is_made_of_our_address_not_of_the_requests(client: Client, settings, email: str):
    cache.clear()
    settings.BASE_URL = "https://interviews.example.org"
    settings.ALLOWED_HOSTS = ["interviews.example.org", "evil.example"]
    cast.a_recruiter("alice@example.org")

    client.post("/accounts/password/reset/", {"email": email}, headers={"host": "evil.example"})

    assert "https://interviews.example.org/accounts/" in mail.outbox[0].body
    assert "evil.example" not in mail.outbox[0].body


def proves(client: Client, email: str, *, code: str = "") -> None:
    client.post("/accounts/email/", {"action_add": "", "email": email})
    found = re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE)
    assert found
    client.post("/accounts/confirm-email/", {"code": code or found[0]})


def looked_for() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args ->> 'delivery_id' FROM procrastinate_jobs WHERE task_name = 'write_back'")
        return sorted(int(row[0]) for row in cursor.fetchall())


@pytest.fixture
def lost() -> Delivery:
    """Carol's result, whose application nobody found under her address; and Dave's."""
    cache.clear()
    job = cast.a_job()
    stories.a_parked_result(job, "dave@example.org")
    return stories.a_parked_result(job, "carol.candidate@example.org")


def test_a_result_is_looked_for_at_once_when_its_candidate_has_proven_another_address(
    client: Client, lost: Delivery
) -> None:
    client.force_login(cast.a_candidate(), backend="allauth.account.auth_backends.AuthenticationBackend")

    proves(client, "carol.home@example.org")

    assert EmailAddress.objects.get(email="carol.home@example.org").verified
    assert looked_for() == [lost.pk]


def test_an_address_that_is_only_typed_sets_nothing_going(client: Client, lost: Delivery) -> None:
    client.force_login(cast.a_candidate(), backend="allauth.account.auth_backends.AuthenticationBackend")

    proves(client, "carol.home@example.org", code="000000")

    assert looked_for() == []
