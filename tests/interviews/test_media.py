"""Recordings become playable and hearable, and broken ones cost an exception with a clear sentence."""

import os
import subprocess
import sys
import threading
import time
import zipfile
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from paletter.interviews import media
from tests.interviews.clips import (
    RATE,
    a_clip,
    a_rotated_clip,
    a_turning_clip,
    flashes_and_clicks,
    tone,
    when_bright,
    when_loud,
)

SPEECH = Path(__file__).parent.parent / "data" / "speech"


def loudness(samples):
    return float(np.sqrt(np.mean(samples**2)))


@pytest.fixture
def webm(tmp_path):
    return a_clip(tmp_path / "answer.webm")


@pytest.fixture
def mp4(tmp_path):
    return a_clip(tmp_path / "answer.mp4", kind="mp4")


def test_the_length_of_a_browsers_webm_is_found_though_it_does_not_say_it(webm):
    with av.open(str(webm)) as container:
        assert container.duration is None

    facts = media.probe(webm)

    assert facts.duration == pytest.approx(3.0, abs=0.1)
    assert (facts.container, facts.has_audio, facts.has_video) == ("webm", True, True)
    assert (facts.width, facts.height, facts.video_codec, facts.audio_codec) == (160, 120, "vp8", "opus")


def test_a_phones_mp4_is_told_by_its_bytes_and_not_by_its_name(mp4):
    facts = media.probe(mp4.rename(mp4.with_suffix(".webm")))

    assert (facts.container, facts.video_codec, facts.audio_codec) == ("mp4", "h264", "aac")
    assert facts.duration == pytest.approx(3.0, abs=0.3)


def test_a_recording_may_have_sound_alone(tmp_path):
    facts = media.probe(a_clip(tmp_path / "answer.webm", picture=False))

    assert (facts.has_audio, facts.has_video, facts.width, facts.video_codec) == (True, False, None, None)


def test_a_recording_may_have_no_sound(tmp_path):
    silent = a_clip(tmp_path / "answer.webm", sound=False)

    assert media.probe(silent).has_audio is False
    assert media.decode_audio(silent).shape == (0,)


def test_time_before_the_first_packet_is_not_counted(tmp_path):
    assert media.probe(a_clip(tmp_path / "answer.webm", late=5.0)).duration == pytest.approx(3.0, abs=0.1)


@pytest.mark.parametrize("kind", ["webm", "mp4"])
def test_a_remuxed_recording_knows_its_length_and_can_be_sought(tmp_path, kind):
    source, target = a_clip(tmp_path / "upload", kind=kind, late=2.0), tmp_path / "playable"

    facts = media.remux(source, target)

    assert facts.container == kind
    with av.open(str(target)) as container:
        assert container.duration / av.time_base == pytest.approx(3.0, abs=0.3)
        assert min(float(s.start_time * s.time_base) for s in container.streams) == pytest.approx(0.0, abs=0.1)
        container.seek(2_000_000, backward=True)
        assert next(container.decode(video=0)).time >= 1.0


def test_the_index_of_a_remuxed_webm_comes_before_its_media(webm, tmp_path):
    media.remux(webm, tmp_path / "playable")

    written = (tmp_path / "playable").read_bytes()
    assert -1 < written.find(b"\x1c\x53\xbb\x6b") < written.find(b"\x1f\x43\xb6\x75")


def test_the_index_of_a_remuxed_mp4_comes_before_its_media(mp4, tmp_path):
    media.remux(mp4, tmp_path / "playable")

    written = (tmp_path / "playable").read_bytes()
    assert -1 < written.find(b"moov") < written.find(b"mdat")
    assert b"moof" not in written


def test_remuxing_copies_the_packets_as_they_are(webm, tmp_path):
    media.remux(webm, tmp_path / "playable")

    def packets(path):
        with av.open(str(path)) as container:
            return [bytes(p) for p in container.demux(video=0) if p.size]

    assert packets(tmp_path / "playable") == packets(webm)


@pytest.mark.parametrize("late", [0.0, 2.0])
@pytest.mark.parametrize("kind", ["webm", "mp4"])
def test_remuxing_keeps_sound_and_picture_in_step(tmp_path, kind, late):
    media.remux(flashes_and_clicks(tmp_path / "upload", kind=kind, late=late), tmp_path / "playable")

    bright, loud = when_bright(tmp_path / "playable"), when_loud(tmp_path / "playable")
    assert bright == pytest.approx([1.0, 3.0, 5.0, 7.0], abs=0.15)
    assert loud == pytest.approx(bright, abs=0.04)


@pytest.mark.parametrize("kind", ["webm", "mp4"])
def test_the_words_second_is_the_pictures_second(tmp_path, kind):
    media.remux(flashes_and_clicks(tmp_path / "upload", kind=kind, late=2.0), tmp_path / "playable")

    loud = np.flatnonzero(np.abs(media.decode_audio(tmp_path / "playable")) > 0.1) / 16_000
    starts = [loud[0], *(after for before, after in pairwise(loud) if after - before > 1)]
    assert starts == pytest.approx(when_bright(tmp_path / "playable"), abs=0.12)


def test_a_phone_that_was_turned_before_stays_turned(tmp_path):
    media.remux(a_rotated_clip(tmp_path / "upload", 90), tmp_path / "playable")

    with av.open(str(tmp_path / "playable")) as container:
        assert next(container.decode(video=0)).rotation == 90


def test_a_phone_that_is_turned_while_it_records_keeps_all_its_pictures(tmp_path):
    media.remux(a_turning_clip(tmp_path / "upload"), tmp_path / "playable")

    with av.open(str(tmp_path / "playable")) as container:
        sizes = [(frame.width, frame.height) for frame in container.decode(video=0)]
    assert sizes == [(160, 120)] * 10 + [(120, 160)] * 10


def test_a_failed_remux_leaves_nothing_behind_and_keeps_what_was_there(tmp_path):
    broken, target = tmp_path / "upload", tmp_path / "playable"
    broken.write_bytes(b"\x1a\x45\xdf\xa3" + bytes(2000))
    target.write_bytes(b"the one from before")

    with pytest.raises(media.MediaDamaged):
        media.remux(broken, target)

    assert target.read_bytes() == b"the one from before"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["playable", "upload"]


@pytest.mark.parametrize("kind", ["webm", "mp4"])
def test_the_sound_is_heard_as_it_was_played(tmp_path, kind):
    audio = media.decode_audio(a_clip(tmp_path / "clip", kind=kind))

    assert audio.dtype == np.float32
    assert len(audio) / 16_000 == pytest.approx(3.0, abs=0.3)
    spectrum = np.abs(np.fft.rfft(audio[8_000:24_000]))
    assert np.argmax(spectrum) == pytest.approx(440, abs=2)
    assert loudness(audio[8_000:24_000]) == pytest.approx(0.3 / np.sqrt(2), rel=0.1)


@pytest.mark.parametrize(("name", "seconds"), [("jfk.flac", 11.0), ("LJ050-0131.wav", 7.66)])
def test_sound_files_are_heard_too(name, seconds):
    assert len(media.decode_audio(SPEECH / name)) / 16_000 == pytest.approx(seconds, abs=0.1)


def test_a_gap_in_the_sound_is_silence_so_that_words_stay_at_their_second(tmp_path):
    sound = np.concatenate([tone(1.0), np.zeros(RATE, np.float32), tone(1.0)])
    whole, gappy = a_clip(tmp_path / "whole.webm", sound=sound), tmp_path / "gappy.webm"
    with av.open(str(whole)) as source, av.open(str(gappy), "w", format="webm") as out:
        stream = source.streams.audio[0]
        copy = out.add_stream_from_template(stream)
        for packet in source.demux(stream):
            if packet.size and not 1.1 < packet.pts * packet.time_base < 1.9:
                packet.stream = copy
                out.mux(packet)

    audio = media.decode_audio(gappy)

    assert loudness(audio[18_000:30_000]) < 0.01
    assert loudness(audio[34_000:46_000]) > 0.15


def test_a_recording_that_was_cut_off_keeps_what_there_is(webm, tmp_path):
    cut = tmp_path / "cut.webm"
    cut.write_bytes(webm.read_bytes()[: webm.stat().st_size * 2 // 3])

    facts = media.remux(cut, tmp_path / "playable")

    assert 1.0 < facts.duration < 2.9
    assert len(media.decode_audio(cut)) / 16_000 == pytest.approx(facts.duration, abs=0.3)


def test_a_poster_is_a_jpeg_of_the_recordings_size(webm, tmp_path):
    assert media.poster(webm, tmp_path / "poster.jpg") == (160, 120)
    with av.open(str(tmp_path / "poster.jpg")) as picture:
        assert next(picture.decode(video=0)).width == 160


def test_sound_alone_has_no_poster_and_no_file_is_written(tmp_path):
    clip = a_clip(tmp_path / "answer.webm", picture=False)

    assert media.poster(clip, tmp_path / "poster.jpg") is None
    assert not (tmp_path / "poster.jpg").exists()


def a_zip(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("answer.webm", bytes(1_000_000))
    return path.read_bytes()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello, this is a letter\n" * 50,
        np.random.default_rng(1).bytes(5000),
        b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
    ],
    ids=["empty", "text", "random bytes", "a playlist that points elsewhere"],
)
def test_what_is_no_recording_is_refused_by_name(tmp_path, content):
    path = tmp_path / "holiday.webm"
    path.write_bytes(content)

    for use in (media.probe, media.decode_audio, lambda p: media.remux(p, tmp_path / "playable")):
        with pytest.raises(media.NotMedia, match=r"“holiday\.webm” is not a recording that Paletter can read"):
            use(path)


def test_an_archive_is_refused(tmp_path):
    a_zip(tmp_path / "answer.webm")

    with pytest.raises(media.NotMedia):
        media.probe(tmp_path / "answer.webm")


def test_a_sound_file_is_no_recording_of_an_answer(tmp_path):
    with pytest.raises(media.NotMedia, match="WebM or MP4"):
        media.probe(SPEECH / "jfk.flac")


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path):
    with pytest.raises(media.NotMedia, match="There is no file"):
        media.probe(tmp_path / "nothing.webm")
    with pytest.raises(media.NotMedia, match="is a folder"):
        media.probe(tmp_path)


def test_a_header_without_media_is_damaged(tmp_path, mp4):
    path = tmp_path / "half.mp4"
    path.write_bytes(mp4.read_bytes()[:400])

    with pytest.raises(media.MediaDamaged, match=r"“half\.mp4” is damaged"):
        media.probe(path)


def test_a_recording_longer_than_allowed_is_refused(webm, tmp_path):
    for use in (media.probe, media.decode_audio):
        with pytest.raises(media.MediaTooLong, match="longer than"):
            use(webm, longest=2.0)
    with pytest.raises(media.MediaTooLong):
        media.remux(webm, tmp_path / "playable", longest=2.0)


def test_a_file_with_too_many_bytes_is_refused_unopened(tmp_path):
    path = tmp_path / "endless.webm"
    with path.open("wb") as file:
        file.write(b"\x1a\x45\xdf\xa3")
        file.truncate(media.LARGEST_BYTES + 1)  # sparse: takes no room

    with pytest.raises(media.MediaTooLarge, match="2 GiB"):
        media.probe(path)


def test_damaged_files_always_end_in_an_answer_or_a_media_error(webm, mp4, tmp_path):
    chance = np.random.default_rng(2026)
    path, outcomes = tmp_path / "damaged", []
    for round_ in range(24):
        data = bytearray((webm, mp4)[round_ % 2].read_bytes())
        for _ in range(int(chance.choice([1, 20, 300]))):
            data[chance.integers(len(data))] ^= 1 << int(chance.integers(8))
        path.write_bytes(data[: chance.integers(len(data) // 3, len(data))] if round_ % 3 == 0 else data)
        for use in (media.decode_audio, lambda p: media.remux(p, tmp_path / "playable")):
            try:
                use(path)
                outcomes.append("fine")
            except media.MediaError as error:
                assert "damaged" in str(error)
                outcomes.append("refused")

    assert {"fine", "refused"} == set(outcomes)


def test_other_threads_go_on_while_a_file_is_decoded(tmp_path):
    clip = a_clip(tmp_path / "long.webm", seconds=60, picture=False, sound=np.zeros(60 * RATE, np.float32))
    beats, done = [], threading.Event()

    def heart():
        while not done.wait(0.01):
            beats.append(time.monotonic())

    thread = threading.Thread(target=heart)
    thread.start()
    media.decode_audio(clip)
    done.set()
    thread.join()

    assert len(beats) > 5
    assert max(b - a for a, b in pairwise(beats)) < 1.0


def test_nothing_of_a_decoded_file_stays_on_the_disk(webm, tmp_path, monkeypatch):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))

    media.decode_audio(webm)

    assert os.listdir(scratch) == []  # noqa: PTH208


@pytest.mark.parametrize("child", ["decoding", "encoding"])
def test_a_child_needs_no_django(child):
    code = f"import sys, paletter.interviews.{child}; sys.exit(any(name.startswith('django') for name in sys.modules))"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_speech_in_a_recording_is_found_at_its_second(tmp_path):
    speech = media.decode_audio(SPEECH / "LJ050-0131.wav")
    at_48k = np.repeat(np.concatenate([np.zeros(32_000, np.float32), speech]), 3)
    clip = a_clip(tmp_path / "answer.webm", sound=at_48k, seconds=9)

    timing = media.speech_timing(clip)

    assert timing.spans[0][0] == pytest.approx(2.0, abs=0.3)
    assert timing.speech_seconds == pytest.approx(7.2, abs=1.0)


def test_speech_in_a_broken_recording_is_told_as_damage(webm):
    webm.write_bytes(webm.read_bytes()[:300])

    with pytest.raises(media.MediaDamaged):
        media.speech_timing(webm)
