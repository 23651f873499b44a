"""Whisper is loaded from a folder and never from the network; what is wrong with the folder is said.

The model is real in form and knows nothing: its weights are random (tiny_whisper.py).
"""

import pytest

from paletter.transcribers.protocol import TranscriberUnavailable
from paletter.transcribers.whisper import WhisperTranscriber
from tests.transcribers.conversation import TranscriberConversation, recording
from tests.transcribers.tiny_whisper import a_tiny_whisper


@pytest.fixture(scope="session")
def model(tmp_path_factory):
    return a_tiny_whisper(tmp_path_factory.mktemp("models") / "tiny-test")


@pytest.fixture
def own_model(tmp_path):
    return a_tiny_whisper(tmp_path / "own")


class TestWhisper(TranscriberConversation):
    @pytest.fixture(scope="class")
    @classmethod
    def transcriber(cls, model):
        return WhisperTranscriber(model)


def test_its_name_tells_the_model_and_its_weights(model, tmp_path):
    same = WhisperTranscriber(a_tiny_whisper(tmp_path / "copied")).name
    other = WhisperTranscriber(a_tiny_whisper(tmp_path / "other", seed=2)).name

    name, mark = WhisperTranscriber(model).name.split()
    assert name == "whisper:tiny-test"
    assert same.split()[1] == mark
    assert other.split()[1] != mark


def test_a_model_that_is_not_there_is_not_fetched(tmp_path):
    with pytest.raises(TranscriberUnavailable, match=r"no Whisper model “example-org/none”.*not downloaded"):
        WhisperTranscriber("example-org/none")
    with pytest.raises(TranscriberUnavailable, match="There is no Whisper model"):
        WhisperTranscriber(tmp_path / "nowhere")


def test_an_incomplete_folder_names_what_is_missing(own_model):
    (own_model / "tokenizer.json").unlink()

    with pytest.raises(TranscriberUnavailable, match=r"not complete: tokenizer\.json missing"):
        WhisperTranscriber(own_model)


@pytest.mark.parametrize("name", ["model.bin", "tokenizer.json"])
def test_a_broken_file_is_told_when_it_is_loaded(own_model, name):
    (own_model / name).write_bytes(b"not what it was")

    with pytest.raises(TranscriberUnavailable, match="can't be loaded"):
        WhisperTranscriber(own_model).transcribe(recording("sense_0890.wav"))


def test_weights_that_were_cut_off_are_told(own_model):
    weights = own_model / "model.bin"
    weights.write_bytes(weights.read_bytes()[: weights.stat().st_size // 2])

    with pytest.raises(TranscriberUnavailable, match="Copy it again"):
        WhisperTranscriber(own_model).transcribe(recording("sense_0890.wav"))


def test_a_language_that_the_model_does_not_know_is_refused(model):
    with pytest.raises(TranscriberUnavailable, match="does not know the language “xx”"):
        WhisperTranscriber(model).transcribe(recording("sense_0890.wav"), language="xx")
