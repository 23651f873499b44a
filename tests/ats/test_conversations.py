"""Both ATSs hold the same conversation: Lever over HTTP, and the one in memory that other rooms' tests use."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from paletter.ats.protocol import Ats
from paletter.vocabulary.hiring import Distribution, PostingState
from tests.ats.conversation import AtsConversation
from tests.ats.memory import MemoryAts
from tests.ats.memory_account import MemoryAccount
from tests.ats.simulated import Lever, a_lever


class LeverStage(Lever):
    ats: Ats

    def makes_confidential(self, posting_id: str) -> None:
        self.distributes(posting_id, "confidential")

    def now(self) -> datetime:
        # Two moments of one test never fall into the same millisecond of Lever's clock.
        self.time_passes(milliseconds=5)
        return super().now()

    def has_posting(self, title: str, distribution: str = "external", status: str = "open") -> str:  # type: ignore[override]
        return super().has_posting(title, distribution=distribution, status=status)

    def subscribed(self) -> list[str]:
        return [hook.event for hook in self.simulator.world.account.hooks.in_order()]


class TestLever(AtsConversation):
    @pytest.fixture
    def stage(self) -> Iterator[LeverStage]:  # type: ignore[override]
        with a_lever() as lever:
            stage = LeverStage(lever.simulator)
            stage.ats = stage.open()
            yield stage


class MemoryStage:
    def __init__(self) -> None:
        self.account = MemoryAccount()
        self.ats = MemoryAts(self.account)
        self.archives, self.deletes = self.account.archives, self.account.deletes
        self.moves, self.anonymises = self.account.moves, self.account.anonymises
        self.has_applied, self.note_texts = self.account.has_applied, self.account.note_texts

    def now(self) -> datetime:
        return self.account.clock + timedelta(seconds=1)

    def has_posting(self, title: str, distribution: str = "external") -> str:
        return self.account.has_posting(title, distribution=Distribution(distribution.replace("+", " and ")))

    def renames(self, posting_id: str, title: str) -> None:
        self.account.changes(posting_id, title=title)

    def makes_confidential(self, posting_id: str) -> None:
        self.account.changes(posting_id, distribution=Distribution.CONFIDENTIAL)

    def closes(self, posting_id: str) -> None:
        self.account.changes(posting_id, state=PostingState.CLOSED, distribution=Distribution.NONE)

    def deletes_posting(self, posting_id: str) -> None:
        self.account.deletes_posting(posting_id)

    def tags(self, opportunity_id: str) -> list[str]:
        return list(self.account.tags[opportunity_id])

    def subscribed(self) -> list[str]:
        return [each.event for each in self.account.subscriptions.values()]

    def revokes(self) -> None:
        self.account.is_revoked = True


class TestMemory(AtsConversation):
    @pytest.fixture
    def stage(self) -> MemoryStage:
        return MemoryStage()
