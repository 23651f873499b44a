"""What becomes of a call when Lever is slow, down, angry or odd."""

from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest

from paletter.ats.lever.provider import LeverProvider, LeverSettings
from paletter.ats.protocol import (
    Ats,
    AtsDisconnected,
    AtsNotFound,
    AtsRefused,
    AtsUnavailable,
    Credentials,
)
from paletter.connections.keeper import HeldCredentials
from tests.ats.simulated import HASTY, Lever

CAROL = "carol.candidate@example.org"


def titles(ats: Ats) -> list[str]:
    return [posting.title for posting in ats.postings()]


# ---- faults that pass


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_quick_fault_is_waited_out(lever: Lever, status: int) -> None:
    lever.has_posting("Host")
    ats = lever.open()
    lever.fails("status", path="/v1/postings", status=status, times=2)

    assert titles(ats) == ["Host"]


@pytest.mark.parametrize("action", ["drop_before", "drop_after"])
def test_a_lost_reply_to_a_read_is_asked_for_again(lever: Lever, action: str) -> None:
    lever.has_posting("Host")
    ats = lever.open()
    lever.fails(action, path="/v1/postings")

    assert titles(ats) == ["Host"]


def test_a_lost_reply_to_tags_is_repeated_since_tags_are_a_set(lever: Lever) -> None:
    opportunity = lever.has_applied("Carol Candidate", CAROL, lever.has_posting("Host"))
    ats = lever.open()
    lever.fails("drop_after", method="POST", path="/v1/opportunities/*/addTags")

    ats.add_tags(opportunity, ["Ready"])

    assert lever.tags(opportunity) == ["Ready"]


def test_a_lasting_fault_is_unavailable_and_not_asked_for_ever(lever: Lever) -> None:
    ats = lever.open()
    lever.fails("status", path="/v1/postings", status=500, times=None)

    with pytest.raises(AtsUnavailable, match="disturbance"):
        titles(ats)
    assert lever.requests("GET", "/v1/postings") == HASTY.attempts


def test_the_wait_that_lever_asks_for_is_passed_on_when_it_is_long(lever: Lever) -> None:
    ats = lever.open()
    lever.fails("status", path="/v1/postings", status=429, times=None, headers={"Retry-After": "120"})

    with pytest.raises(AtsUnavailable) as caught:
        titles(ats)

    assert caught.value.retry_after == 120
    assert lever.requests("GET", "/v1/postings") == 1


def test_a_time_out_is_unavailable(lever: Lever) -> None:
    ats = lever.open(patience=replace(HASTY, read=0.1, attempts=2))
    lever.fails("hang", path="/v1/postings", seconds=0.6, times=None)

    with pytest.raises(AtsUnavailable, match="not answering"):
        titles(ats)


@pytest.mark.parametrize("fault", ["drop_after", "drop_before", "status"])
def test_a_note_is_never_sent_twice_by_the_client(lever: Lever, fault: str) -> None:
    opportunity = lever.has_applied("Carol Candidate", CAROL, lever.has_posting("Host"))
    ats = lever.open()
    lever.fails(fault, method="POST", path="/v1/opportunities/*/notes", status=500)

    with pytest.raises(AtsUnavailable):
        ats.add_note(opportunity, "A note")

    assert lever.requests("POST", "/v1/opportunities/*/notes") == 1


def test_no_address_and_no_token_is_written_to_a_log(lever: Lever, caplog: pytest.LogCaptureFixture) -> None:
    credentials = lever.credentials()
    posting = lever.has_posting("Host")
    lever.has_applied("Carol Candidate", CAROL, posting)
    lever.fails("status", path="/v1/opportunities", status=503)

    with caplog.at_level("INFO"):
        list(lever.open(credentials).opportunities(posting_id=posting, email=CAROL))

    assert "carol" not in caplog.text.lower()
    assert credentials.access_token not in caplog.text


# ---- tokens


def test_a_token_is_renewed_shortly_before_it_ends(lever: Lever) -> None:
    lever.has_posting("Host")
    ats = lever.open()
    lever.time_passes(minutes=56)

    assert titles(ats) == ["Host"]
    assert lever.requests("GET", "/v1/*") == 2, "a listing is two requests; none of them met a 401"


def test_a_token_that_lever_refuses_early_is_renewed_once(lever: Lever) -> None:
    lever.has_posting("Host")
    ats = lever.open()
    lever.fails("status", path="/v1/postings", status=401)

    assert titles(ats) == ["Host"]
    assert lever.requests("POST", "/oauth/token") == 2, "one for the code, one to renew"


def test_a_note_goes_out_once_when_its_token_has_just_ended(lever: Lever) -> None:
    opportunity = lever.has_applied("Carol Candidate", CAROL, lever.has_posting("Host"))
    ats = lever.open()
    lever.fails("status", method="POST", path="/v1/opportunities/*/notes", status=401)

    ats.add_note(opportunity, "A note")

    assert lever.note_texts(opportunity) == ["A note"]


def test_a_second_401_means_that_a_person_must_connect(lever: Lever) -> None:
    ats = lever.open()
    lever.fails("status", path="/v1/postings", status=401, times=2)

    with pytest.raises(AtsDisconnected):
        titles(ats)


def test_access_that_was_revoked_disconnects(lever: Lever) -> None:
    ats = lever.open()
    lever.revokes()

    with pytest.raises(AtsDisconnected, match="revoked"):
        titles(ats)


def test_a_revoked_grant_is_noticed_at_the_next_renewal_when_tokens_live_on(lever: Lever) -> None:
    lever.switch(revoking_kills_access_tokens=False)
    ats = lever.open()
    lever.revokes()
    titles(ats)
    lever.time_passes(hours=1)

    with pytest.raises(AtsDisconnected):
        titles(ats)


def test_a_login_service_that_is_down_does_not_disconnect(lever: Lever) -> None:
    ats = lever.open(patience=replace(HASTY, attempts=1))
    lever.time_passes(hours=1)
    lever.fails("status", path="/oauth/token", status=503)

    with pytest.raises(AtsUnavailable):
        titles(ats)
    assert titles(ats) == []


def test_a_missing_right_is_named(lever: Lever) -> None:
    credentials = lever.credentials()
    with lever.simulator.world.lock:
        token = lever.simulator.world.account.access_tokens[credentials.access_token]
        token.scopes = [scope for scope in token.scopes if not scope.startswith("notes:")]
    opportunity = lever.has_applied("Carol Candidate", CAROL, lever.has_posting("Host"))

    with pytest.raises(AtsRefused, match="notes:write:admin"):
        lever.open(credentials).add_note(opportunity, "A note")


def test_locked_tags_are_refused_with_what_lever_says(lever: Lever) -> None:
    opportunity = lever.has_applied("Carol Candidate", CAROL, lever.has_posting("Host"))
    ats = lever.open()
    lever.switch(tags_locked=True)

    with pytest.raises(AtsRefused, match="tags"):
        ats.add_tags(opportunity, ["Paletter AI Assessment Ready"])


# ---- lists


def test_all_pages_are_read(lever: Lever) -> None:
    for number in range(130):
        lever.has_posting(f"Host {number}")

    assert len(set(titles(lever.open()))) == 130


def test_a_list_whose_place_lever_forgot_starts_over_and_repeats_nothing(lever: Lever) -> None:
    for number in range(130):
        lever.has_posting(f"Host {number}")
    ats = lever.open()
    lost = {"code": "BadRequest", "message": "Invalid offset token"}
    lever.fails("status", path="/v1/postings", status=400, skip=1, body=lost)

    assert sorted(titles(ats)) == sorted(f"Host {number}" for number in range(130))


# ---- odd replies, by a handler function


def answering(handler: Callable[[httpx.Request], httpx.Response]) -> Ats:
    settings = LeverSettings("id", "secret", patience=replace(HASTY, attempts=1))
    provider = LeverProvider(settings, transport=httpx.MockTransport(handler))
    return provider.open(HeldCredentials(Credentials("token", "refresh")))


def test_a_token_does_not_follow_to_another_host() -> None:
    asked: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(301, headers={"location": "https://api.eu.lever.example.org/v1/postings"})

    with pytest.raises(AtsRefused, match="PALETTER_LEVER_API_URL"):
        titles(answering(handler))
    assert [request.url.host for request in asked] == ["api.lever.co"]


def test_a_read_follows_to_another_address_of_the_same_host() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/postings":
            return httpx.Response(301, headers={"location": "/v1/positions"})
        assert request.headers["authorization"] == "Bearer token"
        return httpx.Response(200, json={"data": [], "hasNext": False})

    assert titles(answering(handler)) == []


def test_a_write_never_follows() -> None:
    with pytest.raises(AtsRefused):
        answering(lambda _: httpx.Response(307, headers={"location": "/v1/elsewhere"})).add_note("o", "A note")


def test_a_page_of_html_is_unavailable() -> None:
    with pytest.raises(AtsUnavailable, match="unreadable"):
        titles(answering(lambda _: httpx.Response(200, text="<html>maintenance</html>")))


def test_a_list_that_goes_in_circles_ends() -> None:
    with pytest.raises(AtsUnavailable, match="circles"):
        titles(answering(lambda _: httpx.Response(200, json={"data": [], "hasNext": True, "next": "again"})))


def test_the_place_in_a_list_goes_back_exactly_as_it_came() -> None:
    place = "%5B101%2C1407778275799%2C%22aa11%22%5D"
    sent: list[bytes] = []

    def handler(request: httpx.Request) -> httpx.Response:
        sent.append(request.url.query)
        more = b"offset" not in request.url.query and b"published" in request.url.query
        return httpx.Response(200, json={"data": [], "hasNext": more, "next": place} if more else {"data": []})

    titles(answering(handler))

    assert b"offset=%255B101%252C1407778275799%252C%2522aa11%2522%255D" in sent[1]


def test_a_note_kept_without_an_id_is_not_taken_for_done() -> None:
    with pytest.raises(AtsUnavailable, match="looks again"):
        answering(lambda _: httpx.Response(201, json={"data": {}})).add_note("o", "A note")


def test_a_candidacy_on_another_posting_is_not_told_even_when_lever_lists_it() -> None:
    row = {"id": "aa11", "createdAt": 1795449600000, "emails": [CAROL], "applications": [{"posting": "another"}]}
    ats = answering(lambda _: httpx.Response(200, json={"data": [row], "hasNext": False}))

    assert list(ats.opportunities(posting_id="host", email=CAROL)) == []


def test_ids_cannot_leave_their_place_in_an_address() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        assert request.url.raw_path == b"/v1/opportunities/..%2Fusers/addTags"
        return httpx.Response(404, json={"code": "ResourceNotFound", "message": "opportunities ../users was not found"})

    with pytest.raises(AtsNotFound):
        answering(handler).add_tags("../users", ["Ready"])
