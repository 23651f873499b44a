"""Makes file number n of a seed: a recording that was damaged, or one that nobody's camera made.

Everything comes from the seed, the number and the undamaged sources, so a file can be made again by its number.
"""

import io
import random
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from paletter.commands.fuzz import boxes
from paletter.commands.fuzz.sources import RECORDINGS

Files = Mapping[str, bytes]
EXTREMES = [b"\x00\x00\x00\x00", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x80\x00\x00\x00", b"\x00\x00\x00\x01"]
MP4_FIELDS = (
    b"stsz stts stsc stco ctts elst tkhd mdhd mvhd tfdt trun tfhd trex esds avcC hdlr stsd mdat moov moof".split()
)
WEBM_FIELDS = [
    bytes.fromhex(name)
    for name in (
        *("E7", "2AD7B1", "4489", "B0", "BA", "9F", "B5", "A3", "1F43B675", "AE"),
        *("63A2", "86", "1654AE6B", "18538067", "D7", "83", "56AA", "56BB", "23E383"),
    )
]
SUFFIXES = [".webm", ".mp4", ".mov", ".mkv", ".jpg", ".exe", ".m3u8", ".txt", ""]
STRANGERS: dict[str, bytes] = {
    "png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xff\xff\xff\xff\xff\xff\xff",
    "jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
    "gif": b"GIF89a\xff\xff\xff\xff",
    "heic": b"\x00\x00\x00\x1cftypheic\x00\x00\x00\x00mif1heic",
    "avi": b"RIFF\xff\xff\xff\xffAVI LIST",
    "transport stream": b"\x47\x40\x00\x10" + bytes(184) + b"\x47\x40\x00\x10",
    "flv": b"FLV\x01\x05\x00\x00\x00\x09",
    "asf": bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c"),
    "amr": b"#!AMR\n",
    "pdf": b"%PDF-1.7\n",
    "html": b"<!DOCTYPE html><script>alert(1)</script>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
    "playlist": b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
    "dash": b'<?xml version="1.0"?><MPD><BaseURL>http://127.0.0.1:1/</BaseURL></MPD>',
    "concat": b"ffconcat version 1.0\nfile /etc/passwd\n",
    "session description": b"v=0\no=- 0 0 IN IP4 127.0.0.1\nm=audio 9 RTP/AVP 0\n",
    "program": b"\x7fELF\x02\x01\x01",
    "gzip": b"\x1f\x8b\x08\x00",
    "quicktime reference": boxes.box(b"moov", boxes.box(b"rmra", boxes.box(b"rmda", b"http://127.0.0.1:1/x"))),
}


@dataclass(frozen=True)
class Sample:
    """A file to be tried. `holes` bytes of nothing follow `content` without taking room on the disk."""

    kind: str
    suffix: str
    content: bytes
    holes: int = 0

    def write(self, path: Path) -> None:
        with path.open("wb") as file:
            file.write(self.content)
            file.truncate(len(self.content) + self.holes)


Make = Callable[[random.Random, Files], Sample]


def sample(number: int, seed: int, files: Files) -> Sample:
    """Return file `number` of a seed."""
    chance = random.Random(f"{seed}:{number}")  # noqa: S311 - it must be the same again
    return PLAN[number % len(PLAN)](chance, files)


def bit_flips(chance: random.Random, files: Files) -> Sample:
    name, content = _one(chance, files)
    changed = bytearray(content)
    for _ in range(chance.choice([1, 3, 20, 100, 1000])):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return Sample("bit flips", Path(name).suffix, bytes(changed))


def flips_in_the_header(chance: random.Random, files: Files) -> Sample:
    name, content = _one(chance, files)
    changed = bytearray(content)
    for _ in range(chance.choice([1, 2, 8])):
        changed[chance.randrange(min(1000, len(changed)))] = chance.randrange(256)
    return Sample("bit flips", Path(name).suffix, bytes(changed))


def cut(chance: random.Random, files: Files) -> Sample:
    name, content = _one(chance, files)
    start = chance.choice([0, 0, 0, chance.randrange(len(content))])
    end = chance.choice(
        [chance.randrange(start, len(content)), start + min(200, len(content) - start), len(content) - 1]
    )
    return Sample("cut", Path(name).suffix, content[start:end])


def lying_fields(chance: random.Random, files: Files) -> Sample:
    """Counts, sizes and times replaced by what fits into no memory and no day."""
    name = chance.choice(RECORDINGS)
    changed = bytearray(files[name])
    for _ in range(chance.choice([1, 1, 2, 5])):
        field = chance.choice(MP4_FIELDS if name.endswith("mp4") else WEBM_FIELDS)
        places = [at for at in range(len(changed)) if changed.startswith(field, at)][:200]
        if places:
            at = chance.choice(places) + len(field) + chance.randrange(24 if name.endswith("mp4") else 3)
            changed[at : at + 4] = chance.choice([*EXTREMES, chance.randbytes(4)])
    return Sample("lying fields", Path(name).suffix, bytes(changed))


def lying_sizes(chance: random.Random, files: Files) -> Sample:
    name = chance.choice(("fragments.mp4", "whole.mp4"))
    changed = bytearray(files[name])
    field = chance.choice(MP4_FIELDS)
    if (at := changed.find(field)) >= 4:
        changed[at - 4 : at] = chance.choice([*EXTREMES, struct.pack(">I", chance.randrange(1 << 20))])
    return Sample("lying fields", ".mp4", bytes(changed))


def spliced(chance: random.Random, files: Files) -> Sample:
    """Pieces of recordings in another order, twice, of two files, or with zeros between."""
    (name, one), (_, other) = _one(chance, files), _one(chance, files)
    size = chance.choice([64, 512, 4096])
    pieces = [one[at : at + size] for at in range(0, len(one), size)]
    for _ in range(chance.choice([1, 4, 16])):
        at, from_ = chance.randrange(len(pieces)), chance.randrange(len(other))
        pieces[at] = chance.choice(
            [
                bytes(size),
                b"",
                pieces[at] * 2,
                chance.choice(pieces),
                other[from_ : from_ + size],
                chance.randbytes(size),
            ]
        )
    return Sample("spliced", Path(name).suffix, b"".join(pieces))


def wrong_extension(chance: random.Random, files: Files) -> Sample:
    name, content = _one(chance, files)
    return Sample("wrong extension", chance.choice([s for s in SUFFIXES if s != Path(name).suffix]), content)


def other_format(chance: random.Random, files: Files) -> Sample:
    head = STRANGERS[chance.choice(sorted(STRANGERS))]
    return Sample(
        "other format", chance.choice([".webm", ".mp4"]), head + chance.randbytes(chance.choice([0, 100, 50_000]))
    )


def nonsense(chance: random.Random, files: Files) -> Sample:
    """The right first bytes, and nothing true after them."""
    heads = [boxes.EBML, boxes.mp4(), b"OggS\x00\x02", b"fLaC\x00\x00\x00\x22", b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f"]
    heads += [
        b"RIFF\xff\xff\xff\xffWAVEfmt ",
        b"\xff\xfb\x90\x64",
        files["vp8.webm"][:300],
        files["fragments.mp4"][:900],
    ]
    return Sample("nonsense", ".webm", chance.choice(heads) + chance.randbytes(chance.choice([10, 1000, 300_000])))


def huge_header(chance: random.Random, files: Files) -> Sample:
    return Sample("huge header", ".webm", chance.choice(HUGE)(chance, files))


def bomb(chance: random.Random, files: Files) -> Sample:
    return Sample("bomb", ".webm", chance.choice(BOMBS)(chance))


def empty(chance: random.Random, files: Files) -> Sample:
    content = chance.choice(
        [b"", b"\x00", boxes.EBML, boxes.mp4(), bytes(1000), b"\x1a", b"ftyp", b"\x00\x00\x00\x08ftyp"]
    )
    return Sample("empty", chance.choice([".webm", ".mp4"]), content)


def sparse(chance: random.Random, files: Files) -> Sample:
    """Hundreds of megabytes of holes after a true or a barely true beginning; sometimes beyond the limit."""
    name, content = _one(chance, files)
    start = chance.choice(
        [content, content[: len(content) // 2], boxes.EBML, boxes.mp4(), boxes.mp4(boxes.box(b"mdat", size=0))]
    )
    return Sample("sparse", Path(name).suffix, start, holes=chance.choice([50, 500, 1900, 2100]) * boxes.MEBIBYTE)


def _one(chance: random.Random, files: Files) -> tuple[str, bytes]:
    name = chance.choice(sorted(files) + 2 * list(RECORDINGS))
    return name, files[name]


def _deep(_chance: random.Random, _files: Files) -> bytes:
    content = b""
    for _ in range(20_000):
        content = boxes.box(b"moov", content) if len(content) < 1_000_000 else content
    return boxes.mp4(content)


def _deep_tags(_chance: random.Random, _files: Files) -> bytes:
    content = b""
    for _ in range(2_000):
        content = boxes.element("67C8", content)
    return boxes.matroska(boxes.element("1254C367", boxes.element("7373", content)), boxes.tracks(boxes.opus_track()))


def _silence(track: bytes) -> bytes:
    return boxes.matroska(boxes.tracks(track), boxes.cluster(*[b"\xf8\xff\xfe"] * 50))


HUGE: list[Callable[[random.Random, Files], bytes]] = [
    lambda chance, files: boxes.matroska(size=(1 << 56) - 2),
    lambda chance, files: boxes.matroska(boxes.element("1254C367", chance.randbytes(20_000_000)), boxes.tracks()),
    lambda chance, files: boxes.matroska(boxes.tracks(*[boxes.opus_track()] * 5_000), boxes.cluster(b"\xf8\xff\xfe")),
    lambda chance, files: boxes.matroska(boxes.tracks(boxes.element("AE", boxes.element("63A2", b"", size=1 << 30)))),
    lambda chance, files: boxes.matroska(boxes.tracks(boxes.picture_track(65_535, 65_535)), boxes.cluster(bytes(500))),
    lambda chance, files: _silence(boxes.opus_track(rate=1e300)),
    lambda chance, files: _silence(boxes.opus_track(channels=1 << 40)),
    lambda chance, files: _silence(boxes.opus_track(private=boxes.OPUS_HEAD[:9] + b"\xff" + boxes.OPUS_HEAD[10:])),
    lambda chance, files: boxes.matroska(
        boxes.tracks(boxes.opus_track()), boxes.cluster(b"\xf8\xff\xfe"), boxes.cluster(b"\xf8\xff\xfe", at=(1 << 62))
    ),
    lambda chance, files: boxes.matroska(
        boxes.tracks(boxes.opus_track()), *[boxes.cluster(b"\xf8\xff\xfe", at=at * 1000) for at in range(0, 1799, 3)]
    ),
    _deep,
    _deep_tags,
    lambda chance, files: boxes.mp4(boxes.box(b"free", size=1) + struct.pack(">Q", (1 << 63) - 1)),
    lambda chance, files: boxes.mp4(boxes.box(b"moov", size=0xFFFFFFFF), bytes(100)),
    lambda chance, files: boxes.mp4(*[boxes.box(b"free")] * 200_000),
    lambda chance, files: boxes.mp4(boxes.box(b"moov", boxes.box(b"udta", boxes.box(b"\xa9nam", bytes(10_000_000))))),
    lambda chance, files: boxes.mp4(boxes.box(b"moov", *[boxes.box(b"trak", boxes.box(b"tkhd", bytes(84)))] * 20_000)),
    lambda chance, files: b"RIFF\xff\xff\xff\xffWAVEfmt \x10\x00\x00\x00\x01\x00\xff\xff\xff\xff\xff\xff" + bytes(5000),
    lambda chance, files: files["sound.flac"][:8] + b"\xff" * 34 + files["sound.flac"][42:],
]

BOMBS: list[Callable[[random.Random], bytes]] = [
    lambda chance: _zip(chance.choice([10, 100])),
    lambda chance: b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03" + boxes.packed_zeros(256)[2:-4] + bytes(8),
    lambda chance: boxes.matroska(
        boxes.tracks(boxes.opus_track(boxes.compressed(1))),
        boxes.cluster(*[boxes.packed_zeros(chance.choice([8, 64, 256]))] * chance.choice([1, 10])),
    ),
    lambda chance: boxes.matroska(
        boxes.tracks(boxes.opus_track(boxes.compressed(2), private=boxes.packed_zeros(256))), boxes.cluster(b"\xf8")
    ),
    lambda chance: _packed_header(256, told=chance.choice([1 << 28, 0xFFFFFFFF, 1000])),
    lambda chance: boxes.EBML + _zip(10),
    lambda chance: _tar(),
]


def _packed_header(mebibytes: int, *, told: int) -> bytes:
    """An MP4 whose header is packed: allowed, and never written today."""
    packed = boxes.box(b"cmvd", struct.pack(">I", told), boxes.packed_zeros(mebibytes))
    return boxes.mp4(boxes.box(b"moov", boxes.box(b"cmov", boxes.box(b"dcom", b"zlib"), packed)))


def _zip(copies: int) -> bytes:
    """Archives of zeros, each in its own archive: small, and gigabytes when opened."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        for number in range(copies):
            archive.writestr(zipfile.ZipInfo(f"{number}.zlib"), boxes.packed_zeros(64))
    return whole.getvalue()


def _tar() -> bytes:
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w") as archive:
        linked = tarfile.TarInfo("answer.webm")
        linked.type, linked.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(linked)
    return zlib.compress(whole.getvalue())


PLAN: list[Make] = [
    *[bit_flips] * 4, *[flips_in_the_header] * 2, *[cut] * 3, *[lying_fields] * 5, lying_sizes, *[spliced] * 3,
    wrong_extension, *[other_format] * 2, nonsense, *[huge_header] * 2, bomb, sparse,
    bit_flips, cut, lying_fields, empty,
]  # fmt: skip
"""Kinds in turn, so that also a small run has all of them."""
