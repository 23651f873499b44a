"""Which model is asked, where, how often and for how much; checked so that words and keys never travel in the open."""

import ipaddress
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

from paletter.scorers.protocol import ScorerMisconfigured

PREFIX = "PALETTER_LANGUAGE_MODEL"
INSIDE = (".local", ".internal", ".lan", ".localdomain", ".home.arpa")
"""Endings of names that only a network of one's own knows."""


class Format(StrEnum):
    """How a reply is held to its form: by a schema, by "JSON, please", or by the prompt alone."""

    SCHEMA = "schema"
    JSON = "json"
    PLAIN = "plain"


@dataclass(frozen=True)
class Prices:
    """What a million tokens cost, in whatever currency the operator counts; 0 where nothing is paid."""

    tokens_in: float = 0.0
    tokens_out: float = 0.0

    def cost(self, *, tokens_in: int, tokens_out: int) -> float:
        return (tokens_in * self.tokens_in + tokens_out * self.tokens_out) / 1_000_000


@dataclass(frozen=True)
class LanguageModelSettings:
    """One model at one endpoint. Raises ScorerMisconfigured for what cannot work, naming the setting.

    `timeout` is in seconds and for one whole reply. `per_minute` limits the requests of one process, 0 not at all.
    `canary_minutes` is how long a model is trusted once its canaries have passed.
    """

    url: str
    model: str
    key: str = field(default="", repr=False)
    format: Format = Format.SCHEMA
    runs: int = 3
    reply_tokens: int = 1500
    timeout: float = 120.0
    concurrency: int = 3
    per_minute: int = 0
    prices: Prices = Prices()
    canary_minutes: float = 60.0

    def __post_init__(self) -> None:
        for name, value in (("URL", self.url), ("NAME", self.model)):
            if not value.strip():
                raise ScorerMisconfigured(
                    f"PALETTER_SCORER is “language_model”, and {PREFIX}_{name} is not set. "
                    "Whoever runs Paletter sets it (docs/language-model.md) and starts the workers again."
                )
        parts = urlsplit(self.url)
        if parts.scheme not in ("https", "http") or not parts.hostname:
            raise ScorerMisconfigured(
                f"{PREFIX}_URL is “{self.url}”; write an address such as http://localhost:11434/v1."
            )
        if parts.username or parts.password or parts.query:
            raise ScorerMisconfigured(f"{PREFIX}_URL holds a name, a password or a query; a key goes to {PREFIX}_KEY.")
        if parts.scheme == "http" and not is_inside(parts.hostname):
            raise ScorerMisconfigured(
                f"{PREFIX}_URL is “{self.url}”: candidates' words would cross the internet unencrypted. Write an "
                "https:// address; http:// is accepted for this machine and for private networks."
            )

    @property
    def is_here(self) -> bool:
        """Whether the endpoint is this very machine."""
        return is_loopback(urlsplit(self.url).hostname or "")

    @property
    def is_in_the_open(self) -> bool:
        """Whether words travel unencrypted through a network, if only through a private one."""
        return urlsplit(self.url).scheme == "http" and not self.is_here


def is_inside(host: str) -> bool:
    """Tell whether a host is this machine or stands in a private network, as far as its name or number tells."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.lower().endswith(INSIDE)
    return address.is_loopback or address.is_private


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
