import hashlib
import io
import threading
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from paletter.interviews import receiving, recordings
from paletter.interviews.models import Recording
from tests.cast import NOON, an_interview

START = b"\x1a\x45\xdf\xa3" + bytes(range(96))
MP4 = b"\x00\x00\x00\x18ftypisom" + bytes(88)


@pytest.fixture(autouse=True)
def recordings_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def a_take(length: int | None = None) -> Recording:
    return recordings.new(an_interview().answers.get(position=1), length=length, now=NOON)


def append(take: Recording, content: bytes, *, at: int, length: int | None = None) -> Recording:
    with receiving.receive(io.BytesIO(content).read, len(content)) as piece:
        return recordings.append(take, piece, at=at, length=length, now=NOON)


def on_disk(take: Recording) -> bytes:
    return (recordings.folder(take) / "upload").read_bytes()


@pytest.mark.django_db
def test_pieces_become_one_file_and_the_last_one_completes_it() -> None:
    take = append(a_take(), START, at=0)

    take = append(take, b"the end", at=100, length=107)

    assert on_disk(take) == START + b"the end"
    assert take.sha256 == hashlib.sha256(START + b"the end").hexdigest()
    assert take.completed_at == NOON


@pytest.mark.django_db
def test_an_empty_last_piece_completes_a_take_that_broke_off() -> None:
    take = append(a_take(), START, at=0)

    assert append(take, b"", at=100, length=100).is_whole


@pytest.mark.django_db
def test_a_last_piece_sent_twice_changes_nothing() -> None:
    take = append(a_take(), START, at=0, length=100)

    again = append(take, b"", at=100, length=100)

    assert (again.offset, again.sha256) == (100, take.sha256)


@pytest.mark.django_db
def test_a_piece_at_the_wrong_place_is_refused_and_nothing_is_written() -> None:
    take = append(a_take(), START, at=0)

    with pytest.raises(recordings.WrongOffset):
        append(take, b"again", at=50)

    assert on_disk(take) == START


@pytest.mark.django_db
def test_bytes_written_before_a_crash_but_never_confirmed_are_cut_off() -> None:
    take = append(a_take(), START, at=0)
    with (recordings.folder(take) / "upload").open("ab") as file:
        file.write(b"written, then the server was killed")

    take = append(take, b"sent again", at=100)

    assert on_disk(take) == START + b"sent again"


@pytest.mark.django_db
def test_a_crash_between_append_and_row_loses_nothing() -> None:
    take = a_take()
    crash = threading.Event()

    class Killed(Exception):
        pass

    def killed_before_commit() -> None:
        from django.db import transaction

        with transaction.atomic():
            append(take, START, at=0)
            crash.set()
            raise Killed

    with pytest.raises(Killed):
        killed_before_commit()
    take.refresh_from_db()
    assert (take.offset, len(on_disk(take))) == (0, 100)

    take = append(take, START, at=0, length=100)

    assert on_disk(take) == START
    assert take.sha256 == hashlib.sha256(START).hexdigest()


@pytest.mark.django_db
def test_a_file_shorter_than_its_row_sets_the_row_back() -> None:
    take = append(a_take(), START, at=0)
    upload = recordings.folder(take) / "upload"
    upload.write_bytes(START[:40])

    assert recordings.offset_of(take) == 40
    with pytest.raises(recordings.WrongOffset):
        append(take, b"more", at=100)
    append(take, START[40:], at=40)

    assert on_disk(take) == START


@pytest.mark.django_db
def test_what_is_no_webm_or_mp4_is_refused_at_its_first_bytes() -> None:
    with pytest.raises(recordings.NotMedia):
        append(a_take(), b"<html>not a recording</html>", at=0)


@pytest.mark.django_db
def test_a_first_piece_too_short_to_tell_is_judged_at_the_end() -> None:
    take = append(a_take(), b"\x7fELF", at=0)

    with pytest.raises(recordings.NotMedia):
        append(take, b"a program, no recording", at=4, length=27)

    take.refresh_from_db()
    assert not take.is_whole


@pytest.mark.django_db
def test_mp4_is_taken_too() -> None:
    assert append(a_take(), MP4, at=0, length=100).is_whole


@pytest.mark.django_db
def test_an_answer_larger_than_allowed_is_refused(settings: Settings) -> None:
    settings.OPTIONS = settings.OPTIONS.model_copy(update={"max_answer_mb": 1})
    take = append(a_take(), START + bytes(999_800), at=0)

    with pytest.raises(recordings.TooLarge, match="larger than 1 MB"):
        append(take, bytes(200), at=999_900)
    with pytest.raises(recordings.TooLarge):
        recordings.new(take.answer, length=1_000_001, now=NOON)


@pytest.mark.django_db
def test_an_announced_length_cannot_change() -> None:
    take = append(a_take(length=200), START, at=0)

    with pytest.raises(recordings.LengthChanged):
        append(take, b"", at=100, length=100)
    with pytest.raises(recordings.LengthChanged):
        append(take, bytes(101), at=100)


@pytest.mark.django_db
def test_a_line_that_dies_still_yields_what_came() -> None:
    blocks = iter([START, ConnectionResetError()])

    def read(size: int) -> bytes:
        block = next(blocks)
        if isinstance(block, Exception):
            raise block
        return block

    with receiving.receive(read, 10_000) as piece:
        take = recordings.append(a_take(), piece, at=0, length=None, now=NOON)

    assert piece.is_cut
    assert take.offset == 100


@pytest.mark.django_db
def test_a_full_disk_says_so_and_confirms_nothing(tmp_path: Path) -> None:
    take = append(a_take(), START, at=0)
    upload = recordings.folder(take) / "upload"
    upload.unlink()
    upload.symlink_to("/dev/full")

    with pytest.raises(receiving.UploadRefused):
        append(take, START, at=0)

    take.refresh_from_db()
    assert take.offset == 0


@pytest.mark.django_db
def test_a_piece_is_received_in_small_blocks() -> None:
    largest = 0

    def read(size: int) -> bytes:
        nonlocal largest
        largest = max(largest, size)
        return bytes(size)

    with receiving.receive(read, 5_000_000) as piece:
        assert piece.size == 5_000_000

    assert largest <= receiving.BLOCK


@pytest.mark.django_db(transaction=True)
def test_of_two_pieces_for_one_place_sent_at_once_one_wins() -> None:
    take = append(a_take(), START, at=0)
    outcomes: list[str] = []
    together = threading.Barrier(2)

    def send(content: bytes) -> None:
        together.wait()
        try:
            append(take, content, at=100)
            outcomes.append("appended")
        except recordings.WrongOffset:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(letter * 500_000,)) for letter in (b"a", b"b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["appended", "refused"]
    assert on_disk(take)[100:] in (b"a" * 500_000, b"b" * 500_000)
