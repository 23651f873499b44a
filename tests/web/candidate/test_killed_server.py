"""A real web server is killed at the worst moments of an upload; the answer arrives whole all the same."""

import hashlib
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from django.db import connection as database

from paletter.interviews import recordings
from paletter.interviews.models import Recording
from tests.cast import an_interview
from tests.journeys.house import free_port, until
from tests.web.candidate.agreed import agreed
from tests.web.candidate.live import a_server, carols_headers
from tests.web.candidate.tus import TYPE, a_webm, b64

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]

PIECE = 300_000


@pytest.fixture
def carols_line() -> dict[str, str]:
    return carols_headers() | {"Tus-Resumable": "1.0.0"}


@contextmanager
def a_slow_row() -> Iterator[None]:
    """Let the database take long over a recording's row, so that the server can die between the file and the row."""
    with database.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN PERFORM pg_sleep(120); RETURN NEW; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER lingering BEFORE UPDATE ON interviews_recording FOR EACH ROW EXECUTE FUNCTION linger()"
        )
    try:
        yield
    finally:
        with database.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
                " AND datname = current_database()"
            )
            cursor.execute("DROP TRIGGER lingering ON interviews_recording")
            cursor.execute("DROP FUNCTION linger")


def half_a_piece(url: str, headers: dict[str, str], piece: bytes) -> socket.socket:
    """Begin to send a piece, and stop in the middle."""
    parts = urlsplit(url)
    line = socket.create_connection((parts.hostname or "", parts.port or 0))
    head = [f"PATCH {parts.path} HTTP/1.1", f"Host: {parts.netloc}", f"Content-Length: {len(piece)}"]
    head += [f"{name}: {value}" for name, value in headers.items()]
    line.sendall("\r\n".join([*head, "", ""]).encode() + piece[: len(piece) // 2])
    return line


def test_an_upload_survives_the_server_being_killed_in_a_piece_and_between_file_and_row(
    carols_line: dict[str, str], settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = settings.OPTIONS.data_dir / "recordings"
    content = a_webm(3 * PIECE)
    pieces = [content[at : at + PIECE] for at in range(0, len(content), PIECE)]
    interview = agreed(an_interview())
    port = free_port()
    home = f"http://127.0.0.1:{port}"

    def patch(number: int, **headers: str) -> httpx.Response:
        given = carols_line | {"Content-Type": TYPE, "Upload-Offset": str(number * PIECE)} | headers
        return httpx.patch(url, content=pieces[number], headers=given, timeout=60)

    def offset() -> int:
        return int(httpx.head(url, headers=carols_line, timeout=20).headers["Upload-Offset"])

    with a_server(port, tmp_path / "first.log") as server:
        metadata = f"interview {b64(str(interview.key))},position {b64('1')}"
        made = httpx.post(
            f"{home}/uploads/", headers=carols_line | {"Upload-Defer-Length": "1", "Upload-Metadata": metadata}
        )
        url = home + made.headers["Location"]
        assert patch(0).status_code == 204
        with half_a_piece(url, carols_line | {"Content-Type": TYPE, "Upload-Offset": str(PIECE)}, pieces[1]):
            server.kill()

    take = Recording.objects.get()
    on_disk = recordings.folder(take) / "upload"
    with a_server(port, tmp_path / "second.log") as server:
        assert offset() == PIECE
        with a_slow_row(), ThreadPoolExecutor(1) as other:
            sending = other.submit(patch, 1)
            until(lambda: on_disk.stat().st_size == 2 * PIECE)
            server.kill()
            with pytest.raises(httpx.HTTPError):
                sending.result()

    with a_server(port, tmp_path / "third.log"):
        assert (offset(), on_disk.stat().st_size) == (PIECE, 2 * PIECE)
        assert patch(1).status_code == 204
        assert patch(2, **{"Upload-Length": str(len(content))}).status_code == 204
        sha256 = hashlib.sha256(content).hexdigest()
        kept = httpx.post(
            f"{home}/i/{interview.key}/questions/1/keep",
            data={"recording": str(take.pk), "sha256": sha256},
            headers=carols_line | {"Accept": "application/json"},
        )

    assert kept.status_code == 200, kept.text
    assert hashlib.sha256(on_disk.read_bytes()).hexdigest() == sha256
    assert interview.answers.get(position=1).kept_id == take.pk
