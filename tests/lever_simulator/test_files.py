"""Files on an opportunity, what happened to them, and uploads."""

from typing import Any

import httpx
import pytest

from lever_simulator.world.files import LARGEST
from tests.lever_simulator.conftest import Lever
from tests.lever_simulator.shape import differences

FILE = {"id": str, "downloadUrl": str, "ext": str, "name": str, "uploadedAt": int, "status": str, "size": int}
ACTION = {
    "id": str,
    "opportunityId": str,
    "type": str,
    "occurredAt": int,
    "createdAt": int,
    "user": {"id": str},
    "meta": {"fileId": str, "fileName": str},
}
REPORT = b"%PDF-1.7 a report"


@pytest.fixture
def carol(lever: Lever) -> str:
    return f"/opportunities/{lever.opportunity('carol.candidate@example.org')}"


def send(lever: Lever, opportunity: str, name: str = "report.pdf", content: bytes = REPORT) -> httpx.Response:
    user = lever.user("tova")
    return lever.api.post(f"{opportunity}/files?perform_as={user}", files={"file": (name, content)})


def read(lever: Lever, address: str) -> Any:
    return lever.api.get(address).json()["data"]


def test_a_file_is_being_processed_at_first_and_ready_at_the_next_look(lever: Lever, carol: str) -> None:
    reply = send(lever, carol)
    file = reply.json()["data"]
    assert (reply.status_code, differences(file, FILE)) == (201, [])
    assert (file["name"], file["ext"], file["size"], file["status"]) == ("report.pdf", "pdf", 17, "processing")
    assert read(lever, f"{carol}/files/{file['id']}") == file | {"status": "processed"}
    assert read(lever, f"{carol}/files") == [file | {"status": "processed"}]


def test_a_file_comes_back_as_it_was_sent(lever: Lever, carol: str) -> None:
    address = send(lever, carol).json()["data"]["downloadUrl"]
    reply = httpx.get(address, auth=("demo-api-key", ""))
    assert reply.content == REPORT
    assert "report.pdf" in reply.headers["content-disposition"]


@pytest.mark.parametrize(
    ("name", "content", "status"), [("film.webm", b"x", "unsupported"), ("empty.pdf", b"", "error"), ("n", b"x", "")]
)
def test_a_file_that_lever_cannot_read_cannot_be_downloaded(
    lever: Lever, carol: str, name: str, content: bytes, status: str
) -> None:
    file = send(lever, carol, name, content).json()["data"]
    assert file["status"] == (status or "unsupported")
    assert lever.api.get(f"{carol}/files/{file['id']}/download").status_code == 422


def test_a_file_needs_somebody_in_whose_name_it_is_sent(lever: Lever, carol: str) -> None:
    for query in ("", "?perform_as=nobody", f"?perform_as={lever.user('dag')}"):
        assert lever.api.post(f"{carol}/files{query}", files={"file": ("a.pdf", b"x")}).status_code == 400
    assert read(lever, f"{carol}/files") == []


def test_a_file_must_be_sent_as_multipart_in_the_field_file(lever: Lever, carol: str) -> None:
    user = lever.user("tova")
    assert lever.api.post(f"{carol}/files?perform_as={user}", json={"file": "x"}).status_code == 400
    assert lever.api.post(f"{carol}/files?perform_as={user}", files={"document": ("a", b"x")}).status_code == 400


def test_a_file_of_more_than_thirty_megabytes_is_refused(lever: Lever, carol: str) -> None:
    assert send(lever, carol, content=bytes(LARGEST + 1)).status_code == 400
    assert send(lever, carol, content=bytes(LARGEST)).status_code == 201


def test_a_deleted_file_is_gone_and_both_events_stay(lever: Lever, carol: str) -> None:
    file = send(lever, carol).json()["data"]["id"]
    assert lever.api.delete(f"{carol}/files/{file}").status_code == 400
    lever.control("clock", advance=1)
    assert lever.api.delete(f"{carol}/files/{file}?perform_as={lever.user('tova')}").status_code == 204
    assert lever.api.get(f"{carol}/files/{file}").status_code == 404
    actions = read(lever, f"{carol}/file_actions")
    assert differences(actions, [ACTION]) == []
    assert [action["type"] for action in actions] == ["file-remove", "file-added"]


def test_a_file_is_found_only_on_its_own_opportunity(lever: Lever, carol: str) -> None:
    file = send(lever, carol).json()["data"]["id"]
    dana = lever.opportunity("dana.demo@example.org")
    assert lever.api.get(f"/opportunities/{dana}/files/{file}").status_code == 404
    assert read(lever, f"/opportunities/{dana}/file_actions") == []


def test_an_upload_waits_for_a_day(lever: Lever) -> None:
    reply = lever.api.post("/uploads", files={"file": ("cv.pdf", b"12345")})
    kind = {"id": str, "filename": str, "uri": str, "size": int, "expiresAt": int}
    upload = reply.json()["data"]
    assert (reply.status_code, differences(upload, kind)) == (201, [])
    assert upload["expiresAt"] == pytest.approx(lever.world.clock.ms() + 86_400_000, abs=60_000)
    lever.control("clock", advance=86_401)
    lever.api.post("/uploads", files={"file": ("cv.pdf", b"1")})
    assert upload["id"] not in lever.world.account.uploads


def test_reading_and_writing_files_are_two_rights(lever: Lever, carol: str) -> None:
    reader = lever.bearer(lever.connect(scope="files:read:admin")["access_token"])
    assert reader.get(f"{carol}/files").status_code == 200
    user = lever.user("tova")
    assert reader.post(f"{carol}/files?perform_as={user}", files={"file": ("a.pdf", b"x")}).status_code == 403
    assert reader.post("/uploads", files={"file": ("a.pdf", b"x")}).status_code == 403
