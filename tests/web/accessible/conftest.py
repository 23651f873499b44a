"""A browser for looking at many pages, one after another."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.web.accessible.walk import Walk
from tests.web.candidate.browser import chromium  # noqa: F401 - a fixture for all tests here


@pytest.fixture(autouse=True)
def recordings_folder(settings: Settings, tmp_path: Path) -> Path:
    cache.clear()
    settings.MEDIA_ROOT = tmp_path / "recordings"
    return tmp_path / "recordings"


@pytest.fixture
def walk(chromium: Browser, live_server: LiveServer) -> Iterator[Walk]:  # noqa: F811
    with Walk.begun(chromium, live_server.url) as begun:
        yield begun
