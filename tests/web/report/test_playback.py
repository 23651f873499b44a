"""Recordings as players fetch them, and who may."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paletter.accounts.models import User
from paletter.interviews.models import Recording
from paletter.web.report import playback
from tests.cast import NOON, a_candidate, a_job, a_recruiter, an_interview, mallory
from tests.reports.cast import a_take, correct

pytestmark = pytest.mark.django_db

CONTENT = bytes(range(256)) * 40
SIZE = len(CONTENT)


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def a_file(recording: Recording, folder: Path, name: str = "playable", content: bytes = CONTENT) -> Recording:
    place = folder / str(recording.pk)
    place.mkdir(exist_ok=True)
    (place / name).write_bytes(content)
    return recording


@pytest.fixture
def recording(media_folder: Path) -> Recording:
    """Carol's prepared first answer, handed in."""
    interview = an_interview(a_job(), started_at=NOON, submitted_at=NOON)
    return a_file(a_take(interview, 1, "I asked her"), media_folder)


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def get(recording: Recording, user: User | None = None, **headers: str):
    return browser_of(user or a_recruiter()).get(f"/recordings/{recording.pk}", headers=headers)


def body(response) -> bytes:
    return b"".join(response) if response.streaming else response.content


class TestRanges:
    def test_the_whole_file_comes_when_no_range_is_asked(self, recording):
        response = get(recording)

        assert response.status_code == 200
        assert response["Content-Length"] == str(SIZE)
        assert response["Accept-Ranges"] == "bytes"
        assert "Content-Range" not in response
        assert body(response) == CONTENT

    @pytest.mark.parametrize(
        ("asked", "first", "last"),
        [
            ("bytes=0-99", 0, 99),
            ("bytes=500-", 500, SIZE - 1),
            ("bytes=-10", SIZE - 10, SIZE - 1),
            (f"bytes={SIZE - 1}-{SIZE + 500}", SIZE - 1, SIZE - 1),
        ],
    )
    def test_a_range_comes_as_206_with_its_place(self, recording, asked, first, last):
        response = get(recording, range=asked)

        assert response.status_code == 206
        assert response["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
        assert response["Content-Length"] == str(last - first + 1)
        assert body(response) == CONTENT[first : last + 1]

    def test_a_range_beyond_the_end_is_416_and_tells_the_size(self, recording):
        response = get(recording, range=f"bytes={SIZE}-")

        assert response.status_code == 416
        assert response["Content-Range"] == f"bytes */{SIZE}"
        assert response.content == b""

    @pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "bytes=9-1", "lines=1-2", "nonsense"])
    def test_other_wishes_are_answered_with_the_whole_file(self, recording, asked):
        response = get(recording, range=asked)

        assert response.status_code == 200
        assert body(response) == CONTENT

    def test_head_tells_the_length_and_sends_nothing(self, recording):
        response = browser_of(a_recruiter()).head(f"/recordings/{recording.pk}", headers={"range": "bytes=0-9"})

        assert response.status_code == 200  # Range is defined for GET alone
        assert response["Content-Length"] == str(SIZE)
        assert body(response) == b""

    def test_if_range_with_the_same_file_gives_the_range(self, recording):
        etag = get(recording)["ETag"]

        response = get(recording, range="bytes=0-9", **{"if-range": etag})

        assert (response.status_code, body(response)) == (206, CONTENT[:10])

    @pytest.mark.parametrize("other", ['"another"', "Mon, 23 Nov 2026 12:00:00 GMT"])
    def test_if_range_with_another_file_gives_the_whole(self, recording, other):
        response = get(recording, range="bytes=0-9", **{"if-range": other})

        assert (response.status_code, body(response)) == (200, CONTENT)

    def test_a_weak_tag_never_stands_for_the_same_bytes(self, recording):
        etag = get(recording)["ETag"]

        response = get(recording, range="bytes=0-9", **{"if-range": f"W/{etag}"})

        assert response.status_code == 200

    def test_a_file_that_was_prepared_anew_has_another_tag(self, recording, media_folder):
        before = get(recording)["ETag"]
        a_file(recording, media_folder, content=CONTENT + b"more")

        assert get(recording)["ETag"] != before

    def test_an_unchanged_file_is_not_sent_twice(self, recording):
        etag = get(recording)["ETag"]

        response = get(recording, range="bytes=0-9", **{"if-none-match": etag})

        assert (response.status_code, body(response)) == (304, b"")

    def test_an_empty_file_is_sent_as_nothing(self, recording, media_folder):
        a_file(recording, media_folder, content=b"")

        whole, part = get(recording), get(recording, range="bytes=0-")

        assert (whole.status_code, body(whole)) == (200, b"")
        assert part.status_code == 416

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(first=st.integers(0, SIZE - 1), length=st.integers(1, SIZE + 100))
    def test_any_valid_range_gives_exactly_those_bytes(self, recording, first, length):
        alice = a_recruiter()

        middle = get(recording, alice, range=f"bytes={first}-{first + length - 1}")
        suffix = get(recording, alice, range=f"bytes=-{length}")

        assert (middle.status_code, body(middle)) == (206, CONTENT[first : first + length])
        assert (suffix.status_code, body(suffix)) == (206, CONTENT[-length:])

    def test_a_large_file_is_read_in_small_pieces(self, recording, media_folder):
        a_file(recording, media_folder, content=b"x" * (playback.PIECE * 3 + 7))

        pieces = [len(piece) for piece in get(recording)]

        assert pieces == [playback.PIECE] * 3 + [7]

    def test_the_file_is_closed_when_the_player_gives_up(self, recording):
        response = get(recording)
        file = response.streaming_content  # begun, not finished
        next(iter(file))
        opened = _open_files(recording)

        response.close()

        assert opened == 1
        assert _open_files(recording) == 0


def _open_files(recording: Recording) -> int:
    links = (link.resolve() for link in Path("/proc/self/fd").iterdir())
    return sum(str(recording.pk) in str(link) for link in links)


class TestHeaders:
    def test_nobody_between_may_keep_it_and_the_browser_asks_again(self, recording):
        assert get(recording)["Cache-Control"] == "private, no-cache"

    def test_it_is_shown_in_place_and_never_guessed_at(self, recording):
        response = get(recording)

        assert response["Content-Disposition"] == "inline"
        assert response["X-Content-Type-Options"] == "nosniff"

    @pytest.mark.parametrize(
        ("container", "has_video", "content_type"),
        [("webm", True, "video/webm"), ("mp4", True, "video/mp4"), ("webm", False, "audio/webm")],
    )
    def test_its_type_is_what_code_found_in_it(self, recording, container, has_video, content_type):
        Recording.objects.filter(pk=recording.pk).update(container=container, has_video=has_video)

        assert get(recording)["Content-Type"] == content_type

    def test_a_post_is_refused(self, recording):
        assert browser_of(a_recruiter()).post(f"/recordings/{recording.pk}").status_code == 405


class TestAccess:
    def test_a_member_of_the_jobs_organisation_may_watch(self, recording):
        assert get(recording, a_recruiter("bob@example.org")).status_code == 200

    def test_the_candidate_may_watch(self, recording):
        assert get(recording, a_candidate()).status_code == 200

    @pytest.mark.parametrize("stranger", [mallory, lambda: a_candidate("other@example.org", "Other")])
    def test_for_others_there_is_no_such_recording(self, recording, stranger):
        assert get(recording, stranger()).status_code == 404

    def test_for_who_is_not_logged_in_there_is_no_such_recording(self, recording):
        assert Client().get(f"/recordings/{recording.pk}").status_code == 404

    def test_an_address_that_never_was_looks_the_same(self, recording):
        assert browser_of(a_recruiter()).get(f"/recordings/{uuid4()}").status_code == 404

    def test_a_member_does_not_see_what_is_not_handed_in(self, media_folder):
        take = a_file(a_take(an_interview(a_job()), 1), media_folder)

        assert get(take).status_code == 404
        assert get(take, a_candidate()).status_code == 200

    def test_a_member_does_not_see_a_take_that_was_recorded_anew(self, recording, media_folder):
        dropped = a_file(
            Recording.objects.create(answer=recording.answer, take=2, prepared_at=NOON, container="webm"), media_folder
        )

        assert get(dropped).status_code == 404
        assert get(dropped, a_candidate()).status_code == 200

    def test_a_recording_whose_file_is_gone_is_not_found(self, recording, media_folder):
        (media_folder / str(recording.pk) / "playable").unlink()

        assert get(recording).status_code == 404
        assert get(recording, a_candidate()).status_code == 404


class TestBeforePreparation:
    @pytest.mark.parametrize(
        ("start", "content_type"),
        [
            (b"\x1a\x45\xdf\xa3 webm", "video/webm"),
            (b"\0\0\0\x20ftypisom", "video/mp4"),
            (b"<html>", "application/octet-stream"),
        ],
    )
    def test_the_candidate_watches_what_was_sent_as_what_it_is(self, media_folder, start, content_type):
        take = a_take(an_interview(a_job(), submitted_at=NOON), 1, prepared_at=None, container="", has_video=False)
        a_file(take, media_folder, "upload", start)

        response = get(take, a_candidate())

        assert (response.status_code, response["Content-Type"], body(response)) == (200, content_type, start)

    def test_a_member_waits_for_the_prepared_file(self, media_folder):
        take = a_take(an_interview(a_job(), submitted_at=NOON), 1, prepared_at=None)
        a_file(take, media_folder, "upload")

        assert get(take).status_code == 404


class TestCaptions:
    def fetch(self, recording, user=None, **headers):
        return browser_of(user or a_recruiter()).get(f"/recordings/{recording.pk}/captions.vtt", headers=headers)

    def test_they_are_the_words_with_their_times(self, recording):
        response = self.fetch(recording)

        assert response["Content-Type"] == "text/vtt"
        assert response.content.startswith(b"WEBVTT\n")
        assert b"I asked her" in response.content
        assert b"00:01.000 -->" in response.content

    def test_a_correction_comes_before_what_was_heard(self, recording):
        correct(recording, "I asked him", share_changed=0.3)

        assert b"I asked him" in self.fetch(recording).content

    def test_without_words_there_are_none(self, media_folder):
        take = a_file(a_take(an_interview(a_job(), submitted_at=NOON), 1), media_folder)

        assert self.fetch(take).status_code == 404

    def test_strangers_do_not_get_them(self, recording):
        assert self.fetch(recording, mallory()).status_code == 404

    def test_unchanged_captions_are_not_sent_twice(self, recording):
        etag = self.fetch(recording)["ETag"]

        assert self.fetch(recording, **{"if-none-match": etag}).status_code == 304
