"""In Firefox: an answer is recorded and arrives whole, and what plays knows its length and can be sought."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from paletter.commands import demo
from paletter.interviews import places, preparing
from paletter.interviews.models import Interview, Recording
from paletter.interviews.places import File
from tests.cast import NOON
from tests.reports.cast import a_take
from tests.web.candidate.browser import kept, on_disk
from tests.web.candidate.firefox import IN_FIREFOX, Tab, Wire, a_firefox, a_tab

pytestmark = IN_FIREFOX

SPOKEN = Path(demo.__file__).parent / "recordings" / "busy-shift.webm"
"""What Chromium recorded."""

SEEK = """(async (number, at) => {
    const video = document.querySelectorAll("video")[number];
    video.preload = "auto";
    video.load();
    const when = (event) => new Promise((resolve) => video.addEventListener(event, resolve, {once: true}));
    if (video.readyState < 1) await when("loadedmetadata");
    const length = video.duration;
    const sought = when("seeked");
    video.currentTime = length * at;
    await sought;
    const there = video.currentTime;
    video.muted = true;
    await video.play();
    await when("timeupdate");
    return {length, there, after: video.currentTime, error: video.error};
})"""


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    with a_firefox(tmp_path_factory.mktemp("firefox")) as wire:
        yield wire


@pytest.fixture
def tab(firefox: Wire, live_server: LiveServer, session: str) -> Iterator[Tab]:
    with a_tab(firefox, live_server.url, session) as opened:
        yield opened


def test_an_answer_is_recorded_saved_byte_for_byte_and_plays(
    live_server: LiveServer, tab: Tab, short_interview: Interview
) -> None:
    tab.open(f"{live_server.url}/i/{short_interview.key}/questions/1")
    tab.state("asking")
    tab.press("Turn on camera and microphone")
    tab.state("ready")
    tab.press("Record")
    tab.state("recording")
    tab.wait("new Promise((resolve) => setTimeout(() => resolve(true), 4000))")
    tab.press("Stop")
    tab.state("watching")
    tab.press("Save this answer")
    tab.wait("location.pathname.endsWith('/questions/2')")

    recording = kept(short_interview, 1)
    assert recording.sha256 == hashlib.sha256(on_disk(recording)).hexdigest()
    assert on_disk(recording)[:4] == b"\x1a\x45\xdf\xa3"

    length = prepared(recording)
    assert length == pytest.approx(4, abs=1.5)
    tab.open(f"{live_server.url}/i/{short_interview.key}/review")
    assert_plays_and_seeks(tab, length)


def test_what_another_browser_recorded_knows_its_length_and_can_be_sought(
    live_server: LiveServer, tab: Tab, short_interview: Interview
) -> None:
    take = a_take(short_interview, 1, length=SPOKEN.stat().st_size, offset=SPOKEN.stat().st_size)
    with places.current().writing(take.pk, File.UPLOAD) as upload:
        upload.write_bytes(SPOKEN.read_bytes())
    length = prepared(take)

    tab.open(f"{live_server.url}/i/{short_interview.key}/review")
    assert_plays_and_seeks(tab, length)


def prepared(recording: Recording) -> float:
    preparing.prepare(recording, now=NOON)
    assert recording.unusable_reason == ""
    return float(recording.duration or 0)


def assert_plays_and_seeks(tab: Tab, length: float) -> None:
    told = tab.run(f"({SEEK})(0, 0.6)")

    assert told["error"] is None, json.dumps(told)
    assert told["length"] == pytest.approx(length, abs=0.3)
    assert told["there"] == pytest.approx(0.6 * length, abs=0.3)
    assert told["after"] >= told["there"]
