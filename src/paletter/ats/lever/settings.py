"""Where Lever is and who we are there; checked so that a secret never travels in the open."""

import ipaddress
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit


class LeverMisconfigured(ValueError):
    """A Lever setting cannot work; the message names it for the operator."""


@dataclass(frozen=True)
class Patience:
    """How long Lever is given, in seconds."""

    connect: float = 5.0
    read: float = 20.0
    attempts: int = 4
    first_wait: float = 0.3
    longest_wait: float = 5.0
    longest_all: float = 60.0
    whole: float = 45.0
    """For one request with its whole reply, however slowly that trickles."""


HURRIED = Patience(connect=2.0, read=3.0, attempts=1, longest_all=3.0)
"""For what a person waits for and what is no loss when it fails."""


@dataclass(frozen=True)
class Site:
    """The five addresses of one Lever. `audience` names the API that tokens are for."""

    api_url: str = "https://api.lever.co/v1"
    authorize_url: str = "https://auth.lever.co/authorize"
    token_url: str = "https://auth.lever.co/oauth/token"  # noqa: S105 - an address
    audience: str = "https://api.lever.co/v1/"
    app_url: str = "https://hire.lever.co"


SITES: Mapping[str, Site] = MappingProxyType(
    {
        "production": Site(),
        "sandbox": Site(
            api_url="https://api.sandbox.lever.co/v1",
            authorize_url="https://sandbox-lever.auth0.com/authorize",
            token_url="https://sandbox-lever.auth0.com/oauth/token",  # noqa: S106 - an address
            audience="https://api.sandbox.lever.co/v1/",
            app_url="https://hire.sandbox.lever.co",
        ),
        # Lever says that logins are sent on to the right data centre by themselves, so only the API and the pages
        # differ. Nobody here has seen an account in the EU: docs/settings.md says so.
        "eu": Site(api_url="https://api.eu.lever.co/v1", app_url="https://hire.eu.lever.co"),
    }
)


@dataclass(frozen=True)
class LeverSettings:
    """The five addresses differ between production, Lever's sandbox, the EU and a simulator. `audience` must end with a
    slash: without it Lever's consent page offers nothing but offline access.

    Lever admits ten requests a second for one account and bursts of twenty, "not guaranteed": 9.8 and fourteen leave
    room for clocks, and for six requests that a slow network delivers together.
    """

    client_id: str
    client_secret: str = field(repr=False)
    api_url: str = SITES["production"].api_url
    authorize_url: str = SITES["production"].authorize_url
    token_url: str = SITES["production"].token_url
    audience: str = SITES["production"].audience
    app_url: str = SITES["production"].app_url
    requests_per_second: float = 9.8
    requests_at_once: int = 14
    patience: Patience = Patience()

    def __post_init__(self) -> None:
        for name in ("api_url", "authorize_url", "token_url", "app_url"):
            if not _is_safe(getattr(self, name)):
                raise LeverMisconfigured(
                    f"PALETTER_LEVER_{name.upper()} is “{getattr(self, name)}”; write an https:// address "
                    "(http:// is accepted for this machine itself only)."
                )
        if not self.audience.endswith("/"):
            raise LeverMisconfigured(
                f"PALETTER_LEVER_AUDIENCE is “{self.audience}”; it must end with a slash, or Lever grants nothing."
            )

    @classmethod
    def at(cls, site: str, *, client_id: str, client_secret: str, **addresses: str) -> "LeverSettings":
        """Return the settings for a site of SITES, with those of its addresses replaced that are given and not empty.

        Raises LeverMisconfigured.
        """
        found: dict[str, Any] = asdict(SITES[site]) | {name: url for name, url in addresses.items() if url}
        return cls(client_id=client_id, client_secret=client_secret, **found)

    @property
    def is_registered(self) -> bool:
        return bool(self.client_id and self.client_secret)

    @property
    def is_of_one_piece(self) -> bool:
        """Whether tokens are for the API that is asked. Lever's own EU shares its tokens' audience with production."""
        return self.audience.rstrip("/") == self.api_url.rstrip("/") or self._shares(SITES["eu"])

    def _shares(self, site: Site) -> bool:
        return (self.api_url.rstrip("/"), self.audience) == (site.api_url, site.audience)


def _is_safe(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts.hostname or ""))
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
