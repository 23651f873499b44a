"""Where Lever is and who we are there; checked so that a secret never travels in the open."""

import ipaddress
from dataclasses import dataclass, field
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


@dataclass(frozen=True)
class LeverSettings:
    """The five addresses differ between production, Lever's sandbox and a simulator. `audience` must end with a slash:
    without it Lever's consent page offers nothing but offline access.

    Lever admits ten requests a second for one account and bursts of twenty, "not guaranteed": 9.6 leaves four in a
    hundred for clocks and networks.
    """

    client_id: str
    client_secret: str = field(repr=False)
    api_url: str = "https://api.lever.co/v1"
    authorize_url: str = "https://auth.lever.co/authorize"
    token_url: str = "https://auth.lever.co/oauth/token"  # noqa: S105 - an address
    audience: str = "https://api.lever.co/v1/"
    app_url: str = "https://hire.lever.co"
    requests_per_second: float = 9.6
    requests_at_once: int = 5
    patience: Patience = Patience()

    def __post_init__(self) -> None:
        for name in ("api_url", "authorize_url", "token_url", "app_url"):
            if not _is_safe(getattr(self, name)):
                raise LeverMisconfigured(
                    f"PALETTER_LEVER_{name.upper()} is “{getattr(self, name)}”; write an https:// address "
                    "(http:// is accepted for this machine itself only)."
                )

    @property
    def is_registered(self) -> bool:
        return bool(self.client_id and self.client_secret)


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
