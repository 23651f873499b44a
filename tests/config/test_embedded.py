"""The embedded PostgreSQL, run for real: first start, second start, after a kill, as root and as an ordinary user."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from paletter.config import embedded, server_account, server_programs
from tests.config.as_somebody import as_nobody
from tests.config.conftest import is_root, needs_root


def server_of(folder: Path) -> int:
    return int((folder / "data" / "postmaster.pid").read_text().split()[0])


def ask(url: str, question: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None


def tell(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())


def test_a_first_start_makes_a_database_that_answers(place):
    url = embedded.start(place / "postgres", durable=False)

    assert ask(url, "SELECT 1") == 1


def test_its_letters_are_unicode_and_sorted_the_same_on_every_system(place):
    url = embedded.start(place / "postgres", durable=False)

    assert ask(url, "SELECT upper('blåbær')") == "BLÅBÆR"
    assert ask(url, "SELECT datlocprovider FROM pg_database WHERE datname = 'postgres'") == "b"


def test_a_server_that_runs_is_used_again(place):
    embedded.start(place / "postgres", durable=False)
    first = server_of(place / "postgres")

    embedded.start(place / "postgres", durable=False)

    assert server_of(place / "postgres") == first


def test_after_a_kill_it_starts_again_and_keeps_what_was_stored(place):
    folder = place / "postgres"
    tell(embedded.start(folder), "CREATE TABLE kept AS SELECT 7 AS number")
    os.kill(server_of(folder), signal.SIGKILL)

    url = embedded.start(folder)

    assert ask(url, "SELECT number FROM kept") == 7


def test_a_number_that_another_process_has_by_now_is_no_obstacle(place):
    folder = place / "postgres"
    embedded.start(folder, durable=False)
    embedded.stop(folder)
    (folder / "data" / "postmaster.pid").write_text(f"{os.getppid()}\n{folder / 'data'}\n")

    assert ask(embedded.start(folder, durable=False), "SELECT 1") == 1


def test_stopping_twice_is_no_error(place):
    embedded.start(place / "postgres", durable=False)

    embedded.stop(place / "postgres")
    embedded.stop(place / "postgres")

    assert not embedded.answers(place / "postgres")


@pytest.mark.parametrize("name", ["x" * 120, "a, b", "it's a folder; with signs & spaces %20"])
def test_any_name_of_a_folder_will_do(place, name):
    url = embedded.start(place / name, durable=False)

    assert ask(url, "SELECT 1") == 1


def test_nobody_else_may_open_the_socket(place):
    embedded.start(place / "postgres", durable=False)

    assert (place / "postgres").stat().st_mode & 0o077 == 0
    assert (place / "postgres" / embedded.SOCKET).stat().st_mode & 0o077 == 0


def test_it_listens_on_no_network(place):
    url = embedded.start(place / "postgres", durable=False)

    assert ask(url, "SHOW listen_addresses") == ""


def test_settings_of_the_operators_own_postgresql_do_not_matter(place, monkeypatch):
    monkeypatch.setenv("PGPORT", "9999")
    monkeypatch.setenv("PGDATA", "/nowhere")

    url = embedded.start(place / "postgres", durable=False)

    assert ask(url, "SELECT 1") == 1


@needs_root
def test_under_root_the_server_is_an_ordinary_user(place):
    embedded.start(place / "postgres", durable=False)

    assert Path(f"/proc/{server_of(place / 'postgres')}").stat().st_uid not in (0, None)


@needs_root
def test_under_root_the_rights_of_folders_that_were_there_stay(place):
    house = place / "house"
    house.mkdir(mode=0o751)
    house.chmod(0o751)

    embedded.start(house / "data" / "postgres", durable=False)

    assert house.stat().st_mode & 0o777 == 0o751
    assert place.stat().st_mode & 0o777 == 0o755


@needs_root
def test_under_root_a_closed_home_is_refused_with_a_sentence(place):
    home = place / "home"
    home.mkdir(mode=0o700)

    with pytest.raises(embedded.EmbeddedDatabaseError, match=r"never runs as root.*may not enter.*PALETTER_DATA_DIR"):
        embedded.start(home / "postgres")

    assert home.stat().st_mode & 0o777 == 0o700


@needs_root
def test_programs_that_the_servers_user_cannot_reach_are_copied(place):
    """A checkout below root's home: the programs lie where nobody else may go."""
    site = server_programs._site()
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    shutil.copytree(site / server_programs.INSIDE, closed / server_programs.INSIDE, symlinks=True)
    shutil.copytree(site / server_programs.LIBRARIES, closed / server_programs.LIBRARIES)
    (closed / server_programs.PACKAGE / "__init__.py").write_text("")
    folder = place / "postgres"
    folder.mkdir()
    account = server_account.find_or_make()
    os.chown(folder, account.uid, account.gid)
    start = f"from pathlib import Path; from paletter.config import embedded; embedded.start(Path({str(folder)!r}))"

    subprocess.run([sys.executable, "-c", start], env=os.environ | {"PYTHONPATH": str(closed)}, check=True)

    program = Path(f"/proc/{server_of(folder)}/exe").readlink()
    assert program.is_relative_to(folder)
    assert closed.stat().st_mode & 0o777 == 0o700


@needs_root
def test_an_ordinary_user_runs_it_as_themselves(place):
    if as_nobody(lambda: str(os.access(server_programs._site(), os.X_OK))) != "True":
        pytest.skip("this environment lies where nobody else may go")
    mine = place / "mine"
    mine.mkdir()
    os.chown(mine, 65534, 65534)

    said = as_nobody(lambda: str(ask(embedded.start(mine / "postgres", durable=False), "SELECT 1")))

    assert said == "1"
    assert Path(f"/proc/{server_of(mine / 'postgres')}").stat().st_uid == 65534


@needs_root
def test_a_folder_that_cannot_be_written_is_named(place):
    closed = place / "closed"
    closed.mkdir(mode=0o755)

    said = as_nobody(lambda: embedded.start(closed / "postgres"))

    assert said.startswith(f"EmbeddedDatabaseError: The data folder {closed} can't be used: Permission denied")
    assert "PALETTER_DATA_DIR" in said


@needs_root
def test_the_database_of_another_user_is_named_as_such(place):
    embedded.start(place / "postgres", durable=False)
    (place / "postgres").chmod(0o755)

    said = as_nobody(lambda: embedded.start(place / "postgres"))

    assert "belongs to another user" in said or "can't be used: Permission denied" in said


@needs_root
def test_a_full_disk_is_told_in_a_sentence(place):
    small = place / "small"
    small.mkdir()
    mounted = subprocess.run(
        [shutil.which("mount") or "/bin/mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", small],
        check=False,
        capture_output=True,
    )
    if mounted.returncode != 0:
        pytest.skip("no small disk can be made here")
    small.chmod(0o755)
    try:
        with pytest.raises(embedded.EmbeddedDatabaseError, match="There is no space left for the database"):
            embedded.start(small / "postgres")
    finally:
        subprocess.run([shutil.which("umount") or "/bin/umount", small], check=True)


def test_a_file_in_place_of_the_folder_is_named(place):
    (place / "file").write_text("")

    with pytest.raises(embedded.EmbeddedDatabaseError, match=r"The data folder .*file can't be used: Not a directory"):
        embedded.start(place / "file" / "postgres")


def test_a_database_of_another_version_is_not_touched(place):
    data = place / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("15\n")
    if is_root:
        os.chown(data, 65534, 65534)
        os.chown(place / "postgres", 65534, 65534)

    with pytest.raises(embedded.EmbeddedDatabaseError, match=r"made by PostgreSQL 15.*brings PostgreSQL 18"):
        embedded.start(place / "postgres")
    shutil.rmtree(place / "postgres")


def test_a_first_start_that_was_killed_half_way_is_begun_anew(place):
    draft = place / "postgres" / "data.draft"
    draft.mkdir(parents=True)
    (draft / "half").write_text("")

    assert ask(embedded.start(place / "postgres", durable=False), "SELECT 1") == 1


def test_the_last_who_leaves_stops_it(place):
    folder = place / "postgres"
    with embedded.in_use(folder):
        with embedded.in_use(folder):
            pass
        assert embedded.answers(folder)
    assert not embedded.answers(folder)


def test_a_user_who_was_killed_does_not_keep_it_running(place):
    folder = place / "postgres"
    stay = (
        "import time; from pathlib import Path; from paletter.config import embedded\n"
        f"with embedded.in_use(Path({str(folder)!r})): print('in', flush=True); time.sleep(60)"
    )
    other = subprocess.Popen([sys.executable, "-c", stay], stdout=subprocess.PIPE, text=True)
    assert other.stdout and other.stdout.readline() == "in\n"
    other.kill()
    other.wait()
    assert embedded.answers(folder)

    with embedded.in_use(folder):
        pass

    assert not embedded.answers(folder)


def test_its_log_names_nobody(place):
    url = embedded.start(place / "postgres", durable=False)
    tell(url, "CREATE TABLE people (email text UNIQUE)")
    tell(url, "INSERT INTO people VALUES ('carol@example.org')")
    with pytest.raises(psycopg.errors.UniqueViolation):
        tell(url, "INSERT INTO people VALUES ('carol@example.org')")
    time.sleep(0.2)

    assert "carol" not in (place / "postgres" / "log").read_text()
