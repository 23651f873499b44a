"""How much of the disk uploads may take: from one person, and before the database beside them is in danger."""

import io
import shutil
from collections import namedtuple
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from paletter.interviews import receiving, recordings, room
from paletter.interviews.models import Answer, Recording
from tests.cast import NOON, an_interview

START = b"\x1a\x45\xdf\xa3" + bytes(96)
MEGABYTE = 1_000_000
Usage = namedtuple("Usage", "total used free")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def recordings_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "recordings"
    settings.OPTIONS = settings.OPTIONS.model_copy(update={"max_answer_mb": 1})
    return tmp_path / "recordings"


def an_answer() -> Answer:
    return an_interview().answers.get(position=1)


def append(take: Recording, content: bytes, *, at: int = 0, length: int | None = None) -> Recording:
    with receiving.receive(io.BytesIO(content).read, len(content)) as piece:
        return recordings.append(take, piece, at=at, length=length, now=NOON)


def test_many_takes_that_never_end_do_not_fill_the_disk() -> None:
    answer, whole = an_answer(), START + bytes(MEGABYTE - len(START))
    for _ in range(room.MOST_TAKES_HELD):
        append(recordings.new(answer, length=None, now=NOON), whole)

    with pytest.raises(recordings.TooLarge, match="begin this question"):
        append(recordings.new(answer, length=None, now=NOON), START)

    assert answer.takes.filter(offset__gt=0).count() == room.MOST_TAKES_HELD


def test_takes_that_were_thrown_away_make_room_for_others() -> None:
    answer, whole = an_answer(), START + bytes(MEGABYTE - len(START))
    for _ in range(room.MOST_TAKES_HELD + 1):
        take = append(recordings.new(answer, length=None, now=NOON), whole)
        recordings.discard(take, now=NOON)

    assert append(recordings.new(answer, length=None, now=NOON), whole).offset == MEGABYTE


def test_room_is_left_for_the_database_on_the_same_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    take = recordings.new(an_answer(), length=None, now=NOON)
    nearly_full = Usage(10**12, 10**12, room.LEAST_FREE_BYTES + len(START) - 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: nearly_full)

    with pytest.raises(receiving.NoRoom, match="safe on your device"):
        append(take, START)

    assert recordings.offset_of(Recording.objects.get(pk=take.pk)) == 0


def test_a_whole_take_is_not_read_again_for_a_piece_without_bytes() -> None:
    take = append(recordings.new(an_answer(), length=None, now=NOON), START, length=len(START))
    (recordings.folder(take) / "upload").unlink()

    assert append(take, b"", at=len(START)).sha256 == take.sha256


def test_other_users_of_the_machine_cannot_look_into_the_recordings(recordings_folder: Path) -> None:
    take = append(recordings.new(an_answer(), length=None, now=NOON), START)

    assert recordings_folder.stat().st_mode & 0o077 == 0
    assert recordings.folder(take).stat().st_mode & 0o077 == 0
