import json


def test_the_suite_is_printed_with_limits_and_what_was_measured(shell):
    done = shell.paletter("guard", "--scorer", "null", "--interviews", "1")

    assert "every answer said twice" in done.stdout
    assert "at most +0.1 on any skill, or unscored" in done.stdout
    assert "BROKEN" in done.stdout and "holds" in done.stdout
    assert "guards hold, over one interview" in done.stdout


def test_a_broken_guard_ends_with_one_and_says_what_broke_it(shell):
    done = shell.paletter("guard", "--scorer", "null", "--interviews", "1")

    assert done.returncode == 1
    assert "! every answer said twice: desk, " in done.stdout


def test_how_often_the_scorer_will_be_asked_is_said_before(shell):
    done = shell.paletter("guard", "--scorer", "null", "--interviews", "1")

    assert done.stderr.startswith("“null” will be asked about ")


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
