"""`paletter erase`: an operator erases one interview, once asked and once sure."""

import io
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from pytest_django.fixtures import Settings

from paletter.commands.main import main
from paletter.interviews.models import Interview
from paletter.retention.models import Erasure
from tests.retention.scene import a_finished_interview, files_below

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def disk(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "recordings"
    return tmp_path / "recordings"


@pytest.mark.parametrize("by", ["its own key", "its report's key"])
def test_an_interview_is_erased_without_a_question_when_told_so(
    by: str, disk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    interview = a_finished_interview()
    key = interview.key if by == "its own key" else interview.report.key

    assert main(["erase", "--interview", str(key), "--yes"]) == 0

    said = capsys.readouterr().out
    assert not Interview.objects.exists()
    assert files_below(disk) == []
    assert Erasure.objects.get().reason == "asked_for"
    assert "The candidate's account stays" in said
    assert "carol" not in said.lower()


@pytest.mark.parametrize(("answer", "is_erased"), [("erase\n", True), ("yes\n", False), ("", False)])
def test_it_asks_before(answer: str, is_erased: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    interview = a_finished_interview()
    monkeypatch.setattr(sys, "stdin", io.StringIO(answer))

    code = main(["erase", "--interview", str(interview.key)])

    assert code == (0 if is_erased else 1)
    assert Interview.objects.exists() is not is_erased


def test_a_key_that_is_none_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["erase", "--interview", "carol"]) == 2

    assert "A key looks like" in capsys.readouterr().err


def test_an_interview_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["erase", "--interview", str(uuid4()), "--yes"]) == 1

    assert "no interview with this key" in capsys.readouterr().err
