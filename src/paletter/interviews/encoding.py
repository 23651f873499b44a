"""The child process that makes new pictures and sound of candidates' files: a poster, and a variant for old players.

Started as `python -m paletter.interviews.encoding`, by media.py alone; hostile bytes as in decoding.py.
"""

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from paletter.interviews.decoding import (
    UNREADABLE,
    Facts,
    facts_of,
    opened,
    origin_of,
    packets_of,
    reading,
    streams_of,
)
from paletter.transcribers.confined import Refusal, serve

POSTER_WIDTH = 640
POSTER_AT_SECONDS = 1.0
LONGEST_SIDE = 1280
CLOCK = 90_000
FEWEST_TICKS = CLOCK // 31
"""Between two frames: what comes faster than 30 in a second is left out."""
SOUND_RATE = 48_000
MOST_HELD = 1000
"""Packets that wait for the other stream to begin."""
VIDEO_OPTIONS = {
    "preset": "veryfast",
    "crf": "26",
    "profile": "main",
    "maxrate": "2500k",
    "bufsize": "5000k",
    "g": "60",
    "threads": "1",
}
SOUND_BITS = 96_000
SLIP_SECONDS = 0.05
"""So far may sound run from its time stamps before it is set right; lips and voice are still together then."""
TURNS = {90: ["cclock"], -90: ["clock"], 180: ["clock", "clock"], -180: ["clock", "clock"]}


def poster(arguments: Sequence[str]) -> dict[str, Any]:
    """path, target -> the size of the JPEG written to target, or no size when there is no picture."""
    path, target = arguments
    with reading(), opened(path) as (container, _):
        frame = _still(container)
        if frame is None:
            return {"width": None, "height": None}
        upright = _Upright(longest=POSTER_WIDTH, pixels="yuvj420p")
        picture = upright.frame(frame)
        Path(target).write_bytes(_jpeg(picture))
        return {"width": picture.width, "height": picture.height}


def encode(arguments: Sequence[str]) -> dict[str, Any]:
    """source, target, longest -> the seconds of the target: an MP4 of H.264 and AAC with its index first.

    The picture is upright, at most 1280 by 1280 at 30 frames a second, and has one size however often the recording
    changes its own. Sound and picture keep their second: gaps in the sound become silence.
    """
    source, target, longest = arguments
    with reading():
        facts = facts_of(source, float(longest))
        _encode(source, target, facts)
        made = facts_of(target, float(longest) + 1)
    if (made.has_video, made.has_audio) != (facts.has_video, facts.has_audio):
        raise Refusal("damaged", "nothing to encode")
    return {"seconds": made.end}


def _encode(source: str, target: str, facts: Facts) -> None:
    options = {"movflags": "+faststart"}
    with opened(source) as (container, _), av.open(f"file:{target}", "w", format="mp4", options=options) as out:
        audio, video = streams_of(container)
        origin = origin_of(facts.start)
        makers: dict[int, _Picture | _Sound] = {}
        # A stream without packets gets no counterpart: a player would wait for it.
        if video is not None and facts.has_video:
            makers[video.index] = _Picture(out, origin)
        if audio is not None and facts.has_audio:
            makers[audio.index] = _Sound(out, origin, most=int((facts.end - origin + 1) * SOUND_RATE))
        _feed(container, [s for s in (audio, video) if s is not None and s.index in makers], makers, out)


def _feed(container: Any, streams: Sequence[Any], makers: "dict[int, _Picture | _Sound]", out: Any) -> None:
    read = broken = 0
    # The muxer writes its header with the first packet: no packet may go out before all encoders are open.
    held: list[Any] | None = []
    for packet in packets_of(container, streams):
        maker = makers[packet.stream.index]
        read += 1
        try:
            frames = packet.decode()
        except UNREADABLE:
            broken += 1
            continue
        made = list(itertools.chain.from_iterable(maker.take(frame) for frame in frames))
        if held is None:
            out.mux(made)
            continue
        held += made
        if all(maker.is_open for maker in makers.values()) or len(held) > MOST_HELD:
            out.mux(held)
            held = None
    if broken * 2 > read or not any(maker.is_open for maker in makers.values()):
        raise Refusal("damaged", "frames")
    out.mux([*(held or ()), *itertools.chain.from_iterable(maker.end() for maker in makers.values())])


class _Picture:
    """Frames as H.264; the first one sets the size."""

    def __init__(self, out: Any, origin: float) -> None:
        self._out = out
        self._origin = origin
        self._stream: Any = None
        self._upright = _Upright(longest=LONGEST_SIDE, pixels="yuv420p")
        self._last = -FEWEST_TICKS

    @property
    def is_open(self) -> bool:
        return self._stream is not None

    def take(self, frame: Any) -> list[Any]:
        ticks = 0 if frame.time is None else round((frame.time - self._origin) * CLOCK)
        if ticks < self._last + FEWEST_TICKS:
            return []
        picture = self._upright.frame(frame)
        if self._stream is None:
            self._stream = self._out.add_stream("libx264", options=VIDEO_OPTIONS)
            self._stream.width, self._stream.height, self._stream.pix_fmt = picture.width, picture.height, "yuv420p"
            self._stream.time_base = self._stream.codec_context.time_base = Fraction(1, CLOCK)
        self._last = ticks
        picture.pts, picture.time_base = ticks, Fraction(1, CLOCK)
        return list(self._stream.encode(picture))

    def end(self) -> list[Any]:
        return list(self._stream.encode(None)) if self._stream is not None else []


class _Sound:
    """Sound as AAC, one channel; sample n is heard n/48000 seconds after the start."""

    def __init__(self, out: Any, origin: float, *, most: int) -> None:
        self._stream = out.add_stream("aac", rate=SOUND_RATE, layout="mono")
        self._stream.bit_rate = SOUND_BITS
        self._origin = origin
        self._most = most
        self._resampler = av.AudioResampler(format="fltp", layout="mono", rate=SOUND_RATE)
        self._fifo = av.AudioFifo()
        self._written = 0
        self.is_open = True

    def take(self, frame: Any) -> Iterator[Any]:
        expected = 0 if frame.time is None else round((frame.time - self._origin) * SOUND_RATE)
        slip = expected - self._written
        if slip < -SLIP_SECONDS * SOUND_RATE:
            return
        if slip > SLIP_SECONDS * SOUND_RATE and expected <= self._most:
            yield from self._write(self._silence(slip))
        frame.pts = None
        yield from self._write(self._resampler.resample(frame))

    def end(self) -> Iterator[Any]:
        yield from self._write(self._resampler.resample(None))
        if (rest := self._fifo.read(0, partial=True)) is not None:
            yield from self._stream.encode(rest)
        yield from self._stream.encode(None)

    def _write(self, frames: Any) -> Iterator[Any]:
        for frame in frames:
            frame.pts = None
            frame.sample_rate = SOUND_RATE
            self._written += frame.samples
            self._fifo.write(frame)
            for piece in self._fifo.read_many(self._stream.codec_context.frame_size or 1024):
                yield from self._stream.encode(piece)

    @staticmethod
    def _silence(samples: int) -> Iterator[Any]:
        while samples > 0:
            frame = av.AudioFrame(format="fltp", layout="mono", samples=min(samples, SOUND_RATE))
            frame.planes[0].update(bytes(frame.planes[0].buffer_size))
            frame.sample_rate = SOUND_RATE
            samples -= frame.samples
            yield frame


class _Upright:
    """Turns frames as their recording says, and fits them into the size that the first one has."""

    def __init__(self, *, longest: int, pixels: str) -> None:
        self._longest = longest
        self._pixels = pixels
        self._size: tuple[int, int] | None = None
        self._shape: tuple[Any, ...] | None = None
        self._graph: Any = None

    def frame(self, frame: Any) -> Any:
        shape = (frame.width, frame.height, frame.format.name, frame.rotation)
        if shape != self._shape:
            self._graph, self._shape = self._filters(frame), shape
        frame.pts, frame.time_base = 0, Fraction(1, CLOCK)
        self._graph.push(frame)
        return self._graph.pull()

    def _filters(self, frame: Any) -> Any:
        turns = TURNS.get(frame.rotation, [])
        width, height = (frame.height, frame.width) if len(turns) == 1 else (frame.width, frame.height)
        if self._size is None:
            scale = min(1.0, self._longest / max(width, height))
            self._size = tuple(max(2, int(side * scale) // 2 * 2) for side in (width, height))  # type: ignore[assignment]
        graph = av.filter.Graph()
        # Frames come one by one with times of ours, whatever the stream's own clock says.
        links = [
            graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=Fraction(1, CLOCK))
        ]
        links += [graph.add("transpose", f"dir={turn}") for turn in turns]
        across, down = self._size or (2, 2)
        links.append(graph.add("scale", f"{across}:{down}:force_original_aspect_ratio=decrease:force_divisible_by=2"))
        links.append(graph.add("pad", f"{across}:{down}:-1:-1"))
        links += [graph.add("format", f"pix_fmts={self._pixels}"), graph.add("buffersink")]
        for one, next_ in itertools.pairwise(links):
            one.link_to(next_)
        graph.configure()
        return graph


def _still(container: Any) -> Any:
    _, video = streams_of(container)
    still = None
    for packet in packets_of(container, [video]) if video is not None else ():
        try:
            for frame in packet.decode():
                still = frame
                if frame.time is not None and frame.time >= POSTER_AT_SECONDS:
                    return still
        except UNREADABLE:
            continue
    return still


def _jpeg(frame: Any) -> bytes:
    encoder = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt = frame.width, frame.height, "yuvj420p"
    encoder.time_base = Fraction(1, 25)
    frame.pts = 0
    return b"".join(bytes(packet) for packet in [*encoder.encode(frame), *encoder.encode(None)])


if __name__ == "__main__":
    av.logging.set_level(None)
    serve({"poster": poster, "encode": encode})
