"""Logs, seen as an operator sees them: what a process writes to standard error."""

import json
import os
import subprocess
import sys
from pathlib import Path

START = "import logging, structlog; from paletter.config import logs; import logging.config; "


def logged(what: str, *, is_json: bool) -> str:
    set_up = f"logging.config.dictConfig(logs.configuration(is_json={is_json})); "
    done = subprocess.run(
        [sys.executable, "-c", START + set_up + what], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    return done.stderr


def test_a_line_for_machines_is_one_object_with_its_facts():
    line = json.loads(
        logged("structlog.get_logger('flow').info('step done', step='write_back', subject=41)", is_json=True)
    )

    assert (line["event"], line["step"], line["subject"]) == ("step done", "write_back", 41)
    assert (line["level"], line["logger"]) == ("info", "flow")
    assert line["timestamp"].endswith("Z")


def test_libraries_that_log_plainly_look_the_same():
    line = json.loads(logged("logging.getLogger('some.library').warning('took %s s', 3)", is_json=True))

    assert (line["event"], line["logger"], line["level"]) == ("took 3 s", "some.library", "warning")


def test_a_line_for_people_has_no_colours_where_nobody_sees_them():
    line = logged("structlog.get_logger().info('database is up to date')", is_json=False)

    assert "database is up to date" in line
    assert "\x1b" not in line


def test_missing_pages_are_not_told_and_faults_are():
    missing = "logging.getLogger('django.request').warning('Not Found: /x'); "
    fault = "logging.getLogger('django.request').error('Internal Server Error: /y')"

    assert [json.loads(line)["event"] for line in logged(missing + fault, is_json=True).splitlines()] == [
        "Internal Server Error: /y"
    ]


def test_requests_to_the_ats_whose_queries_hold_addresses_are_not_told():
    assert (
        logged("logging.getLogger('httpx').info('GET /v1/opportunities?email=carol@example.org')", is_json=True) == ""
    )


def test_traces_show_no_values():
    fault = "x = 'carol@example.org'\ntry: 1/0\nexcept Exception: structlog.get_logger().exception('step failed')"
    for is_json in (True, False):
        told = logged("exec(" + repr(fault) + ")", is_json=is_json)
        assert "ZeroDivisionError" in told
        assert "carol" not in told


def test_what_is_logged_goes_to_standard_error_alone(tmp_path: Path):
    code = START + "logging.config.dictConfig(logs.configuration(is_json=True)); structlog.get_logger().info('x')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == ""
