"""What becomes of replies that are odd, slow, broken or from elsewhere; played by a handler function."""

import gzip
import json
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from paletter.ats.protocol import AtsNotFound, AtsRefused, AtsSilent, AtsUnavailable
from paletter.vocabulary.hiring import EventKind
from tests.ats.by_hand import answering, titles

CAROL = "carol.candidate@example.org"


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


@pytest.mark.parametrize("wanderer", ["..", ".", ""])
def test_an_id_of_dots_stays_in_its_place_too(wanderer: str) -> None:
    """HTTP clients resolve dots before they send."""
    asked: list[bytes] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.raw_path)
        return httpx.Response(201, json={"data": {"id": "note"}})

    with pytest.raises(AtsNotFound):
        answering(handler).add_note(wanderer, "A note")
    assert asked == []


def test_an_address_longer_than_anybody_takes_is_refused() -> None:
    with pytest.raises(AtsRefused):
        answering(lambda _: httpx.Response(404)).opportunity("a" * 70_000)


def test_a_new_address_that_is_none_is_not_followed() -> None:
    with pytest.raises(AtsUnavailable):
        titles(answering(lambda _: httpx.Response(301, headers={"location": "https://[lever"})))


def test_a_body_without_end_is_given_up_before_the_memory_is_full() -> None:
    sent: list[int] = []

    def endless() -> Iterator[bytes]:
        while True:
            sent[-1] += 1_000_000
            yield b"x" * 1_000_000

    def handler(_: httpx.Request) -> httpx.Response:
        sent.append(0)
        return httpx.Response(200, content=endless())

    with pytest.raises(AtsUnavailable):
        titles(answering(handler))
    assert max(sent) < 70_000_000


# ---- lists


@pytest.mark.parametrize("body", [{"code": "Odd"}, "words", 7, {"data": "none"}, {"data": {"id": "x"}}, None])
def test_what_is_no_list_is_not_taken_for_an_empty_one(body: Any) -> None:
    with pytest.raises(AtsUnavailable, match="unreadable"):
        titles(answering(lambda _: httpx.Response(200, json=body)))


@pytest.mark.parametrize("body", [{"data": None}, {"data": []}, [], {"data": [None, "odd", 7]}])
def test_an_empty_list_is_empty_however_it_is_written(body: Any) -> None:
    assert titles(answering(lambda _: httpx.Response(200, json=body))) == []


def test_a_list_that_says_there_is_more_and_not_where_is_not_taken_for_whole() -> None:
    with pytest.raises(AtsUnavailable, match="breaks off"):
        titles(answering(lambda _: httpx.Response(200, json={"data": [], "hasNext": True})))


def test_a_next_page_is_read_though_nothing_says_that_there_is_one() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        row = {"id": str(request.url.params.get("offset")), "text": "Host", "state": "published"}
        row |= {"confidentiality": "non-confidential"}
        return httpx.Response(200, json={"data": [row]} | ({} if "offset" in request.url.params else {"next": "two"}))

    assert titles(answering(handler)) == ["Host", "Host"]


def test_fields_that_nobody_has_heard_of_change_nothing() -> None:
    row = {"id": "7b0c", "text": "Host", "state": "published", "confidentiality": "non-confidential"}
    odd = {"quantum": {"spin": [1, None]}, "hasNextish": True}
    reply = {"data": [row | odd], "hasNext": False} | odd

    assert titles(answering(lambda _: httpx.Response(200, json=reply))) == ["Host"]


# ---- bodies


def test_half_a_page_is_unavailable_and_asked_for_again() -> None:
    replies = iter([b'{"data": [{"id": "7b', b'{"data": []}'])

    assert titles(answering(lambda _: httpx.Response(200, content=next(replies, b'{"data": []}')), attempts=2)) == []


def test_a_note_whose_reply_is_half_may_have_been_kept() -> None:
    with pytest.raises(AtsSilent):
        answering(lambda _: httpx.Response(201, content=b'{"data": {"id"')).add_note("o", "A note")


def test_a_body_nested_without_end_is_unavailable() -> None:
    with pytest.raises(AtsUnavailable):
        titles(answering(lambda _: httpx.Response(200, content=b"[" * 100_000)))


def test_a_body_that_trickles_is_given_up() -> None:
    def trickling() -> Iterator[bytes]:
        for _ in range(100):
            time.sleep(0.02)
            yield b" "

    begun = time.monotonic()
    with pytest.raises(AtsSilent, match="not answering"):
        titles(answering(lambda _: httpx.Response(200, content=trickling()), whole=0.1))
    assert time.monotonic() - begun < 1


def test_a_body_cut_off_on_the_way_is_unavailable() -> None:
    def cut() -> Iterator[bytes]:
        yield b'{"data": ['
        raise httpx.ReadError("connection reset")

    with pytest.raises(AtsSilent):
        titles(answering(lambda _: httpx.Response(200, content=cut())))


def test_a_packed_body_is_unpacked() -> None:
    reply = httpx.Response(200, headers={"content-encoding": "gzip"}, content=gzip.compress(b'{"data": []}'))

    assert titles(answering(lambda _: reply)) == []


# ---- redirects


def test_a_read_that_is_sent_round_and_round_ends() -> None:
    with pytest.raises(AtsUnavailable, match="circles"):
        titles(answering(lambda _: httpx.Response(301, headers={"location": "/v1/postings"})))


@pytest.mark.parametrize("location", ["http://api.lever.co/v1/postings", "https://api.lever.co.example.org/v1", "//x/"])
def test_neither_another_scheme_nor_a_name_that_begins_alike_is_the_same_host(location: str) -> None:
    with pytest.raises(AtsRefused, match="Ask whoever runs Paletter"):
        titles(answering(lambda _: httpx.Response(308, headers={"location": location})))


# ---- webhooks


def test_each_kind_of_event_gets_a_webhook_of_its_own_and_its_token_is_kept() -> None:
    asked: list[Any] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(json.loads(request.content))
        number = len(asked)
        made = {"id": f"hook-{number}", "event": asked[-1]["event"], "configuration": {"signatureToken": f"t{number}"}}
        # As recorded, and as documented.
        return httpx.Response(201, json={"data": made} if number == 1 else {"data": {"data": made}})

    made = list(answering(handler).subscribe("https://p.example.org/h/1", [EventKind.DELETED, EventKind.STAGE_CHANGED]))

    assert [body["event"] for body in asked] == ["candidateStageChange", "candidateDeleted"]
    assert {body["url"] for body in asked} == {"https://p.example.org/h/1"}
    assert [(hook.id, hook.event, hook.signing_token) for hook in made] == [
        ("hook-1", "candidateStageChange", "t1"),
        ("hook-2", "candidateDeleted", "t2"),
    ]
    assert "t1" not in repr(made)


def test_a_webhook_without_a_token_is_not_taken() -> None:
    reply = httpx.Response(201, json={"data": {"id": "hook-1", "event": "candidateDeleted", "configuration": {}}})

    with pytest.raises(AtsRefused, match="signing token"):
        list(answering(lambda _: reply).subscribe("https://p.example.org/h/1", [EventKind.DELETED]))


def test_a_webhook_that_is_gone_already_is_no_error() -> None:
    missing = {"code": "ResourceNotFound", "message": "webhooks hook-1 was not found"}

    answering(lambda _: httpx.Response(404, json=missing)).unsubscribe("hook-1")
