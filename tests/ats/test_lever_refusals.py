"""Each way in which Lever says no has a sentence of its own, and the sentence names who can change it."""

from collections.abc import Callable

import httpx
import pytest

from paletter.ats.lever import refusals, rights
from paletter.ats.protocol import AtsRefused, Credentials
from tests.ats.by_hand import answering
from tests.ats.simulated import Lever

GRANTED = tuple(rights.RIGHTS)
NOT_OURS = "Your Lever account settings don't authorize you to do this."

ACCEPT_IT = "a Super Admin of your Lever account presses Accept"
SUPER_ADMIN = "Ask a Super Admin of your Lever account"
PACKAGE = "account manager at Lever"
OPERATOR = "whoever runs"


@pytest.mark.parametrize(
    ("error", "description", "names"),
    [
        ("access_denied", "", ACCEPT_IT),
        ("access_denied", "user_did_not_authorize_the_request", ACCEPT_IT),
        ("access_denied", "Only a Super Admin may authorize an app for this account.", SUPER_ADMIN),
        ("unauthorized_client", "Only a Super Admin may authorize an app for this account.", SUPER_ADMIN),
        ("access_denied", "This role cannot authorize apps", SUPER_ADMIN),
        ("access_denied", "This account's Lever package does not include integrations.", PACKAGE),
        ("access_denied", "Upgrade to LeverTRM for Enterprise", PACKAGE),
        ("unauthorized", "user is blocked", "another Super Admin"),
        ("access_denied", "This user was deactivated", "another Super Admin"),
        ("login_required", "", "Press the toggle once more"),
        ("consent_required", "", "Press the toggle once more"),
        ("temporarily_unavailable", "", "in a few minutes"),
        ("invalid_scope", "postings:read:admin is not registered", OPERATOR),
        ("unauthorized_client", "Callback URL mismatch", OPERATOR),
        ("access_denied", "the moon is full", "Only a Super Admin"),
    ],
)
def test_why_somebody_came_back_without_a_permission(error: str, description: str, names: str) -> None:
    assert names in refusals.denied(error, description)


def test_what_a_browser_brings_is_quoted_short_and_on_one_line() -> None:
    sentence = refusals.denied("odd", "x\n" * 10_000)

    assert len(sentence) < 400
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("said", "granted", "by_key", "names"),
    [
        ("Unable to find a signing key that matches", GRANTED, False, "PALETTER_LEVER_SITE"),
        ("The API is not part of your package", GRANTED, False, PACKAGE),
        ("Your user is deactivated", GRANTED, False, "another Super Admin"),
        (NOT_OURS, GRANTED, False, "once granted the right notes:write:admin"),
        (NOT_OURS, (), False, "Connect again with a Super Admin's login and accept all rights."),
        (NOT_OURS, (rights.POSTINGS_READ,), False, "the right notes:write:admin is missing"),
        (NOT_OURS, (rights.POSTINGS_READ,), True, "Ask a Super Admin to give the key this right"),
        ("", (), False, "the right notes:write:admin is missing. Connect"),
    ],
)
def test_why_a_call_is_forbidden(said: str, granted: tuple[str, ...], by_key: bool, names: str) -> None:
    assert names in refusals.forbidden(said, rights.NOTES_WRITE, granted=granted, by_key=by_key)


@pytest.mark.parametrize("right", rights.RIGHTS)
def test_a_missing_right_is_told_with_what_it_is_for(right: str) -> None:
    sentence = refusals.forbidden("", right, granted=(), by_key=False)

    assert sentence.startswith(f"Lever does not let Paletter {rights.RIGHTS[right]}: the right {right} is missing.")


# ---- tried out right after the consent


def test_an_account_that_lets_us_in_is_tried_in_three_reads(lever: Lever) -> None:
    ats = lever.open()

    ats.try_out()

    assert [(r.method, r.path) for r in lever.simulator.world.log.matching(path="/v1/*")] == [
        ("GET", "/v1/postings"),
        ("GET", "/v1/opportunities"),
        ("GET", "/v1/opportunities"),
    ]


def test_an_account_that_lets_nothing_be_used_is_on_the_wrong_package(lever: Lever) -> None:
    ats = lever.open()
    lever.fails("status", status=403, times=None)

    with pytest.raises(AtsRefused, match=r"package.*account manager at Lever"):
        ats.try_out()


def test_one_thing_that_is_forbidden_is_told_by_its_right(lever: Lever) -> None:
    ats = lever.open()
    lever.fails("status", path="/v1/postings", status=403, times=None)

    with pytest.raises(AtsRefused, match="postings:read:admin"):
        ats.try_out()


@pytest.mark.parametrize("right", [rights.POSTINGS_READ, rights.APPLICATIONS_READ])
def test_rights_taken_back_later_are_told_by_name(lever: Lever, right: str) -> None:
    ats = lever.open()
    lever.takes_back(right)

    with pytest.raises(AtsRefused, match=f"though it once granted the right {right}.*Super Admin"):
        ats.try_out()


# ---- what is forbidden must not pass for what is gone


def forbidding(*, even_the_list: bool) -> Callable[[httpx.Request], httpx.Response]:
    def handler(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/opportunities" and not even_the_list:
            return httpx.Response(200, json={"data": []})
        return httpx.Response(403, json={"code": "ForbiddenError", "message": NOT_OURS})

    return handler


def test_one_opportunity_that_is_not_for_us_is_none() -> None:
    assert answering(forbidding(even_the_list=False)).opportunity("secret") is None


def test_an_opportunity_is_not_none_when_nothing_may_be_read_any_more() -> None:
    ats = answering(forbidding(even_the_list=True), credentials=Credentials("token", scopes=GRANTED))

    with pytest.raises(AtsRefused):
        ats.opportunity("ours")
