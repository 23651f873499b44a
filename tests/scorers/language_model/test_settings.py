import pytest

from paletter.scorers.language_model.settings import LanguageModelSettings, Prices
from paletter.scorers.protocol import ScorerMisconfigured


def settings(url: str = "http://localhost:11434/v1", **fields) -> LanguageModelSettings:
    return LanguageModelSettings(**{"url": url, "model": "m"} | fields)


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:11434/v1",
        "http://127.0.0.1:8080/v1",
        "http://[::1]:8080/v1",
        "http://ollama:11434/v1",
        "http://10.0.0.7:8000/v1",
        "http://192.168.1.4/v1",
        "http://gpu.house.internal/v1",
        "https://models.example.org/v1",
    ],
)
def test_https_anywhere_and_http_inside_is_accepted(url):
    assert settings(url).url == url


@pytest.mark.parametrize("url", ["http://models.example.org/v1", "http://8.8.8.8/v1", "http://internal.example.com/v1"])
def test_words_do_not_cross_the_internet_unencrypted(url):
    with pytest.raises(ScorerMisconfigured, match="would cross the internet unencrypted"):
        settings(url)


@pytest.mark.parametrize("url", ["models.example.org/v1", "ftp://x/v1", "https://", "file:///etc/passwd"])
def test_what_is_no_address_is_named(url):
    with pytest.raises(ScorerMisconfigured, match=r"PALETTER_LANGUAGE_MODEL_URL is “"):
        settings(url)


def test_secrets_in_the_address_are_refused_and_not_repeated():
    with pytest.raises(ScorerMisconfigured, match="PALETTER_LANGUAGE_MODEL_KEY") as refused:
        settings("https://ann:hush@models.example.org/v1")

    assert "hush" not in str(refused.value)


@pytest.mark.parametrize(("fields", "name"), [({"url": ""}, "URL"), ({"model": " "}, "NAME")])
def test_what_is_missing_is_named(fields, name):
    with pytest.raises(ScorerMisconfigured, match=f"PALETTER_LANGUAGE_MODEL_{name} is not set"):
        settings(**fields)


def test_a_key_does_not_show_when_settings_are_printed():
    assert "hush" not in repr(settings(key="hush"))


def test_here_is_this_machine_and_in_the_open_is_http_elsewhere():
    here, near, far = settings(), settings("http://10.0.0.7/v1"), settings("https://models.example.org/v1")

    assert [one.is_here for one in (here, near, far)] == [True, False, False]
    assert [one.is_in_the_open for one in (here, near, far)] == [False, True, False]


def test_prices_are_for_a_million_tokens():
    assert Prices(3.0, 15.0).cost(tokens_in=2_000_000, tokens_out=100_000) == 7.5
