"""The program starts, keeps its state, and fails in one sentence."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

SOURCES = Path(__file__).resolve().parents[2] / "src"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def command(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "lever_simulator", *arguments],
        env=os.environ | {"PYTHONPATH": str(SOURCES)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextlib.contextmanager
def started(*arguments: str) -> Iterator[str]:
    port = free_port()
    process = command("--port", str(port), *arguments)
    assert process.stdout
    assert f"http://127.0.0.1:{port}" in process.stdout.readline()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=10)
        assert (process.returncode, errors) == (0, "")


@contextlib.contextmanager
def killed_at_the_end(*arguments: str) -> Iterator[str]:
    port = free_port()
    process = command("--port", str(port), *arguments)
    assert process.stdout
    process.stdout.readline()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.communicate(timeout=10)


def wait_for(text: str, state: Path) -> None:
    deadline = time.monotonic() + 5
    while text not in state.read_text() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert text in state.read_text()


def failed(*arguments: str) -> tuple[int, str]:
    process = command(*arguments)
    _, errors = process.communicate(timeout=20)
    return process.returncode, errors


def test_a_restart_with_a_state_file_keeps_everything(tmp_path: Path) -> None:
    state = str(tmp_path / "lever.json")
    with started("--state", state, "--redirect-uri", "http://127.0.0.1:1/back") as url:
        posting = httpx.post(f"{url}/_control/postings", json={"text": "Porter"}).json()["id"]
        httpx.post(f"{url}/_control/clock", json={"advance": 3600})
    with started("--state", state) as url:
        found = httpx.get(f"{url}/v1/postings/{posting}", auth=("demo-api-key", ""))
        assert found.json()["data"]["text"] == "Porter"
        assert httpx.get(f"{url}/_control/clock").json()["now"] > (time.time() + 3000) * 1000
    assert Path(state).stat().st_mode & 0o077 == 0


def test_a_change_is_in_the_file_even_when_the_program_is_killed(tmp_path: Path) -> None:
    state = tmp_path / "lever.json"
    with killed_at_the_end("--state", str(state)) as url:
        httpx.post(f"{url}/_control/postings", json={"text": "Porter of the night"})
        wait_for("Porter of the night", state)
    assert "Porter of the night" in state.read_text()


def test_tokens_faults_and_the_count_of_requests_survive_a_kill(tmp_path: Path) -> None:
    state = tmp_path / "lever.json"
    with killed_at_the_end("--state", str(state)) as url:
        for _ in range(3):
            httpx.get(f"{url}/v1/stages", auth=("demo-api-key", ""))
        httpx.post(f"{url}/_control/api-keys", json={"key": "mine", "scopes": ["stages:read:admin"]})
        change = {"action": "change", "path": "/v1/users", "change": {"what": "lock_tags"}}
        fault = {"action": "status", "status": 503, "times": 2, "skip": 1, "headers": {"Retry-After": "7"}}
        httpx.post(f"{url}/_control/faults", json={"faults": [change, fault]})
        wait_for("Retry-After", state)
    with started("--state", str(state)) as url:
        replies = [httpx.get(f"{url}/v1/stages", auth=("mine", "")) for _ in range(4)]
        assert [reply.status_code for reply in replies] == [200, 503, 503, 200]
        assert replies[1].headers["Retry-After"] == "7"
        [entry, *_] = httpx.get(f"{url}/_control/requests").json()["requests"]
        assert entry["number"] == 4
        httpx.get(f"{url}/v1/users", auth=("demo-api-key", ""))
        assert httpx.get(f"{url}/_control/switches").json()["tags_locked"] is True


def test_a_fault_that_struck_does_not_strike_again_after_a_restart(tmp_path: Path) -> None:
    state = str(tmp_path / "lever.json")
    with started("--state", state) as url:
        httpx.post(f"{url}/_control/faults", json={"action": "status", "status": 503})
        assert httpx.get(f"{url}/v1/stages", auth=("demo-api-key", "")).status_code == 503
    with started("--state", state) as url:
        assert httpx.get(f"{url}/v1/stages", auth=("demo-api-key", "")).status_code == 200


def test_a_kill_at_any_moment_leaves_a_whole_state_without_holes(tmp_path: Path) -> None:
    state, written = tmp_path / "lever.json", 0
    for round_ in range(5):
        with killed_at_the_end("--state", str(state)) as url:
            kept = postings_in(state)
            assert kept == [f"Porter {number}" for number in range(len(kept))]
            written = len(kept)
            give_up = time.monotonic() + 0.3 + round_ * 0.037
            while time.monotonic() < give_up or len(postings_in(state)) == len(kept):
                httpx.post(f"{url}/_control/postings", json={"text": f"Porter {written}"})
                written += 1
        after = postings_in(state)
        assert len(kept) < len(after) <= written
        assert after == [f"Porter {number}" for number in range(len(after))]


def postings_in(state: Path) -> list[str]:
    postings = json.loads(state.read_text(encoding="utf-8"))["account"]["postings"].values()
    return [posting["text"] for posting in postings if posting["text"].startswith("Porter ")]


def test_a_state_of_an_older_program_is_still_read(tmp_path: Path) -> None:
    state = tmp_path / "lever.json"
    with started("--state", str(state)):
        pass
    saved = json.loads(state.read_text(encoding="utf-8"))
    del saved["faults"], saved["requests_seen"], saved["account"]["apps"]["paletter-demo"]["scopes"]
    for name in ("missing_scopes", "package_has_api"):
        del saved["switches"][name]
    state.write_text(json.dumps(saved), encoding="utf-8")
    with started("--state", str(state)) as url:
        [app] = httpx.get(f"{url}/_control/apps").json()["apps"]
        assert app["scopes"] is None
        assert httpx.get(f"{url}/v1/stages", auth=("demo-api-key", "")).status_code == 200


def test_a_port_in_use_is_said_in_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        status, errors = failed("--port", port)
    assert status == 2
    assert errors.startswith(f"Cannot listen on 127.0.0.1:{port}: address already in use.")
    assert errors.count("\n") == 1


@pytest.mark.parametrize("port", ["70000", "-1"])
def test_a_port_that_cannot_be_is_said_in_one_sentence(port: str) -> None:
    status, errors = failed("--port", port)
    assert (status, "Traceback" in errors) == (2, False)


def test_a_state_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    status, errors = failed("--state", str(tmp_path / "no" / "such" / "folder.json"))
    assert status == 2
    assert "folder.json cannot be written: No such file or directory." in errors
    assert errors.count("\n") == 1


@pytest.mark.parametrize("content", ["{", "[]", '{"account": {}}', "null"])
def test_a_file_of_something_else_is_left_alone(tmp_path: Path, content: str) -> None:
    state = tmp_path / "other.json"
    state.write_text(content)
    status, errors = failed("--state", str(state))
    assert (status, errors.count("\n")) == (2, 1)
    assert "is not one of this program" in errors
    assert state.read_text() == content


def test_a_folder_is_no_state_file(tmp_path: Path) -> None:
    status, errors = failed("--state", str(tmp_path))
    assert (status, "Traceback" in errors) == (2, False)


def test_the_simulator_never_imports_the_product() -> None:
    sources = (SOURCES / "lever_simulator").rglob("*.py")
    assert not [
        path for path in sources if "import paletter" in path.read_text() or "from paletter" in path.read_text()
    ]
