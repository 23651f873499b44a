"""An answer of 500 MB goes up and comes down again, and the server holds none of it in memory."""

import hashlib
import http.client
import shutil
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from paletter.interviews import recordings
from paletter.interviews.models import Recording
from tests.cast import an_interview
from tests.journeys.house import free_port
from tests.web.candidate.conftest import agreed
from tests.web.candidate.live import Server, a_server, carols_headers
from tests.web.candidate.tus import TYPE, WEBM, b64

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]

SIZE = 500_000_000
MARK = b"the very end"
BLOCK = 1_000_000
MOST_GROWTH = 32 * 1024**2


@pytest.fixture
def answer(tmp_path: Path) -> Path:
    """A file that is large and costs nothing: between its first bytes and its last there is a hole."""
    path = tmp_path / "answer.webm"
    with path.open("wb") as file:
        file.write(WEBM)
        file.seek(SIZE - len(MARK))
        file.write(MARK)
    return path


def asked(server: Server, method: str, path: str, body: Any = None, **headers: str) -> http.client.HTTPResponse:
    line = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=120, blocksize=BLOCK)
    given = carols_headers() | {"Tus-Resumable": "1.0.0", "Content-Type": TYPE}
    line.request(method, path, body=body, headers=given | {name.replace("_", "-"): headers[name] for name in headers})
    return line.getresponse()


def test_an_answer_of_500_mb_goes_up_and_comes_down_in_constant_memory(
    answer: Path, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = settings.OPTIONS.data_dir / "recordings"
    interview = agreed(an_interview())
    metadata = f"interview {b64(str(interview.key))},position {b64('1')}"

    with a_server(free_port(), tmp_path / "web.log") as server:
        made = asked(server, "POST", "/uploads/", Upload_Length=str(SIZE), Upload_Metadata=metadata)
        before = server.peak_memory()
        with answer.open("rb") as file:
            sent = asked(server, "PATCH", made.headers["Location"], file, Upload_Offset="0", Content_Length=str(SIZE))
        take = Recording.objects.get()
        with asked(server, "GET", f"/recordings/{take.pk}") as whole:
            found, size = hashlib.sha256(), 0
            while block := whole.read(BLOCK):
                found.update(block)
                size += len(block)
        with asked(server, "GET", f"/recordings/{take.pk}", Range=f"bytes={SIZE - len(MARK)}-") as part:
            end = part.read()
        after = server.peak_memory()
    shutil.rmtree(recordings.folder(take))

    assert (sent.status, sent.headers["Upload-Offset"]) == (204, str(SIZE))
    assert (whole.status, size, found.hexdigest()) == (200, SIZE, take.sha256)
    assert (part.status, end) == (206, MARK)
    assert after - before < MOST_GROWTH
