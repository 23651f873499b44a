"""Containers built by hand, so that they can say what no program would write: EBML elements and MP4 boxes."""

import struct
import zlib
from functools import cache

EBML = b"\x1a\x45\xdf\xa3"
OPUS_HEAD = b"OpusHead\x01\x01\x38\x01\x80\xbb\x00\x00\x00\x00\x00"
MEBIBYTE = 1024 * 1024


def element(name: str, *content: bytes, size: int | None = None) -> bytes:
    """An EBML element; `name` in hexadecimal, `size` may lie."""
    whole = b"".join(content)
    told = len(whole) if size is None else size
    return bytes.fromhex(name) + struct.pack(">Q", told | 1 << 56) + whole


def number(value: int) -> bytes:
    return struct.pack(">Q", value)


def matroska(*segment: bytes, size: int | None = None) -> bytes:
    """A WebM with these elements in its segment."""
    head = element("1A45DFA3", element("4282", b"webm"), element("4287", b"\x04"), element("4285", b"\x02"))
    return head + element("18538067", element("1549A966", element("2AD7B1", number(1_000_000))), *segment, size=size)


def opus_track(*more: bytes, private: bytes = OPUS_HEAD, rate: float = 48_000.0, channels: int = 1) -> bytes:
    """A sound track's entry."""
    sound = element("E1", element("B5", struct.pack(">d", rate)), element("9F", number(channels)))
    return element(
        "AE", element("D7", b"\x01"), element("73C5", b"\x01"), element("83", b"\x02"),
        element("86", b"A_OPUS"), element("63A2", private), sound, *more,
    )  # fmt: skip


def picture_track(width: int, height: int, coding: bytes = b"V_VP8") -> bytes:
    """A picture track's entry."""
    size = element("E0", element("B0", number(width)), element("BA", number(height)))
    return element(
        "AE", element("D7", b"\x01"), element("73C5", b"\x01"), element("83", b"\x01"), element("86", coding), size
    )


def tracks(*entries: bytes) -> bytes:
    return element("1654AE6B", *entries)


def cluster(*blocks: bytes, at: int = 0) -> bytes:
    """Blocks of track 1, twenty milliseconds apart."""
    made = [
        element("A3", b"\x81" + struct.pack(">h", 20 * i % 30_000) + b"\x80" + block) for i, block in enumerate(blocks)
    ]
    return element("1F43B675", element("E7", number(at)), *made)


def compressed(scope: int) -> bytes:
    """Says that a track's blocks (1) or its private data (2) are packed by zlib."""
    packing = element("5034", element("4254", b"\x00"))
    kind = element("6240", element("5031", b"\x00"), element("5032", bytes([scope])), element("5033", b"\x00"), packing)
    return element("6D80", kind)


def box(name: bytes, *content: bytes, size: int | None = None) -> bytes:
    """An MP4 box; `size` may lie."""
    whole = b"".join(content)
    return struct.pack(">I", (len(whole) + 8 if size is None else size) & 0xFFFFFFFF) + name + whole


def mp4(*content: bytes) -> bytes:
    """An MP4 with these boxes."""
    return box(b"ftyp", b"isom\x00\x00\x02\x00isomiso2mp41") + b"".join(content)


@cache
def packed_zeros(mebibytes: int) -> bytes:
    """Many zeros as zlib packs them: a thousandth of their size."""
    packer = zlib.compressobj(9)
    pieces = [packer.compress(bytes(MEBIBYTE)) for _ in range(mebibytes)]
    return b"".join([*pieces, packer.flush()])
