"""Of an erased interview no row and no file is left; what is remembered names nobody."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, transaction
from pytest_django.fixtures import Settings

from paletter.accounts.models import User
from paletter.interviews import recordings
from paletter.interviews.models import Interview
from paletter.retention import erase, files
from paletter.retention.models import Erasure
from tests import cast
from tests.cast import NOON
from tests.journeys.house import until
from tests.retention.scene import a_finished_interview, a_take, files_below

pytestmark = pytest.mark.django_db(transaction=True)
ROOMS = ("interviews", "transcripts", "scores", "reports", "writeback")


@pytest.fixture(autouse=True)
def disk(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "recordings"
    return tmp_path / "recordings"


def rows() -> dict[str, int]:
    """Count what the rooms hold that keep something of an interview, link tables included."""
    models = [model for room in ROOMS for model in apps.get_app_config(room).get_models(include_auto_created=True)]
    return {model._meta.label: model._default_manager.count() for model in models}


def gone(interview: Interview) -> Erasure:
    erasure = erase.erase(interview, reason=Erasure.Reason.DELETED, now=NOON)
    assert erasure is not None
    return erasure


def test_no_row_and_no_file_of_it_is_left(disk: Path) -> None:
    interview = a_finished_interview()
    assert all(rows().values()), "the scene must fill every table, or this test shows nothing"
    assert len(files_below(disk)) == 4

    gone(interview)

    assert set(rows().values()) == {0}
    assert not list(disk.iterdir())


def test_another_persons_interview_for_the_same_job_stays(disk: Path) -> None:
    carols = a_finished_interview()
    dans = a_finished_interview(cast.an_interview(carols.job, cast.a_candidate("dan@example.org", "Dan")))

    gone(carols)

    assert dans.scorings.count() == 2
    assert len(files_below(disk)) == 4


def test_what_is_remembered_names_nobody_and_leads_to_nobody() -> None:
    interview = a_finished_interview()
    key, report_key = interview.key, interview.report.key

    erasure = gone(interview)

    stored = Erasure.objects.values().get()
    assert "carol" not in str(stored).lower()
    assert not [field for field in Erasure._meta.get_fields() if field.related_model is User]
    assert (erasure.reason, erasure.answers, erasure.job) == ("deleted", 1, interview.job)
    assert erase.of_interview(key) == erase.of_report(report_key) == erasure


def test_the_candidates_account_stays() -> None:
    interview = a_finished_interview()

    gone(interview)

    assert User.objects.get(email="carol.candidate@example.org")


def test_erasing_twice_is_erasing_once() -> None:
    interview = a_finished_interview()
    gone(interview)

    assert erase.erase(interview, reason=Erasure.Reason.DELETED, now=NOON) is None
    assert Erasure.objects.count() == 1


def test_an_erasure_that_is_rolled_back_leaves_rows_and_files(disk: Path) -> None:
    interview = a_finished_interview()
    before = rows()

    with pytest.raises(RuntimeError), transaction.atomic():
        gone(interview)
        raise RuntimeError("the power went")

    assert rows() == before
    assert len(files_below(disk)) == 4


def test_files_that_a_killed_worker_left_are_removed_by_the_next_round(disk: Path) -> None:
    interview = a_finished_interview()
    with transaction.atomic():
        erasure = gone(interview)
        # Killed between the commit and the files.
        connection.run_on_commit = []
    assert len(files_below(disk)) == 4

    files.remove_all(files.unremoved())

    assert not list(disk.iterdir())
    erasure.refresh_from_db()
    assert erasure.folders == []


def test_what_the_disk_refuses_stays_on_the_list_and_is_tried_again(disk: Path) -> None:
    interview = a_finished_interview()
    stubborn = next(disk.iterdir())
    # A folder that is no folder: it can't be emptied, whoever runs the tests.
    kept = stubborn.rename(disk / "elsewhere")
    stubborn.symlink_to(kept)

    erasure = gone(interview)

    assert erasure.folders == [stubborn.name]
    assert list(files.unremoved()) == [erasure]
    stubborn.unlink()
    kept.rename(stubborn)
    files.remove_all(files.unremoved())
    assert not files.unremoved()
    assert not list(disk.iterdir())


@pytest.mark.parametrize("name", ["../beside", "", ".", "..", "/etc/beside", "a/b"])
def test_nothing_but_a_folder_of_a_take_is_ever_removed(disk: Path, name: str) -> None:
    """Somebody may have written into the database, or brought back a wrong one."""
    beside = disk.parent / "beside"
    for folder in (beside, disk / "a" / "b"):
        folder.mkdir(parents=True)
        (folder / "precious").touch()
    erasure = gone(a_finished_interview())
    erasure.folders = [name]
    erasure.save()

    files.remove_all(files.unremoved())

    assert (beside / "precious").exists()
    assert (disk / "a" / "b" / "precious").exists()
    erasure.refresh_from_db()
    assert erasure.folders == [name]


def test_a_disk_that_is_away_is_no_disk_that_is_empty(disk: Path) -> None:
    interview = a_finished_interview()
    away = disk.rename(disk.with_name("away"))

    gone(interview)

    away.rename(disk)
    files.remove_all(files.unremoved())
    assert not list(disk.iterdir())


def test_a_piece_that_is_being_appended_is_waited_for_and_goes_too(disk: Path) -> None:
    interview = cast.an_interview()
    take = a_take(interview, 1)

    with ThreadPoolExecutor(1) as other, transaction.atomic():
        type(take).objects.select_for_update().get(pk=take.pk)
        erasing = other.submit(_in_a_thread, interview)
        until(_somebody_waits, seconds=20)
        (recordings.folder(take) / "late").write_bytes(b"the last piece")
    erasing.result()

    assert not list(disk.iterdir())


def _in_a_thread(interview: Interview) -> None:
    try:
        gone(interview)
    finally:
        connection.close()


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])
