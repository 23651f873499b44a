"""A browser that can't play what another one recorded plays another version of it, wherever candidates play answers."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from paletter.interviews import media
from paletter.interviews.models import Interview, Recording
from tests.cast import NOON
from tests.web.candidate.agreed import agreed
from tests.web.candidate.browser import IN_BROWSER
from tests.web.candidate.heard import a_heard_interview, give_film
from tests.web.report.film import make_webm

pytestmark = IN_BROWSER

BROKEN = b"\x1a\x45\xdf\xa3" + bytes(5000)


@pytest.fixture
def interview(recordings_folder: Path) -> Interview:
    """Two answers that this browser can't play, handed in."""
    found = agreed(a_heard_interview())
    found.answers.update(kind="video", kept_at=NOON)
    give_film(found, recordings_folder, BROKEN)
    return found


@pytest.mark.parametrize("address", ["words", "review", "questions/1"])
def test_it_starts_as_soon_as_it_is_made(
    live_server: LiveServer, page: Page, interview: Interview, recordings_folder: Path, tmp_path: Path, address: str
) -> None:
    if address != "words":
        Interview.objects.update(submitted_at=None, heard_at=None)
    take = Recording.objects.get(answer__position=1)
    note = page.locator("[data-note=wanted]").first

    page.goto(f"{live_server.url}/i/{interview.key}/{address}")
    expect(note).to_be_visible(timeout=20_000)
    assert Recording.objects.get(pk=take.pk).variant == "wanted"
    film = make_webm(tmp_path / "film", seconds=3)
    media.encode(film, recordings_folder / str(take.pk) / "variant", seconds=3.0)
    Recording.objects.filter(pk=take.pk).update(variant="ready")

    expect(note).to_be_hidden(timeout=20_000)
    page.wait_for_function("() => [...document.querySelectorAll('video')].some((one) => one.duration > 2.5)")
    page.goto("about:blank")


def test_before_it_was_looked_into_the_candidate_is_told_to_wait(
    live_server: LiveServer, page: Page, interview: Interview, recordings_folder: Path
) -> None:
    Interview.objects.update(submitted_at=None, heard_at=None)
    Recording.objects.update(prepared_at=None)
    for take in Recording.objects.all():
        (recordings_folder / str(take.pk) / "playable").rename(recordings_folder / str(take.pk) / "upload")

    page.goto(f"{live_server.url}/i/{interview.key}/review")

    expect(page.locator("[data-note=wanted]").first).to_be_visible(timeout=20_000)
    assert set(Recording.objects.values_list("variant", flat=True)) == {""}
    Recording.objects.update(prepared_at=NOON)
    page.wait_for_timeout(4000)
    assert "wanted" in set(Recording.objects.values_list("variant", flat=True))
    page.goto("about:blank")
