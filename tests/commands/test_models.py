"""Models of the better recogniser by command: listed, fetched from a hub that this machine plays, removed."""

import pytest

from tests.commands.conftest import SPEECH
from tests.transcribers.a_hub import COMMIT, a_hub
from tests.transcribers.tiny_whisper import a_tiny_whisper


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return a_tiny_whisper(tmp_path_factory.mktemp("models") / "tiny-test")


@pytest.fixture
def hub(tiny, shell):
    shell.environment["PALETTER_DATA_DIR"] = str(shell.folder / "data")
    with a_hub(tiny, "Systran/faster-whisper-tiny") as hub:
        shell.environment["HF_ENDPOINT"] = hub.address
        yield hub


def test_without_models_it_says_how_to_get_one(shell):
    done = shell.paletter("models", "list")

    assert (done.returncode, done.stderr) == (0, "")
    assert "“paletter models fetch small” brings one" in done.stdout
    assert not (shell.folder / "no-data-folder").exists()


def test_a_model_is_fetched_by_its_short_name_and_heard_with(shell, hub):
    done = shell.paletter("models", "fetch", "tiny")

    assert done.returncode == 0, done.stderr
    assert "the digests of all files are right" in done.stdout
    assert "tiny: 100 % of 1.0 MB" in done.stderr
    assert len(done.stderr.splitlines()) < 20
    heard = shell.paletter("transcribe", SPEECH / "sense_0890.wav", "--engine", "whisper", "--model", "tiny")
    assert '"engine": "whisper:tiny ' in heard.stdout, heard.stderr


def test_the_list_tells_size_source_digest_and_which_is_in_use(shell, hub):
    shell.paletter("models", "fetch", "tiny")
    shell.environment["PALETTER_WHISPER_MODEL"] = "tiny"

    listed = shell.paletter("models", "list", "--verify").stdout

    assert "1.0 MB" in listed
    assert f"Systran/faster-whisper-tiny {COMMIT[:12]}" in listed
    assert "in use, digests right" in listed


def test_a_changed_file_is_found(shell, hub):
    shell.paletter("models", "fetch", "tiny")
    weights = shell.folder / "data" / "models" / "tiny" / "model.bin"
    content = bytearray(weights.read_bytes())
    content[5000] ^= 1
    weights.write_bytes(content)

    done = shell.paletter("models", "list", "--verify")

    assert done.returncode == 1
    assert "damaged: model.bin changed" in done.stdout


def test_one_that_is_in_use_stays_and_another_goes(shell, hub):
    shell.paletter("models", "fetch", "tiny")
    shell.environment["PALETTER_WHISPER_MODEL"] = "tiny"
    refused = shell.paletter("models", "remove", "tiny")
    del shell.environment["PALETTER_WHISPER_MODEL"]

    assert refused.returncode == 2
    assert "is the model that PALETTER_WHISPER_MODEL names" in refused.stderr
    assert shell.paletter("models", "remove", shell.folder / "data" / "models" / "tiny").stdout.startswith(
        "Removed tiny"
    )
    assert list((shell.folder / "data" / "models").iterdir()) == []


def test_a_folder_outside_is_never_removed(shell, hub, tiny):
    done = shell.paletter("models", "remove", tiny)

    assert done.returncode == 2
    assert (tiny / "model.bin").exists()


def test_a_model_that_no_disk_can_hold_is_refused_before_it_comes(shell, hub):
    hub.claims = {"model.bin": 10**16}

    done = shell.paletter("models", "fetch", "tiny")

    assert done.returncode == 1
    assert "There is no room for this model" in done.stderr
    assert hub.asked == []


def test_a_fetch_that_broke_is_listed_and_can_be_gone_on_with_or_thrown_away(shell, hub):
    hub.tampers_with = "tokenizer.json"
    shell.paletter("models", "fetch", "tiny")

    assert "not whole; fetch it again to go on" in shell.paletter("models", "list").stdout
    assert shell.paletter("models", "remove", "tiny").returncode == 0
    assert "There is no Whisper model" in shell.paletter("models", "list").stdout


def test_a_carried_folder_is_taken_in_under_a_name(shell, hub, tiny):
    done = shell.paletter("models", "fetch", tiny, "--as", "carried")

    assert done.returncode == 0, done.stderr
    assert (shell.folder / "data" / "models" / "carried" / "model.bin").exists()
    assert hub.asked == []


@pytest.mark.parametrize(
    ("model", "sentence"),
    [("parrot", "There is no model “parrot”"), ("example-org/none", "has no “example-org/none”")],
)
def test_what_is_not_there_is_named(shell, hub, model, sentence):
    done = shell.paletter("models", "fetch", model)

    assert done.returncode in (1, 2)
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_hub_that_is_away_says_what_else_one_may_do(shell):
    done = shell.paletter("models", "fetch", "tiny", "--hub", "http://127.0.0.1:1")

    assert done.returncode == 1
    assert "copy its folder" in done.stderr


def test_hearing_never_asks_the_hub(shell, hub):
    done = shell.paletter("transcribe", SPEECH / "jfk.flac", "--engine", "whisper", "--model", "small")

    assert done.returncode == 2
    assert "paletter models fetch small" in done.stderr
    assert hub.asked == []
