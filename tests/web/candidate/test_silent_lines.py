"""Lines over which nothing comes hold up nobody: a real web server, over real sockets."""

import socket
import time
from contextlib import ExitStack, closing
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from paletter.commands.serve import THREADS
from tests.cast import an_interview
from tests.flow.processes import paletter
from tests.journeys.house import answers, free_port, until
from tests.web.candidate.agreed import agreed
from tests.web.candidate.live import carols_headers
from tests.web.candidate.tus import TYPE, a_webm, b64

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]

PATIENCE = 3


def silent_patch(url: str, headers: dict[str, str], begun: bytes) -> socket.socket:
    """Announce a piece, send its beginning, and say no more."""
    parts = urlsplit(url)
    line = socket.create_connection((parts.hostname or "", parts.port or 0))
    head = [f"PATCH {parts.path} HTTP/1.1", f"Host: {parts.netloc}", "Content-Length: 400000"]
    head += [f"{name}: {value}" for name, value in headers.items()]
    line.sendall("\r\n".join([*head, "", ""]).encode() + begun)
    return line


def test_silent_lines_are_hung_up_what_came_is_kept_and_the_rest_goes_on_elsewhere(tmp_path: Path) -> None:
    port, content = free_port(), a_webm(20_000)
    home, ours = f"http://127.0.0.1:{port}", carols_headers() | {"Tus-Resumable": "1.0.0"}
    interviews = [agreed(an_interview()) for _ in range(3)]
    urls = []

    with (
        paletter(
            "serve",
            "--no-migrate",
            log=tmp_path / "log",
            PALETTER_PORT=str(port),
            PALETTER_SILENT_SECONDS=str(PATIENCE),
        ),
        ExitStack() as lines,
    ):
        until(lambda: answers(f"{home}/healthz"), seconds=60)
        for number in range(THREADS + 4):
            told = f"interview {b64(str(interviews[number % 3].key))},position {b64(str(number % 6 + 1))}"
            made = httpx.post(f"{home}/uploads/", headers=ours | {"Upload-Defer-Length": "1", "Upload-Metadata": told})
            urls.append(home + made.headers["Location"])
        given = ours | {"Content-Type": TYPE, "Upload-Offset": "0"}
        silent = [lines.enter_context(closing(silent_patch(url, given, content[:-100]))) for url in urls]

        time.sleep(PATIENCE / 2)
        begun = time.monotonic()
        assert httpx.get(f"{home}/healthz", timeout=60).status_code == 200
        waited = time.monotonic() - begun

        silent[0].settimeout(30)
        assert silent[0].recv(4096) == b""
        kept = int(httpx.head(urls[0], headers=ours).headers["Upload-Offset"])
        rest = httpx.patch(urls[0], content=content[kept:], headers=given | {"Upload-Offset": str(kept)})

    assert waited < 30
    assert kept == len(content) - 100
    assert rest.status_code == 204
    assert rest.headers["Upload-Offset"] == str(len(content))
