"""Makes the recordings of the demo's invented candidate: a synthetic voice and a drawn picture that says so.

    python bench/make_demo_recordings.py [--voice en-us+f3] [--only own-mistake]

Reads recordings/texts.toml of the demo and writes one WebM beside it for each text. Needs espeak-ng and Chromium (which
draws the pictures); neither is needed to run Paletter.
"""

import argparse
import io
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from playwright.sync_api import sync_playwright

from paletter.interviews import media
from paletter.transcribers.protocol import SAMPLE_RATE, Audio

FOLDER = Path(__file__).parent.parent / "src" / "paletter" / "commands" / "demo" / "recordings"
WIDTH, HEIGHT, FRAMES_PER_SECOND = 320, 240, 10
SOUND_BITS = 32_000
WORDS_PER_MINUTE = 150
LEAD_SECONDS, TAIL_SECONDS = 0.6, 0.8
MOUTHS = (2, 5, 9)
BLINK_EVERY = 37

PICTURE = """
<body style="margin:0"><svg xmlns="http://www.w3.org/2000/svg" width="320" height="240" font-family="sans-serif">
<rect width="320" height="240" fill="#dfe7ec"/><rect y="0" width="320" height="34" fill="#263845"/>
<text x="160" y="22" fill="#fff" font-size="15" text-anchor="middle">Synthetic voice and picture</text>
<path d="M80 240c0-52 36-72 80-72s80 20 80 72z" fill="#2f6f73"/>
<rect x="144" y="142" width="32" height="36" fill="#c98f6b"/>
<ellipse cx="160" cy="112" rx="44" ry="52" fill="#dba67f"/>
<path d="M112 116c-4-50 20-66 48-66s52 16 48 66c-8-26-16-38-48-38s-40 12-48 38z" fill="#4a3328"/>
<ellipse cx="143" cy="110" rx="5" ry="{eyes}" fill="#222"/><ellipse cx="177" cy="110" rx="5" ry="{eyes}" fill="#222"/>
<ellipse cx="160" cy="140" rx="13" ry="{mouth}" fill="#7c2f2f"/>
<rect y="216" width="320" height="24" fill="#263845"/>
<text x="160" y="233" fill="#fff" font-size="13" text-anchor="middle">Dana Demo, invented candidate</text>
</svg></body>"""


def spoken(text: str, voice: str) -> Audio:
    program = shutil.which("espeak-ng")
    if program is None:
        sys.exit("espeak-ng is not installed; it makes the voice.")
    command = [program, "-v", voice, "-s", str(WORDS_PER_MINUTE), "-g", "3", "--stdout", text]
    sound = subprocess.run(command, capture_output=True, check=True).stdout
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spoken.wav"
        path.write_bytes(sound)
        audio = media.decode_audio(path)
    return np.pad(audio, (int(LEAD_SECONDS * SAMPLE_RATE), int(TAIL_SECONDS * SAMPLE_RATE)))


def drawn() -> dict[tuple[int, bool], Any]:
    """A picture for each opening of the mouth, eyes open and closed."""
    pictures = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for mouth in range(len(MOUTHS)):
            for is_blinking in (False, True):
                page.set_content(PICTURE.format(mouth=MOUTHS[mouth], eyes=1 if is_blinking else 6))
                with av.open(io.BytesIO(page.screenshot())) as png:
                    frame = next(png.decode(video=0))
                    pictures[mouth, is_blinking] = frame.reformat(format="rgb24").to_ndarray()
        browser.close()
    return pictures


def shown(audio: Audio, pictures: dict[tuple[int, bool], Any]) -> Iterator[Any]:
    step = SAMPLE_RATE // FRAMES_PER_SECOND
    for index, start in enumerate(range(0, len(audio), step)):
        loudness = float(np.sqrt(np.mean(audio[start : start + step] ** 2)))
        mouth = int(np.digitize(loudness, [0.02, 0.08]))
        frame = av.VideoFrame.from_ndarray(pictures[mouth, index % BLINK_EVERY == 0], format="rgb24")
        frame.pts, frame.time_base = index, Fraction(1, FRAMES_PER_SECOND)
        yield frame


def write(path: Path, audio: Audio, pictures: dict[tuple[int, bool], Any]) -> None:
    with av.open(str(path), "w", format="webm") as out:
        video = out.add_stream("libvpx-vp9", rate=FRAMES_PER_SECOND, options={"crf": "38", "b": "0", "cpu-used": "4"})
        video.width, video.height, video.pix_fmt, video.gop_size = WIDTH, HEIGHT, "yuv420p", 5 * FRAMES_PER_SECOND
        sound = out.add_stream("libopus", rate=SAMPLE_RATE, layout="mono")
        sound.bit_rate = SOUND_BITS
        packets = [packet for frame in shown(audio, pictures) for packet in video.encode(frame)] + video.encode(None)
        for start in range(0, len(audio), 320):
            piece = np.pad(audio[start : start + 320], (0, max(0, start + 320 - len(audio))))
            frame = av.AudioFrame.from_ndarray(piece[None, :].astype(np.float32), format="fltp", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, start, Fraction(1, SAMPLE_RATE)
            packets += sound.encode(frame)
        packets += sound.encode(None)
        for packet in sorted(packets, key=lambda packet: packet.dts * packet.time_base):
            out.mux(packet)


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--voice", default="en-us+f3")
    reader.add_argument("--only", default="")
    asked = reader.parse_args()
    pictures = drawn()
    for answer in tomllib.loads((FOLDER / "texts.toml").read_text())["answers"]:
        if asked.only in ("", answer["question"]):
            path = FOLDER / f"{answer['question']}.webm"
            write(path, spoken(answer["text"], asked.voice), pictures)
            print(f"{path.name}: {media.probe(path).duration:.1f} s, {path.stat().st_size / 1024:.0f} KiB")


if __name__ == "__main__":
    main()
