import json

import pytest

from tests.commands.conftest import Shell
from tests.scorers.language_model.player import a_player, failing


@pytest.fixture(scope="module")
def worthless(tmp_path_factory):
    """What the suite says of levels at random."""
    return Shell(tmp_path_factory.mktemp("guard")).paletter("guard", "--scorer", "null", "--interviews", "1")


def test_the_suite_is_printed_with_limits_and_what_was_measured(worthless):
    assert "every answer said twice" in worthless.stdout
    assert "at most +0.1 on any skill, or unscored" in worthless.stdout
    assert "BROKEN" in worthless.stdout and "holds" in worthless.stdout
    assert "guards hold, over one interview" in worthless.stdout


def test_a_broken_guard_ends_with_one_and_says_what_broke_it(worthless):
    assert worthless.returncode == 1
    assert "! every answer said twice: desk, " in worthless.stdout


def test_how_often_the_scorer_will_be_asked_is_said_before(worthless):
    assert worthless.stderr.startswith("“null” will be asked about ")


def test_programs_get_everything_as_json(shell):
    done = shell.paletter("guard", "--scorer", "indicators", "--interviews", "1", "--json")

    content = json.loads(done.stdout)
    assert content["scorer"] == "indicators"
    assert content["holds"] == (done.returncode == 0) == all(not row["broken"] for row in content["outcomes"])
    assert {row["key"] for row in content["outcomes"]} >= {"orders", "quotes_deleted", "tells_apart"}


def test_more_interviews_than_there_are_cannot_be_tried(shell):
    done = shell.paletter("guard", "--interviews", "9")

    assert (done.returncode, done.stderr) == (
        2,
        "--interviews is 9; there are 4, and one is needed at least.\n",
    )


@pytest.mark.parametrize(
    ("behaviour", "sentence"),
    [
        (failing(401), "refuses our key, PALETTER_LANGUAGE_MODEL_KEY (401)"),
        (failing(503, headers={"Retry-After": "900"}), "The language model fails at the moment (503)"),
    ],
)
def test_a_language_model_that_stops_answering_ends_it_with_a_sentence(shell, behaviour, sentence):
    with a_player() as address:
        shell.environment |= {"PALETTER_LANGUAGE_MODEL_URL": address.url, "PALETTER_LANGUAGE_MODEL_NAME": "player"}
        address.player.usually = behaviour
        done = shell.paletter("guard", "--scorer", "language_model", "--interviews", "1")

    assert done.returncode == 1
    assert "The scorer can't judge now: " in done.stderr and sentence in done.stderr
    assert "Traceback" not in done.stderr
