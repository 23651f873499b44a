import json

import pytest

from tests.interviews.storage import KEY, SECRET, a_storage
from tests.scorers.language_model.player import a_player, failing, judging


def test_a_fresh_installation_is_told_what_is_missing_and_what_that_means(installed):
    done = installed.paletter("check")

    assert done.returncode == 0, done.stdout
    assert "ok  The database of DATABASE_URL answers." in done.stdout
    assert "note  It is not up to date; “paletter migrate”" in done.stdout
    assert "ok  Speech is recognised by sphinx" in done.stdout
    assert (
        "note  Lever at https://api.lever.co/v1 can be connected by an API key only. For the other way set "
        "PALETTER_LEVER_CLIENT_ID and PALETTER_LEVER_CLIENT_SECRET" in done.stdout
    )
    assert "BLOCKS" not in done.stdout


def test_after_migrating_nothing_is_said_of_it(installed):
    installed.paletter("migrate")

    assert "not up to date" not in installed.paletter("check").stdout


def test_everything_that_blocks_is_named_at_once_and_no_password(shell):
    (shell.folder / "file").write_text("")
    shell.environment |= {
        "DATABASE_URL": "postgresql://ann:hush-hush@127.0.0.1:1/x",
        "PALETTER_DATA_DIR": str(shell.folder / "file" / "data"),
        "PALETTER_BASE_URL": "http://interviews.example.org",
        "PALETTER_MAIL": "smtp",
        "PALETTER_SMTP_HOST": "127.0.0.1",
        "PALETTER_SMTP_PORT": "1",
        "PALETTER_WHISPER_MODEL": str(shell.folder / "no-model"),
        "PALETTER_DEMO": "1",
    }

    done = shell.paletter("check")

    blocking = [line for line in done.stdout.splitlines() if line.startswith("BLOCKS")]
    assert done.returncode == 1
    assert done.stdout.endswith("6 of these keep Paletter from working.\n")
    for words in ("only on https", "PALETTER_DEMO", "can't be used", "at 127.0.0.1:1 does not answer", "no Whisper"):
        assert any(words in line for line in blocking), words
    assert "hush-hush" not in done.stdout + done.stderr


def test_a_key_that_is_none_blocks(installed):
    installed.environment["PALETTER_ENCRYPTION_KEYS"] = "not a key"

    done = installed.paletter("check")

    assert done.returncode == 1
    assert "PALETTER_ENCRYPTION_KEYS holds something that is no Fernet key" in done.stdout


def test_a_setting_that_cannot_be_meant_blocks(shell):
    shell.environment["PALETTER_PORT"] = "eighty"

    done = shell.paletter("check")

    assert (done.returncode, done.stderr) == (1, "PALETTER_PORT is “eighty”; it should be a whole number.\n")


def test_the_site_names_all_of_levers_addresses_at_once(installed):
    installed.environment |= {
        "PALETTER_LEVER_SITE": "sandbox",
        "PALETTER_LEVER_CLIENT_ID": "client",
        "PALETTER_LEVER_CLIENT_SECRET": "secret",
    }

    assert "ok  Lever (sandbox) is reached at https://api.sandbox.lever.co/v1." in installed.paletter("check").stdout


@pytest.mark.parametrize(
    ("given", "lacking"),
    [
        ("PALETTER_LEVER_CLIENT_ID", "PALETTER_LEVER_CLIENT_SECRET"),
        ("PALETTER_LEVER_CLIENT_SECRET", "PALETTER_LEVER_CLIENT_ID"),
    ],
)
def test_half_a_client_of_lever_names_the_other_half(installed, given, lacking):
    installed.environment[given] = "given"

    assert f"For the other way set {lacking} (docs" in installed.paletter("check").stdout


def test_addresses_of_two_levers_are_noticed(installed):
    installed.environment["PALETTER_LEVER_API_URL"] = "https://api.sandbox.lever.co/v1"

    done = installed.paletter("check")

    assert done.returncode == 0
    assert (
        "note  Lever's tokens are asked for https://api.lever.co/v1/, but its API is at https://api.sand" in done.stdout
    )


@pytest.mark.parametrize(
    ("setting", "value"),
    [("PALETTER_LEVER_TOKEN_URL", "http://auth.lever.co/oauth/token"), ("PALETTER_LEVER_AUDIENCE", "https://x/v1")],
)
def test_an_address_of_lever_that_cannot_work_blocks(installed, setting, value):
    installed.environment[setting] = value

    done = installed.paletter("check")

    assert done.returncode == 1
    assert f"BLOCKS  {setting} is “{value}”" in done.stdout


class TestLanguageModel:
    @pytest.fixture
    def model(self, installed):
        with a_player() as address:
            installed.environment |= {
                "PALETTER_SCORER": "language_model",
                "PALETTER_LANGUAGE_MODEL_URL": address.url,
                "PALETTER_LANGUAGE_MODEL_NAME": "player",
                "PALETTER_LANGUAGE_MODEL_KEY": "hush-hush",
            }
            yield address.player

    def test_one_that_answers_is_named_with_what_its_canaries_took(self, installed, model):
        done = installed.paletter("check")

        assert done.returncode == 0, done.stdout
        assert "ok  Answers are judged by player at http://127.0.0.1:" in done.stdout
        assert "It judged all answers of known levels well (4 requests, " in done.stdout
        assert "leave this machine" not in done.stdout

    def test_one_that_fails_its_canaries_blocks(self, installed, model):
        model.of_canaries = judging("5", "There was this man who complained")

        done = installed.paletter("check")

        assert done.returncode == 1
        assert "BLOCKS  The language model “player” misjudges answers whose levels are known" in done.stdout

    def test_a_refused_key_blocks_and_is_not_shown(self, installed, model):
        model.of_canaries = failing(401)

        done = installed.paletter("check")

        assert done.returncode == 1
        assert (
            "BLOCKS  The language model's endpoint refuses our key, PALETTER_LANGUAGE_MODEL_KEY (401)." in done.stdout
        )
        assert "hush-hush" not in done.stdout + done.stderr

    def test_silence_blocks_only_where_nobody_stands_in(self, installed, model):
        model.of_canaries = failing(503, headers={"Retry-After": "900"})

        assert "BLOCKS  The language model fails" in installed.paletter("check").stdout
        installed.environment["PALETTER_LANGUAGE_MODEL_DOWN"] = "indicators"
        assert "note  The language model fails" in installed.paletter("check").stdout

    def test_an_address_in_the_open_blocks(self, installed, model):
        installed.environment["PALETTER_LANGUAGE_MODEL_URL"] = "http://models.example.org/v1"

        assert "candidates' words would cross the internet unencrypted" in installed.paletter("check").stdout

    def test_what_is_not_set_is_named(self, installed):
        installed.environment["PALETTER_SCORER"] = "language_model"

        done = installed.paletter("check")

        assert done.returncode == 1
        assert "PALETTER_LANGUAGE_MODEL_URL is not set" in done.stdout


class TestBucket:
    @pytest.fixture
    def storage(self, installed):
        with a_storage() as made:
            installed.environment |= {
                "PALETTER_STORAGE": "s3",
                "PALETTER_S3_BUCKET": made.bucket,
                "PALETTER_S3_ENDPOINT": made.endpoint,
                "PALETTER_S3_ACCESS_KEY": KEY,
                "PALETTER_S3_SECRET_KEY": SECRET,
            }
            yield made

    def test_one_that_takes_and_gives_files_is_named(self, installed, storage):
        done = installed.paletter("check")

        assert done.returncode == 0, done.stdout
        assert "ok  Recordings are kept in the bucket recordings at http://127.0.0.1:" in done.stdout
        assert storage.keys() == []

    def test_one_that_is_open_to_everybody_blocks(self, installed, storage):
        statement = {
            "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::recordings/*"
        }  # fmt: skip
        policy = {"Version": "2012-10-17", "Statement": [statement]}
        storage.client.put_bucket_policy(Bucket=storage.bucket, Policy=json.dumps(policy))

        done = installed.paletter("check")

        assert done.returncode == 1
        assert "BLOCKS  Everybody can read what lies in the bucket recordings" in done.stdout

    def test_one_that_is_not_there_blocks_and_no_key_is_shown(self, installed, storage):
        storage.client.delete_bucket(Bucket=storage.bucket)

        done = installed.paletter("check")

        assert done.returncode == 1
        assert "does not take recordings. The bucket refused: NoSuchBucket." in done.stdout
        assert SECRET not in done.stdout + done.stderr

    def test_what_is_not_set_is_named(self, installed):
        installed.environment["PALETTER_STORAGE"] = "s3"

        assert "BLOCKS  PALETTER_S3_BUCKET names no bucket." in installed.paletter("check").stdout
