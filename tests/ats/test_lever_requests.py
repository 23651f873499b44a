"""What Lever sees of us: how often it is asked, for what, and that nothing of it is written to a log."""

import logging
from datetime import timedelta
from urllib.parse import parse_qs

import pytest

from paletter.ats.protocol import Ats, AtsError
from tests.ats.by_hand import titles
from tests.ats.simulated import Lever

CAROL = "carol.candidate@example.org"


def a_full_day(lever: Lever, ats: Ats) -> None:
    """Ask everything that can be asked, once at least."""
    posting, secret = lever.has_posting("Host"), lever.has_posting("Head of Secrets", distribution="confidential")
    opportunity = lever.has_applied("Carol Candidate", CAROL, posting)
    yesterday = lever.now() - timedelta(days=1)
    ats.try_out()
    ats.person()
    for since in (None, yesterday):
        list(ats.postings(since=since))
        list(ats.opportunities_on([posting, secret], since=since))
    for posting_id in (posting, secret, "missing"):
        ats.posting(posting_id)
    list(ats.stages())
    list(ats.deleted_postings(since=yesterday))
    list(ats.deleted_opportunities(since=yesterday))
    list(ats.opportunities(posting_id=posting, email=CAROL))
    ats.opportunity(opportunity)
    note = ats.add_note(opportunity, "A note on Carol")
    list(ats.notes(opportunity))
    ats.remove_note(opportunity, note)
    ats.add_tags(opportunity, ["Ready"])
    ats.remove_tags(opportunity, ["Ready"])


def queries(lever: Lever, path: str = "/v1/*") -> list[str]:
    return [request.query for request in lever.simulator.world.log.matching(path=path)]


def test_no_request_ever_asks_for_what_is_confidential(lever: Lever) -> None:
    a_full_day(lever, lever.open())

    words = {word for query in queries(lever) for word in parse_qs(query).get("confidentiality", [])}
    assert words == {"non-confidential"}


def test_no_token_and_no_secret_stands_in_an_address(lever: Lever) -> None:
    credentials = lever.credentials()
    a_full_day(lever, lever.open(credentials))

    addresses = " ".join(queries(lever, "*"))
    for secret in (credentials.access_token, credentials.refresh_token, "paletter-demo-secret"):
        assert secret not in addresses


@pytest.mark.parametrize("fault", [None, "status", "drop_after"])
def test_no_log_of_any_level_holds_a_token_a_name_an_address_or_a_text(
    lever: Lever, caplog: pytest.LogCaptureFixture, fault: str | None
) -> None:
    for name in ("", "httpx", "httpcore", "httpcore.http11", "httpcore.connection", "stamina"):
        caplog.set_level(logging.DEBUG, logger=name)
    credentials = lever.credentials()
    key = lever.has_key("postings:read:admin")
    if fault:
        lever.fails(fault, path="/v1/opportunities*", status=503)
    a_full_day(lever, lever.open(credentials))
    with pytest.raises(AtsError):
        lever.provider().connect_with_key(key)
    lever.time_passes(hours=2)
    titles(lever.open(credentials))

    written = caplog.text.lower()
    for secret in ("carol", "a note on", credentials.access_token, credentials.refresh_token, key, "demo-secret"):
        assert secret.lower() not in written


def test_all_postings_of_an_account_cost_a_request_for_each_hundred(lever: Lever) -> None:
    for number in range(230):
        lever.has_posting(f"Host {number}")
    ats = lever.open()

    assert len(titles(ats)) == 230
    assert lever.requests("GET", "/v1/*") == 4, "three pages of listed ones, one of unlisted"


def test_opportunities_of_many_postings_are_not_asked_for_one_by_one(lever: Lever) -> None:
    postings = [lever.has_posting(f"Host {number}") for number in range(50)]
    for number, posting in enumerate(postings):
        lever.has_applied("Carol Candidate", f"carol{number}@example.org", posting)
    ats = lever.open()

    assert len(list(ats.opportunities_on(postings))) == 50
    assert lever.requests("GET", "/v1/*") == 4, "fifty postings are two lots, each asked for open and archived ones"


def test_an_address_of_a_request_stays_shorter_than_servers_take(lever: Lever) -> None:
    postings = [lever.has_posting(f"Host {number}") for number in range(80)]

    list(lever.open().opportunities_on(postings, since=lever.now() - timedelta(days=1)))

    assert max(map(len, queries(lever))) < 2_500


def test_deletions_of_half_a_year_are_asked_for_in_lots_of_thirty_days(lever: Lever) -> None:
    ats = lever.open()

    list(ats.deleted_opportunities(since=lever.now() - timedelta(days=180)))

    assert lever.requests("GET", "/v1/opportunities/deleted") == 7


@pytest.mark.parametrize(("is_archived", "requests"), [(False, 1), (True, 2)])
def test_archived_candidacies_are_asked_for_only_where_there_is_no_other(
    lever: Lever, is_archived: bool, requests: int
) -> None:
    posting = lever.has_posting("Host")
    carol = lever.has_applied("Carol Candidate", CAROL, posting)
    if is_archived:
        lever.archives(carol)
    ats = lever.open()

    assert len(list(ats.opportunities(posting_id=posting, email=CAROL))) == 1
    assert lever.requests("GET", "/v1/*") == requests
