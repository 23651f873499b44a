"""A simulator over real HTTP, and those who call it."""

import ssl
from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from lever_simulator.server import RunningSimulator, running
from lever_simulator.world import World
from lever_simulator.world.seeds.foundation import CLIENT_ID, CLIENT_SECRET, REDIRECT_URIS
from tests.lever_simulator.receiver import Receiver, receiving

CALLBACK = REDIRECT_URIS[0]
TLS = ssl.create_default_context()  # built once: it costs more than a whole test
SCOPE = (
    "offline_access postings:read:admin opportunities:write:admin notes:write:admin applications:read:admin"
    " stages:read:admin users:read:admin"
)


class Lever:
    """A running simulator with the few ways of calling it that the tests share."""

    def __init__(self, simulator: RunningSimulator) -> None:
        self.simulator, self.url, self.world = simulator, simulator.url, simulator.world
        self.http = httpx.Client(base_url=simulator.url, timeout=5, verify=TLS)
        self.api = self.api_as("demo-api-key")

    def api_as(self, key: str) -> httpx.Client:
        return httpx.Client(base_url=f"{self.url}/v1", auth=(key, ""), timeout=5, verify=TLS)

    def bearer(self, token: str) -> httpx.Client:
        return httpx.Client(
            base_url=f"{self.url}/v1", headers={"Authorization": f"Bearer {token}"}, timeout=5, verify=TLS
        )

    def authorize_url(self, **changes: str) -> str:
        asked = {
            "client_id": CLIENT_ID,
            "redirect_uri": CALLBACK,
            "response_type": "code",
            "state": "xyz",
            "audience": f"{self.url}/v1/",
            "scope": SCOPE,
            "prompt": "consent",
        } | changes
        return f"{self.url}/authorize?{urlencode(asked)}"

    def consent(self, *, user: str = "sigrid", accept: bool = True, **changes: str) -> dict[str, str]:
        """Walk through the pages and return the parameters that came back."""
        location = self.simulator.consent(self.authorize_url(**changes), user=user, accept=accept)
        return {key: values[0] for key, values in parse_qs(urlsplit(location).query).items()}

    def token(self, **sent: str) -> httpx.Response:
        return self.http.post("/oauth/token", json={"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET} | sent)

    def exchange(self, code: str, **changes: str) -> httpx.Response:
        sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK} | changes
        return self.token(**sent)

    def refresh(self, refresh_token: str) -> httpx.Response:
        return self.token(grant_type="refresh_token", refresh_token=refresh_token)

    def connect(self, **changes: str) -> dict[str, str]:
        return self.exchange(self.consent(**changes)["code"]).json()

    def control(self, door: str, /, **sent: object) -> httpx.Response:
        return self.http.post(f"/_control/{door}", json=sent)

    def posting(self, title: str) -> str:
        return next(p.id for p in self.world.account.postings.values() if p.text == title)

    def user(self, username: str) -> str:
        return next(u.id for u in self.world.account.users.values() if u.username == username)

    def opportunity(self, email: str) -> str:
        account = self.world.account
        return next(o.id for o in account.opportunities.values() if account.contact_of(o).has_email(email))


@pytest.fixture
def lever() -> Iterator[Lever]:
    world = World()
    world.switch({"requests_per_second": 0})
    with running(world) as simulator:
        yield Lever(simulator)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as somebody:
        yield somebody
