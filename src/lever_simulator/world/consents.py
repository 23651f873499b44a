"""How an app gets, keeps and loses its tokens: codes, refresh-token rotation, revocation."""

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from lever_simulator.world.grants import (
    OFFLINE_ACCESS,
    SCOPES,
    AccessToken,
    App,
    Code,
    Grant,
    RefreshToken,
)
from lever_simulator.world.people import User
from lever_simulator.world.world import World

DAY = 86_400.0
CLAIM = "https://oauth.lever.co/"


class OAuthRefused(Exception):
    """The token endpoint says no, in OAuth's words."""

    def __init__(self, status: int, error: str, description: str) -> None:
        super().__init__(description)
        self.status, self.error, self.description = status, error, description


@dataclass(frozen=True)
class Tokens:
    access_token: str
    refresh_token: str | None
    scopes: list[str]
    expires_in: int


def is_audience(audience: str | None) -> bool:
    """Tell whether `audience` is some Data API root; the trailing slash is required."""
    parts = urlsplit(audience or "")
    return parts.scheme in ("http", "https") and bool(parts.netloc) and parts.path == "/v1/"


def scopes_to_ask(app: App, scope: str, audience: str | None) -> list[str]:
    """Return the scopes of a request that Lever knows and `app` was registered with.

    Without a right audience nothing but offline_access is left.
    """
    known = [s for s in dict.fromkeys(scope.split()) if s in SCOPES and app.may_ask(s)]
    return known if is_audience(audience) else [OFFLINE_ACCESS]


def standing_grant(world: World, app: App, user: User) -> Grant | None:
    grants = world.account.grants.values()
    mine = (g for g in grants if g.client_id == app.client_id and g.user_id == user.id)
    return next((g for g in mine if g.revoked_at is None), None)


def needs_consent(world: World, app: App, user: User, scopes: list[str]) -> bool:
    grant = standing_grant(world, app, user)
    return grant is None or not set(scopes) <= set(grant.scopes)


def accept(world: World, app: App, user: User, *, scopes: list[str], redirect_uri: str, audience: str | None) -> str:
    """Write down a person's "Accept" and return the one-time code."""
    grant = standing_grant(world, app, user)
    if grant is None:
        grant = Grant(secrets.token_hex(12), app.client_id, user.id, [], world.clock.now())
        world.account.grants[grant.id] = grant
    grant.scopes = list(dict.fromkeys(grant.scopes + scopes))
    code = secrets.token_urlsafe(24)
    expires_at = world.clock.now() + world.switches.code_seconds
    world.account.codes[code] = Code(code, grant.id, redirect_uri, audience, scopes, expires_at)
    return code


def client(world: World, client_id: str, client_secret: str) -> App:
    app = world.account.apps.get(client_id)
    if app is None:
        raise OAuthRefused(401, "invalid_client", "ClientID not found")
    if not hmac.compare_digest(app.client_secret.encode(), client_secret.encode()):
        raise OAuthRefused(401, "access_denied", "Unauthorized")
    return app


def exchange(world: World, app: App, code: str, redirect_uri: str) -> Tokens:
    found = world.account.codes.pop(code, None)
    grant = world.account.grants.get(found.grant_id) if found else None
    if found is None or grant is None or grant.client_id != app.client_id or _is_over(world, grant):
        raise OAuthRefused(403, "invalid_grant", "Invalid authorization code")
    if found.expires_at < world.clock.now():
        raise OAuthRefused(403, "invalid_grant", "Authorization code expired")
    if found.redirect_uri != redirect_uri:
        raise OAuthRefused(403, "invalid_grant", "The redirect_uri differs from the one that was authorized.")
    first = None
    if OFFLINE_ACCESS in found.scopes:
        now = world.clock.now()
        first = _keep_refresh_token(world, grant, secrets.token_hex(8), found.audience, found.scopes, now)
    return _tokens(world, grant, found.audience, found.scopes, first)


def refresh(world: World, app: App, token: str) -> Tokens:
    old = world.account.refresh_tokens.get(token)
    grant = world.account.grants.get(old.grant_id) if old else None
    if old is None or grant is None or grant.client_id != app.client_id or _is_over(world, grant):
        raise _unknown_refresh_token()
    now = world.clock.now()
    if _is_dead(world, old, now):
        raise _unknown_refresh_token()
    if old.used_at is not None and world.switches.rotation == "strict":
        _drop_family(world, old.family)
        raise _unknown_refresh_token()
    old.used_at = now
    new = _keep_refresh_token(world, grant, old.family, old.audience, old.scopes, old.family_since)
    return _tokens(world, grant, old.audience, old.scopes, new)


def revoke(world: World, client_id: str) -> int:
    """Take back every grant of an app and return how many there were."""
    now, account = world.clock.now(), world.account
    grants = [g for g in account.grants.values() if g.client_id == client_id and g.revoked_at is None]
    for grant in grants:
        grant.revoked_at = now
        if world.switches.revoking_ends_webhooks:
            account.hooks.remove_those_of(f"grant {grant.id}")
    return len(grants)


def access_of(world: World, token: str) -> tuple[AccessToken, Grant] | None:
    """Return a living access token with the grant behind it, or None."""
    found = world.account.access_tokens.get(token)
    grant = world.account.grants.get(found.grant_id) if found else None
    if found is None or grant is None or found.expires_at <= world.clock.now():
        return None
    if _is_over(world, grant) and world.switches.revoking_kills_access_tokens:
        return None
    return found, grant


def _is_over(world: World, grant: Grant) -> bool:
    """Tell whether a grant was revoked, or ended with the person who gave it."""
    giver = world.account.users.get(grant.user_id)
    has_left = giver is None or giver.deactivated_at is not None
    return grant.revoked_at is not None or (has_left and world.switches.leaving_ends_grants)


def _is_dead(world: World, token: RefreshToken, now: float) -> bool:
    unused, lived = now - (token.used_at or token.issued_at), now - token.family_since
    switches = world.switches
    return unused > switches.unused_refresh_token_days * DAY or lived > switches.refresh_token_days * DAY


def _unknown_refresh_token() -> OAuthRefused:
    return OAuthRefused(403, "invalid_grant", "Unknown or invalid refresh token.")


def _drop_family(world: World, family: str) -> None:
    tokens = world.account.refresh_tokens
    for token in [t for t in tokens.values() if t.family == family]:
        del tokens[token.token]


def _keep_refresh_token(
    world: World, grant: Grant, family: str, audience: str | None, scopes: list[str], family_since: float
) -> str:
    token = "v1." + secrets.token_urlsafe(36)
    now = world.clock.now()
    world.account.refresh_tokens[token] = RefreshToken(token, grant.id, family, audience, scopes, family_since, now)
    return token


def _tokens(world: World, grant: Grant, audience: str | None, scopes: list[str], refresh_token: str | None) -> Tokens:
    now, seconds = world.clock.now(), world.switches.access_token_seconds
    living = world.account.access_tokens
    for stale in [t for t in living.values() if t.expires_at < now]:
        del living[stale.token]
    token = _jwt(world, _claims(world, grant, audience, scopes, int(now), int(now) + seconds))
    living[token] = AccessToken(token, grant.id, scopes, now + seconds)
    return Tokens(token, refresh_token, scopes, seconds)


def _claims(world: World, grant: Grant, audience: str | None, scopes: list[str], iat: int, exp: int) -> dict[str, Any]:
    return {
        CLAIM + "userId": grant.user_id,
        CLAIM + "accountId": world.account.id,
        CLAIM + "clientId": grant.client_id,
        "iss": "https://auth.lever.co/",
        "sub": f"lever|{grant.user_id}",
        "aud": audience,
        "iat": iat,
        "exp": exp,
        "azp": grant.client_id,
        "scope": " ".join(scopes),
        "jti": secrets.token_hex(8),
    }


def _jwt(world: World, claims: dict[str, Any]) -> str:
    head = {"alg": "HS256", "typ": "JWT", "kid": "lever-simulator"}
    text = ".".join(_base64(json.dumps(part).encode()) for part in (head, claims))
    signature = hmac.digest(world.account.secret.encode(), text.encode(), hashlib.sha256)
    return f"{text}.{_base64(signature)}"


def is_ours(world: World, token: str) -> bool:
    """Tell whether a JWT was signed here; a sandbox token sent to production was not."""
    text, _, signature = token.rpartition(".")
    expected = hmac.digest(world.account.secret.encode(), text.encode(), hashlib.sha256)
    return hmac.compare_digest(_base64(expected).encode(), signature.encode())


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
