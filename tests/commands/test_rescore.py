"""`paletter rescore`: an operator scores interviews again."""

import json
from typing import Any

import pytest

from paletter.commands.main import main
from paletter.reports.models import Report
from paletter.scores.models import Scoring
from tests.reports.cast import a_full_report

pytestmark = pytest.mark.django_db(transaction=True)
ALL = ("rescore", "--organisation", "Fjord Hotel Group")


@pytest.fixture(autouse=True)
def a_report() -> Report:
    """A report whose scores were made by a version that is no more."""
    return a_full_report()


def test_the_table_shows_what_would_be_different_and_a_dry_run_keeps_nothing(capsys: Any) -> None:
    assert main([*ALL, "--dry-run"]) == 0

    said = capsys.readouterr()
    assert str(Report.objects.get().interview.key) in said.out
    assert "service 4.2 →" in said.out
    assert "Nothing was kept." in said.err
    assert Scoring.objects.count() == 1


def test_it_keeps_the_new_scores_beside_those_that_count(capsys: Any, a_report: Report) -> None:
    assert main([*ALL]) == 0

    assert "1 scored again" in capsys.readouterr().err
    assert Scoring.objects.get(is_rescoring=True).scorer == "indicators"
    assert Report.objects.get().scoring == a_report.scoring


def test_run_again_it_scores_nothing_twice(capsys: Any) -> None:
    main([*ALL])
    main([*ALL, "--publish"])

    said = capsys.readouterr().err
    assert "0 scored again, 1 judged by this scorer and version already, 0 left as they are. 1 published." in said
    assert Scoring.objects.filter(is_rescoring=True).count() == 1


def test_published_the_report_shows_them(a_report: Report) -> None:
    main([*ALL, "--interview", str(a_report.key), "--publish"])

    assert Report.objects.get().scoring.stands_on == Scoring.objects.get(is_rescoring=True)


def test_as_json_each_interview_is_one_line(capsys: Any) -> None:
    main([*ALL, "--json", "--dry-run"])

    (line,) = capsys.readouterr().out.splitlines()
    told = json.loads(line)
    service = told["skills"][0]
    assert told["fit"]["before"] == 3.9
    assert (service["competency"], service["before"]) == ("service", 4.2)
    assert service["change"] == pytest.approx(service["after"] - 4.2)
    assert told["before"] == "indicators 2026.11"


def test_nobodys_name_or_words_are_printed(capsys: Any) -> None:
    main([*ALL])

    said = capsys.readouterr()
    assert "carol" not in (said.out + said.err).lower()
    assert "limping" not in said.out


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        ((*ALL, "--dry-run", "--publish"), 2, "Leave one of the two out"),
        ((*ALL, "--interview", "carol"), 2, "A key looks like"),
        ((*ALL, "--job", "none"), 1, "No interview with a report was found"),
        ((*ALL, "--scorer", "horoscope"), 2, "There is no scorer “horoscope”"),
        ((*ALL, "--scorer", "language_model"), 2, "PALETTER_LANGUAGE_MODEL_"),
        (("rescore", "--organisation", "Nobody"), 1, "There is no organisation “Nobody”"),
    ],
)
def test_what_can_not_be_done_is_explained(arguments: tuple[str, ...], code: int, sentence: str, capsys: Any) -> None:
    assert main(arguments) == code

    assert sentence in capsys.readouterr().err
    assert Scoring.objects.count() == 1
