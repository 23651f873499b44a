"""How apps and API keys come to be: Lever's staff register an app, a Super Admin makes a key."""

import secrets
from urllib.parse import urlsplit

from lever_simulator.world.account import Account
from lever_simulator.world.grants import DESCRIPTION_LENGTH, MOST_SCOPES, SCOPES, ApiKey, App
from lever_simulator.world.writes import Refused


def register_app(account: Account, name: str, description: str, *, redirect_uris: list[str], scopes: list[str]) -> App:
    name, description = name.strip(), description.strip()
    if not name:
        raise Refused("An app needs a name.")
    if len(description) not in DESCRIPTION_LENGTH:
        first, last = DESCRIPTION_LENGTH[0], DESCRIPTION_LENGTH[-1]
        raise Refused(f"A description has {first} to {last} characters; this one has {len(description)}.")
    if not redirect_uris or not all(map(_is_address, redirect_uris)):
        raise Refused(
            "An app needs at least one callback, and each is an address such as https://example.org/callback."
        )
    _check_scopes(scopes)
    if len(scopes) > MOST_SCOPES:
        raise Refused(f"An app may have at most {MOST_SCOPES} scopes; these are {len(scopes)}.")
    app = App(secrets.token_hex(16), secrets.token_urlsafe(32), name, description, redirect_uris, scopes)
    account.apps[app.client_id] = app
    return app


def make_key(account: Account, name: str, scopes: list[str], *, now: float, key: str | None = None) -> ApiKey:
    """Make an API key. Its rights, confidential access among them, cannot be changed afterwards."""
    name = name.strip()
    if not name:
        raise Refused("A key needs a name.")
    _check_scopes(scopes)
    if any(other.name == name and other.key != key for other in account.api_keys.values()):
        raise Refused(f"There is a key “{name}” already. Choose another name, or revoke that one first.")
    made = ApiKey(key or secrets.token_urlsafe(32), name, scopes, now)
    account.api_keys[made.key] = made
    return made


def _check_scopes(scopes: list[str]) -> None:
    if not scopes:
        raise Refused("Choose at least one right.")
    if unknown := [scope for scope in scopes if scope not in SCOPES]:
        raise Refused(f"Lever has no scope “{unknown[0]}”.")


def _is_address(uri: str) -> bool:
    parts = urlsplit(uri)
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not parts.fragment
