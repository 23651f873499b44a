"""Clients of tus that others wrote send an answer to a live server, over lines that hold and lines that break."""

import hashlib
import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings
from tusclient.client import TusClient

from paletter.interviews import recordings
from paletter.interviews.models import Interview, Recording
from tests.cast import an_interview
from tests.journeys.house import free_port
from tests.web.candidate.agreed import agreed
from tests.web.candidate.live import BreakingLine, a_server, carols_headers
from tests.web.candidate.tus import a_webm

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]

SIZE = 3_000_000
NODE = shutil.which("node")
LIBRARY = Path(__file__).parents[1] / "vendor" / "tus-js-client" / "tus.min.js"
PROGRAM = Path(__file__).with_name("tus_js_client.mjs")


@pytest.fixture
def interview(settings: Settings) -> Interview:
    settings.MEDIA_ROOT = settings.OPTIONS.data_dir / "recordings"
    return agreed(an_interview())


@pytest.fixture
def server(interview: Interview, tmp_path: Path) -> Iterator[int]:
    """The port of a live server."""
    port = free_port()
    with a_server(port, tmp_path / "web.log"):
        yield port


def assert_arrived(content: bytes) -> None:
    take = Recording.objects.get()
    assert take.is_whole
    assert take.sha256 == hashlib.sha256(content).hexdigest()
    assert (recordings.folder(take) / "upload").read_bytes() == content


def by_tuspy(port: int, interview: Interview, content: bytes, *, position: int = 1, **more: Any) -> None:
    client = TusClient(f"http://127.0.0.1:{port}/uploads/", headers=carols_headers())
    metadata = {"interview": str(interview.key), "position": str(position)}
    client.uploader(file_stream=io.BytesIO(content), metadata=metadata, retry_delay=1, **more).upload()


def by_tus_js_client(
    port: int, interview: Interview, content: bytes, folder: Path, *, is_chunked: bool = False, **options: Any
) -> list[str]:
    """Return the method and the status of each request."""
    if NODE is None:
        pytest.skip("Node is not installed, so that tus-js-client can't run.")
    (folder / "answer.webm").write_bytes(content)
    asked = {
        "library": str(LIBRARY),
        "file": str(folder / "answer.webm"),
        "endpoint": f"http://127.0.0.1:{port}/uploads/",
        "headers": carols_headers(),
        "isChunked": is_chunked,
        "options": {
            "metadata": {"interview": str(interview.key), "position": "1", "filename": "answer.webm"},
            "retryDelays": [200, 500, 1000, 2000, 4000],
            **options,
        },
    }
    done = subprocess.run(
        [NODE, str(PROGRAM), json.dumps(asked)], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()


def test_an_answer_sent_by_tuspy_arrives_whole(server: int, interview: Interview) -> None:
    content = a_webm(SIZE)

    by_tuspy(server, interview, content, chunk_size=1_000_000, upload_checksum=True)

    assert_arrived(content)


def test_tuspy_goes_on_where_a_broken_line_left_it(server: int, interview: Interview) -> None:
    content = a_webm(SIZE)

    with BreakingLine(server, after=SIZE // 2) as line:
        by_tuspy(line.port, interview, content, chunk_size=SIZE, retries=5)

    assert line.breaks == 1
    assert_arrived(content)


def test_an_answer_sent_by_tus_js_client_arrives_whole(server: int, interview: Interview, tmp_path: Path) -> None:
    content = a_webm(SIZE)

    said = by_tus_js_client(server, interview, content, tmp_path, chunkSize=1_000_000)

    assert said == ["POST 201", "PATCH 204", "PATCH 204", "PATCH 204"]
    assert_arrived(content)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"uploadDataDuringCreation": True}, ["POST 201"]),
        ({"uploadDataDuringCreation": True, "chunkSize": 2_000_000}, ["POST 201", "PATCH 204"]),
        ({"uploadLengthDeferred": True, "chunkSize": 2_000_000}, ["POST 201", "PATCH 204", "PATCH 204"]),
        ({"overridePatchMethod": True}, ["POST 201", "POST 204"]),
        ({"is_chunked": True, "uploadDataDuringCreation": True, "chunkSize": 2_000_000}, ["POST 201", "PATCH 204"]),
    ],
    ids=["with its creation", "half with its creation", "length later", "without PATCH", "without Content-Length"],
)
def test_tus_js_client_may_send_as_it_likes(
    server: int, interview: Interview, tmp_path: Path, options: dict[str, Any], said: list[str]
) -> None:
    content = a_webm(SIZE)

    assert by_tus_js_client(server, interview, content, tmp_path, **options) == said

    assert_arrived(content)


def test_tus_js_client_goes_on_where_a_broken_line_left_it(server: int, interview: Interview, tmp_path: Path) -> None:
    content = a_webm(SIZE)

    with BreakingLine(server, after=SIZE // 2) as line:
        said = by_tus_js_client(line.port, interview, content, tmp_path)

    assert line.breaks == 1
    assert "HEAD 200" in said
    assert_arrived(content)
