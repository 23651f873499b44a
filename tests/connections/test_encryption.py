"""Secrets at rest."""

from typing import Any

import pytest
from cryptography.fernet import Fernet

from paletter.connections import encryption

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def test_what_is_sealed_can_be_opened_and_not_read(settings: Any) -> None:
    settings.PALETTER_ENCRYPTION_KEYS = [NEW]

    sealed = encryption.seal("refresh-token ✓")

    assert "refresh" not in sealed
    assert encryption.unseal(sealed) == "refresh-token ✓"


def test_the_same_secret_never_looks_the_same(settings: Any) -> None:
    settings.PALETTER_ENCRYPTION_KEYS = [NEW]

    assert encryption.seal("token") != encryption.seal("token")


def test_an_older_key_still_opens(settings: Any) -> None:
    settings.PALETTER_ENCRYPTION_KEYS = [OLD]
    sealed = encryption.seal("token")
    settings.PALETTER_ENCRYPTION_KEYS = [NEW, OLD]

    assert encryption.unseal(sealed) == "token"


def test_a_rotated_secret_needs_the_newest_key_only(settings: Any) -> None:
    settings.PALETTER_ENCRYPTION_KEYS = [OLD]
    sealed = encryption.seal("token")
    settings.PALETTER_ENCRYPTION_KEYS = [NEW, OLD]
    rotated = encryption.rotate(sealed)
    settings.PALETTER_ENCRYPTION_KEYS = [NEW]

    assert encryption.unseal(rotated) == "token"


@pytest.mark.parametrize("change", [encryption.unseal, encryption.rotate])
def test_a_secret_of_a_lost_key_names_the_setting(settings: Any, change: object) -> None:
    settings.PALETTER_ENCRYPTION_KEYS = [OLD]
    sealed = encryption.seal("token")
    settings.PALETTER_ENCRYPTION_KEYS = [NEW]

    with pytest.raises(encryption.CannotUnseal, match="PALETTER_ENCRYPTION_KEYS"):
        change(sealed)  # type: ignore[operator]


def test_a_changed_secret_does_not_open(settings: Any) -> None:
    settings.PALETTER_ENCRYPTION_KEYS = [NEW]
    sealed = encryption.seal("token")

    with pytest.raises(encryption.CannotUnseal):
        encryption.unseal(sealed[:-4] + "AAAA")
