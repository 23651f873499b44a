"""Makes small recordings as browsers send them: WebM without duration and index, fragmented MP4."""

import io
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

RATE = 48_000
FRAME = 960


class _Stream(io.RawIOBase):
    """A target that can't be gone back in, as MediaRecorder's blobs can't: no duration and no index get written."""

    def __init__(self) -> None:
        self.sent = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self.sent += data
        return len(data)


def tone(seconds: float, *, hertz: float = 440.0) -> np.ndarray:
    return (0.3 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * RATE)) / RATE)).astype(np.float32)


def a_clip(
    path: Path, *, kind: str = "webm", seconds: float = 3.0, sound=None, picture: bool = True, late: float = 0.0
) -> Path:
    """Write a recording of `seconds`; `late` seconds pass before its first time stamp. `sound`: mono at 48 kHz."""
    stream = _Stream()
    options = {} if kind == "webm" else {"movflags": "frag_keyframe+empty_moov+default_base_moof"}
    with av.open(stream, "w", format=kind, options=options) as out:
        audio = None if sound is False else _audio(out, kind)
        video = _video(out, kind) if picture else None
        samples = tone(seconds) if sound is None else sound
        for packet in _in_order(_pictures(video, seconds, late), _sounds(audio, samples, late)):
            out.mux(packet)
    path.write_bytes(bytes(stream.sent))
    return path


def _audio(out, kind):
    audio = out.add_stream("libopus" if kind == "webm" else "aac", rate=RATE, layout="mono")
    audio.bit_rate = 32_000
    return audio


def _video(out, kind):
    video = out.add_stream("libvpx" if kind == "webm" else "libx264", rate=10)
    video.width, video.height, video.pix_fmt, video.gop_size = 160, 120, "yuv420p", 10
    return video


def _pictures(video, seconds, late):
    if video is None:
        return []
    packets = []
    for i in range(int(seconds * 10)):
        frame = av.VideoFrame.from_ndarray(np.full((120, 160, 3), (i * 8) % 256, np.uint8), format="rgb24")
        frame.pts, frame.time_base = i + round(late * 10), Fraction(1, 10)
        packets += video.encode(frame)
    return packets + video.encode(None)


def _sounds(audio, samples, late):
    if audio is None:
        return []
    size, packets = audio.codec_context.frame_size or FRAME, []
    for start in range(0, len(samples), size):
        piece = samples[None, start : start + size].astype(np.float32)
        frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, start + round(late * RATE), Fraction(1, RATE)
        packets += audio.encode(frame)
    return packets + audio.encode(None)


def _in_order(*lists):
    return sorted((p for packets in lists for p in packets if p.pts is not None), key=lambda p: p.dts * p.time_base)
