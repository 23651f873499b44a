"""A code has six digits: what makes it safe is how few may be tried, also by requests that come at the same moment."""

from collections.abc import Iterator

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.test import Client

from tests import cast

pytestmark = pytest.mark.django_db

LOG_IN = "/accounts/login/code/confirm/"
ADD = "/accounts/confirm-email/"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def the_code() -> str:
    return next(line for line in mail.outbox[-1].body.splitlines() if line.isdigit())


def wrong_codes() -> Iterator[str]:
    return (f"{number:06d}" for number in range(10) if f"{number:06d}" != the_code())


def guess_at_once(client: Client, address: str) -> None:
    """Try codes as simultaneous requests do: each finds the session as it was before any of them."""
    before = dict(client.session)
    for code in wrong_codes():
        client.post(address, {"code": code})
        session = client.session
        session.clear()
        session.update(before)
        session.save()


def test_guesses_made_at_the_same_moment_count_each_when_logging_in(client: Client) -> None:
    cast.a_candidate()
    client.post("/accounts/login/code/", {"email": "carol.candidate@example.org"})

    guess_at_once(client, LOG_IN)
    client.post(LOG_IN, {"code": the_code()})

    assert "_auth_user_id" not in client.session


def test_guesses_made_at_the_same_moment_count_each_when_proving_an_address(client: Client) -> None:
    client.force_login(cast.a_candidate(), backend=BACKEND)
    client.post("/accounts/email/", {"email": "victim@example.org", "action_add": ""})

    guess_at_once(client, ADD)
    client.post(ADD, {"code": the_code()})

    assert not EmailAddress.objects.filter(email="victim@example.org", verified=True).exists()


def test_two_wrong_codes_still_leave_a_third_try(client: Client) -> None:
    client.force_login(cast.a_candidate(), backend=BACKEND)
    client.post("/accounts/email/", {"email": "carol.other@example.org", "action_add": ""})
    for code, _ in zip(wrong_codes(), range(2), strict=False):
        client.post(ADD, {"code": code})

    client.post(ADD, {"code": the_code()})

    assert EmailAddress.objects.filter(email="carol.other@example.org", verified=True).exists()


def test_one_address_gets_a_dozen_codes_an_hour_at_most_however_many_ask_to_add_it() -> None:
    with time_machine.travel(cast.NOON, tick=False) as clock:
        for number in range(20):
            client = Client()
            client.force_login(cast.a_candidate(f"eve{number}@example.org"), backend=BACKEND)
            client.post("/accounts/email/", {"email": "victim@example.org", "action_add": ""})
            clock.shift(11)

    assert len([letter for letter in mail.outbox if letter.to == ["victim@example.org"]]) == 12


def test_those_who_ask_for_many_other_addresses_do_not_make_one_addresss_count_forgotten() -> None:
    """A cache that is full forgets what still counts; it holds 300 entries unless it is told to hold more."""
    cast.a_candidate()

    def asked() -> int:
        Client().post("/accounts/login/code/", {"email": "carol.candidate@example.org"})
        return len(mail.outbox)

    before = [asked() for _ in range(4)][-1]
    for number in range(2000):
        cache.set(f"asked-for-by-a-stranger-{number}", [0.0], 3600)

    assert (before, asked()) == (3, 3)


def test_the_cache_of_an_installation_has_that_room_too() -> None:
    """There it is a table, which throws away by the alphabet what is over."""
    table = DatabaseCache("paletter_cache", settings.CACHES["default"])

    assert table._max_entries >= 100_000  # type: ignore[attr-defined]
