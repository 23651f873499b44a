"""Which recogniser runs, by what the operator set."""

import pytest

from paletter.transcribers.choice import choose
from paletter.transcribers.protocol import TranscriberUnavailable
from paletter.transcribers.sphinx import SphinxTranscriber
from paletter.transcribers.whisper import WhisperTranscriber
from tests.transcribers.tiny_whisper import a_tiny_whisper


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return a_tiny_whisper(tmp_path_factory.mktemp("models") / "tiny-test")


def test_auto_is_the_built_in_recogniser_when_no_model_is_set():
    assert isinstance(choose("auto"), SphinxTranscriber)


def test_auto_is_whisper_when_a_model_is_set(model):
    assert isinstance(choose("auto", model=model), WhisperTranscriber)


def test_sphinx_can_be_asked_for_though_a_model_is_set(model):
    assert isinstance(choose("sphinx", model=model), SphinxTranscriber)


def test_whisper_without_a_model_says_what_to_set():
    with pytest.raises(TranscriberUnavailable, match="PALETTER_WHISPER_MODEL"):
        choose("whisper")


def test_a_set_model_that_does_not_work_is_never_silently_replaced_by_the_weaker_recogniser(tmp_path):
    with pytest.raises(TranscriberUnavailable, match="not complete"):
        choose("auto", model=tmp_path)


def test_an_unknown_engine_is_refused():
    with pytest.raises(TranscriberUnavailable, match="no recogniser “parrot”"):
        choose("parrot")
