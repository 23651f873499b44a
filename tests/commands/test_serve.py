import signal
import socket
import subprocess
import sys

import httpx
import pytest

from tests.journeys.house import free_port, until


def test_a_port_in_use_is_named_with_its_setting(shell):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        shell.environment["PALETTER_PORT"] = str(port)

        done = shell.paletter("serve")

    assert done.returncode == 2
    assert done.stderr == (
        f"Port {port} on 127.0.0.1 is in use by another program. Stop it, or set PALETTER_PORT to a free port.\n"
    )


def test_an_address_that_is_not_ours_is_named_with_its_setting(shell):
    shell.environment |= {"PALETTER_HOST": "192.0.2.1", "PALETTER_PORT": str(free_port())}

    done = shell.paletter("serve")

    assert done.returncode == 2
    assert "Nobody can listen on 192.0.2.1" in done.stderr and "PALETTER_HOST" in done.stderr


@pytest.mark.parametrize("command", ["serve", "worker", "migrate"])
def test_a_database_that_does_not_answer_is_one_sentence_without_the_password(shell, command):
    shell.environment |= {
        "DATABASE_URL": "postgresql://ann:hush-hush@127.0.0.1:1/interviews",
        "PALETTER_PORT": str(free_port()),
    }

    done = shell.paletter(command)

    assert (done.returncode, done.stderr) == (
        1,
        "The database at 127.0.0.1:1 does not answer: Connection refused. "
        "Check DATABASE_URL, or leave it out to use the embedded one.\n",
    )


def test_a_database_of_another_kind_is_refused(shell):
    shell.environment |= {"DATABASE_URL": "mysql://ann@db/interviews", "PALETTER_PORT": str(free_port())}

    done = shell.paletter("serve")

    assert done.returncode == 2
    assert done.stderr.startswith("DATABASE_URL must begin with postgresql://")


@pytest.mark.parametrize("database", ["embedded", "own"])
def test_a_data_folder_that_cannot_be_used_is_one_sentence(installed, database):
    (installed.folder / "file").write_text("")
    installed.environment |= {
        "PALETTER_DATA_DIR": str(installed.folder / "file" / "data"),
        "PALETTER_PORT": str(free_port()),
    }
    if database == "embedded":
        del installed.environment["DATABASE_URL"]

    done = installed.paletter("serve")

    assert done.returncode in (1, 2)
    assert done.stderr.count("\n") == 1
    assert "file/data can't be used: Not a directory" in done.stderr
    assert "PALETTER_DATA_DIR" in done.stderr


def test_it_migrates_collects_and_serves_until_it_is_stopped(installed):
    port = free_port()
    installed.environment["PALETTER_PORT"] = str(port)
    server = subprocess.Popen(
        [sys.executable, "-m", "paletter", "serve"], env=installed.environment, stderr=subprocess.PIPE, text=True
    )
    try:
        page = until(lambda: _answer(f"http://127.0.0.1:{port}/"), seconds=60)
        style = next(part for part in page.text.split('"') if part.startswith("/static/") and part.endswith(".css"))
        sheet = httpx.get(f"http://127.0.0.1:{port}{style}")
        missing = httpx.get(f"http://127.0.0.1:{port}/nowhere/?email=carol@example.org")
    finally:
        server.send_signal(signal.SIGTERM)
        _, told = server.communicate(timeout=30)

    assert page.status_code == 200
    assert sheet.status_code == 200 and "immutable" in sheet.headers["cache-control"]
    assert missing.status_code == 404
    assert server.returncode == 0
    assert "carol" not in told and "Traceback" not in told
    assert (installed.folder / "data" / "secret-key").stat().st_mode & 0o077 == 0


def _answer(url: str) -> httpx.Response | None:
    try:
        return httpx.get(url, timeout=5)
    except httpx.HTTPError:
        return None
