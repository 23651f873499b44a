"""Small sound recordings of every kind that Paletter reads, to be damaged."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

RATE, FRAMES, SECONDS = 48_000, 10, 3
WIDTH, HEIGHT = 160, 120
BROWSER = {"movflags": "frag_keyframe+empty_moov+default_base_moof"}

KINDS: dict[str, tuple[str, str, str | None, dict[str, str]]] = {
    "vp8.webm": ("webm", "libopus", "libvpx", {}),
    "vp9.webm": ("webm", "libopus", "libvpx-vp9", {}),
    "sound.webm": ("webm", "libopus", None, {}),
    "fragments.mp4": ("mp4", "aac", "libx264", BROWSER),
    "whole.mp4": ("mp4", "aac", "libx264", {"movflags": "+faststart"}),
    "sound.wav": ("wav", "pcm_s16le", None, {}),
    "sound.flac": ("flac", "flac", None, {}),
    "sound.ogg": ("ogg", "libopus", None, {}),
    "sound.mp3": ("mp3", "libmp3lame", None, {}),
}
"""File name: container, coding of sound, of pictures, options of the container."""
RECORDINGS = ("vp8.webm", "vp9.webm", "sound.webm", "fragments.mp4", "whole.mp4")


def write(folder: Path) -> None:
    """Write all of them; the same bytes with the same build of FFmpeg."""
    folder.mkdir(parents=True)
    for name, (container, sound, picture, options) in KINDS.items():
        # Without this a muxer writes marks of its own by chance, and no two runs would try the same files.
        settled = options | {"fflags": "+bitexact"}
        with av.open(str(folder / name), "w", format=container, options=settled) as out:
            audio = out.add_stream(sound, rate=RATE, layout="mono")
            video = _video(out, picture) if picture else None
            packets = [*_sounds(audio), *(_pictures(video) if video is not None else ())]
            for packet in sorted(packets, key=lambda packet: packet.dts * packet.time_base):
                out.mux(packet)


def read(folder: Path) -> dict[str, bytes]:
    """Return them by name."""
    return {name: (folder / name).read_bytes() for name in KINDS}


def _video(out: Any, coding: str) -> Any:
    video = out.add_stream(coding, rate=FRAMES, options={"threads": "1"})
    video.width, video.height, video.pix_fmt, video.gop_size = WIDTH, HEIGHT, "yuv420p", FRAMES
    return video


def _pictures(video: Any) -> Iterator[Any]:
    across = np.arange(WIDTH, dtype=np.uint8)[None, :, None]
    for number in range(SECONDS * FRAMES):
        pixels = np.broadcast_to(across + np.uint8(8 * number), (HEIGHT, WIDTH, 3))
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
        frame.pts, frame.time_base = number, Fraction(1, FRAMES)
        yield from video.encode(frame)
    yield from video.encode(None)


def _sounds(audio: Any) -> Iterator[Any]:
    context = audio.codec_context
    whole = 0.3 * np.sin(2 * np.pi * 220 * np.arange(SECONDS * RATE) / RATE)
    size = context.frame_size or 1024
    for start in range(0, len(whole), size):
        frame = av.AudioFrame.from_ndarray(
            whole[None, start : start + size].astype(np.float32), format="fltp", layout="mono"
        )
        frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
        yield from audio.encode(frame)
    yield from audio.encode(None)
