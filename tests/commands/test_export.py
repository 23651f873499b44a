"""`paletter export`: a zip archive of one interview or one person, private, never over another file."""

import zipfile
from pathlib import Path
from uuid import uuid4

import pytest

from paletter.commands.main import main
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_interview_is_written_for_the_operators_eyes_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    interview = cast.an_interview()
    file = tmp_path / "carol.zip"

    assert main(["export", "--interview", str(interview.key), "--to", str(file)]) == 0

    assert "interview.json" in zipfile.ZipFile(file).namelist()
    assert file.stat().st_mode & 0o777 == 0o600
    assert "hand it over safely" in capsys.readouterr().out


def test_a_person_is_found_by_their_address(tmp_path: Path) -> None:
    cast.an_interview()
    file = tmp_path / "carol.zip"

    main(["export", "--email", "carol.candidate@example.org", "--to", str(file)])

    assert "interview-1/interview.json" in zipfile.ZipFile(file).namelist()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--interview", "x"], "A key looks like"),
        (["--interview", str(uuid4())], "no interview with this key"),
        (["--email", "nobody@example.org"], "Nobody here"),
    ],
)
def test_what_is_not_there_leaves_no_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], why: str
) -> None:
    assert main(["export", *words, "--to", str(tmp_path / "x.zip")]) != 0

    assert why in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_no_file_is_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "x.zip"
    file.write_text("precious")

    assert main(["export", "--email", "carol.candidate@example.org", "--to", str(file)]) != 0
    assert "exists already" in capsys.readouterr().err
    assert file.read_text() == "precious"
