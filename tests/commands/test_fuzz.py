"""Damaged and hostile files end in a clear result each; a thousand by command, one of each kind here."""

import json
import random

import pytest

from paletter.commands.fuzz import damage, sources, telling, trying
from paletter.commands.fuzz.trying import Trial

MEBIBYTE = 1024 * 1024
KINDS = {
    *("bit flips", "bomb", "cut", "empty", "huge header", "lying fields"),
    *("nonsense", "other format", "sparse", "spliced", "wrong extension"),
}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    place = tmp_path_factory.mktemp("fuzz")
    sources.write(place / "sources")
    return place


@pytest.fixture(scope="module")
def files(place):
    return sources.read(place / "sources")


def test_one_turn_has_every_kind(files):
    assert {damage.sample(number, 1, files).kind for number in range(len(damage.PLAN))} == KINDS


def test_a_number_of_a_seed_is_always_the_same_file(files):
    for number in range(len(damage.PLAN)):
        assert damage.sample(number, 7, files) == damage.sample(number, 7, files)
    assert damage.sample(0, 7, files) != damage.sample(0, 8, files)


def test_two_runs_begin_with_the_same_undamaged_files(files, tmp_path):
    sources.write(tmp_path / "again")

    assert sources.read(tmp_path / "again") == files


@pytest.mark.parametrize("name", sources.RECORDINGS)
def test_undamaged_they_would_all_be_taken(place, files, tmp_path, name):
    (tmp_path / "upload").write_bytes(files[name])

    assert trying.outcome_of(tmp_path / "upload", tmp_path)[0] == trying.TAKEN


def test_a_small_run_has_a_clear_result_for_every_file(shell):
    done = shell.paletter("fuzz", "--count", str(len(damage.PLAN)), "--seed", "3", "--json", "trials.json", timeout=280)

    assert done.returncode == 0, done.stdout
    assert "0 without a clear result" in done.stdout
    trials = [Trial(**told) for told in json.loads((shell.folder / "trials.json").read_text())]
    assert {trial.kind for trial in trials} == KINDS
    assert {"taken", "MediaDamaged", "NotMedia"} <= {trial.outcome for trial in trials}
    assert max(trial.disk for trial in trials) < 300 * MEBIBYTE
    assert max(trial.memory for trial in trials) < 1024 * MEBIBYTE


@pytest.mark.parametrize("make", damage.BOMBS)
def test_what_grows_when_it_is_opened_is_small_and_stays_so(place, make, tmp_path):
    (tmp_path / "upload").write_bytes(content := make(random.Random(1)))  # noqa: S311
    (tmp_path / "answer").mkdir()

    outcome, _, _, is_fault = trying.outcome_of(tmp_path / "upload", tmp_path / "answer")

    assert len(content) < 20 * MEBIBYTE
    assert not is_fault, outcome
    assert sum(path.stat().st_size for path in (tmp_path / "answer").iterdir()) < 50 * MEBIBYTE


def test_an_error_that_is_not_about_the_file_counts_as_a_fault(files, tmp_path):
    (tmp_path / "upload").write_bytes(files["vp8.webm"])

    outcome, stage, _, is_fault = trying.outcome_of(tmp_path / "upload", tmp_path / "a folder that is not there")

    assert (outcome, stage, is_fault) == ("FileNotFoundError", "remux", True)


def test_a_fault_is_told_with_its_number():
    fine = Trial(0, "cut", 9, "a", "taken", "", 0.5, 1000, 1, 1, is_fault=False, told="")
    fault = Trial(1, "bomb", 9, "b", "ChildError", "remux", 70.0, 9_000_000, 1, 1, is_fault=True, told="ended with 1")

    tables = {table.key: table for table in telling.tables([fine, fault])}

    assert tables["outcomes"].rows[-1] == ("all", "2", "1", "1")
    assert tables["faults"].rows == (("1", "bomb", "remux", "ChildError", "ended with 1"),)
    assert tables["extremes"].rows[0] == ("seconds", "70.0", "number 1, bomb, ChildError")
    assert "1 without a clear result" in telling.remarks([fine, fault], seed=1)[0]
