"""Tokens run out, are refused, renewed, lost and taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from paletter.ats.lever.provider import LeverProvider, LeverSettings
from paletter.ats.protocol import AtsDisconnected, AtsRefused, AtsUnavailable, Credentials
from paletter.connections.keeper import HeldCredentials
from tests.ats.by_hand import titles
from tests.ats.simulated import HASTY, Lever

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CAROL = "carol.candidate@example.org"


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
    lever.fails("status", status=401, times=None)

    with pytest.raises(AtsDisconnected):
        titles(ats)
    assert lever.requests("POST", "/oauth/token") == 2, "one for the code, one to renew"


def test_a_401_for_one_thing_alone_is_a_missing_right_and_ends_no_connection(lever: Lever) -> None:
    ats = lever.open()
    lever.fails("status", path="/v1/stages", status=401, times=None)

    with pytest.raises(AtsRefused, match=r"stages:read:admin.*Super Admin"):
        list(ats.stages())
    assert titles(ats) == []


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


def test_a_right_that_lever_misses_with_401_is_no_lost_access(lever: Lever) -> None:
    credentials = lever.credentials()
    few = replace(credentials, scopes=tuple(s for s in credentials.scopes if not s.startswith("stages:")))
    lever.fails("status", path="/v1/stages", status=401, times=None)

    with pytest.raises(AtsRefused, match="stages:read:admin is missing"):
        list(lever.open(few).stages())
    assert lever.requests("POST", "/oauth/token") == 1, "renewing brings no right"


@pytest.mark.parametrize("rotation", ["strict", "lenient"])
def test_tokens_are_renewed_again_and_again_whatever_the_rotation(lever: Lever, rotation: str) -> None:
    lever.switch(rotation=rotation)
    lever.has_posting("Host")
    ats = lever.open()

    for _ in range(5):
        lever.time_passes(days=60)
        assert titles(ats) == ["Host"]


def test_an_access_that_nobody_used_for_long_says_so(lever: Lever) -> None:
    ats = lever.open()
    lever.time_passes(days=92)

    with pytest.raises(AtsDisconnected, match="not used for more than 90 days"):
        titles(ats)


def test_a_renewal_whose_answer_is_lost_is_unavailable_at_first_and_then_says_what_may_have_happened(
    lever: Lever,
) -> None:
    ats = lever.open(patience=replace(HASTY, attempts=1))
    lever.time_passes(hours=2)
    lever.fails("drop_after", path="/oauth/token")

    with pytest.raises(AtsUnavailable):
        titles(ats)
    with pytest.raises(AtsDisconnected, match="answer was lost"):
        titles(ats)


def test_a_renewal_whose_answer_is_lost_costs_nothing_when_tokens_may_be_used_twice(lever: Lever) -> None:
    lever.switch(rotation="lenient")
    ats = lever.open(patience=replace(HASTY, attempts=1))
    lever.time_passes(hours=2)
    lever.fails("drop_after", path="/oauth/token")

    with pytest.raises(AtsUnavailable):
        titles(ats)
    assert titles(ats) == []


def test_a_login_service_in_a_storm_names_its_wait(lever: Lever) -> None:
    ats = lever.open(patience=replace(HASTY, attempts=1))
    lever.time_passes(hours=1)
    lever.fails("status", path="/oauth/token", status=429, headers={"Retry-After": "30"})

    with pytest.raises(AtsUnavailable) as caught:
        titles(ats)
    assert caught.value.retry_after == 30


def test_a_wrong_secret_at_a_renewal_is_the_operators_to_mend_and_disconnects_nobody(lever: Lever) -> None:
    credentials = lever.credentials()
    lever.time_passes(hours=2)

    with pytest.raises(AtsRefused, match="PALETTER_LEVER_CLIENT_SECRET"):
        titles(lever.open(credentials, client_secret="wrong"))
    assert titles(lever.open(credentials)) == []


@pytest.mark.parametrize("off_by", [timedelta(hours=-3), timedelta(hours=3)])
def test_a_clock_that_is_wrong_costs_a_renewal_at_most(lever: Lever, off_by: timedelta) -> None:
    lever.has_posting("Host")
    credentials = lever.credentials()
    settings = lever.provider()._settings
    provider = LeverProvider(settings, now=lambda: lever.now() + off_by)
    ats = provider.open(HeldCredentials(credentials))

    assert titles(ats) == ["Host"]
    lever.time_passes(minutes=61)
    assert titles(ats) == ["Host"]
    assert lever.requests("POST", "/oauth/token") <= 3


# ---- odd replies of the login service, by a handler function


def renewing(body: Any, *, status: int = 200) -> Callable[[], Credentials]:
    """Return what renews credentials whose renewal is answered like this."""
    provider = LeverProvider(
        LeverSettings("id", "secret", patience=HASTY),
        transport=httpx.MockTransport(lambda _: httpx.Response(status, json=body)),
        now=lambda: NOON,
    )
    old = Credentials("old", "old-refresh", scopes=("notes:write:admin",), account_id="acc", user_id="u")
    return lambda: provider.renew(old)


def test_an_opaque_token_keeps_what_was_known_before() -> None:
    fresh = renewing({"access_token": "opaque", "refresh_token": "next"})()

    assert (fresh.access_token, fresh.refresh_token) == ("opaque", "next")
    assert (fresh.scopes, fresh.account_id, fresh.user_id) == (("notes:write:admin",), "acc", "u")


def test_a_reply_without_a_new_refresh_token_leaves_the_old_one_good() -> None:
    assert renewing({"access_token": "fresh", "refresh_token": None})().refresh_token == "old-refresh"


@pytest.mark.parametrize("life", [None, "soon", 0, -5, 1e400, "NaN", [], 10**12])
def test_a_life_that_makes_no_sense_is_taken_for_an_hour(life: Any) -> None:
    # As text: httpx would not write infinity, and Lever's server might.
    text = str(life) if isinstance(life, float) else life
    fresh = renewing({"access_token": "fresh", "expires_in": text})()

    assert fresh.expires_at == NOON + timedelta(hours=1)


@pytest.mark.parametrize("body", [{}, [], "token", {"access_token": None}, {"access_token": 7}])
def test_a_reply_without_a_token_is_unavailable(body: Any) -> None:
    with pytest.raises(AtsUnavailable, match="unreadable"):
        renewing(body)()


def test_a_login_that_was_deactivated_says_so() -> None:
    refused = {"error": "invalid_grant", "error_description": "user is blocked"}

    with pytest.raises(AtsDisconnected, match="deactivated"):
        renewing(refused, status=403)()


def test_a_key_is_never_renewed() -> None:
    key = Credentials(api_key="key")

    assert LeverProvider(LeverSettings("", "")).renew(key) == key


def test_without_a_refresh_token_a_person_must_connect() -> None:
    with pytest.raises(AtsDisconnected, match="Super Admin"):
        LeverProvider(LeverSettings("id", "secret")).renew(Credentials("only-access"))
