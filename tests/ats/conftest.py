"""Lever, played on this machine."""

from collections.abc import Iterator

import pytest

from tests.ats.simulated import Lever, a_lever


@pytest.fixture
def lever() -> Iterator[Lever]:
    with a_lever() as running:
        yield running
