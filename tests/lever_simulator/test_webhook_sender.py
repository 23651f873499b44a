"""How a call goes out: signed, patient, again and again, and never in anybody's way."""

import hashlib
import hmac
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from lever_simulator.world.deliveries import Delivery, sign
from tests.lever_simulator.conftest import TLS, Lever
from tests.lever_simulator.receiver import Receiver

HOUR = 3600
GAPS = [60, 300, 1500, 7500, 37_500]


@pytest.fixture
def token(lever: Lever, receiver: Receiver) -> str:
    """The signature token of a webhook that hears of changed contacts."""
    lever.simulator.switch_on()
    reply = lever.api.post("/webhooks", json={"url": receiver.url, "event": "contactUpdated"})
    return str(reply.json()["data"]["configuration"]["signatureToken"])


@contextmanager
def listening_with_its_own_certificate(folder: Path) -> Iterator[int]:
    """Speak TLS on a free port with a certificate for localhost that is signed by itself alone."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]), datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(days=1), now + timedelta(days=1))
    certificate = builder.sign(key, hashes.SHA256())
    file, pem = folder / "localhost.pem", serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(secret + certificate.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join(timeout=5)


def send(lever: Lever, **more: Any) -> list[dict[str, Any]]:
    reply = lever.control("webhooks/send", **{"event": "contactUpdated", "data": {"contactId": "c1"}} | more)
    assert reply.status_code == 202, reply.text
    return list(reply.json()["deliveries"])


def only(lever: Lever) -> Delivery:
    lever.simulator.settle()
    [delivery] = lever.simulator.deliveries()
    return delivery


def test_the_signature_is_that_of_the_documentation() -> None:
    token = "c0ffee00" * 6
    signed = sign(token, 1795449600000, "000102030405060708090a0b0c0d0e0f1011121314151617")
    assert signed == "81af6597d652c1fadd63d9a1f865e5022bce348aa3b278b14b8a4d3a5a8f2453"


def test_a_call_looks_as_lever_s_does(lever: Lever, receiver: Receiver, token: str) -> None:
    before = lever.world.clock.ms()
    send(lever)
    lever.simulator.settle()
    [heard] = receiver.heard
    assert heard.path == "/hooks/1"
    assert heard.headers["User-Agent"] == "Lever-Webhooks"
    assert heard.headers["Content-Type"] == "application/json"
    assert list(heard.body) == ["id", "triggeredAt", "event", "token", "signature", "data"]
    assert before <= heard.body["triggeredAt"] <= lever.world.clock.ms()
    assert len(bytes.fromhex(heard.body["token"])) == 24
    message = f"{heard.body['token']}{heard.body['triggeredAt']}".encode()
    assert heard.body["signature"] == hmac.new(token.encode(), message, hashlib.sha256).hexdigest()


def test_without_a_signature_token_there_is_no_signature(lever: Lever, receiver: Receiver) -> None:
    lever.control("webhooks", url=receiver.url, event="contactUpdated", signed=False)
    send(lever)
    lever.simulator.settle()
    assert list(receiver.heard[0].body) == ["id", "triggeredAt", "event", "token", "data"]


def test_every_call_has_a_token_of_its_own(lever: Lever, receiver: Receiver, token: str) -> None:
    send(lever)
    send(lever)
    lever.simulator.settle()
    assert len({heard.body["token"] for heard in receiver.heard}) == 2


@pytest.mark.parametrize("status", [200, 201, 204])
def test_any_2xx_is_received(lever: Lever, receiver: Receiver, token: str, status: int) -> None:
    receiver.answers = [status]
    send(lever)
    assert (only(lever).state, only(lever).tries[0].status) == ("received", status)


@pytest.mark.parametrize("status", [301, 302, 307, 400, 401, 404, 410, 500, 503])
def test_anything_else_is_a_failure_and_redirects_are_not_followed(
    lever: Lever, receiver: Receiver, token: str, status: int
) -> None:
    receiver.answers = [status]
    send(lever)
    assert (only(lever).state, only(lever).tries[0].status) == ("waiting", status)
    assert [heard.path for heard in receiver.heard] == ["/hooks/1"]


def test_five_more_tries_follow_with_growing_gaps_on_lever_s_clock(
    lever: Lever, receiver: Receiver, token: str
) -> None:
    receiver.answers = [500] * 6
    send(lever)
    for number, gap in enumerate(GAPS, start=1):
        delivery = only(lever)
        assert len(delivery.tries) == len(receiver.heard) == number
        assert delivery.due_at == delivery.tries[-1].at + gap * 1000
        lever.control("clock", advance=gap - 5)
        assert len(only(lever).tries) == number, "a try went out too early"
        lever.control("clock", advance=5)
    assert (only(lever).state, len(receiver.heard)) == ("failed", 6)
    lever.control("clock", advance=1000 * HOUR)
    assert len(only(lever).tries) == 6
    assert len({str(heard.body) for heard in receiver.heard}) == 1, "a repeated call is the same call"


def test_a_try_that_is_received_ends_the_tries(lever: Lever, receiver: Receiver, token: str) -> None:
    receiver.answers = [500]
    send(lever)
    lever.simulator.settle()
    lever.control("clock", advance=60)
    assert (only(lever).state, [one.status for one in only(lever).tries]) == ("received", [500, 200])


def test_in_real_time_retries_go_out_by_themselves(lever: Lever, receiver: Receiver, token: str) -> None:
    lever.control("switches", webhook_first_gap_seconds=0.2, webhook_gap_factor=1)
    receiver.answers = [500, 500]
    send(lever)
    deadline = time.monotonic() + 5
    while len(receiver.heard) < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert (only(lever).state, len(only(lever).tries)) == ("received", 3)


def test_gaps_stay_within_what_a_clock_can_count(lever: Lever, receiver: Receiver, token: str) -> None:
    lever.control("switches", webhook_first_gap_seconds=1, webhook_gap_factor=1e300)
    receiver.answers = [500, 500]
    send(lever)
    lever.simulator.settle()
    lever.control("clock", advance=1)
    delivery = only(lever)
    assert delivery.due_at == delivery.tries[-1].at + 365 * 86_400_000


def test_nobody_at_home_is_a_failure_in_words(lever: Lever) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    lever.control("webhooks", url=url, event="contactUpdated")
    send(lever)
    assert (only(lever).state, only(lever).tries[0].problem) == ("waiting", "Nobody answers there.")


def test_a_receiver_that_does_not_speak_tls_is_a_failure(lever: Lever, receiver: Receiver) -> None:
    lever.control("webhooks", url=receiver.url.replace("http", "https", 1), event="contactUpdated")
    send(lever)
    assert only(lever).state == "waiting"
    assert only(lever).tries[0].status is None
    assert only(lever).tries[0].problem


def test_a_certificate_that_nobody_vouches_for_is_not_accepted(lever: Lever, tmp_path: Path) -> None:
    with listening_with_its_own_certificate(tmp_path) as port:
        lever.control("webhooks", url=f"https://localhost:{port}/", event="contactUpdated")
        send(lever)
        assert only(lever).tries[0].problem == "The certificate is not accepted."


def test_a_receiver_that_does_not_answer_in_time_has_failed(lever: Lever, receiver: Receiver, token: str) -> None:
    lever.control("switches", webhook_timeout_seconds=0.2)
    receiver.patience.clear()
    send(lever)
    assert only(lever).tries[0].problem == "No answer within 0.2 seconds."


def test_lever_answers_while_a_receiver_takes_its_time(lever: Lever, receiver: Receiver, token: str) -> None:
    receiver.patience.clear()
    send(lever)
    started_at = time.monotonic()
    assert lever.api.get("/stages").status_code == 200
    assert lever.control("clock", advance=1).status_code == 200
    assert time.monotonic() - started_at < 2
    assert lever.control("webhooks/settle", timeout=0.1).json()["settled"] is False
    receiver.patience.set()
    assert lever.control("webhooks/settle").json()["settled"] is True


def test_waiting_for_calls_to_settle_holds_nobody_up(lever: Lever, receiver: Receiver, token: str) -> None:
    receiver.patience.clear()
    send(lever)
    with httpx.Client(base_url=lever.url, verify=TLS, timeout=10) as other:
        waiting = threading.Thread(target=lambda: other.post("/_control/webhooks/settle", json={"timeout": 5}))
        waiting.start()
        started_at = time.monotonic()
        assert lever.api.get("/stages").status_code == 200
        assert time.monotonic() - started_at < 2
        receiver.patience.set()
        waiting.join(timeout=5)
        assert not waiting.is_alive()


def test_calls_to_one_address_go_one_after_the_other_in_order(lever: Lever, receiver: Receiver, token: str) -> None:
    for number in range(20):
        send(lever, data={"contactId": str(number)})
    lever.simulator.settle()
    assert [heard.data["contactId"] for heard in receiver.heard] == [str(number) for number in range(20)]
    assert receiver.most_at_once == 1


def test_several_may_go_to_one_address_at_once_if_so_switched(lever: Lever, receiver: Receiver, token: str) -> None:
    lever.control("switches", webhook_calls_at_once=3)
    receiver.patience.clear()
    send(lever, copies=6)
    deadline = time.monotonic() + 5
    while receiver.at_once < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    receiver.patience.set()
    lever.simulator.settle()
    assert (receiver.most_at_once, len(receiver.heard)) == (3, 6)


def test_a_deleted_webhook_is_not_called_again(lever: Lever, receiver: Receiver, token: str) -> None:
    receiver.answers = [500]
    send(lever)
    assert only(lever).state == "waiting"
    lever.api.delete(f"/webhooks/{only(lever).webhook}")
    lever.control("clock", advance=HOUR)
    assert (only(lever).state, len(receiver.heard)) == ("called off", 1)


def test_a_webhook_deleted_during_a_call_is_not_tried_again(lever: Lever, receiver: Receiver, token: str) -> None:
    receiver.patience.clear()
    receiver.answers = [500]
    [row] = send(lever)
    deadline = time.monotonic() + 5
    while not receiver.heard and time.monotonic() < deadline:
        time.sleep(0.01)
    lever.api.delete(f"/webhooks/{row['webhook']}")
    receiver.patience.set()
    assert (only(lever).state, len(only(lever).tries)) == ("called off", 1)


def test_a_manual_rerun_sends_the_same_call_once_more(lever: Lever, receiver: Receiver, token: str) -> None:
    [row] = send(lever)
    lever.simulator.settle()
    assert lever.control(f"webhooks/deliveries/{row['id']}/rerun").status_code == 202
    lever.simulator.settle()
    assert len(receiver.heard) == 2
    assert receiver.heard[0].body == receiver.heard[1].body


def test_a_verification_has_no_data_and_is_not_repeated(lever: Lever, receiver: Receiver) -> None:
    receiver.answers = [500]
    webhook = lever.control("webhooks", url=receiver.url, event="candidateHired").json()["id"]
    lever.control("webhooks/verify", webhook=webhook)
    assert (only(lever).state, receiver.heard[0].event, receiver.heard[0].data) == ("failed", "candidateHired", {})


def test_an_app_can_ask_for_the_verification_itself(lever: Lever, receiver: Receiver) -> None:
    asked = {"url": receiver.url, "event": "candidateHired", "configuration": {"verifyConnection": True}}
    webhook = lever.api.post("/webhooks", json=asked).json()["data"]
    lever.simulator.settle()
    [heard] = receiver.heard
    assert heard.data == {}, "switched on or not"
    token, at, key = heard.body["token"], heard.body["triggeredAt"], webhook["configuration"]["signatureToken"]
    assert heard.body["signature"] == sign(token, at, key)
