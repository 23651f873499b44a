"""Tokens are renewed once over all processes, and a kill at the worst moment is told for what it is."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.utils import timezone

from lever_simulator.world.seeds.foundation import CLIENT_ID, CLIENT_SECRET
from paletter.accounts.models import User
from paletter.connections.keeper import closed, keeper
from paletter.connections.models import Connection
from tests.ats.simulated import Lever
from tests.connections.conftest import connects

pytestmark = pytest.mark.django_db(transaction=True)


def starts(connection: Connection, lever: Lever, *more: str) -> "subprocess.Popen[str]":
    server, url = urlsplit(os.environ["DATABASE_URL"]), lever.simulator.url
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "paletter.config.settings",
        "DATABASE_URL": urlunsplit(server._replace(path=f"/{settings.DATABASES['default']['NAME']}")),
        "PALETTER_TESTING": "1",
        "PALETTER_ENCRYPTION_KEYS": ",".join(settings.PALETTER_ENCRYPTION_KEYS),
        "PALETTER_LEVER_CLIENT_ID": CLIENT_ID,
        "PALETTER_LEVER_CLIENT_SECRET": CLIENT_SECRET,
        "PALETTER_LEVER_API_URL": f"{url}/v1",
        "PALETTER_LEVER_AUTHORIZE_URL": f"{url}/authorize",
        "PALETTER_LEVER_TOKEN_URL": f"{url}/oauth/token",
        "PALETTER_LEVER_AUDIENCE": f"{url}/v1/",
        "PALETTER_LEVER_APP_URL": url,
    }
    command = [sys.executable, "-m", "tests.connections.one_worker", str(connection.pk), *more]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def says(worker: "subprocess.Popen[str]") -> str:
    return worker.communicate(timeout=60)[0]


def with_ended_tokens(connection: Connection) -> Connection:
    """Whoever asks next must renew first."""
    ended = replace(keeper(connection).read(), expires_at=timezone.now() - timedelta(hours=1))
    Connection.objects.filter(pk=connection.pk).update(credentials=closed(ended))
    return connection


@pytest.mark.parametrize("rotation", ["strict", "lenient"])
def test_five_processes_renew_once(lever: Lever, alice: User, rotation: str) -> None:
    lever.switch(rotation=rotation)
    lever.has_posting("Host")
    connection = with_ended_tokens(connects(alice, lever))
    lever.fails("hang", path="/oauth/token", seconds=0.5)

    workers = [starts(connection, lever) for _ in range(5)]

    assert [says(worker) for worker in workers] == ["Host"] * 5
    assert lever.requests("POST", "/oauth/token") == 2, "one for the code, one renewal"


@pytest.mark.parametrize(
    ("rotation", "said"), [("strict", "AtsDisconnected: Lever no longer accepts"), ("lenient", "Host")]
)
def test_a_kill_between_levers_answer_and_our_commit(lever: Lever, alice: User, rotation: str, said: str) -> None:
    """With strict rotation the access is lost, since nobody knows the new token; the sentence says that this may be."""
    lever.switch(rotation=rotation)
    lever.has_posting("Host")
    connection = with_ended_tokens(connects(alice, lever))
    killed = starts(connection, lever, "killed")
    assert (says(killed), killed.returncode) == ("", -9)

    heard = says(starts(connection, lever))

    assert heard.startswith(said)
    assert ("answer was lost just when the access was renewed" in heard) == (rotation == "strict")


def test_a_killed_renewal_leaves_no_lock_behind(lever: Lever, alice: User) -> None:
    lever.switch(rotation="lenient")
    lever.has_posting("Host")
    connection = with_ended_tokens(connects(alice, lever))

    says(starts(connection, lever, "killed"))

    assert says(starts(connection, lever)) == "Host"
    assert keeper(connection).read().access_token
