"""Debian's Chromium with a made-up camera and a recording in place of the microphone."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
import numpy as np
from playwright.sync_api import Browser, Error, Page, Playwright

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
QUIET = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
CLOSED = ("--disable-component-update", "--disable-sync", "--disable-quic")
FAKE_DEVICES = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


@contextmanager
def a_browser(playwright: Playwright, *, microphone: Path | None = None) -> Iterator[Browser]:
    """Start Chromium; with `microphone` (a wav file) that is what its microphone hears, once."""
    arguments = [*QUIET, *CLOSED, *FAKE_DEVICES]
    if microphone is not None:
        arguments.append(f"--use-file-for-fake-audio-capture={microphone}%noloop")
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
    try:
        yield browser
    finally:
        browser.close()


def load_again(page: Page) -> None:
    """Reload a page; one that is loading itself again at this moment, as pages that wait do, is waited for instead."""
    try:
        page.reload()
    except Error:
        page.wait_for_load_state()


def as_wav(source: Path, target: Path, *, seconds: float = 60.0) -> Path:
    """Write the sound of any recording as the plain wav that Chromium takes for a microphone."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=48_000)
    with av.open(str(source)) as container, av.open(str(target), "w", format="wav") as out:
        stream = out.add_stream("pcm_s16le", rate=48_000, layout="mono")
        written = 0
        for frame in container.decode(audio=0):
            for part in resampler.resample(frame):
                if written / 48_000 >= seconds:
                    break
                written += part.samples
                part.pts = None
                out.mux(stream.encode(part))
        quiet = av.AudioFrame.from_ndarray(np.zeros((1, 24_000), dtype=np.int16), format="s16", layout="mono")
        quiet.sample_rate = 48_000
        out.mux(stream.encode(quiet))
        out.mux(stream.encode(None))
    return target
