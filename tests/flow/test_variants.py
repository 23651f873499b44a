"""Somebody's player can't play a recording: a worker makes a file that it can, and the interview goes its way."""

import pytest

from paletter.flow import queue, triggers, worker
from paletter.interviews import places
from paletter.interviews.models import Answer, Interview, Recording, VariantState
from paletter.interviews.places import File
from tests.cast import NOON
from tests.flow.heard import a_heard_interview, waiting
from tests.interviews.clips import a_clip

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def recording(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    take = a_heard_interview().answers.get(position=1).kept
    with places.current().writing(take.pk, File.PLAYABLE) as playable:
        a_clip(playable)
    Recording.objects.filter(pk=take.pk).update(container="webm", duration=3.0, prepared_at=NOON)
    return Recording.objects.get(pk=take.pk)


def work():
    worker.run(name="test", concurrency=1, queues=[queue.MAKE_VARIANT.queue], wait=False)


def test_a_worker_makes_what_is_wanted(recording):
    triggers.variant_wanted(recording)
    work()

    recording.refresh_from_db()
    assert recording.variant == VariantState.READY
    assert places.current().size(recording.pk, File.VARIANT) > 0


def test_one_that_can_not_be_made_stops_nothing(recording):
    with places.current().writing(recording.pk, File.PLAYABLE) as playable:
        playable.write_bytes(b"\x1a\x45\xdf\xa3" + bytes(2000))

    triggers.variant_wanted(recording)
    work()

    recording.refresh_from_db()
    assert recording.variant == VariantState.IMPOSSIBLE
    assert Interview.objects.get().trouble == ""


def test_a_take_that_was_replaced_meanwhile_gets_none(recording):
    triggers.variant_wanted(recording)
    Answer.objects.update(kept=None)
    work()

    assert places.current().size(recording.pk, File.VARIANT) == 0
    assert waiting(step="make_variant") == []
