"""What is thrown away by itself, and what never is."""

import io
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from pytest_django.fixtures import Settings

from paletter.interviews import expiry, places, receiving, recordings, sitting, takes
from paletter.interviews.models import Answer, Interview, Recording
from tests.cast import NOON, an_interview, saved

pytestmark = pytest.mark.django_db(transaction=True)

START = b"\x1a\x45\xdf\xa3" + bytes(96)
WEEK, MONTH = timedelta(days=7), timedelta(days=30)
LATER = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def recordings_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "recordings"
    return tmp_path / "recordings"


@pytest.fixture
def answer() -> Answer:
    return an_interview().answers.get(position=1)


def append(
    take: Recording, content: bytes, *, at: int = 0, length: int | None = None, now: datetime = NOON
) -> Recording:
    with receiving.receive(io.BytesIO(content).read, len(content)) as piece:
        return recordings.append(take, piece, at=at, length=length, now=now)


def unfinished(answer: Answer, *, length: int | None = None) -> Recording:
    return append(recordings.new(answer, length=length, now=NOON), START)


def whole(answer: Answer) -> Recording:
    return append(recordings.new(answer, length=None, now=NOON), START, length=len(START))


def has_files(take: Recording) -> bool:
    return recordings.folder(take).exists()


def used(answer: Answer) -> int:
    return takes.takes_of(*sitting.question_at(answer.interview, answer.position)).used


def test_an_upload_that_stopped_in_the_middle_goes_after_a_week(answer: Answer) -> None:
    take = unfinished(answer)

    assert expiry.clear(now=NOON + WEEK - LATER) == 0
    assert has_files(take)
    assert expiry.clear(now=NOON + WEEK) == 1

    take.refresh_from_db()
    assert (take.discarded_at, take.expires_at) == (NOON + WEEK, None)
    assert not has_files(take)


def test_one_of_which_more_came_waits_a_week_more(answer: Answer) -> None:
    take = append(unfinished(answer), b"more", at=100, now=NOON + timedelta(days=5))

    assert expiry.clear(now=NOON + WEEK) == 0
    assert take.expires_at == NOON + timedelta(days=12)


def test_one_that_was_opened_and_never_got_a_byte_goes_too(answer: Answer) -> None:
    recordings.new(answer, length=None, now=NOON)

    assert expiry.clear(now=NOON + WEEK) == 1


def test_one_from_before_uploads_expired_goes_by_its_age(answer: Answer) -> None:
    Recording.objects.filter(pk=unfinished(answer).pk).update(expires_at=None)

    assert expiry.clear(now=NOON + WEEK - LATER) == 0
    assert expiry.clear(now=NOON + WEEK) == 1


def test_a_whole_take_that_nobody_saved_goes_after_a_month(answer: Answer) -> None:
    take = whole(answer)

    assert expiry.clear(now=NOON + MONTH - LATER) == 0
    assert expiry.clear(now=NOON + MONTH) == 1
    assert not has_files(take)


@pytest.mark.parametrize("is_submitted", [False, True])
def test_the_take_that_counts_never_goes(answer: Answer, is_submitted: bool) -> None:
    take = whole(answer)
    saved(take)
    Interview.objects.update(submitted_at=NOON if is_submitted else None)

    assert expiry.clear(now=NOON + 100 * MONTH) == 0
    assert has_files(take)


def test_a_take_that_was_replaced_goes_and_the_better_one_stays(answer: Answer) -> None:
    first, second = whole(answer), whole(answer)
    saved(first)
    saved(second)

    assert expiry.clear(now=NOON + MONTH) == 1
    assert (has_files(first), has_files(second)) == (False, True)
    assert used(answer) == 2


def test_who_comes_back_without_an_answer_may_record_as_if_nothing_had_been(answer: Answer) -> None:
    whole(answer)
    unfinished(answer, length=200)
    assert used(answer) == 2

    assert expiry.clear(now=NOON + MONTH) == 2

    assert used(answer) == 0


def test_one_of_which_more_is_just_coming_in_is_left_alone(answer: Answer) -> None:
    take = unfinished(answer)

    with receiving.alone(take.pk):
        assert expiry.clear(now=NOON + WEEK) == 0

    assert expiry.clear(now=NOON + WEEK) == 1


def test_one_that_is_saved_in_the_same_moment_stays(answer: Answer) -> None:
    take = whole(answer)
    cleared: list[int] = []

    def clear() -> None:
        try:
            cleared.append(expiry.clear(now=NOON + MONTH))
        finally:
            connection.close()

    with transaction.atomic():
        saved(take, now=NOON + MONTH)
        other = threading.Thread(target=clear)
        other.start()
        other.join(timeout=1)
        assert other.is_alive()
    other.join()

    assert cleared == [0]
    assert has_files(take)


def test_files_that_would_not_go_are_tried_again(answer: Answer, recordings_folder: Path, tmp_path: Path) -> None:
    take = unfinished(answer)
    recordings_folder.rename(tmp_path / "away")

    assert expiry.clear(now=NOON + WEEK) == 1
    (tmp_path / "away").rename(recordings_folder)
    assert has_files(take)
    expiry.clear(now=NOON + WEEK)

    assert not has_files(take)
    assert not recordings.with_files_left().exists()


def test_files_of_a_take_that_the_candidate_threw_away_are_tried_again_too(
    answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = unfinished(answer)
    with monkeypatch.context() as stubborn:
        stubborn.setattr(places.Disk, "remove", lambda *_: False)
        takes.discard(take, now=NOON)
    assert has_files(take)

    assert expiry.clear(now=NOON) == 0
    assert not has_files(take)


def test_an_interview_that_was_erased_meanwhile_stops_nothing(answer: Answer) -> None:
    take = unfinished(answer)
    gone = take.pk
    take.delete()

    assert not expiry._cleared(gone, now=NOON + WEEK)
