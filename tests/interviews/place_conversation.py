"""What every place for recordings must do: each kind of place has a test class that inherits these."""

import io
import uuid
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from paletter.interviews.places import File, Place

TAKE = uuid.UUID("6f1c2f0e-6d0b-4a51-9a53-0c8a5e1a7d10")
OTHER = uuid.UUID("0b9f5d1c-2a3e-4f67-8a21-5f2b7c9d3e40")


def append(place: Place, content: bytes, *, at: int, take: uuid.UUID = TAKE) -> None:
    place.append(take, io.BytesIO(content), at=at)


def write(place: Place, content: bytes, *, file: File = File.PLAYABLE) -> None:
    with place.writing(TAKE, file) as path:
        path.write_bytes(content)


def read(place: Place, file: File = File.UPLOAD, *, first: int = 0, length: int = 1000, at_most: int = 1000) -> bytes:
    with closing(place.open(TAKE, file)) as opened:
        return b"".join(opened.pieces(first=first, length=length, at_most=at_most))


def version(place: Place, file: File = File.PLAYABLE) -> str:
    with closing(place.open(TAKE, file)) as opened:
        return opened.version


class PlaceConversation:
    """Inherited by the tests of each place, which bring a fixture `place` that is empty."""

    def test_an_upload_grows_by_pieces(self, place: Place) -> None:
        append(place, b"one, ", at=0)
        append(place, b"two, ", at=5)
        append(place, b"three", at=10)

        assert read(place) == b"one, two, three"
        assert place.size(TAKE, File.UPLOAD) == 15

    def test_what_was_never_confirmed_is_cut_off_before_the_next_piece(self, place: Place) -> None:
        append(place, b"one, and something lost", at=0)

        append(place, b"two", at=5)

        assert read(place) == b"one, two"

    def test_a_piece_is_taken_from_where_it_stands(self, place: Place) -> None:
        piece = io.BytesIO(b"not this, this")
        piece.seek(10)

        place.append(TAKE, piece, at=0)

        assert read(place) == b"this"

    def test_takes_do_not_mix(self, place: Place) -> None:
        append(place, b"one", at=0)
        append(place, b"another", at=0, take=OTHER)

        assert place.remove(OTHER)

        assert read(place) == b"one"
        assert place.size(OTHER, File.UPLOAD) == 0

    def test_what_is_not_there_has_no_size_and_can_not_be_opened(self, place: Place) -> None:
        append(place, b"one", at=0)

        assert place.size(TAKE, File.PLAYABLE) == 0
        with pytest.raises(FileNotFoundError):
            place.open(TAKE, File.PLAYABLE)
        with pytest.raises(FileNotFoundError), place.reading(TAKE, File.PLAYABLE):
            pass

    def test_a_span_is_read_in_pieces_of_the_size_asked_for(self, place: Place) -> None:
        append(place, b"0123456789", at=0)

        with closing(place.open(TAKE, File.UPLOAD)) as opened:
            assert opened.size == 10
            assert list(opened.pieces(first=2, length=5, at_most=2)) == [b"23", b"45", b"6"]
            assert list(opened.pieces(first=8, length=5, at_most=4)) == [b"89"]
            assert list(opened.pieces(first=10, length=5, at_most=4)) == []

    def test_a_file_is_lent_to_programs_that_want_a_name(self, place: Place) -> None:
        append(place, b"one", at=0)

        with place.reading(TAKE, File.UPLOAD) as path:
            assert path.read_bytes() == b"one"

    def test_what_was_written_becomes_the_file_when_the_block_ends(self, place: Place) -> None:
        with place.writing(TAKE, File.PLAYABLE) as path:
            path.write_bytes(b"half")
            assert place.size(TAKE, File.PLAYABLE) == 0
            path.write_bytes(b"whole")

        assert read(place, File.PLAYABLE) == b"whole"

    def test_a_name_to_write_to_is_of_no_file_yet(self, place: Place) -> None:
        write(place, b"first")

        with place.writing(TAKE, File.PLAYABLE) as path:
            assert not path.exists()
            assert path.parent.is_dir()

    def test_a_block_that_breaks_off_leaves_what_was_there(self, place: Place) -> None:
        write(place, b"first")

        with pytest.raises(OSError, match="the disk"), place.writing(TAKE, File.PLAYABLE) as path:
            path.write_bytes(b"half of the sec")
            raise OSError("the disk is full")

        assert read(place, File.PLAYABLE) == b"first"

    def test_a_block_that_writes_nothing_leaves_nothing(self, place: Place) -> None:
        with place.writing(TAKE, File.POSTER):
            pass

        assert place.size(TAKE, File.POSTER) == 0

    def test_other_bytes_are_another_version(self, place: Place) -> None:
        write(place, b"first")
        first = version(place)
        assert version(place) == first

        write(place, b"other")

        assert version(place) != first

    def test_all_files_of_a_take_are_removed_at_once(self, place: Place) -> None:
        append(place, b"one", at=0)
        write(place, b"two")

        assert place.remove(TAKE)

        assert [place.size(TAKE, file) for file in File] == [0] * len(File)

    def test_removing_what_is_gone_is_well(self, place: Place) -> None:
        append(place, b"one", at=0, take=OTHER)

        assert place.remove(TAKE)
        place.remove_file(TAKE, File.UPLOAD)

    def test_one_file_may_go_and_the_others_stay(self, place: Place) -> None:
        append(place, b"one", at=0)
        write(place, b"two")

        place.remove_file(TAKE, File.UPLOAD)

        assert place.size(TAKE, File.UPLOAD) == 0
        assert read(place, File.PLAYABLE) == b"two"

    def test_an_upload_may_begin_anew_after_all_was_removed(self, place: Place) -> None:
        append(place, b"one", at=0)
        place.remove(TAKE)

        append(place, b"two", at=0)

        assert read(place) == b"two"

    def test_all_files_of_a_kind_are_listed_with_their_age(self, place: Place) -> None:
        append(place, b"one", at=0, take=OTHER)
        write(place, b"two", file=File.PROMPT)

        ((take, since),) = place.kept(File.PROMPT)

        assert take == TAKE
        assert abs((datetime.now(UTC) - since).total_seconds()) < 3600
        assert list(place.kept(File.POSTER)) == []

    def test_an_address_is_one_or_none(self, place: Place) -> None:
        write(place, b"first")

        address = place.url(TAKE, File.PLAYABLE, content_type="video/webm")

        assert address is None or address.startswith(("http://", "https://"))


def lies_in(folder: Path) -> list[str]:
    """Return what lies below a folder, files and folders."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))
