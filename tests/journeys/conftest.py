"""Journeys need Chromium; where there is none they are skipped, loudly."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests.journeys import browser
from tests.journeys.house import House, a_house


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)
            if not Path(browser.CHROMIUM).exists():
                item.add_marker(
                    pytest.mark.skip(reason="CHROMIUM IS MISSING: no journey was walked. Install chromium.")
                )


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    tmp_path.chmod(0o755)
    with a_house(tmp_path) as running:
        yield running


@pytest.fixture
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running
