"""`paletter template`: what needs no database is asked in a bare shell, the rest beside stored templates."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from paletter.assessments import own, shelf, stored, written
from paletter.assessments.models import Template, TemplateVersion
from paletter.commands.main import main
from paletter.vocabulary.rubrics import PromptKind
from tests import cast
from tests.assessments.test_prompt_files import PNG, VTT, WEBM, showing
from tests.assessments.writing import a_template, with_anchor, with_question

TEXT = a_template()


def a_file(folder: Path, value=TEXT, name: str = "night.toml") -> Path:
    path = folder / name
    path.write_text(written.to_toml(value), encoding="utf-8")
    return path


def template(*arguments: str | Path) -> int:
    return main(["template", *map(str, arguments)])


def test_files_are_linted_without_a_database(shell, tmp_path):
    good, bad = a_file(tmp_path), a_file(tmp_path, with_anchor("Shows enthusiasm."), "bad.toml")

    alone, both = shell.paletter("template", "lint", good), shell.paletter("template", "lint", good, bad)

    assert (alone.returncode, alone.stdout) == (0, f"{good}\n  Nothing to change.\n")
    assert both.returncode == 1
    assert "error: skill “service”, anchor 5: “enthusiasm” may not be scored" in both.stdout
    assert "[emotion]\n  1 error.\n" in both.stdout
    assert not (tmp_path / "no-data-folder").exists()


def test_warnings_leave_the_exit_code_at_0(tmp_path, capsys):
    assert template("lint", a_file(tmp_path, with_question("Do you like guests?"))) == 0

    assert "1 warning." in capsys.readouterr().out


def test_findings_come_as_json_too(tmp_path, capsys):
    path = a_file(tmp_path, with_anchor("Shows enthusiasm."))

    assert template("lint", "--json", path) == 1

    ((told,),) = [row["findings"] for row in json.loads(capsys.readouterr().out)]
    assert (told["place"], told["severity"], told["rule"]) == ("skill “service”, anchor 5", "error", "emotion")
    assert "Article 5(1)(f)" in told["source"]


def test_lint_looks_at_the_files_of_prompts_beside_a_template(shell, tmp_path):
    path = a_file(tmp_path, showing(PromptKind.VIDEO, "film.webm", "film.vtt"))

    missing = shell.paletter("template", "lint", path)
    (tmp_path / "film.webm").write_bytes(PNG)
    (tmp_path / "film.vtt").write_bytes(VTT)
    wrong = shell.paletter("template", "lint", path)
    (tmp_path / "film.webm").write_bytes(WEBM)
    right = shell.paletter("template", "lint", path)

    assert missing.returncode == 1
    assert "“film.webm” is missing" in missing.stdout and "“film.vtt” is missing" in missing.stdout
    assert wrong.returncode == 1
    assert "“film.webm” is not an MP4 or WebM recording" in " ".join(wrong.stdout.split())
    assert (right.returncode, right.stdout) == (0, f"{path}\n  Nothing to change.\n")


@pytest.mark.parametrize("text", ["key = ", 'key = "x"\n', b"\xff\xfe"])
def test_a_file_of_no_template_at_all_is_a_finding_like_others(tmp_path, capsys, text):
    path = tmp_path / "odd.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())

    assert template("lint", path) == 1
    assert "error: file: odd.toml" in capsys.readouterr().out


def test_a_missing_file_is_told(tmp_path, capsys):
    assert template("lint", tmp_path / "none.toml") == 2
    assert "There is no file" in capsys.readouterr().err


def test_two_files_are_compared_in_sentences_or_line_by_line(shell, tmp_path):
    old, new = a_file(tmp_path), a_file(tmp_path, replace(with_anchor("Asks and checks."), version="2"), "new.toml")

    sentences = shell.paletter("template", "diff", old, new).stdout
    lines = shell.paletter("template", "diff", "--text", old, new).stdout

    assert sentences.startswith("Template\n  The version is 2; it was 1.\nSkill “service”\n")
    assert "  The anchor of level 5 reads otherwise.\n    - Finds out" in sentences
    assert '-version = "1"\n+version = "2"\n' in lines
    assert '+5 = "Asks and checks."\n' in lines


def test_a_file_is_compared_with_what_ships(tmp_path, capsys):
    copy = a_file(tmp_path, shelf.template("guest-service-short"))

    assert template("diff", "guest-service-short", copy) == 0
    assert capsys.readouterr().out == "Both say the same.\n"


def test_what_ships_is_written_out_so_that_it_comes_back_the_same(shell, tmp_path):
    done = shell.paletter("template", "export", "general-hospitality-foh", "--out", tmp_path / "copy.toml")

    assert (done.returncode, done.stdout) == (0, "")
    assert shelf.read(tmp_path / "copy.toml") == shelf.template("general-hospitality-foh")


def test_a_place_that_cannot_be_written_is_told(tmp_path, capsys):
    assert template("export", "guest-service-short", "--out", tmp_path / "no" / "copy.toml") == 1
    assert "can't be written: No such file or directory" in capsys.readouterr().err


def test_a_template_is_shown_as_people_read_it(capsys):
    assert template("show", "guest-service-short") == 0

    shown = capsys.readouterr().out
    assert shown.startswith("Guest Service Short AI Template (guest-service-short, version 1)\n")
    assert "Teamwork (teamwork, version 1): 25% of the fit score" in shown
    assert "  3  Cooperates when asked and does the own share." in shown


def test_the_rules_are_printed_with_their_sources(capsys):
    assert template("rules") == 0

    assert "Age, and words that stand for it [age]\n" in (said := capsys.readouterr().out)
    assert "29 U.S.C. 623" in said


class TestStored:
    pytestmark = pytest.mark.django_db(transaction=True)

    @pytest.fixture(autouse=True)
    def fjord(self):
        stored.load_shelf()
        return cast.an_organisation()

    def test_a_file_is_stored_for_an_organisation(self, fjord, tmp_path, capsys):
        assert template("add", a_file(tmp_path), "--organisation", "fjord hotel group") == 0

        assert capsys.readouterr().out == (
            "“Night Reception AI Template”, version 1, is stored as a new template of Fjord Hotel Group.\n"
        )
        assert Template.objects.get(organisation=fjord).current.value == TEXT

    def test_the_same_file_once_more_is_nothing_to_do(self, tmp_path, capsys):
        path = a_file(tmp_path)
        template("add", path, "--organisation", "Fjord Hotel Group")

        assert template("add", path, "--organisation", "Fjord Hotel Group") == 0
        assert "was stored already; there was nothing to do" in capsys.readouterr().out

    def test_a_changed_file_needs_a_changed_version(self, fjord, tmp_path, capsys):
        template("add", a_file(tmp_path), "--organisation", "Fjord Hotel Group")
        changed = replace(TEXT, description="Asked anew.")

        assert template("add", a_file(tmp_path, changed), "--organisation", "Fjord Hotel Group") == 1
        said = capsys.readouterr()
        assert "field “version”: version 1 is stored with another text" in said.out
        assert said.err == "Nothing was stored. Mend the errors, then add the file again.\n"

        assert template("add", a_file(tmp_path, replace(changed, version="2")), "--organisation", fjord.slug) == 0
        assert "is the newest version of this template for Fjord Hotel Group" in capsys.readouterr().out

    def test_lint_beside_what_is_stored_tells_it_before(self, tmp_path, capsys):
        template("add", a_file(tmp_path), "--organisation", "Fjord Hotel Group")
        changed = a_file(tmp_path, replace(with_anchor("Asks and checks."), version="2"))

        assert template("lint", changed) == 0
        assert template("lint", changed, "--organisation", "Fjord Hotel Group") == 1
        assert "skill “service”: its words differ from those stored as version 1" in capsys.readouterr().out

    def test_a_stored_version_is_named_by_its_number(self, fjord, capsys):
        own.add(TEXT, fjord)
        own.add(replace(TEXT, version="2", description="Asked anew."), fjord)
        whose = ("--organisation", "Fjord Hotel Group")

        assert template("diff", "night-reception@1", "night-reception", *whose) == 0
        assert "The version is 2; it was 1." in capsys.readouterr().out
        assert template("export", "night-reception@1", *whose) == 0
        assert capsys.readouterr().out == written.to_toml(TEXT)

    def test_a_version_and_a_template_that_are_not_there_are_answered_with_those_that_are(self, fjord, capsys):
        own.add(TEXT, fjord)

        assert template("show", "night-reception@9", "--organisation", "Fjord Hotel Group") == 2
        assert "has no version 9. Stored versions: 1." in capsys.readouterr().err
        assert template("show", "night-reception") == 2
        assert "Name its organisation with --organisation" in capsys.readouterr().err

    def test_an_organisation_reads_what_ships_too(self, capsys):
        assert template("show", "guest-service-short@1", "--organisation", "Fjord Hotel Group") == 0

    def test_an_unknown_organisation_is_told(self, tmp_path, capsys):
        assert template("add", a_file(tmp_path), "--organisation", "Nowhere") == 2
        assert "no organisation named “Nowhere”" in capsys.readouterr().err

    def test_the_list_tells_whose_each_is_and_which_versions_there_are(self, fjord, capsys):
        own.retire(own.add(TEXT, fjord).version.template)
        own.add(replace(TEXT, version="2", description="Asked anew."), cast.an_organisation("Rival Hotels"))

        assert template("list") == 0
        lines = capsys.readouterr().out.splitlines()
        assert len(lines) == 2 + len(shelf.templates())
        assert "night-reception@1  Night Reception AI Template  (of Fjord Hotel Group, retired; versions 1)" in lines

        assert template("list", "--organisation", "Fjord Hotel Group") == 0
        assert "Rival Hotels" not in capsys.readouterr().out

    def test_a_template_is_retired_and_brought_back(self, fjord, capsys):
        own.add(TEXT, fjord)

        assert template("retire", "night-reception", "--organisation", "Fjord Hotel Group") == 0
        assert "Jobs that have it go on with it" in capsys.readouterr().out
        assert not stored.templates_for(fjord).filter(key="night-reception").exists()
        assert template("retire", "night-reception", "--organisation", "Fjord Hotel Group", "--undo") == 0
        assert stored.templates_for(fjord).filter(key="night-reception").exists()

    def test_what_ships_cannot_be_retired(self, capsys):
        assert template("retire", "guest-service-short", "--organisation", "Fjord Hotel Group") == 2
        assert "What ships can't be retired" in capsys.readouterr().err

    def test_nothing_is_stored_of_a_file_with_errors(self, fjord, tmp_path):
        before = TemplateVersion.objects.count()

        assert template("add", a_file(tmp_path, with_anchor("Shows enthusiasm.")), "--organisation", fjord.slug) == 1
        assert TemplateVersion.objects.count() == before
