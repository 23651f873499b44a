"""Keys made at first start and kept in the data folder, readable by us alone."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.fernet import Fernet

from paletter.config.options import Options


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
        return path.read_text().strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Created whole under another name and linked: two processes at first start agree on one key.
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(make())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        return path.read_text().strip()
