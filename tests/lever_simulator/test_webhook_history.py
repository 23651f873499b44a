"""What Lever remembers of its calls, through restarts and kills."""

import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from lever_simulator.server import running
from lever_simulator.world import World
from lever_simulator.world.deliveries import Delivery
from lever_simulator.world.saving import StateFile
from tests.lever_simulator.conftest import Lever
from tests.lever_simulator.receiver import Receiver
from tests.lever_simulator.test_program import command, free_port, started

HOUR = 3600


@pytest.fixture
def webhook(lever: Lever, receiver: Receiver) -> None:
    """Somebody who hears of changed contacts."""
    lever.simulator.switch_on()
    lever.api.post("/webhooks", json={"url": receiver.url, "event": "contactUpdated"})


def send(lever: Lever, **more: Any) -> None:
    assert lever.control("webhooks/send", **{"event": "contactUpdated"} | more).status_code == 202


def only(lever: Lever) -> Delivery:
    lever.simulator.settle()
    [delivery] = lever.simulator.deliveries()
    return delivery


@pytest.mark.usefixtures("webhook")
def test_the_history_holds_the_last_thousand_within_two_weeks(lever: Lever, receiver: Receiver) -> None:
    send(lever, data={"contactId": "first"})
    lever.simulator.settle()
    for _ in range(11):
        send(lever, copies=100, delay=HOUR)
    hooks = lever.world.account.hooks
    assert len(hooks.history(lever.world.clock.ms())) == 1000
    assert len(hooks.deliveries) == 1100, "what waits is never forgotten, the old one is"
    lever.http.delete("/_control/webhooks/deliveries")
    send(lever)
    lever.simulator.settle()
    lever.control("clock", advance=15 * 24 * HOUR)
    assert hooks.history(lever.world.clock.ms()) == []
    send(lever)
    assert len(hooks.deliveries) == 1


def test_what_waits_survives_a_restart(receiver: Receiver, tmp_path: Path) -> None:
    state = str(tmp_path / "lever.json")
    receiver.answers = [500]
    with started("--state", state) as url:
        httpx.post(f"{url}/_control/webhooks", json={"url": receiver.url, "event": "contactUpdated"})
        httpx.post(f"{url}/_control/webhooks/send", json={"event": "contactUpdated", "data": {"contactId": "c1"}})
        httpx.post(f"{url}/_control/webhooks/settle", json={})
    with started("--state", state) as url:
        httpx.post(f"{url}/_control/clock", json={"advance": 60})
        httpx.post(f"{url}/_control/webhooks/settle", json={})
        [row] = httpx.get(f"{url}/_control/webhooks/deliveries").json()["deliveries"]
    assert [one["status"] for one in row["tries"]] == [500, 200]
    assert [heard.data for heard in receiver.heard] == [{"contactId": "c1"}] * 2


def test_a_call_that_was_under_way_at_the_end_goes_out_again(receiver: Receiver, tmp_path: Path) -> None:
    state = str(tmp_path / "lever.json")
    receiver.patience.clear()
    with started("--state", state) as url:
        httpx.post(f"{url}/_control/webhooks", json={"url": receiver.url, "event": "contactUpdated"})
        httpx.post(f"{url}/_control/webhooks/send", json={"event": "contactUpdated"})
        httpx.post(f"{url}/_control/webhooks/settle", json={"timeout": 0.5})
    receiver.patience.set()
    with started("--state", state) as url:
        httpx.post(f"{url}/_control/webhooks/settle", json={})
    assert len(receiver.heard) == 2


def test_a_kill_loses_no_call_that_was_written_down(receiver: Receiver, tmp_path: Path) -> None:
    state, port = tmp_path / "lever.json", free_port()
    receiver.patience.clear()
    process = command("--port", str(port), "--state", str(state))
    assert process.stdout
    process.stdout.readline()
    door = f"http://127.0.0.1:{port}/_control/webhooks"
    httpx.post(door, json={"url": receiver.url, "event": "contactUpdated"})
    httpx.post(f"{door}/send", json={"event": "contactUpdated", "data": {"contactId": "c9"}})
    deadline = time.monotonic() + 5
    while not ('"c9"' in state.read_text() and receiver.heard) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.kill()
    process.communicate(timeout=10)
    receiver.patience.set()
    with started("--state", str(state)) as url:
        httpx.post(f"{url}/_control/webhooks/settle", json={})
    assert receiver.heard[-1].data == {"contactId": "c9"}
    assert len(receiver.heard) == 2


@pytest.mark.usefixtures("webhook")
def test_the_state_file_gives_every_delivery_back_as_it_was(lever: Lever, receiver: Receiver,
                                                            tmp_path: Path) -> None:  # fmt: skip
    receiver.answers = [500]
    send(lever)
    lever.control("webhooks/tricks", copies=2, times=None)
    before = only(lever)
    file, restored = StateFile(tmp_path / "lever.json"), World()
    file.save(lever.world)
    file.load(restored)
    assert restored.account.hooks == lever.world.account.hooks
    assert restored.account.hooks.deliveries == [before]


def test_the_sender_ends_with_its_server() -> None:
    with running() as simulator:
        assert simulator.sender.is_alive()
    assert not simulator.sender.is_alive()
