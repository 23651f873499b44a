"""The still picture and the other version of a recording: who may have them, and how one asks."""

import pytest
from django.db import connection

from paletter.interviews.models import Recording
from tests.cast import NOON, a_candidate, a_job, a_recruiter, an_interview, mallory
from tests.reports.cast import a_take
from tests.web.report.test_playback import a_file, body, browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def recording(media_folder):
    """Carol's prepared first answer, handed in, with all its files."""
    take = a_take(an_interview(a_job(), started_at=NOON, submitted_at=NOON), 1, "I asked her")
    for name in ("playable", "variant", "poster"):
        a_file(take, media_folder, name, content=name.encode() * 100)
    Recording.objects.filter(pk=take.pk).update(has_poster=True, variant="ready")
    take.refresh_from_db()
    return take


def waiting():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'make_variant'")
        return cursor.fetchone()[0]


def test_the_picture_comes_as_a_jpeg_kept_by_this_browser_alone(recording):
    response = browser_of(a_recruiter()).get(f"/recordings/{recording.pk}/poster.jpg")

    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert response["Cache-Control"] == "private, no-cache"
    assert body(response) == b"poster" * 100


def test_the_variant_comes_in_ranges(recording):
    response = browser_of(a_recruiter()).get(f"/recordings/{recording.pk}/variant", headers={"range": "bytes=0-6"})

    assert (response.status_code, response["Content-Type"]) == (206, "video/mp4")
    assert body(response) == b"variant"


@pytest.mark.parametrize("what", ["poster.jpg", "variant"])
def test_for_strangers_there_is_neither(recording, what):
    address = f"/recordings/{recording.pk}/{what}"

    assert browser_of(mallory()).get(address).status_code == 404
    assert browser_of(mallory()).post(address).status_code in (404, 405)
    assert browser_of(a_candidate()).get(address).status_code == 200


def test_asking_sets_it_going_once(recording):
    Recording.objects.update(variant="")
    browser = browser_of(a_recruiter())

    for _ in range(3):
        assert browser.post(f"/recordings/{recording.pk}/variant").json() == {"state": "wanted"}

    assert waiting() == 1
    assert browser.get(f"/recordings/{recording.pk}/variant").status_code == 404


@pytest.mark.parametrize("state", ["ready", "impossible"])
def test_what_is_settled_sets_nothing_going(recording, state):
    Recording.objects.update(variant=state)

    assert browser_of(a_recruiter()).post(f"/recordings/{recording.pk}/variant").json() == {"state": state}
    assert waiting() == 0


def test_what_is_not_prepared_has_no_variant_to_ask_for(recording):
    Recording.objects.update(variant="", prepared_at=None)

    assert browser_of(a_recruiter()).post(f"/recordings/{recording.pk}/variant").status_code == 404


def test_who_has_just_recorded_it_is_told_to_wait_until_it_is_prepared(recording):
    Recording.objects.update(variant="", prepared_at=None)
    carol = browser_of(recording.answer.interview.candidate)

    assert carol.post(f"/recordings/{recording.pk}/variant").json() == {"state": "wanted"}
    assert waiting() == 0
    Recording.objects.update(prepared_at=NOON)
    assert carol.post(f"/recordings/{recording.pk}/variant").json() == {"state": "wanted"}
    assert waiting() == 1
