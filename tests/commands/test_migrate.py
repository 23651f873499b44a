from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from tests.commands.conftest import Shell


def ask(shell: Shell, question: str) -> list[tuple[object, ...]]:
    with psycopg.connect(shell.environment["DATABASE_URL"]) as connection:
        return connection.execute(question.encode()).fetchall()


def test_an_empty_database_gets_tables_the_queue_the_cache_and_the_shelf(installed):
    done = installed.paletter("migrate")

    assert done.returncode == 0, done.stderr
    tables = {row[0] for row in ask(installed, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    assert {"procrastinate_jobs", "paletter_cache", "interviews_interview"} <= tables
    assert ("general-hospitality-foh",) in ask(installed, "SELECT key FROM assessments_template")


def test_a_second_time_changes_nothing(installed):
    installed.paletter("migrate")
    before = ask(installed, "SELECT id, template_id, fingerprint FROM assessments_templateversion ORDER BY id")

    assert installed.paletter("migrate").returncode == 0

    assert ask(installed, "SELECT id, template_id, fingerprint FROM assessments_templateversion ORDER BY id") == before


def test_two_at_the_same_time_do_not_disturb_each_other(installed):

    with ThreadPoolExecutor() as both:
        done = [run.result() for run in [both.submit(installed.paletter, "migrate") for _ in range(2)]]

    assert [one.returncode for one in done] == [0, 0], [one.stderr for one in done]


@pytest.mark.parametrize(
    "typed",
    [
        ("audit", "report", "--organisation", "Fjord Hotel Group"),
        ("rescore", "--organisation", "Fjord Hotel Group"),
        ("template", "list"),
        ("organisation", "create", "Fjord Hotel Group", "--admin", "alice@example.org"),
    ],
)
def test_without_it_commands_say_that_it_is_needed(installed, typed):
    done = installed.paletter(*typed)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1].startswith("The database is empty or of an earlier version. “paletter migrate”")
    assert "Traceback" not in done.stderr
