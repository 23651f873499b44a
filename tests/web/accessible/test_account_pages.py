"""Every page of signing up, logging in and the account, by axe-core, in light and dark, at 320 and at 1280 pixels."""

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from tests.cast import a_candidate
from tests.web.accessible.walk import BACKEND, Walk
from tests.web.candidate.browser import IN_BROWSER

pytestmark = IN_BROWSER

PASSWORD = "correct-horse-battery"


def inside() -> Client:
    """Carol's session after she typed her password a moment ago; a second address of hers waits to be confirmed."""
    carol = a_candidate()
    carol.set_password(PASSWORD)
    carol.save()
    EmailAddress.objects.get_or_create(user=carol, email="carol.at.a.very.long.address@her-own-domain.example.org")
    client = Client()
    client.force_login(carol, backend=BACKEND)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def test_signing_up(walk: Walk) -> None:
    client = Client()
    client.post("/accounts/login/code/", {"email": "nora.new@example.org"})
    faults = walk.past(
        "/accounts/login/",
        "/accounts/login/code/",
        "/accounts/confirm-email/",
        "/accounts/password/reset/",
        "/accounts/password/reset/done/",
        "/accounts/password/reset/key/1-gone/",
        "/accounts/password/reset/key/done/",
        "/accounts/inactive/",
    )
    faults += walk.with_session(client).past("/accounts/login/code/confirm/")
    walk.page.get_by_role("textbox").fill("000000")
    walk.page.get_by_role("textbox").press("Enter")
    walk.page.wait_for_load_state()

    assert faults == ""
    assert walk.faults() == []


def test_the_account(walk: Walk) -> None:
    faults = walk.with_session(inside()).past(
        "/accounts/name/?next=/interviews/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/reauthenticate/",
        "/accounts/logout/",
    )

    assert faults == ""


def test_the_account_with_a_second_step(walk: Walk) -> None:
    client = inside()
    TOTP.activate(a_candidate(), generate_totp_secret())
    RecoveryCodes.activate(a_candidate())

    faults = walk.with_session(client).past(
        "/accounts/2fa/",
        "/accounts/2fa/recovery-codes/",
        "/accounts/2fa/recovery-codes/generate/",
        "/accounts/2fa/reauthenticate/",
        "/accounts/2fa/totp/deactivate/",
    )

    assert faults == ""


def test_the_second_step_of_logging_in(walk: Walk) -> None:
    inside()
    TOTP.activate(a_candidate(), generate_totp_secret())
    client = Client()
    client.post("/accounts/login/", {"login": a_candidate().email, "password": PASSWORD})

    assert walk.with_session(client).past("/accounts/2fa/authenticate/") == ""
    assert walk.page.url.endswith("/accounts/2fa/authenticate/")


def test_a_name_is_asked_for_and_a_password_may_be_set(walk: Walk) -> None:
    walk.as_(a_candidate("nora.new@example.org", ""))

    assert walk.past("/accounts/name/", "/accounts/password/set/") == ""
