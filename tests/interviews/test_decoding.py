"""What the decoding child takes for which kind of file."""

import pytest

from paletter.interviews.decoding import kind_of


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81", "matroska"),
        (b"\x00\x00\x00\x1cftypiso5", "mp4"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "wav"),
        (b"fLaC\x00\x00\x00\x22", "flac"),
        (b"OggS\x00\x02", "ogg"),
        (b"ID3\x04\x00", "mp3"),
        (b"\xff\xfb\x90\x64", "mp3"),
        (b"\x00\x00\x00\x1cftypheic", None),
        (b"RIFF\x24\x00\x00\x00AVI LIST", None),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", None),
        (b"\x89PNG\r\n\x1a\n", None),
        (b"PK\x03\x04", None),
        (b"#EXTM3U\n", None),
        (b"ffconcat version 1.0\n", None),
        (b"\xff", None),
        (b"", None),
    ],
)
def test_the_first_bytes_tell_the_kind_of_file(head, kind):
    assert kind_of(head) == kind
