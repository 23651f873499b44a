"""`paletter audit`: demographics in, tables out."""

import csv
import json
from pathlib import Path

import pytest

from paletter.audits.models import Demographics
from paletter.commands.main import main
from tests import cast
from tests.audits.scene import a_scored_interview, a_season, imported, told
from tests.commands.conftest import Shell

pytestmark = pytest.mark.django_db(transaction=True)
FJORD = ("--organisation", "Fjord Hotel Group")


def a_file(tmp_path: Path, content: bytes) -> str:
    path = tmp_path / "people.csv"
    path.write_bytes(content)
    return str(path)


def test_a_file_is_taken_in_and_told_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    carol = a_scored_interview(cast.a_job(), "carol@example.org")
    path = a_file(tmp_path, b"email,name,sex\ncarol@example.org,Carol,F\nnobody@example.org,No,M\n")

    assert main(["audit", "import", path, *FJORD]) == 0

    assert Demographics.objects.get().interview == carol
    assert capsys.readouterr().out == (
        "2 lines read; 1 interview told of; 1 line about nobody who was interviewed here, of which nothing is kept.\n"
        "Columns not read and not kept: name.\n"
    )


def test_a_file_with_faults_is_refused_with_all_of_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cast.an_organisation()

    assert main(["audit", "import", a_file(tmp_path, b"email,sex\ncarol,F\n,F\n"), *FJORD]) == 2

    said = capsys.readouterr().err
    assert "Line 2: what stands under “email” is no address." in said
    assert "Line 3: nothing stands under “email”." in said
    assert "Nothing was imported" in said


def test_a_file_that_tells_of_far_fewer_replaces_only_when_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_season()
    interview = Demographics.objects.all()[0].interview
    path = a_file(tmp_path, told((interview, "X", "")))

    assert main(["audit", "import", path, *FJORD]) == 2

    said = capsys.readouterr().err
    assert "This file tells of 1 interview and all of its lines are about somebody who was interviewed here" in said
    assert "what is imported now tells of 22 interviews. If that is meant, add --even-if-fewer." in said
    assert Demographics.objects.count() == 22
    assert main(["audit", "import", path, *FJORD, "--even-if-fewer"]) == 0
    assert Demographics.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "code", "sentence"),
    [
        (["import", "nowhere.csv", *FJORD], 2, "There is no file “nowhere.csv”."),
        (["report", "--organisation", "Nobody Ltd"], 2, "There are: Fjord Hotel Group."),
        (["report", *FJORD], 1, "There are no demographics to audit by yet."),
        (["report", *FJORD, "--job", "abc"], 2, "Fjord Hotel Group has no job with the code “abc”."),
        (["report", *FJORD, "--template", "abc"], 2, "No job of Fjord Hotel Group has a template “abc”."),
        (["report", *FJORD, "--smallest", "2"], 2, "--smallest must be 3 or more"),
        (["report", *FJORD, "--from", "2026-12-01", "--to", "2026-11-01"], 2, "--from lies after --to."),
    ],
)
def test_what_cannot_be_done_is_explained(
    typed: list[str], code: int, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    cast.an_organisation()

    assert main(["audit", *typed]) == code

    assert sentence in capsys.readouterr().err


def test_a_day_that_is_none_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["audit", "report", *FJORD, "--from", "November"])

    assert stopped.value.code == 2
    assert "“November” is no day; write it as 2026-11-23" in capsys.readouterr().err


def test_the_tables_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    a_season()

    assert main(["audit", "report", *FJORD]) == 0

    said = capsys.readouterr().out
    # 8 of 12 women; 4 of 10 men: .40 / .667 = .60
    assert ["Female", "12", "8", "66.7", "%", "1.00,", "the", "highest", "–", "–"] in map(str.split, said.splitlines())
    assert "Male                10         4  40.0 %    0.60, below 4/5   0.25 to 1.42           .391" in said
    assert "This is a self-audit" in said
    assert "SYNTHETIC" not in said


def test_the_organisation_may_be_named_by_its_short_name(capsys: pytest.CaptureFixture[str]) -> None:
    a_season()

    assert main(["audit", "report", "--organisation", "fjord-hotel-group"]) == 0


def test_a_report_is_written_as_csv_json_and_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    job = a_season()
    files = [tmp_path / name for name in ("figures.csv", "figures.json", "page.html")]
    wanted = [
        text for flag, path in zip(("--csv", "--json", "--page"), files, strict=True) for text in (flag, str(path))
    ]

    assert main(["audit", "report", *FJORD, "--job", job.code, "--from", "2026-11-01", *wanted]) == 0

    women = next(row for row in csv.DictReader(files[0].open(newline="")) if row["group"] == "Female")
    assert (women["people"], women["selected"], women["selection_ratio"]) == ("12", "8", "1.0")
    men = json.loads(files[1].read_text())["tables"][0]["groups"][1]
    assert (men["group"], men["selected"], men["selection_below_four_fifths"]) == (["Male"], 4, "yes")
    assert "Bias audit of Fjord Hotel Group" in files[2].read_text()


def test_a_report_may_be_about_one_template(capsys: pytest.CaptureFixture[str]) -> None:
    job = a_season()

    assert main(["audit", "report", *FJORD, "--template", job.template.key]) == 0
    assert "Scored interviews     22" in capsys.readouterr().out
    assert main(["audit", "report", *FJORD, "--template", "another"]) == 2
    assert f"There are: {job.template.key}." in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    a_season()

    assert main(["audit", "report", *FJORD, "--csv", "no/such/folder.csv"]) == 1

    assert "“no/such/folder.csv” can't be written" in capsys.readouterr().err


def test_made_up_people_are_labelled_on_every_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    interview = a_scored_interview(cast.a_job(), "carol@example.org")
    path = a_file(tmp_path, told((interview, "F", "")))
    assert main(["audit", "import", path, *FJORD, "--synthetic"]) == 0
    files = [tmp_path / name for name in ("figures.csv", "figures.json", "page.html")]

    main(["audit", "report", *FJORD, "--csv", str(files[0]), "--json", str(files[1]), "--page", str(files[2])])

    assert "SYNTHETIC DATA" in capsys.readouterr().out
    assert ["SYNTHETIC DATA" in path.read_text() for path in files] == [True, True, True]


def test_a_sample_that_is_too_small_shows_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    imported(told((a_scored_interview(cast.a_job(), fit=3.7), "F", "Asian")))

    assert main(["audit", "report", *FJORD]) == 0

    said = capsys.readouterr().out
    assert "Nothing can be shown of 1 person" in said
    assert "Female" not in said
    assert "3.7" not in said


def test_in_a_process_of_its_own_it_says_what_it_cannot_do_yet(installed: Shell) -> None:
    installed.paletter("migrate")
    installed.paletter("organisation", "create", "Fjord Hotel Group", "--admin", "alice@example.org")
    (installed.folder / "people.csv").write_text("email,sex\nnobody@example.org,F\n")

    done = installed.paletter("audit", "import", "people.csv", *FJORD)
    report = installed.paletter("audit", "report", *FJORD)

    assert (done.returncode, report.returncode) == (2, 1)
    assert "No line of the file (1 line) is about anybody" in done.stderr
    assert "There are no demographics to audit by yet." in report.stderr
