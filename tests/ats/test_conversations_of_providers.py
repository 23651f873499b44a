"""Both kinds of ATS are connected alike: Lever over HTTP, and the one in memory."""

import json
from collections.abc import Iterator
from datetime import datetime

import pytest

from paletter.ats.lever import events, rights, translate
from paletter.vocabulary.hiring import EventKind
from tests.ats.conversation_provider import Door, ProviderConversation, SignedCall
from tests.ats.memory import MemoryProvider
from tests.ats.simulated import Lever, a_lever


class LeverDoor:
    def __init__(self, lever: Lever) -> None:
        self.lever, self.provider = lever, lever.provider()
        self.now, self.revokes = lever.now, lever.revokes
        self.called = 0

    def accepts(self) -> str:
        return self.lever.consent()["code"]

    def makes_key(self) -> str:
        return self.lever.has_key(*rights.OF_KEYS)

    def calls(self, kind: EventKind, subject: str) -> SignedCall:
        self.called += 1
        (word,) = events.words_for([kind])
        token, at, key = f"random-{self.called}", translate.milliseconds(self.now()), "signing token"
        call = {"event": word, "token": token, "triggeredAt": at, "data": {"opportunityId": subject}}
        body = json.dumps(call | {"signature": events.signature(token, at, key)}).encode()
        return SignedCall({"User-Agent": "Lever-Webhooks"}, body, {word: key})


class TestLever(ProviderConversation):
    @pytest.fixture
    def door(self) -> Iterator[Door]:  # type: ignore[override]
        with a_lever() as lever:
            yield LeverDoor(lever)


class MemoryDoor:
    def __init__(self) -> None:
        self.provider = MemoryProvider()
        self.accepts, self.makes_key = self.provider.accepts, self.provider.makes_key

    def now(self) -> datetime:
        return self.provider.account.clock

    def revokes(self) -> None:
        self.provider.account.is_revoked = True

    def calls(self, kind: EventKind, subject: str) -> SignedCall:
        nonce = self.provider.account.number()
        call = {"event": kind.value, "token": "signing token", "subject": subject, "nonce": nonce}
        return SignedCall({}, json.dumps(call).encode(), {kind.value: "signing token"})


class TestMemory(ProviderConversation):
    @pytest.fixture
    def door(self) -> Door:
        return MemoryDoor()
