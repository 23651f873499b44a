"""The database goes away for some seconds under a real worker and a real web server; both go on by themselves."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from paletter.config import embedded
from tests.journeys.house import a_process, answers, free_port, until

pytestmark = pytest.mark.journey

INTERVIEWS = 12
AWAY = 4.0
SCENE = f"""
import django
django.setup()
from paletter.flow import triggers
from tests.cast import NOON
from tests.flow.heard import a_heard_interview
for _ in range({INTERVIEWS}):
    triggers.words_checked(a_heard_interview(checked_at=NOON, check_until=NOON))
"""


@pytest.fixture
def own_database() -> Iterator[Path]:
    """A server that this test alone uses, and may stop."""
    # Not pytest's own folder, which is closed to the user that PostgreSQL runs as.
    folder = Path(tempfile.mkdtemp(prefix="paletter-test-"))
    folder.chmod(0o755)
    yield folder / "postgres"
    embedded.destroy(folder / "postgres")
    shutil.rmtree(folder, ignore_errors=True)


def test_a_database_that_restarts_costs_a_moment_and_nothing_else(own_database: Path, tmp_path: Path) -> None:
    address, port = embedded.start(own_database, durable=False), free_port()
    url = f"http://127.0.0.1:{port}/healthz"
    environment = os.environ | {
        "DATABASE_URL": address,
        "PALETTER_DATA_DIR": str(tmp_path / "data"),
        "PALETTER_PORT": str(port),
        # As for operators: connections are kept between requests.
        "PALETTER_TESTING": "0",
        "DJANGO_SETTINGS_MODULE": "paletter.config.settings",
    }
    python, paletter = sys.executable, (sys.executable, "-m", "paletter")

    def ask(query: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(address) as line:
            return line.execute(query.encode()).fetchall()

    with a_process(*paletter, "serve", environment=environment, log=tmp_path / "web.log"):
        until(lambda: answers(url), seconds=60)
        scene = subprocess.run(
            [python, "-c", SCENE], env=environment | {"PYTHONPATH": "."}, capture_output=True, check=False, text=True
        )
        assert scene.returncode == 0, scene.stderr
        code = ask("SELECT min(code) FROM jobs_job")[0][0]
        page = f"http://127.0.0.1:{port}/j/{code}"
        assert [httpx.get(page).status_code for _ in range(40)] == [200] * 40
        with a_process(*paletter, "worker", environment=environment, log=tmp_path / "worker.log") as worker:
            until(lambda: ask("SELECT id FROM scores_scoring"), seconds=60, every=0.05)
            embedded.stop(own_database)
            assert httpx.get(page, timeout=30).status_code >= 500
            time.sleep(AWAY)
            embedded.start(own_database, durable=False)

            until(lambda: httpx.get(page, timeout=30).status_code == 200, seconds=60)
            done = "SELECT count(*) FROM interviews_interview WHERE scored_at IS NOT NULL"
            until(lambda: ask(done) == [(INTERVIEWS,)], seconds=120, every=1)
            # The clock ticks on: the worker goes on to look for steps of the dead.
            last = ask("SELECT coalesce(max(id), 0) FROM procrastinate_periodic_defers")[0][0]
            until(lambda: ask("SELECT max(id) FROM procrastinate_periodic_defers")[0][0] > last, seconds=120, every=1)
            until(lambda: not ask("SELECT id FROM procrastinate_jobs WHERE status = 'doing'"), seconds=20)
            assert worker.poll() is None

    assert ask("SELECT count(*) FROM scores_scoring") == [(INTERVIEWS,)]
    assert ask("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'") == [(0,)]
