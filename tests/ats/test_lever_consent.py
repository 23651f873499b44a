"""Connecting Lever: what is asked for, what comes back, and what is refused."""

from urllib.parse import parse_qs, urlsplit

import pytest

from paletter.ats.lever import rights
from paletter.ats.lever.provider import LeverProvider, LeverSettings
from paletter.ats.protocol import AtsDisconnected, AtsRefused, AtsUnavailable
from tests.ats.simulated import RETURN_TO, Lever


def consent_query(lever: Lever) -> dict[str, list[str]]:
    return parse_qs(urlsplit(lever.provider().consent_url(state="s t+ate", return_to=RETURN_TO)).query)


def test_the_consent_page_is_asked_as_lever_wants_it(lever: Lever) -> None:
    query = consent_query(lever)

    assert query["response_type"] == ["code"]
    assert query["redirect_uri"] == [RETURN_TO]
    assert query["state"] == ["s t+ate"]
    assert query["audience"] == [f"{lever.simulator.url}/v1/"]


def test_confidential_access_is_never_asked_for(lever: Lever) -> None:
    assert "confidential" not in consent_query(lever)["scope"][0]


def test_every_right_that_is_asked_for_has_a_reason(lever: Lever) -> None:
    asked = consent_query(lever)["scope"][0].split()

    assert asked == list(rights.RIGHTS)
    assert all(rights.RIGHTS[right] for right in asked)
    assert len(asked) <= 20


def test_an_accepted_consent_yields_lasting_credentials_of_a_known_account(lever: Lever) -> None:
    credentials = lever.credentials()

    assert credentials.refresh_token
    assert credentials.account_id == lever.simulator.world.account.id
    assert credentials.expires_at is not None
    assert rights.missing(credentials.scopes) == ()


def test_credentials_hide_their_secrets_when_printed(lever: Lever) -> None:
    credentials = lever.credentials()

    assert credentials.access_token not in repr(credentials)
    assert credentials.refresh_token not in repr(credentials)


def test_denying_brings_no_code(lever: Lever) -> None:
    answer = lever.consent(accept=False)

    assert "code" not in answer
    assert answer["error"] == "access_denied"


def test_a_code_is_good_for_one_exchange(lever: Lever) -> None:
    code = lever.consent()["code"]
    lever.provider().connect(code=code, return_to=RETURN_TO)

    with pytest.raises(AtsRefused, match="once more"):
        lever.provider().connect(code=code, return_to=RETURN_TO)


def test_a_wrong_secret_is_the_operators_to_mend(lever: Lever) -> None:
    code = lever.consent()["code"]

    with pytest.raises(AtsRefused, match="PALETTER_LEVER_CLIENT_SECRET"):
        lever.provider(client_secret="wrong").connect(code=code, return_to=RETURN_TO)


def test_without_the_right_audience_the_missing_rights_are_named(lever: Lever) -> None:
    provider = lever.provider(audience="https://api.lever.co/v2/")
    location = lever.simulator.consent(provider.consent_url(state="state", return_to=RETURN_TO))
    code = parse_qs(urlsplit(location).query)["code"][0]

    with pytest.raises(AtsRefused, match="postings:read:admin"):
        provider.connect(code=code, return_to=RETURN_TO)


def test_a_login_service_that_is_down_is_unavailable(lever: Lever) -> None:
    code = lever.consent()["code"]
    lever.fails("status", path="/oauth/token", status=503)

    with pytest.raises(AtsUnavailable):
        lever.provider().connect(code=code, return_to=RETURN_TO)


def test_an_installation_that_lever_does_not_know_cannot_send_people_there() -> None:
    with pytest.raises(AtsRefused, match="PALETTER_LEVER_CLIENT_ID"):
        LeverProvider(LeverSettings("", "")).consent_url(state="state", return_to=RETURN_TO)


def test_a_used_refresh_token_disconnects(lever: Lever) -> None:
    credentials = lever.credentials()
    lever.time_passes(hours=2)
    list(lever.open(credentials).postings())

    with pytest.raises(AtsDisconnected, match="Connect Lever again"):
        list(lever.open(credentials).postings())
