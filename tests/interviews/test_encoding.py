"""A variant for players that know H.264 alone, and a poster: upright, in step, and the length of the recording."""

import av
import numpy as np
import pytest

from paletter.interviews import media
from tests.interviews.clips import (
    a_clip,
    a_rotated_clip,
    a_turning_clip,
    flashes_and_clicks,
    when_bright,
    when_loud,
)


def made(source, tmp_path):
    facts = media.remux(source, tmp_path / "playable")
    media.encode(tmp_path / "playable", tmp_path / "variant.mp4", seconds=facts.duration)
    return tmp_path / "variant.mp4"


@pytest.mark.parametrize("kind", ["webm", "mp4"])
def test_the_variant_is_h264_and_aac_of_the_same_length(tmp_path, kind):
    variant = made(a_clip(tmp_path / "upload", kind=kind, late=2.0), tmp_path)

    facts = media.probe(variant)
    assert (facts.container, facts.video_codec, facts.audio_codec) == ("mp4", "h264", "aac")
    assert (facts.width, facts.height) == (160, 120)
    assert facts.duration == pytest.approx(media.probe(tmp_path / "playable").duration, abs=0.1)


def test_its_index_comes_before_its_media_and_it_can_be_sought(tmp_path):
    variant = made(a_clip(tmp_path / "upload"), tmp_path)

    written = variant.read_bytes()
    assert -1 < written.find(b"moov") < written.find(b"mdat")
    with av.open(str(variant)) as container:
        container.seek(2_000_000, backward=True)
        assert 1.0 <= next(container.decode(video=0)).time <= 2.1


def test_sound_alone_stays_sound_alone(tmp_path):
    facts = media.probe(made(a_clip(tmp_path / "upload", picture=False), tmp_path))

    assert (facts.has_audio, facts.has_video) == (True, False)


def test_a_picture_alone_stays_a_picture_alone(tmp_path):
    facts = media.probe(made(a_clip(tmp_path / "upload", sound=False), tmp_path))

    assert (facts.has_audio, facts.has_video) == (False, True)


@pytest.mark.parametrize("kind", ["webm", "mp4"])
def test_sound_and_picture_keep_in_step(tmp_path, kind):
    variant = made(flashes_and_clicks(tmp_path / "upload", kind=kind, seconds=20), tmp_path)

    bright, loud = when_bright(variant), when_loud(variant)
    assert len(bright) == len(loud) == 9
    assert np.abs(np.array(bright) - np.array(loud)).max() < 0.06


def test_a_gap_in_the_sound_is_silence_in_the_variant(tmp_path):
    whole, gappy = flashes_and_clicks(tmp_path / "whole.webm", seconds=10), tmp_path / "gappy.webm"
    with av.open(str(whole)) as source, av.open(str(gappy), "w", format="webm") as out:
        copies = {s.index: out.add_stream_from_template(s) for s in source.streams}
        for packet in source.demux():
            is_lost = packet.stream.type == "audio" and packet.pts and 2.5 < packet.pts * packet.time_base < 3.5
            if packet.size and not is_lost:
                packet.stream = copies[packet.stream.index]
                out.mux(packet)

    variant = made(gappy, tmp_path)

    # The click at 3 s is lost; those after it still come with their flash.
    assert [when_bright(variant)[at] for at in (0, 2, 3)] == pytest.approx(when_loud(variant), abs=0.06)


@pytest.mark.parametrize(("turned", "size"), [(0, (160, 120)), (90, (120, 160)), (-90, (120, 160)), (180, (160, 120))])
def test_what_a_phone_recorded_turned_is_upright(tmp_path, turned, size):
    source = a_rotated_clip(tmp_path / "upload", turned)

    variant = made(source, tmp_path)
    assert media.poster(source, tmp_path / "poster.jpg") == size

    for path in (variant, tmp_path / "poster.jpg"):
        with av.open(str(path)) as container:
            frame = next(container.decode(video=0))
            grey = frame.reformat(format="gray").to_ndarray().astype(float)
            assert (frame.width, frame.height, frame.rotation) == (*size, 0)
            # The clip's upper edge is bright, whichever way its pixels lie in the file.
            assert grey[: size[1] // 4].mean() > grey[-size[1] // 4 :].mean() + 50


def test_a_recording_that_changes_its_size_keeps_one_in_the_variant(tmp_path):
    variant = made(a_turning_clip(tmp_path / "upload"), tmp_path)

    with av.open(str(variant)) as container:
        frames = list(container.decode(video=0))
    assert {(frame.width, frame.height) for frame in frames} == {(160, 120)}
    upright = frames[-1].reformat(format="gray").to_ndarray()
    assert upright[60, 5] < 40 < upright[60, 80]  # bars beside it, not stretched


def test_large_pictures_become_smaller(tmp_path):
    facts = media.probe(made(a_rotated_clip(tmp_path / "upload", 0, size=(1920, 1080), frames=3), tmp_path))

    assert (facts.width, facts.height) == (1280, 720)


def test_a_damaged_recording_leaves_no_half_variant(tmp_path):
    broken = tmp_path / "playable"
    broken.write_bytes(b"\x1a\x45\xdf\xa3" + bytes(2000))

    with pytest.raises(media.MediaDamaged):
        media.encode(broken, tmp_path / "variant.mp4", seconds=3.0)
    assert [path.name for path in tmp_path.iterdir()] == ["playable"]
