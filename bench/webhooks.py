"""How many calls of an ATS are taken a second, beside a bare Django view that verifies and inserts them.

    python bench/webhooks.py [--calls 1500] [--rounds 5] [--json FILE]

Both stand behind the same Granian with the same number of threads, on one throw-away PostgreSQL that writes to disk as
in earnest. Rounds alternate, so that whatever else the machine does meets both; printed are medians and the median of
the rounds' ratios. What Paletter does more: pages' middleware, its models, and a step in the queue for each call.
"""

import argparse
import hashlib
import hmac
import http.client
import json
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg

from paletter.config import embedded

HERE = Path(__file__).parent
KEY, SIGNING_TOKEN, EVENT = "the-key-in-the-address", "5a" * 24, "candidateStageChange"
LINES = 8
"""Connections that an ATS keeps open to us."""
THREADS = 32
"""As `paletter serve` has."""
OURS, BARE = "paletter", "bare view"


def main() -> None:
    parser = argparse.ArgumentParser(description="How many calls of an ATS are taken a second.")
    parser.add_argument("--calls", type=int, default=1500, help="calls in a round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="paletter-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        url = embedded.start(folder / "pg")
        try:
            rounds = measured(url, folder, calls=asked.calls, rounds=asked.rounds)
        finally:
            embedded.destroy(folder / "pg")
    report(rounds, asked.calls, asked.json)


def measured(url: str, folder: Path, *, calls: int, rounds: int) -> list[dict[str, list[float]]]:
    """Return for each round and each server the seconds of every call, the whole round's first."""
    ports = {OURS: free_port(), BARE: free_port()}
    environment = os.environ | {
        "DATABASE_URL": url,
        "PALETTER_DATA_DIR": str(folder / "data"),
        "PALETTER_PORT": str(ports[OURS]),
        "PYTHONPATH": os.pathsep.join(filter(None, [str(HERE), os.environ.get("PYTHONPATH", "")])),
    }
    paletter = [sys.executable, "-m", "paletter"]
    subprocess.run([*paletter, "migrate"], env=environment, check=True, stdout=subprocess.DEVNULL)
    subprocess.run([sys.executable, __file__, "--fill"], env=environment, check=True)
    bare = [
        sys.executable, "-m", "granian", "bare_view:application", "--interface", "wsgi", "--port", str(ports[BARE]),
        "--workers", "1", "--blocking-threads", str(THREADS), "--no-log", "--no-ws",
    ]  # fmt: skip
    with (
        served([*paletter, "serve", "--no-migrate"], environment, ports[OURS]),
        served(bare, environment, ports[BARE]),
    ):
        for port in ports.values():
            one_round(port, 200)
        return [{name: one_round(port, calls) for name, port in ports.items()} for _ in range(rounds)]


def fill() -> None:
    """Give both a connection with a token."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paletter.config.settings")
    import django

    django.setup()
    from paletter.accounts.models import Organisation
    from paletter.connections import encryption
    from paletter.connections.models import Connection, Hook

    organisation = Organisation.objects.create(name="Fjord Hotel Group", slug="fjord-hotel-group")
    connection = Connection.objects.create(
        organisation=organisation, provider="lever", state="on", credentials="x", hook_key=KEY
    )
    for event in (EVENT, "applicationCreated", "candidateArchiveChange", "candidateHired", "candidateDeleted"):
        Hook.objects.create(
            connection=connection, external_id=event, event=event, signing_token=encryption.seal(SIGNING_TOKEN)
        )
    from bare_view import TABLES

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(TABLES.encode())
        server.execute("INSERT INTO bare_token VALUES (%s, %s, %s)", [KEY, EVENT, SIGNING_TOKEN])


@contextmanager
def served(command: list[str], environment: dict[str, str], port: int) -> Iterator[None]:
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, server)
        yield
    finally:
        server.terminate()
        server.wait(20)


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 90
    while time.monotonic() < end and server.poll() is None:
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f"The server on port {port} did not start.")


def one_round(port: int, calls: int) -> list[float]:
    bodies = [a_call() for _ in range(calls)]
    began = time.perf_counter()
    with ThreadPoolExecutor(LINES) as lines:
        spent = [seconds for line in lines.map(lambda some: send(port, some), split(bodies)) for seconds in line]
    return [time.perf_counter() - began, *spent]


def send(port: int, bodies: list[bytes]) -> list[float]:
    """Send calls one after the other over one line and return how long each took."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    spent = []
    for body in bodies:
        began = time.perf_counter()
        line.request("POST", f"/hooks/{KEY}", body, {"Content-Type": "application/json"})
        answer = line.getresponse()
        answer.read()
        spent.append(time.perf_counter() - began)
        assert answer.status == 200, answer.status
    line.close()
    return spent


def a_call() -> bytes:
    token, at = secrets.token_hex(24), int(time.time() * 1000)
    signature = hmac.new(SIGNING_TOKEN.encode(), f"{token}{at}".encode(), hashlib.sha256).hexdigest()
    data = {"opportunityId": secrets.token_hex(16), "fromStageId": "applicant-new", "toStageId": "offer"}
    return json.dumps(
        {"event": EVENT, "token": token, "triggeredAt": at, "signature": signature, "data": data}
    ).encode()


def split(bodies: list[bytes]) -> list[list[bytes]]:
    return [bodies[start::LINES] for start in range(LINES)]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def report(rounds: list[dict[str, list[float]]], calls: int, target: Path | None) -> None:
    rates = {name: [calls / one[name][0] for one in rounds] for name in (OURS, BARE)}
    share = statistics.median(ours / bare for ours, bare in zip(rates[OURS], rates[BARE], strict=True))
    rows = {}
    for name in (OURS, BARE):
        spent = sorted(seconds * 1000 for one in rounds for seconds in one[name][1:])
        rows[name] = {
            "calls_per_second": statistics.median(rates[name]),
            "median_ms": spent[len(spent) // 2],
            "p95_ms": spent[len(spent) * 95 // 100],
        }
    print(f"{calls} calls over {LINES} lines, median of {len(rounds)} alternating rounds")
    print(f"{'server':14}{'calls/s':>10}{'median ms':>12}{'95 % ms':>10}")
    for name, row in rows.items():
        print(f"{name:14}{row['calls_per_second']:10.0f}{row['median_ms']:12.1f}{row['p95_ms']:10.1f}")
    print(f"Paletter takes {share:.0%} of what the bare view takes")
    if target is not None:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps({"calls": calls, "share_of_bare": share, "servers": rows}, indent=2) + "\n")


if __name__ == "__main__":
    fill() if "--fill" in sys.argv else main()
