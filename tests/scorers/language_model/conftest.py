from collections.abc import Iterator

import pytest

from paletter.scorers.language_model.asking import Endpoint
from tests.scorers.language_model.player import Address, a_player


@pytest.fixture
def address() -> Iterator[Address]:
    with a_player() as address:
        yield address


@pytest.fixture
def player(address):
    return address.player


class Waits(list[float]):
    """Every wait, which nobody waits for: their clock goes on by as much."""

    def __call__(self) -> float:
        return 1000.0 + sum(self)


@pytest.fixture
def slept() -> Waits:
    return Waits()


@pytest.fixture
def endpoint(address, slept) -> Endpoint:
    return Endpoint(address.settings(), clock=slept, sleep=slept.append)
