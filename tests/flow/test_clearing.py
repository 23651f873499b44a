"""The clock throws away what nobody finished."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from paletter.flow import queue, worker
from paletter.interviews import receiving, recordings
from tests.cast import an_interview

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_upload_that_expired_is_cleared_by_the_next_round(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    long_ago = timezone.now() - timedelta(days=8)
    take = recordings.new(an_interview().answers.get(position=1), length=None, now=long_ago)
    with receiving.receive(io.BytesIO(b"\x1a\x45\xdf\xa3" + bytes(96)).read, 100) as piece:
        recordings.append(take, piece, at=0, length=None, now=long_ago)

    queue.defer(queue.Step(queue.CLEAR_TAKES.name, "alone"), "test", timestamp=0)
    worker.run(name="test", concurrency=1, queues=["alone"], wait=False)

    take.refresh_from_db()
    assert take.discarded_at is not None
    assert not recordings.folder(take).exists()
