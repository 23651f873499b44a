import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from paletter.config.options import Options, explained

DOCUMENT = Path(__file__).parents[2] / "docs" / "settings.md"


def wrong(monkeypatch, **environment: str) -> list[str]:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError) as caught:
        Options()
    return explained(caught.value)


def test_a_typo_in_a_number_is_named_with_what_is_wanted(monkeypatch):
    assert wrong(monkeypatch, PALETTER_PORT="eighty") == ["PALETTER_PORT is “eighty”; it should be a whole number."]


def test_every_wrong_setting_gets_its_own_sentence(monkeypatch):
    sentences = wrong(monkeypatch, PALETTER_PORT="70000", PALETTER_MAIL="pigeon")

    assert sentences == [
        "PALETTER_PORT is “70000”; it should be less than or equal to 65535.",
        "PALETTER_MAIL is “pigeon”; it should be 'local', 'console' or 'smtp'.",
    ]


def test_a_secret_is_read_from_the_file_that_names_it(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("from the file\n")
    monkeypatch.setenv("PALETTER_SECRET_KEY_FILE", str(tmp_path / "key"))

    assert Options().secret_key.get_secret_value() == "from the file"


def test_the_database_address_too_may_lie_in_a_file(monkeypatch, tmp_path):
    (tmp_path / "url").write_text("postgresql://paletter:pass@db/paletter\n")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("DATABASE_URL_FILE", str(tmp_path / "url"))

    assert Options().database_url.get_secret_value() == "postgresql://paletter:pass@db/paletter"


def test_a_secret_set_itself_comes_before_the_file(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("from the file")
    monkeypatch.setenv("PALETTER_SECRET_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("PALETTER_SECRET_KEY", "set itself")

    assert Options().secret_key.get_secret_value() == "set itself"


def test_secrets_do_not_show_when_settings_are_printed(monkeypatch):
    monkeypatch.setenv("PALETTER_SMTP_PASSWORD", "hush-hush")

    assert "hush-hush" not in repr(Options())


def test_the_address_is_made_of_host_and_port_unless_it_is_set(monkeypatch):
    monkeypatch.setenv("PALETTER_PORT", "8123")
    monkeypatch.delenv("PALETTER_BASE_URL", raising=False)

    assert Options().address == "http://127.0.0.1:8123"
    assert Options(base_url="https://interviews.example.org/").address == "https://interviews.example.org"


def test_an_even_number_of_runs_has_no_middle(monkeypatch):
    assert wrong(monkeypatch, PALETTER_LANGUAGE_MODEL_RUNS="4") == [
        "PALETTER_LANGUAGE_MODEL_RUNS is “4”; it should be an odd number, such as 3."
    ]


def variables() -> set[str]:
    own = {f"PALETTER_{name.upper()}" for name in Options.model_fields}
    return own - {"PALETTER_DATABASE_URL"} | {"DATABASE_URL"}


def test_every_setting_is_explained_and_none_that_does_not_exist():
    explained_there = set(re.findall(r"^\| `([A-Z0-9_]+)`", DOCUMENT.read_text(), re.MULTILINE))

    assert explained_there == variables()
