"""Signing up and logging in by a code, and the way to the job that must survive it."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client

from paletter.accounts.models import User
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def code_in_mail() -> str:
    return re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE)[0]


def ask_for_code(client: Client, email: str, way: str = "/j/abc"):
    return client.post("/accounts/login/code/", {"email": email, "next": way})


def type_code(client: Client, code: str, way: str = "/j/abc"):
    return client.post("/accounts/login/code/confirm/", {"code": code, "next": way})


def test_a_new_address_becomes_a_person_whose_address_is_proven_by_the_code(client):
    ask_for_code(client, "Nora.New@example.org")
    type_code(client, code_in_mail())

    user = User.objects.get(email="nora.new@example.org")
    assert EmailAddress.objects.get(user=user).verified
    assert client.session["_auth_user_id"] == str(user.pk)


def test_an_address_that_was_only_typed_is_not_proven(client):
    ask_for_code(client, "nora.new@example.org")

    assert not EmailAddress.objects.get(email="nora.new@example.org").verified


def test_the_way_to_the_job_survives_sign_up_code_and_name(client):
    ask_for_code(client, "nora.new@example.org", "/j/abc")
    after_code = type_code(client, code_in_mail(), "/j/abc")

    asked_for_name = urlsplit(after_code.url)
    after_name = client.post(after_code.url, {"name": "Nora New", **_query(asked_for_name)})

    assert asked_for_name.path == "/accounts/name/"
    assert after_name.url == "/j/abc"
    assert User.objects.get(email="nora.new@example.org").name == "Nora New"


def test_somebody_known_goes_straight_to_the_job(client):
    cast.a_candidate()
    ask_for_code(client, "carol.candidate@example.org", "/j/abc")

    assert type_code(client, code_in_mail(), "/j/abc").url == "/j/abc"


def test_the_way_is_kept_when_the_code_ran_out_and_a_new_one_is_asked_for_without_it(client):
    cast.a_candidate()
    ask_for_code(client, "carol.candidate@example.org", "/j/abc")
    for _ in range(3):
        type_code(client, "000000", "/j/abc")
    ask_for_code(client, "carol.candidate@example.org", "")

    assert type_code(client, code_in_mail(), "").url == "/j/abc"


def test_a_way_that_leads_elsewhere_is_forgotten(client):
    cast.a_candidate()
    ask_for_code(client, "carol.candidate@example.org", "https://evil.example/")

    assert type_code(client, code_in_mail(), "https://evil.example/").url == "/"


def test_nobody_can_tell_known_addresses_from_unknown_ones(client):
    cast.a_candidate()
    known = ask_for_code(client, "carol.candidate@example.org")
    unknown = ask_for_code(Client(), "nobody.yet@example.org")

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [letter.subject.split(":")[0] for letter in mail.outbox] == ["Your code", "Your code"]


def test_a_wrong_code_says_so_beside_the_field_and_lets_nobody_in(client):
    cast.a_candidate()
    ask_for_code(client, "carol.candidate@example.org")
    answer = type_code(client, "000000" if code_in_mail() != "000000" else "111111")

    assert "This is not the code of the newest e-mail" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_code_copied_with_spaces_is_taken(client):
    cast.a_candidate()
    ask_for_code(client, "carol.candidate@example.org")
    code = code_in_mail()

    assert type_code(client, f" {code[:3]} {code[3:]} ").url == "/j/abc"


def test_the_code_field_is_easy_on_a_phone(client):
    ask_for_code(client, "nora.new@example.org")
    page = client.get("/accounts/login/code/confirm/").content.decode()

    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page


def test_a_mistyped_address_is_kept_and_explained(client):
    page = client.post("/accounts/login/code/", {"email": "nora.new"}).content.decode()

    assert "It needs an @" in page
    assert 'value="nora.new"' in page


def test_asking_too_often_is_answered_in_words(client):
    for _ in range(3):
        ask_for_code(Client(), "nora.new@example.org")
    page = ask_for_code(Client(), "nora.new@example.org").content.decode()

    assert "Please wait a minute" in page
    assert len(mail.outbox) == 3


def test_signing_up_and_logging_in_are_one_page(client):
    answer = client.get("/accounts/signup/?next=/j/abc")

    assert answer.url == "/accounts/login/?next=%2Fj%2Fabc"
    assert "Sign up / Log in" in client.get(answer.url).content.decode()


def test_an_address_that_another_account_added_but_never_proved_opens_a_new_account(client):
    carol = cast.a_candidate()
    EmailAddress.objects.create(user=carol, email="nora.new@example.org", verified=False)
    ask_for_code(client, "nora.new@example.org")
    type_code(client, code_in_mail())

    assert client.session["_auth_user_id"] != str(carol.pk)


@pytest.mark.parametrize(
    "path", ["/accounts/login/", "/accounts/login/code/", "/accounts/password/reset/", "/", "/accounts/inactive/"]
)
def test_pages_for_strangers_open(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/name/",
        "/accounts/email/",
        "/accounts/password/set/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/logout/",
    ],
)
def test_pages_of_ones_own_account_open(client, path):
    client.force_login(cast.a_candidate())

    answer = client.get(path, follow=True)

    assert answer.status_code == 200


def _query(parts) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(parts.query).items()}
