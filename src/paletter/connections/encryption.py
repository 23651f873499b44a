"""Secrets at rest: sealed with the newest key of PALETTER_ENCRYPTION_KEYS, opened with any of them."""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class CannotUnseal(Exception):
    """A stored secret was sealed with a key that is not among PALETTER_ENCRYPTION_KEYS (any more)."""

    def __init__(self) -> None:
        super().__init__(
            "A stored secret cannot be opened: the key it was sealed with is not among PALETTER_ENCRYPTION_KEYS. "
            "Put that key back behind the newest one, or connect the ATS again."
        )


def seal(text: str) -> str:
    """Return `text` encrypted and signed, as text for a database field."""
    return _ring().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Return what was sealed. Raises CannotUnseal when no key fits or the text was changed."""
    try:
        return _ring().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise CannotUnseal from error


def rotate(sealed: str) -> str:
    """Return the same secret sealed with the newest key. Raises CannotUnseal."""
    try:
        return _ring().rotate(sealed.encode()).decode()
    except InvalidToken as error:
        raise CannotUnseal from error


def _ring() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.PALETTER_ENCRYPTION_KEYS])
