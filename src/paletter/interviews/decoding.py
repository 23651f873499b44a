"""The child process that opens candidates' files; media.py starts it and is the only one who should.

Started as `python -m paletter.interviews.decoding`. Everything here assumes hostile bytes: the kind of file is told by
its first bytes and only that one reader of FFmpeg is tried, so that no playlist or other indirection is followed.
encoding.py, another child, makes pictures and variants with what is here.
"""

import errno
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import av
import av.error

from paletter.transcribers.confined import Refusal, serve

SAMPLE_RATE = 16_000
SHIFT_FROM_SECONDS = 0.05
GAP_SECONDS = 0.1
PLAYER_WEBM_CODECS = {"vp8", "vp9", "av1", "opus", "vorbis"}
CODECS = PLAYER_WEBM_CODECS | {"h264", "hevc", "aac", "mp3", "mp3float", "flac"}
STILL_PICTURES = {b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis"}
NO_FAULT_OF_THE_FILE = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.ESTALE, errno.EMFILE, errno.ENFILE}
UNREADABLE = (av.error.FFmpegError, ValueError, ArithmeticError, LookupError, TypeError)


@dataclass(frozen=True)
class Facts:
    """What the packets say; `start` and `end` in seconds."""

    container: str
    start: float
    end: float
    has_audio: bool
    has_video: bool
    width: int | None
    height: int | None
    video_codec: str | None
    audio_codec: str | None


def probe(arguments: Sequence[str]) -> dict[str, Any]:
    """path, longest -> the facts."""
    path, longest = arguments
    with reading():
        facts = facts_of(path, float(longest))
    return asdict(facts)


def remux(arguments: Sequence[str]) -> dict[str, Any]:
    """source, target, longest -> the facts of the target, which has the same packets, a duration and an index."""
    source, target, longest = arguments
    with reading():
        facts = facts_of(source, float(longest))
        if facts.container not in ("webm", "mp4"):
            raise Refusal("not_media")
        _copy_packets(source, target, facts)
        return asdict(facts_of(target, float(longest)))


def decode_audio(arguments: Sequence[str]) -> dict[str, Any]:
    """path, target, longest -> the number of 16 kHz mono float32 samples written to target, raw."""
    path, target, longest = arguments
    with reading():
        start = facts_of(path, float(longest), with_video=False).start
        with opened(path) as (container, _), Path(target).open("wb") as out:
            return {"samples": _write_samples(container, out, origin_of(start), float(longest))}


@contextmanager
def reading() -> Iterator[None]:
    """What FFmpeg and PyAV raise on odd bytes means a damaged file; a full disk or a size limit means what it says."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise Refusal("long") from error
        # What FFmpeg itself reports may also be its word for a file that ends too early.
        if error.errno in NO_FAULT_OF_THE_FILE or (error.errno and not isinstance(error, av.error.FFmpegError)):
            raise Refusal("disk", str(error.errno)) from error
        raise Refusal("damaged", type(error).__name__) from error
    except UNREADABLE as error:
        raise Refusal("damaged", type(error).__name__) from error


def kind_of(head: bytes) -> str | None:
    """The kind of file by its first bytes, in FFmpeg's words, or None when it is none of ours."""
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return "matroska"
    if head[4:8] == b"ftyp" and head[8:12] not in STILL_PICTURES:
        return "mp4"
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "wav"
    if head[:4] == b"fLaC":
        return "flac"
    if head[:4] == b"OggS":
        return "ogg"
    if head[:3] == b"ID3" or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2):
        return "mp3"
    return None


@contextmanager
def opened(path: str) -> Iterator[tuple[Any, str]]:
    with Path(path).open("rb") as file:
        kind = kind_of(file.read(16))
    if kind is None:
        raise Refusal("not_media")
    options = {"protocol_whitelist": "file", "format_whitelist": "matroska,webm,mov,mp4,wav,flac,ogg,mp3"}
    with av.open(f"file:{path}", format=kind, options=options, metadata_errors="replace") as container:
        yield container, "webm" if kind == "matroska" else kind


def streams_of(container: Any) -> tuple[Any, Any]:
    """The first sound and the first picture whose coding we know; None for what is missing."""
    audio = next((s for s in container.streams.audio if _codec(s) in CODECS or _codec(s).startswith("pcm_")), None)
    video = next((s for s in container.streams.video if _codec(s) in CODECS), None)
    return audio, video


def _codec(stream: Any) -> str:
    # libdav1d and friends are names of decoders; the coding itself has the canonical one.
    context = stream.codec_context
    return str(context.codec.canonical_name) if context is not None else ""


def packets_of(container: Any, streams: Sequence[Any]) -> Iterator[Any]:
    """Packets as long as they come: a recording that was cut off is still an answer."""
    demuxer = container.demux(streams)
    while True:
        try:
            packet = next(demuxer)
        except (StopIteration, av.error.InvalidDataError, av.error.EOFError):
            return
        yield packet


def facts_of(path: str, longest: float, *, with_video: bool = True) -> Facts:
    with opened(path) as (container, kind):
        audio, video = streams_of(container)
        streams = [s for s in (audio, video if with_video else None) if s is not None]
        if not streams and not (video and not with_video):
            raise Refusal("damaged", "no stream")
        spans: dict[int, list[float]] = {}
        filled = 0.0
        for packet in packets_of(container, streams) if streams else ():
            if packet.pts is None or packet.size == 0:
                continue
            begin = float(packet.pts * packet.time_base)
            length = float((packet.duration or 0) * packet.time_base)
            span = spans.setdefault(packet.stream.index, [begin, begin])
            span[:] = min(span[0], begin), max(span[1], begin + length)
            filled += length if packet.stream is audio else 0.0
        if streams and not spans:
            raise Refusal("damaged", "no packet")
        start = min((s[0] for s in spans.values()), default=0.0)
        end = max((s[1] for s in spans.values()), default=0.0)
        has_audio = audio is not None and audio.index in spans
        _check_length(end - origin_of(start), longest, filled if has_audio else None)
        has_video = video is not None and video.index in spans
        return Facts(
            container=kind,
            start=start,
            end=end,
            has_audio=has_audio,
            has_video=has_video,
            width=video.codec_context.width or None if has_video else None,
            height=video.codec_context.height or None if has_video else None,
            video_codec=_codec(video) if has_video else None,
            audio_codec=_codec(audio) if has_audio else None,
        )


def _check_length(duration: float, longest: float, sound: float | None) -> None:
    if not math.isfinite(duration) or duration < 0:
        raise Refusal("damaged", "times")
    if duration > longest:
        # One flipped bit in a time stamp must not be told as hours of talk.
        raise Refusal("damaged", "times") if sound is not None and sound < longest / 2 else Refusal("long")


def origin_of(start: float) -> float:
    """Where the player's clock begins. Small and negative starts (codec delay) are the muxer's business."""
    return start if start > SHIFT_FROM_SECONDS else 0.0


def _copy_packets(source: str, target: str, facts: Facts) -> None:
    is_mp4 = facts.container == "mp4"
    known = {facts.video_codec, facts.audio_codec} - {None} <= PLAYER_WEBM_CODECS
    muxer = "mp4" if is_mp4 else "webm" if known else "matroska"
    options = {"movflags": "+faststart"} if is_mp4 else {"cues_to_front": "1"}
    with opened(source) as (container, _), av.open(f"file:{target}", "w", format=muxer, options=options) as out:
        streams = [s for s in streams_of(container) if s is not None]
        copies = {s.index: out.add_stream_from_template(s) for s in streams}
        last: dict[int, int] = {}
        for packet in packets_of(container, streams):
            if packet.dts is None or packet.pts is None or packet.size == 0:
                continue
            index = packet.stream.index
            if packet.dts <= last.get(index, packet.dts - 1):
                continue
            last[index] = packet.dts
            shift = round(origin_of(facts.start) / packet.time_base)
            packet.dts, packet.pts = packet.dts - shift, packet.pts - shift
            packet.stream = copies[index]
            out.mux(packet)


def _write_samples(container: Any, out: Any, origin: float, longest: float) -> int:
    """Write the sound so that sample n is heard n/16000 seconds after the player's start: gaps become silence."""
    audio, _ = streams_of(container)
    if audio is None:
        return 0
    most = int(longest * SAMPLE_RATE)
    written = read = broken = 0
    resampler = _resampler()
    for packet in packets_of(container, [audio]):
        read += 1
        try:
            for frame in packet.decode():
                expected = None if frame.time is None else round((frame.time - origin) * SAMPLE_RATE)
                if expected is not None and written + GAP_SECONDS * SAMPLE_RATE < expected <= most:
                    _write_silence(out, expected - written)
                    written = expected
                frame.pts = None
                written += _write(out, resampler.resample(frame))
        except UNREADABLE:
            broken += 1
            resampler = _resampler()
        if written > most + SAMPLE_RATE:
            raise Refusal("long")
    if broken * 2 > read or (read > 1 and not written):
        raise Refusal("damaged", "sound")
    return written + _write(out, resampler.resample(None))


def _write_silence(out: Any, samples: int) -> None:
    """An hour of it is one packet with a late time stamp, and must not be an hour in memory."""
    for at in range(0, samples, SAMPLE_RATE):
        out.write(bytes(4 * min(SAMPLE_RATE, samples - at)))


def _resampler() -> Any:
    return av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)


def _write(out: Any, frames: Sequence[Any]) -> int:
    for frame in frames:
        out.write(frame.to_ndarray().astype("<f4").tobytes())
    return sum(frame.samples for frame in frames)


if __name__ == "__main__":
    av.logging.set_level(None)
    serve({"probe": probe, "remux": remux, "decode_audio": decode_audio})
