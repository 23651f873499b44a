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


@pytest.fixture
def slept() -> list[float]:
    """Every wait, which nobody waits for."""
    return []


@pytest.fixture
def endpoint(address, slept) -> Endpoint:
    return Endpoint(address.settings(), sleep=slept.append)
