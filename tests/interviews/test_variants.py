"""A file for players that can't play the first: made when somebody asks, once."""

import pytest

from paletter.interviews import media, places, preparing, variants
from paletter.interviews.models import Recording, VariantState
from paletter.interviews.places import File
from tests.cast import NOON, an_interview
from tests.interviews.clips import a_clip

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def a_prepared_recording(**how):
    recording = Recording.objects.create(answer=an_interview().answers.get(position=1), take=1, completed_at=NOON)
    with places.current().writing(recording.pk, File.UPLOAD) as upload:
        a_clip(upload, **how)
    preparing.prepare(recording, now=NOON)
    return recording


def made(recording):
    variants.want(recording)
    variants.make(recording)
    recording.refresh_from_db()
    return recording.variant


def test_what_is_wanted_is_made():
    recording = a_prepared_recording()

    assert made(recording) == VariantState.READY
    with places.current().reading(recording.pk, File.VARIANT) as variant:
        facts = media.probe(variant)
    assert (facts.video_codec, facts.audio_codec) == ("h264", "aac")


def test_nothing_is_made_unasked():
    recording = a_prepared_recording()

    variants.make(recording)

    assert places.current().size(recording.pk, File.VARIANT) == 0


def test_it_is_made_once_however_often_it_is_wanted():
    recording = a_prepared_recording()
    made(recording)
    version = places.current().open(recording.pk, File.VARIANT).version

    assert variants.want(recording) == VariantState.READY
    variants.make(recording)

    assert places.current().open(recording.pk, File.VARIANT).version == version


def test_what_can_not_be_made_is_said_and_not_tried_for_ever():
    recording = a_prepared_recording()
    with places.current().writing(recording.pk, File.PLAYABLE) as playable:
        playable.write_bytes(b"\x1a\x45\xdf\xa3" + bytes(2000))

    assert made(recording) == VariantState.IMPOSSIBLE
    assert variants.want(recording) == VariantState.IMPOSSIBLE


def test_a_recording_that_nobody_can_play_has_none():
    recording = Recording.objects.create(answer=an_interview().answers.get(position=1), take=1)

    assert variants.want(recording) is None
    assert recording.variant == ""


def test_a_disk_that_fails_leaves_it_wanted():
    recording = a_prepared_recording()
    variants.want(recording)
    places.current().remove(recording.pk)

    with pytest.raises(FileNotFoundError):
        variants.make(recording)
    recording.refresh_from_db()
    assert recording.variant == VariantState.WANTED


def test_a_prepared_recording_has_a_still_picture():
    recording = a_prepared_recording()

    assert recording.has_poster
    with places.current().reading(recording.pk, File.POSTER) as poster:
        assert poster.read_bytes().startswith(b"\xff\xd8\xff")


def test_sound_alone_has_none():
    recording = a_prepared_recording(picture=False)

    assert not recording.has_poster
    assert recording.unusable_reason == ""
    assert places.current().size(recording.pk, File.POSTER) == 0
