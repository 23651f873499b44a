"""Signing up, logging in and the account for a reader of German: pages, refusals and letters."""

import re

import pytest
from allauth.mfa.totp.internal import auth
from django.core import mail
from django.core.cache import cache
from django.test import Client

from paletter.accounts.models import User
from tests.cast import a_candidate, a_recruiter
from tests.web import english

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PASSWORD = "correct-horse-battery"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def german() -> Client:
    return Client(headers={"Accept-Language": "de-AT,de;q=0.9"})


@pytest.fixture
def carol() -> User:
    carol = a_candidate()
    carol.set_password(PASSWORD)
    carol.save()
    return carol


@pytest.fixture
def inside(german: Client, carol: User) -> Client:
    """Carol's browser after she typed her password a moment ago, as changes to her security want it."""
    german.force_login(carol, backend=BACKEND)
    german.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return german


def read(response) -> str:
    page = response.content.decode()
    assert '<html lang="de"' in page
    assert english.left(page) == []
    assert not re.search(r"\b([Dd]u|[Dd]ein(e|en|er|em|es)?|[Dd]ir|[Dd]ich)\b", english.words(page)), "German says Sie"
    return page


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/accounts/login/code/", "/accounts/password/reset/"])
def test_pages_for_strangers_are_german(german: Client, path: str) -> None:
    read(german.get(path))


@pytest.mark.parametrize(
    "path",
    ["name/", "email/", "password/change/", "2fa/", "2fa/totp/activate/", "reauthenticate/", "logout/", "inactive/"],
)
def test_pages_of_ones_account_are_german(inside: Client, path: str) -> None:
    read(inside.get(f"/accounts/{path}"))


def test_a_recruiters_account_is_german_with_the_menu_around_it(german: Client) -> None:
    german.force_login(a_recruiter(), backend=BACKEND)

    page = read(german.get("/accounts/name/"))

    assert "Stellen" in page
    assert "Verwaltung" in page


def test_signing_up_is_german_from_the_address_to_the_name(german: Client) -> None:
    german.post("/accounts/login/code/", {"email": "nora.new@example.org"})
    read(german.get("/accounts/login/code/confirm/"))
    [letter] = mail.outbox
    code = re.search(r"^\d{6}$", letter.body, re.MULTILINE)[0]  # type: ignore[index]
    after = german.post("/accounts/login/code/confirm/", {"code": code})

    assert letter.subject == f"Ihr Code: {code}"
    assert english.left(letter.body) == []
    assert "Wie dürfen wir Sie nennen?" in read(german.get(after.url))


@pytest.mark.parametrize(
    ("path", "sent", "told"),
    [
        ("login/code/", {"email": "nora"}, "Sie braucht ein @"),
        ("login/", {"login": "carol.candidate@example.org", "password": "wrong"}, "das Passwort stimmt nicht"),
        ("name/", {"name": ""}, "Bitte sagen Sie uns, wie wir Sie nennen dürfen."),
        ("email/", {"action_add": "", "email": "carol.candidate@example.org"}, "gehört schon zu diesem Konto"),
        (
            "password/change/",
            {"oldpassword": "wrong", "password1": "short", "password2": "other"},
            "Bitte geben Sie Ihr jetziges Passwort ein.",
        ),
        ("2fa/totp/activate/", {"code": "000000"}, "Dieser Code stimmt nicht."),
    ],
)
def test_what_is_wrong_with_a_form_is_said_in_german(
    inside: Client, german: Client, path: str, sent: dict[str, str], told: str
) -> None:
    if path.startswith("login"):
        german.logout()

    assert told in read(german.post(f"/accounts/{path}", sent))


def test_a_changed_password_is_told_by_a_german_letter(inside: Client) -> None:
    new = "staple-battery-horse"
    inside.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    [letter] = mail.outbox
    assert letter.subject == "Ihr Passwort wurde geändert"
    assert english.left(letter.body) == []
    assert "an Ihrem Konto bei" in letter.body
    assert "support@" in letter.body


def test_an_added_address_is_confirmed_by_a_german_letter(inside: Client) -> None:
    inside.post("/accounts/email/", {"action_add": "", "email": "carol.home@example.org"})

    [letter] = mail.outbox
    assert letter.subject.startswith("Bestätigen Sie Ihre Adresse: ")
    assert english.left(letter.body) == []


@pytest.mark.django_db(transaction=True)
def test_recovery_codes_are_german(inside: Client, carol: User) -> None:
    _switch_on_second_step(inside)

    read(inside.get("/accounts/2fa/"))
    read(inside.get("/accounts/2fa/recovery-codes/generate/"))
    inside.post("/accounts/2fa/recovery-codes/generate/")
    assert "Codes sind unbenutzt" in read(inside.get("/accounts/2fa/recovery-codes/"))
    read(inside.get("/accounts/2fa/totp/deactivate/"))
    assert [letter.subject for letter in mail.outbox] == ["Der zweite Schritt ist eingeschaltet", "Neue Ersatzcodes"]


def test_the_second_step_is_asked_for_in_german(inside: Client, carol: User) -> None:
    _switch_on_second_step(inside)
    inside.logout()
    inside.post("/accounts/login/", {"login": carol.email, "password": PASSWORD})

    read(inside.get("/accounts/2fa/authenticate/"))


def test_too_many_requests_are_refused_in_german(german: Client) -> None:
    for _ in range(40):
        answer = german.post("/accounts/login/", {"login": "x@example.org", "password": "wrong"})
        if answer.status_code == 429:
            break

    assert answer.status_code == 429
    read(answer)


def _switch_on_second_step(client: Client) -> None:
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    code = auth.format_hotp_value(auth.hotp_value(secret, next(auth.yield_hotp_counters_from_time())))
    client.post("/accounts/2fa/totp/activate/", {"code": code})
