"""The copy of one's data: everything is in it, whole, in an archive that is never whole in memory."""

import io
import json
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from paletter.interviews import another_way as ways
from paletter.interviews import recordings
from paletter.interviews.another_way import Kind
from paletter.interviews.models import AnswerKind, Interview
from paletter.retention import export
from paletter.scores.models import HumanLevel, SkillScore
from paletter.transcripts.models import Source, Transcript
from tests import cast
from tests.cast import NOON
from tests.retention.scene import a_finished_interview
from tests.web import english

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def disk(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "recordings"
    return tmp_path / "recordings"


def opened(entries) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(b"".join(export.zipped(entries))))
    assert archive.testzip() is None
    return archive


def carols() -> Interview:
    """Carol's finished interview, with a correction and a written answer."""
    interview = a_finished_interview()
    for model in (SkillScore, HumanLevel):
        model.objects.update(competency="service")
    kept = interview.answers.get(position=1).kept
    interview.answers.get(position=1).takes.update(container="webm")
    kept.transcripts.update(words=[[0, 1, "I", 0.9], [1, 2, "limbed", 0.4]])
    Transcript.objects.create(
        recording=kept, source=Source.CORRECTED, engine="told", language="en", words=[[0, 1, "I limped", 1.0]],
        is_trusted=True,
    )  # fmt: skip
    interview.answers.filter(position=2).update(kind=AnswerKind.TEXT, kept_at=NOON, text="I wrote this.\n\nTwice.")
    way, _ = ways.ask(interview, Kind.OTHER, words="Please look again.", now=NOON)
    ways.answer(way, is_granted=True, words="We did.", by=cast.a_recruiter(), now=NOON)
    return interview


def test_explanation_and_report_are_in_the_readers_language() -> None:
    pieces = export.zipped(export.of_interview(carols(), language="de"), language="de")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))

    assert "Das bewahrt Paletter von Ihnen auf." in archive.read("READ-ME.txt").decode()
    page = archive.read("report.html").decode()
    assert '<html lang="de">' in page
    assert "Paletter schlägt vor; Menschen entscheiden." in page
    assert english.left(page) == []


def test_everything_that_is_kept_is_in_it() -> None:
    archive = opened(export.of_interview(carols()))

    def text(name: str) -> str:
        return archive.read(name).decode()

    assert archive.read("answers/1/recording.webm") == b"voice and face"
    assert archive.read("answers/1/take-1.webm") == b"voice and face"
    assert text("answers/1/recognised.txt") == "I limbed\n"
    assert text("answers/1/corrected.txt") == "I limped\n"
    assert "I limped" in text("answers/1/captions.vtt")
    assert text("answers/2/written.txt") == "I wrote this.\n\nTwice."
    assert text("answers/1/question.txt").strip()
    assert text("consent.txt") == "Carol agrees."
    assert "captions.vtt" in text("READ-ME.txt")
    report = json.loads(text("report.json"))
    assert report["fit"]["value"] == 3
    assert report["answers"][0]["recording"] == "answers/1/recording.webm"
    assert 'src="answers/1/recording.webm"' in text("report.html")


def test_it_tells_what_was_asked_and_answered_who_looked_and_what_was_sent() -> None:
    facts = json.loads(opened(export.of_interview(carols())).read("interview.json"))

    assert facts["requests"][1]["words"] == "Please look again."
    assert facts["requests"][1]["answer"] == "We did."
    assert [look["who"] for look in facts["looked_at_by"]] == ["Alice"]
    assert facts["sent_to_the_employers_system"]["note_added"] == NOON.isoformat()
    assert facts["employer"] == "Fjord Hotel Group"


def test_the_report_names_no_member_who_gave_a_level() -> None:
    archive = opened(export.of_interview(carols()))

    assert "Alice" not in archive.read("report.html").decode()
    assert "a person of Fjord Hotel Group" in archive.read("report.html").decode()


def test_of_a_person_all_interviews_are_in_it_and_nobody_elses() -> None:
    interview = carols()
    cast.an_interview(candidate=interview.candidate)
    dans = cast.an_interview(interview.job, cast.a_candidate("dan@example.org", "Dan"))

    archive = opened(export.of_person(interview.candidate))

    names = archive.namelist()
    assert {name.split("/")[0] for name in names} == {"READ-ME.txt", "account.json", "interview-1", "interview-2"}
    assert json.loads(archive.read("account.json"))["addresses"] == ["carol.candidate@example.org"]
    assert str(dans.key) not in archive.read("interview-1/interview.json").decode()


def test_a_file_that_is_gone_is_told_and_does_not_spoil_the_rest() -> None:
    interview = carols()
    take = interview.answers.get(position=1).kept
    (recordings.folder(take) / "playable").unlink()

    archive = opened(export.of_interview(interview))

    assert b"not there any more" in archive.read("answers/1/recording.webm.missing.txt")
    assert "consent.txt" in archive.namelist()


def test_an_interview_that_was_only_opened_has_its_copy_too() -> None:
    assert "interview.json" in opened(export.of_interview(cast.an_interview())).namelist()


def test_a_large_recording_is_never_whole_in_memory() -> None:
    interview = carols()
    take = interview.answers.get(position=1).kept
    size = 64 * 1024 * 1024
    with (recordings.folder(take) / "playable").open("wb") as file:
        file.truncate(size)
    tracemalloc.start()

    sent = sum(len(piece) for piece in export.zipped(export.of_interview(interview)))

    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sent > size
    assert most < 8 * 1024 * 1024


def test_who_stops_downloading_leaves_no_file_open() -> None:
    pieces = export.zipped(export.of_interview(carols()))
    next(pieces)
    next(pieces)

    pieces.close()
