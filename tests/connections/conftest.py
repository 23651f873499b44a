"""Lever, played on this machine, and the people who connect it."""

from collections.abc import Iterator

import pytest

from lever_simulator.world.seeds.foundation import API_KEY
from paletter.accounts.models import User
from paletter.connections import connect
from paletter.connections.models import Connection
from tests import cast
from tests.ats.simulated import RETURN_TO, Lever, a_lever


@pytest.fixture
def lever() -> Iterator[Lever]:
    with a_lever() as running:
        yield running


@pytest.fixture
def alice() -> User:
    return cast.a_recruiter()


def connects(alice: User, lever: Lever, *, user: str = "sigrid") -> Connection:
    """Let Alice connect her organisation as that user of Lever."""
    provider = lever.provider()
    answer = lever.consent(user=user, state="asked")
    return connect.complete(
        organisation=cast.an_organisation(),
        user=alice,
        provider=provider,
        code=answer["code"],
        state=answer["state"],
        expected_state="asked",
        return_to=RETURN_TO,
        now=lever.now(),
    )


def connects_with_key(alice: User, lever: Lever, key: str = API_KEY) -> Connection:
    """Let Alice connect her organisation with a key."""
    return connect.complete_with_key(
        organisation=cast.an_organisation(), user=alice, provider=lever.provider(), api_key=key, now=lever.now()
    )
