"""Makes small recordings as browsers send them: WebM without duration and index, fragmented MP4."""

import io
import itertools
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


def a_rotated_clip(path: Path, turned: int, *, size: tuple[int, int] = (160, 120), frames: int = 20) -> Path:
    """Write an MP4 as a turned phone does: the file says by how much to turn. Seen upright its upper half is bright."""
    upright = np.full((size[1], size[0], 3), 20, np.uint8)
    width, height = size
    bright = {
        0: np.s_[: height // 2],
        180: np.s_[height // 2 :],
        90: np.s_[:, width // 2 :],
        -90: np.s_[:, : width // 2],
    }
    upright[bright[turned]] = 220
    with av.open(str(path), "w", format="mp4") as out:
        video = out.add_stream("libx264", rate=10)
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        video.set_display_rotation(turned)
        for i in range(frames):
            out.mux(video.encode(_picture(upright, i, Fraction(1, 10))))
        out.mux(video.encode(None))
    return path


def a_turning_clip(path: Path) -> Path:
    """Write a WebM whose pictures are 160x120 for a second and 120x160 for another, as Chromium's do when a phone is
    turned: the packets change, the header stays."""
    packets = []
    for half, size in enumerate([(160, 120), (120, 160)]):
        encoder = av.CodecContext.create("libvpx", "w")
        encoder.width, encoder.height, encoder.pix_fmt, encoder.time_base = *size, "yuv420p", Fraction(1, 10)
        for i in range(10):
            frame = _picture(np.full((size[1], size[0], 3), 200, np.uint8), half * 10 + i, Fraction(1, 10))
            packets += encoder.encode(frame)
        packets += encoder.encode(None)
    with av.open(str(path), "w", format="webm") as out:
        video = out.add_stream("libvpx", rate=10)
        video.width, video.height, video.pix_fmt = 160, 120, "yuv420p"
        for packet in packets:
            packet.stream, packet.time_base = video, Fraction(1, 10)
            out.mux(packet)
    return path


def flashes_and_clicks(path: Path, *, kind: str = "webm", seconds: float = 10.0, late: float = 0.0) -> Path:
    """Write a recording that flashes and clicks together for a tenth of a second, at 1.0 s and every 2 s after."""
    stream, rate = _Stream(), 20
    options = {} if kind == "webm" else {"movflags": "frag_keyframe+empty_moov+default_base_moof"}
    moments = np.arange(1.0, seconds - 1.0, 2.0)
    sound = np.zeros(int(seconds * RATE), np.float32)
    for moment in moments:
        click = tone(0.1, hertz=1000)
        sound[round(moment * RATE) :][: len(click)] = click
    with av.open(stream, "w", format=kind, options=options) as out:
        audio = _audio(out, kind)
        video = out.add_stream("libvpx" if kind == "webm" else "libx264", rate=rate)
        video.width, video.height, video.pix_fmt = 160, 120, "yuv420p"
        pictures = []
        for i in range(int(seconds * rate)):
            is_bright = any(moment <= i / rate < moment + 0.1 for moment in moments)
            grey = np.full((120, 160, 3), 230 if is_bright else 20, np.uint8)
            pictures += video.encode(_picture(grey, i + round(late * rate), Fraction(1, rate)))
        for packet in _in_order(pictures + video.encode(None), _sounds(audio, sound, late)):
            out.mux(packet)
    path.write_bytes(bytes(stream.sent))
    return path


def when_bright(path: Path) -> list[float]:
    """The seconds at which flashes begin, read from the decoded pictures."""
    with av.open(str(path)) as container:
        seen = [(f.time, f.reformat(format="gray").to_ndarray().mean() > 120) for f in container.decode(video=0)]
    return [time for (_, before), (time, now) in itertools.pairwise(seen) if now and not before]


def when_loud(path: Path) -> list[float]:
    """The seconds at which clicks begin, by the time stamps of the decoded sound."""
    found: list[float] = []
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            samples = np.abs(frame.to_ndarray().astype(np.float32)).max(axis=0)
            for at in np.flatnonzero(samples > 0.1) / frame.sample_rate + frame.time:
                if not found or at - found[-1] > 1.0:
                    found.append(float(at))
    return found


def _picture(pixels: np.ndarray, pts: int, time_base: Fraction) -> av.VideoFrame:
    frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
    frame.pts, frame.time_base = pts, time_base
    return frame
