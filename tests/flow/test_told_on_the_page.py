"""What a Super Admin, an account manager or an operator must do stands on the admin's page, whatever went wrong."""

from collections.abc import Callable
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from pydantic import SecretStr

from lever_simulator.world.incidents import Change
from lever_simulator.world.seeds.foundation import CLIENT_ID
from paletter.ats.lever import rights
from paletter.connections.models import Connection
from tests.ats.simulated import Lever
from tests.cast import a_recruiter
from tests.flow.story import the_host, work

pytestmark = pytest.mark.django_db(transaction=True)

HEALTH = "/settings/ats/lever/health"
CONNECT_AGAIN = "Connect Lever again with a Super Admin&#x27;s login"


@pytest.fixture
def alice() -> Client:
    cache.clear()
    client = Client()
    client.force_login(a_recruiter())
    return client


def page(who: Client, address: str = HEALTH) -> str:
    return who.get(address).content.decode()


def goes_to_lever(who: Client, lever: Lever, *, user: str = "sigrid", accept: bool = True) -> str:
    """Press the toggle, go through Lever's pages, and return the page that Alice then sees."""
    waiting = who.post("/settings/ats/lever/toggle").content.decode()
    address = waiting.partition(f'href="{lever.simulator.url}/authorize')[2].partition('"')[0]
    consent = f"{lever.simulator.url}/authorize{unescape(address)}"
    back = urlsplit(lever.simulator.consent(consent, user=user, accept=accept))
    return who.get(f"{back.path}?{back.query}", follow=True).content.decode()


def registered_for_less(lever: Lever) -> None:
    app = lever.simulator.world.account.apps[CLIENT_ID]
    app.scopes = [scope for scope in app.scopes if scope != rights.NOTES_WRITE]


WHO_CAN: dict[str, tuple[dict[str, str], Callable[[Lever], object], str]] = {
    "no Super Admin": ({"user": "amir"}, lambda _: None, "Ask a Super Admin of your Lever account to log in"),
    "no Super Admin, told in other words": (
        {"user": "tova"},
        lambda lever: lever.switch(not_super_admin="unauthorized_client"),
        "Ask a Super Admin of your Lever account to log in",
    ),
    "denied": ({"accept": ""}, lambda _: None, "because the permissions were not accepted"),
    "wrong package": (
        {},
        lambda lever: lever.switch(package_has_api=False),
        "account manager at Lever can change",
    ),
    "right withheld": (
        {},
        lambda lever: lever.switch(missing_scopes=[rights.APPLICATIONS_READ]),
        f"though it once granted the right {rights.APPLICATIONS_READ}",
    ),
    "right not registered": (
        {},
        registered_for_less,
        "Ask whoever runs Paletter to have these rights added",
    ),
}


@pytest.mark.parametrize("what", WHO_CAN)
def test_whoever_can_help_with_a_refused_connect_is_named(alice: Client, lever: Lever, what: str) -> None:
    people, happens, sentence = WHO_CAN[what]
    happens(lever)

    shown = goes_to_lever(alice, lever, user=people.get("user", "sigrid"), accept=bool(people.get("accept", "yes")))

    assert sentence in shown
    assert 'aria-checked="false"' in shown
    assert not Connection.objects.filter(state="on").exists()


def test_a_wrong_secret_is_the_operators_turn(alice: Client, lever: Lever, settings) -> None:
    settings.OPTIONS = settings.OPTIONS.model_copy(update={"lever_client_secret": SecretStr("wrong")})

    assert "Ask whoever runs it to check PALETTER_LEVER_CLIENT_ID" in goes_to_lever(alice, lever)


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("revoke_access", CONNECT_AGAIN),
        ("deactivate_user", CONNECT_AGAIN),
        ("leave_package", "your account manager at Lever, whether the package has"),
    ],
)
def test_whoever_can_help_with_access_that_ended_is_named(
    alice: Client, connection: Connection, lever: Lever, what: str, sentence: str
) -> None:
    the_host(connection)
    lever.fails("change", method="GET", path="/v1/postings", change=Change(what))

    alice.post("/settings/ats/lever/sync")
    work()

    assert sentence in page(alice)
    assert ('data-state="needs_you"' in page(alice, "/settings/ats")) == (what != "leave_package")
