"""Whisper is loaded from a folder and never from the network; what is wrong with the folder is said.

The model is real in form and knows nothing: its weights are random (tiny_whisper.py).
"""

from types import SimpleNamespace

import ctranslate2
import pytest

from paletter.transcribers.protocol import TranscriberUnavailable
from paletter.transcribers.whisper import Piece, WhisperTranscriber, is_plausible, numbers_for
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


def many_languages(folder, *, seed):
    """A model of three languages, which takes speech for one of them by the chance of its weights."""
    return WhisperTranscriber(a_tiny_whisper(folder / f"many{seed}", seed=seed, is_multilingual=True))


def test_the_language_is_found_out(tmp_path):
    assert many_languages(tmp_path, seed=2).transcribe(recording("sense_0890.wav")).language == "fr"


def test_a_language_that_is_told_is_passed_on(tmp_path):
    heard = many_languages(tmp_path, seed=2).transcribe(recording("sense_0890.wav"), language="de-AT")

    assert heard.language == "de"


def a_piece(*, log_probability=-0.3, compression=1.5, words=10, probability=0.9):
    return Piece(log_probability, compression, tuple(SimpleNamespace(probability=probability) for _ in range(words)))


@pytest.mark.parametrize(
    ("pieces", "believed"),
    [
        ([], True),
        ([a_piece()], True),
        ([a_piece(probability=0.4)], False),
        ([a_piece(probability=0.5)], True),
        ([a_piece(log_probability=-1.2)], False),
        ([a_piece(compression=3.0)], False),
        ([a_piece(words=30), a_piece(compression=3.0, words=10)], True),
        ([a_piece(words=29), a_piece(compression=3.0, words=10)], False),
        ([a_piece(words=0, log_probability=-2.0)], True),
    ],
)
def test_whispers_own_doubts_count(pieces, believed):
    assert is_plausible(pieces, language_probability=0.9) is believed


def test_words_in_a_language_that_was_only_guessed_are_not_trusted():
    assert is_plausible([a_piece()], language_probability=0.5)
    assert not is_plausible([a_piece()], language_probability=0.49)


def test_without_a_gpu_a_model_runs_with_8_bit_integers(model):
    transcriber = WhisperTranscriber(model)
    transcriber.transcribe(recording("sense_0890.wav"))

    loaded = transcriber._model.model
    device, numbers = numbers_for(ctranslate2.get_cuda_device_count())
    assert loaded.device == device
    assert loaded.compute_type.startswith(numbers)


def test_a_gpu_gets_16_bit_floats():
    assert (numbers_for(0), numbers_for(1)) == (("cpu", "int8"), ("cuda", "float16"))
