"""Lever as a function from request to reply, for what no simulator would say."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx

from paletter.ats.lever.provider import LeverProvider, LeverSettings
from paletter.ats.protocol import Ats, Credentials, Pace
from paletter.connections.keeper import HeldCredentials
from tests.ats.simulated import HASTY

Handler = Callable[[httpx.Request], httpx.Response]
TOKENS = Credentials("token", "refresh")


def provided(handler: Handler, **patience: Any) -> LeverProvider:
    settings = LeverSettings("id", "secret", patience=replace(HASTY, **{"attempts": 1} | patience))
    return LeverProvider(settings, transport=httpx.MockTransport(handler))


def answering(handler: Handler, *, credentials: Credentials = TOKENS, pace: Pace | None = None, **patience: Any) -> Ats:
    """Return an account that a handler plays; each call is tried once unless `attempts` says otherwise."""
    return provided(handler, **patience).open(HeldCredentials(credentials), pace=pace)


def titles(ats: Ats) -> list[str]:
    return [posting.title for posting in ats.postings()]
