"""`paletter reseal`: an operator changes the key of what is encrypted."""

from typing import Any

import pytest
from cryptography.fernet import Fernet

from paletter.ats.protocol import Credentials
from paletter.commands.main import main
from paletter.connections import encryption
from paletter.connections.keeper import closed, opened
from paletter.connections.models import Connection, Hook
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.fixture
def connection(settings: Any) -> Connection:
    settings.PALETTER_ENCRYPTION_KEYS = [OLD]
    connection = cast.a_connection(credentials=closed(Credentials(api_key="opens Lever")))
    Hook.objects.create(connection=connection, event="candidateDeleted", signing_token=encryption.seal("signs calls"))
    return connection


def test_afterwards_the_new_key_alone_is_enough(
    connection: Connection, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.PALETTER_ENCRYPTION_KEYS = [NEW, OLD]

    assert main(["reseal"]) == 0

    settings.PALETTER_ENCRYPTION_KEYS = [NEW]
    connection.refresh_from_db()
    assert opened(connection.credentials).api_key == "opens Lever"
    assert encryption.unseal(connection.hooks.get().signing_token) == "signs calls"
    assert "The secrets of 1 connection are sealed with the newest key" in capsys.readouterr().out


def test_without_the_key_of_before_nothing_changes_and_the_setting_is_named(
    connection: Connection, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    before = connection.credentials
    settings.PALETTER_ENCRYPTION_KEYS = [NEW]

    assert main(["reseal"]) == 1

    connection.refresh_from_db()
    assert connection.credentials == before
    assert "not among PALETTER_ENCRYPTION_KEYS" in capsys.readouterr().err
