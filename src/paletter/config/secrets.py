"""Keys made at first start and kept in the data folder, readable by us alone."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.fernet import Fernet

from paletter.config import data_folder
from paletter.config.options import Options


class KeysUnreadable(Exception):
    """Our keys can't be read or kept in the data folder. The message says why and what the operator can do."""


def secret_key(options: Options) -> str:
    """Return the key that signs sessions."""
    return options.secret_key.get_secret_value() or _kept(
        options.data_dir / "secret-key", lambda: secrets.token_urlsafe(50)
    )


def encryption_keys(options: Options) -> list[str]:
    """Return the Fernet keys for secrets at rest; the first encrypts, all decrypt."""
    text = options.encryption_keys.get_secret_value() or _kept(
        options.data_dir / "encryption-keys", lambda: Fernet.generate_key().decode()
    )
    return [key.strip() for key in text.replace("\n", ",").split(",") if key.strip()]


def _kept(path: Path, make: Callable[[], str]) -> str:
    try:
        if not path.exists():
            _keep(path, make())
        return path.read_text().strip()
    except OSError as error:
        raise KeysUnreadable(data_folder.unusable(path.parent, error)) from error


def _keep(path: Path, text: str) -> None:
    data_folder.make(path.parent)
    # Created whole under another name and linked: two processes at first start agree on one key.
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
