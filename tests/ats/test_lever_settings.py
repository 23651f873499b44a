"""Which Lever is meant, and that no secret travels there in the open."""

import pytest

from paletter.ats.lever.settings import SITES, LeverMisconfigured, LeverSettings


def at(site: str, **addresses: str) -> LeverSettings:
    return LeverSettings.at(site, client_id="id", client_secret="secret", **addresses)


@pytest.mark.parametrize("site", SITES)
def test_each_site_is_whole_and_of_one_piece(site: str) -> None:
    settings = at(site)

    assert settings.is_of_one_piece
    assert settings.api_url == SITES[site].api_url


def test_no_address_is_shared_between_production_and_the_sandbox() -> None:
    production, sandbox = at("production"), at("sandbox")

    for name in ("api_url", "authorize_url", "token_url", "audience", "app_url"):
        assert getattr(production, name) != getattr(sandbox, name)


def test_production_is_meant_when_nothing_is_said() -> None:
    assert LeverSettings("id", "secret") == at("production")


def test_one_address_can_be_replaced_and_an_empty_one_replaces_nothing() -> None:
    settings = at("sandbox", app_url="https://lever.example.org", token_url="")

    assert settings.app_url == "https://lever.example.org"
    assert settings.token_url == SITES["sandbox"].token_url


def test_an_api_of_one_environment_with_tokens_of_another_is_not_of_one_piece() -> None:
    assert not at("production", api_url=SITES["sandbox"].api_url).is_of_one_piece


def test_an_audience_without_its_slash_cannot_work() -> None:
    with pytest.raises(LeverMisconfigured, match="PALETTER_LEVER_AUDIENCE"):
        at("production", audience="https://api.lever.co/v1")


@pytest.mark.parametrize("url", ["http://api.lever.co/v1", "api.lever.co/v1", "ftp://127.0.0.1/v1"])
def test_secrets_do_not_travel_in_the_open(url: str) -> None:
    with pytest.raises(LeverMisconfigured, match="PALETTER_LEVER_API_URL"):
        at("production", api_url=url)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8100/v1", "http://localhost:8100/v1", "http://[::1]:8100/v1"])
def test_a_simulator_on_this_machine_may_speak_plain_http(url: str) -> None:
    assert at("production", api_url=url).api_url == url


def test_the_secret_is_not_printed() -> None:
    assert "secret" not in repr(at("production"))
