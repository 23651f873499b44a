"""A picture and a film for the demo's questions, drawn by code: a night at the desk of a hotel, nobody in it real."""

import io
from collections.abc import Iterator
from fractions import Fraction

import av
import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 640, 360
FRAMES_PER_SECOND = 10
SECONDS = 5
RATE = 48_000
RINGS = (1.0, 2.0)
"""Seconds at which the bell rings."""
NIGHT, WALL, DESK, LAMP = (24, 28, 48), (58, 52, 74), (112, 76, 48), (250, 214, 130)
SUITCASES = ((188, 84, 60), (70, 120, 150), (196, 164, 70))

Picture = NDArray[np.uint8]

LOBBY_IN_WORDS = (
    "A hotel lobby at night, drawn. Behind the desk burns one lamp; nobody stands there. Before it wait three "
    "suitcases in a row, and the clock on the wall shows three o’clock."
)
FILM_IN_WORDS = (
    "The same lobby. A suitcase is pushed in from the left and stops at the desk. The bell on the desk rings twice."
)
CAPTIONS = b"""WEBVTT

00:00.000 --> 00:00.900
[Wheels of a suitcase]

00:01.000 --> 00:01.900
[The bell rings]

00:02.000 --> 00:04.000
[The bell rings again]
"""


def lobby() -> bytes:
    """Return the picture, a PNG."""
    file = io.BytesIO()
    with av.open(file, "w", format="image2pipe") as out:
        stream = out.add_stream("png", rate=1)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "rgb24"
        frame = av.VideoFrame.from_ndarray(_lobby((80, 200, 320)), format="rgb24")
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return file.getvalue()


def film() -> bytes:
    """Return the film, a WebM of VP8 and Opus."""
    file = io.BytesIO()
    with av.open(file, "w", format="webm") as out:
        video = out.add_stream("libvpx", rate=FRAMES_PER_SECOND)
        video.width, video.height, video.pix_fmt, video.bit_rate = WIDTH, HEIGHT, "yuv420p", 200_000
        audio = out.add_stream("libopus", rate=RATE, layout="mono")
        for number in range(SECONDS * FRAMES_PER_SECOND):
            reached = min(1.0, number / (1.0 * FRAMES_PER_SECOND))
            frame = av.VideoFrame.from_ndarray(_lobby((round(-60 + 300 * reached),)), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, FRAMES_PER_SECOND)
            out.mux(video.encode(frame))
        for sound in _sounds():
            out.mux(audio.encode(sound))
        out.mux(video.encode(None))
        out.mux(audio.encode(None))
    return file.getvalue()


def _lobby(suitcases: tuple[int, ...]) -> Picture:
    """Draw the lobby with suitcases at these places from the left."""
    picture = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    picture[:] = WALL
    picture[300:] = NIGHT
    picture[40:200, 40:180] = NIGHT
    _disc(picture, 250, 90, 34, (236, 232, 220))
    picture[88:92, 250:272] = picture[64:92, 248:252] = NIGHT
    picture[200:310, 420:] = DESK
    picture[120:200, 520:528] = DESK
    _disc(picture, 524, 118, 40, LAMP)
    _disc(picture, 450, 196, 10, LAMP)
    for number, left in enumerate(suitcases):
        first, last = max(0, left), max(0, left + 70)
        picture[230:310, first:last] = SUITCASES[number]
        picture[216:230, max(0, left + 26) : max(0, left + 44)] = NIGHT
    return picture


def _disc(picture: Picture, x: int, y: int, radius: int, colour: tuple[int, int, int]) -> None:
    down, across = np.ogrid[:HEIGHT, :WIDTH]
    picture[(across - x) ** 2 + (down - y) ** 2 <= radius**2] = colour


def _sounds() -> Iterator[av.AudioFrame]:
    """Yield wheels that roll for a second, and a bell that rings twice and fades."""
    times = np.arange(SECONDS * RATE) / RATE
    sound = np.random.default_rng(7).normal(scale=0.02, size=len(times)) * (times < 1)
    for ring in RINGS:
        since = np.clip(times - ring, 0, None)
        sound += 0.3 * np.sin(2 * np.pi * 1760 * since) * np.exp(-4 * since) * (times >= ring)
    samples = (np.clip(sound, -1, 1) * 32767).astype("<i2")
    for at in range(0, len(samples), RATE // 50):
        frame = av.AudioFrame.from_ndarray(samples[None, at : at + RATE // 50], format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, at, Fraction(1, RATE)
        yield frame
