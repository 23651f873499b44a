"""Conversations as programs of others hold them with Lever: what they rely on is kept.

The habits are those of clients that ran on this simulator unchanged; the conversations are our own.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from lever_simulator.world.seeds.demo import HOST
from tests.lever_simulator.conftest import TLS, Lever

CAROL = "carol.candidate@example.org"
DAY = 86_400_000


class Extractor:
    """Reads everything page by page into a warehouse, and begins again when its bookmark has gone stale."""

    def __init__(self, lever: Lever) -> None:
        self.lever, self.waits = lever, 0

    def get(self, address: str, **query: Any) -> dict[str, Any]:
        while (reply := self._ask(address, query)).status_code == 429:
            self.waits += 1
            self.lever.control("clock", advance=2**self.waits)
        assert reply.status_code == 200, reply.text
        return dict(reply.json())

    def _ask(self, address: str, query: dict[str, Any]) -> httpx.Response:
        headers = {"Content-Type": "application/json"}  # on a GET without a body, as some clients send it
        return self.lever.api.get(address, params=query, headers=headers)

    def rows(self, address: str, **query: Any) -> Iterator[dict[str, Any]]:
        while True:
            page = self.get(address, **query)
            yield from page["data"]
            if not page.get("next"):  # not `hasNext`: the absence of `next` ends the loop
                return
            query["offset"] = page["next"]


def test_an_extractor_reads_all_in_windows_of_days_and_children_by_the_old_name(lever: Lever) -> None:
    extractor, now = Extractor(lever), lever.world.clock.ms()
    windows = [(now - (days + 7) * DAY, now - days * DAY) for days in range(0, 70, 7)]
    found = {
        row["id"]: row
        for start, end in windows
        for row in extractor.rows("/candidates", updated_at_start=start, updated_at_end=end, limit=100)
    }
    dated = [o for o in lever.world.account.opportunities.values() if o.updated_at and o.updated_at > windows[-1][0]]
    confidential = lever.opportunity("sverre.secret@example.org")
    assert set(found) == {o.id for o in dated} - {confidential}
    children = [list(extractor.rows(f"/candidates/{row}/applications", limit=100)) for row in list(found)[:20]]
    assert all(child["candidateId"] == row for row, rows in zip(found, children, strict=False) for child in rows)


def test_an_extractor_with_a_stale_bookmark_is_told_so_and_begins_again(lever: Lever) -> None:
    reply = lever.api.get("/opportunities", params={"limit": 100, "offset": "%5B1%2C2%5D"})
    assert "Invalid offset token" in reply.json()["message"]
    assert len(list(Extractor(lever).rows("/opportunities", limit=100))) > 130


def test_an_extractor_waits_longer_and_longer_and_gets_through(lever: Lever) -> None:
    lever.control("switches", requests_per_second=0.5, burst=3)
    extractor = Extractor(lever)
    rows = list(extractor.rows("/opportunities", limit=20))
    assert len({row["id"] for row in rows}) == len(rows) > 130
    assert extractor.waits > 0


def test_a_bookmark_goes_out_encoded_twice(lever: Lever) -> None:
    token = lever.api.get("/opportunities?limit=5").json()["next"]
    by_encoder = lever.api.get("/opportunities", params={"limit": 5, "offset": token})
    by_hand = lever.api.get(f"/opportunities?limit=5&offset={quote(token)}")
    assert "%255B" in str(by_hand.url)
    assert by_encoder.json() == by_hand.json()


def test_a_connector_keeps_one_refresh_token_for_ever(lever: Lever) -> None:
    first = lever.connect()["refresh_token"]
    lever.control("switches", rotation="lenient")
    tokens = [lever.refresh(first).json()["access_token"] for _ in range(3)]
    assert [lever.bearer(token).get("/users?includeDeactivated=True&limit=50").status_code for token in tokens] == [
        200
    ] * 3
    lever.control("switches", rotation="strict")
    assert lever.refresh(first).json()["error"] == "invalid_grant"


def test_a_form_posts_a_note_with_a_trailing_slash(lever: Lever) -> None:
    address = f"{lever.url}/v1/opportunities/{lever.opportunity(CAROL)}/notes/"
    form = {"value": "Passed the test\n80 of 100", "secret": "False", "notifyFollowers": "True"}
    reply = httpx.post(address, auth=("demo-api-key", ""), data=form, verify=TLS)
    note = reply.json()["data"]
    assert (reply.status_code, note["fields"][0]["value"], note["secret"]) == (201, form["value"], False)


def test_a_job_board_adds_a_candidate_by_multipart_with_brackets(lever: Lever) -> None:
    reason = lever.world.account.archive_reasons[1].id
    parts = [
        ("name", "Bo Board"),
        ("emails[]", "bo@example.org"),
        ("emails[]", "bo@example.net"),
        ("phones[]", "+47 555 01 00"),
        ("tags[]", "Board"),
        ("sources[]", "Job board"),
        ("postings[]", lever.posting(HOST)),
        ("origin", "applied"),
        ("archived[reason]", reason),
        ("archived[archivedAt]", "1700000000000"),
        ("createdAt", "1600000000000"),
    ]
    address = f"/opportunities?perform_as={lever.user('tova')}&parse=true"
    files = [(name, (None, value)) for name, value in parts] + [("resumeFile", ("cv.pdf", b"%PDF"))]
    row = lever.api.post(address, files=files).json()["data"]
    assert (row["emails"], row["origin"], row["createdAt"]) == (
        ["bo@example.org", "bo@example.net"],
        "applied",
        1_600_000_000_000,
    )
    assert (row["phones"], row["tags"][-1]) == ([{"type": None, "value": "+47 555 01 00"}], "Board")
    assert row["archived"] == {"reason": reason, "archivedAt": 1_700_000_000_000}


def test_a_platform_reads_a_form_and_sends_it_back_whole(lever: Lever) -> None:
    """It takes `data` or a bare reply, changes one thing, and sends all that it was given."""

    def read(reply: httpx.Response) -> dict[str, Any]:
        return dict(reply.json().get("data", reply.json()))

    fields = [{"type": "score-system", "text": "Rating"}, {"type": "textarea", "text": "Words"}]
    template = read(lever.api.post("/feedback_templates", json={"text": "Screen", "fields": fields}))
    again = read(lever.api.put(f"/feedback_templates/{template['id']}", json=template | {"text": "Second screen"}))
    assert again | {"text": "Screen", "updatedAt": template["updatedAt"]} == template

    who = f"perform_as={lever.user('ines')}"
    address = f"/opportunities/{lever.opportunity(CAROL)}/feedback"
    feedback = read(lever.api.post(f"{address}/?{who}", json={"baseTemplateId": template["id"]}))
    values = [{"id": field["id"], "value": None} for field in feedback["fields"]]
    values[1]["value"] = "Strong"
    changed = read(lever.api.put(f"{address}/{feedback['id']}?{who}", json={"fieldValues": values}))
    assert [field["value"] for field in changed["fields"]] == [None, "Strong"]


def test_a_deletion_sweep_without_a_window_is_answered(lever: Lever) -> None:
    lever.http.delete(f"/_control/opportunities/{lever.opportunity(CAROL)}")
    assert len(lever.api.get("/opportunities/deleted").json()["data"]) == 1


@pytest.mark.parametrize("as_json", [True, False])
def test_an_app_exchanges_its_code_by_json_or_form(lever: Lever, as_json: bool) -> None:
    sent = {
        "client_id": "paletter-demo",
        "client_secret": "paletter-demo-secret",
        "grant_type": "authorization_code",
        "code": lever.consent()["code"],
        "redirect_uri": "http://127.0.0.1:8000/ats/lever/callback",
    }
    address = f"{lever.url}/oauth/token"
    reply = httpx.post(address, json=sent, verify=TLS) if as_json else httpx.post(address, data=sent, verify=TLS)
    assert set(reply.json()) == {"access_token", "refresh_token", "token_type", "scope", "expires_in"}
