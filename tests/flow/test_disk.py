"""A disk that is full, away or not ours to use costs time, never an answer."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection as database

from paletter.flow import queue, triggers, worker
from paletter.interviews import recordings
from paletter.interviews.models import Interview, Recording
from tests.cast import NOON, an_interview
from tests.flow.heard import waiting
from tests.interviews.clips import a_clip

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def media_root(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "recordings"
    return tmp_path / "recordings"


@pytest.fixture
def small_disk(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte, where the machine lets us make one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    made = mount and umount and subprocess.run([mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", place], check=False)
    if not made or made.returncode != 0:
        pytest.skip("NO DISK COULD BE FILLED: this needs the right to mount.")
    settings.MEDIA_ROOT = place
    yield place
    subprocess.run([umount, "-l", place], check=True)


def a_kept_take() -> Recording:
    answer = an_interview().answers.get(position=1)
    take = Recording.objects.create(answer=answer, take=1, completed_at=NOON)
    recordings.folder(take).mkdir(parents=True)
    clip = a_clip(recordings.folder(take) / "upload", seconds=2)
    Recording.objects.filter(pk=take.pk).update(offset=clip.stat().st_size, length=clip.stat().st_size)
    answer.kept = take
    answer.save()
    triggers.answer_kept(take)
    return take


def work() -> None:
    """Let a worker prepare recordings."""
    with database.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL")
    worker.run(name="test", concurrency=1, queues=[queue.PREPARE_RECORDING.queue], wait=False)


def now(take: Recording) -> Recording:
    return Recording.objects.get(pk=take.pk)


def trouble() -> str:
    return Interview.objects.get().trouble


def test_a_recording_on_a_disk_that_is_not_mounted_is_waited_for(media_root: Path, tmp_path: Path) -> None:
    take = a_kept_take()
    media_root.rename(tmp_path / "unmounted")

    work()

    assert (now(take).prepared_at, now(take).unusable_reason) == (None, "")
    assert "Nothing is lost" in trouble()
    assert len(waiting(step=queue.PREPARE_RECORDING.name)) == 1

    (tmp_path / "unmounted").rename(media_root)
    work()
    assert now(take).duration == pytest.approx(2, abs=0.2)
    assert trouble() == ""


def test_a_recording_of_which_bytes_are_missing_is_not_called_damaged(media_root: Path) -> None:
    take = a_kept_take()
    upload = recordings.folder(take) / "upload"
    whole = upload.read_bytes()
    upload.write_bytes(whole[:100])

    work()
    assert now(take).unusable_reason == ""

    upload.write_bytes(whole)
    work()
    assert now(take).duration == pytest.approx(2, abs=0.2)


def test_a_full_disk_only_puts_the_preparation_off(small_disk: Path) -> None:
    take = a_kept_take()
    filler = small_disk / "filler"
    with pytest.raises(OSError, match="No space"), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))

    work()

    assert (now(take).prepared_at, now(take).unusable_reason) == (None, "")
    assert "could not use its disk" in trouble()
    assert sorted(path.name for path in recordings.folder(take).iterdir()) == ["upload"]

    filler.unlink()
    work()
    assert now(take).duration == pytest.approx(2, abs=0.2)
    assert trouble() == ""
