"""A model comes from the hub (played on this machine) or a folder: resumed, checked, and whole or not at all."""

import fcntl
import os
import shutil

import faster_whisper.utils
import huggingface_hub
import pytest

from paletter.transcribers import fetching, kept_models
from paletter.transcribers.fetching import FolderSource, NoRoomForModel, SourceFailed, fetch
from paletter.transcribers.hub import HubSource
from paletter.transcribers.kept_models import ModelError
from paletter.transcribers.whisper import WhisperTranscriber
from tests.transcribers.a_hub import COMMIT, a_hub
from tests.transcribers.conversation import recording
from tests.transcribers.tiny_whisper import a_tiny_whisper


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return a_tiny_whisper(tmp_path_factory.mktemp("models") / "tiny-test")


@pytest.fixture
def hub(tiny):
    with a_hub(tiny) as hub:
        yield hub


@pytest.fixture
def place(tmp_path):
    return tmp_path / "models"


def fetched(hub, place, **how):
    source = HubSource(hub.repository, hub=hub.address)
    try:
        return fetch(source, "tiny", place, sleep=lambda _: None, **how)
    finally:
        source.close()


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_our_hub_is_one_that_the_hubs_own_client_understands(hub, tiny):
    told = huggingface_hub.HfApi(endpoint=hub.address, token=False).model_info(
        hub.repository, revision="main", files_metadata=True
    )

    assert told.sha == COMMIT
    weights = next(s for s in told.siblings if s.rfilename == "model.bin")
    assert weights.lfs.sha256 == kept_models.digest(tiny / "model.bin", "sha256")


def test_short_names_are_those_of_faster_whisper():
    assert faster_whisper.utils._MODELS == kept_models.OF_THE_HUB


def test_a_fetched_model_hears_and_its_note_says_where_it_came_from(hub, place):
    model = fetched(hub, place)

    assert WhisperTranscriber("tiny", models=place).transcribe(recording("sense_0890.wav")).segments
    assert (model.note.source, model.note.commit) == (hub.repository, COMMIT)
    assert {file.algorithm for file in model.note.files} == {"sha256", "git-sha1"}
    assert kept_models.wrong_files(model) == []
    assert names(place) == ["tiny"]


def test_progress_rises_to_the_whole_size(hub, place, tiny):
    steps = []

    fetched(hub, place, told=lambda here, whole: steps.append((here, whole)))

    whole = sum(path.stat().st_size for path in tiny.iterdir())
    assert [here for here, _ in steps] == sorted(here for here, _ in steps)
    assert steps[-1] == (whole, whole)


def test_only_a_models_files_are_fetched_whatever_else_lies_there(hub, place):
    hub.extra_files = ["README.md", "../../etc/cron.d/evil", "model.bin/../../x", "pytorch_model.bin"]

    model = fetched(hub, place)

    assert not {"README.md", "evil", "x", "pytorch_model.bin"} & set(names(model.folder))
    assert names(place.parent) == ["models"]


def test_a_broken_line_is_gone_on_with_where_it_broke(hub, place):
    hub.breaks_after, hub.breaks_left = 50_000, 2

    fetched(hub, place)

    weights = [asked for name, asked in hub.asked if name == "model.bin"]
    assert weights == ["", "bytes=50000-", "bytes=100000-"]


def test_what_came_is_kept_for_the_next_time(hub, place):
    broken_after_40_000_bytes(hub, place)
    hub.asked.clear()

    assert kept_models.all_in(place) == []
    assert kept_models.under_way(place)[0].size >= 40_000
    fetched(hub, place)
    assert ("model.bin", "bytes=40000-") in hub.asked


def broken_after_40_000_bytes(hub, place):
    """A fetch whose line breaks in the middle of the weights and gives nothing more, until it is given up."""

    def gone(_seconds):
        hub.breaks_after, hub.breaks_left = 0, 100

    hub.breaks_after, hub.breaks_left = 40_000, 1
    source = HubSource(hub.repository, hub=hub.address)
    with pytest.raises(SourceFailed):
        fetch(source, "tiny", place, sleep=gone)
    source.close()
    hub.breaks_after = None


def test_a_server_that_knows_no_ranges_sends_all_again_and_it_comes_out_right(hub, place):
    hub.breaks_after, hub.breaks_left, hub.knows_ranges = 50_000, 1, False

    assert kept_models.wrong_files(fetched(hub, place)) == []


@pytest.mark.parametrize("name", ["model.bin", "config.json"])
def test_bytes_that_are_not_those_promised_are_thrown_away(hub, place, name):
    hub.tampers_with = name

    with pytest.raises(ModelError, match=rf"“{name}” is not what .* promised"):
        fetched(hub, place)

    assert kept_models.all_in(place) == []
    assert not any(path.name.startswith(name) for path in (place / ".fetching-tiny").iterdir())


def test_a_source_that_sends_without_end_is_stopped_at_the_promised_size(hub, place, tiny):
    hub.adds = ("config.json", bytes(5_000_000))

    with pytest.raises(ModelError, match=r"sends more for “config\.json” than it promised"):
        fetched(hub, place)

    assert kept_models.under_way(place)[0].size < 2_000_000


def test_without_room_nothing_is_asked_for(hub, place):
    with pytest.raises(NoRoomForModel, match=r"1 MB are needed.*268 MB must stay free, but only 100 MB are"):
        fetched(hub, place, free=lambda _: 100_000_000)

    assert hub.asked == []


def test_what_is_here_already_needs_no_room_again(hub, place, tiny):
    whole = sum(path.stat().st_size for path in tiny.iterdir())
    broken_after_40_000_bytes(hub, place)

    assert fetched(hub, place, free=lambda _: fetching.RESERVE + whole - 40_000).missing == []


def test_the_same_model_again_asks_for_no_file(hub, place):
    fetched(hub, place)
    hub.asked.clear()

    assert fetched(hub, place).name == "tiny"
    assert hub.asked == []


def test_another_model_of_that_name_is_not_overwritten(hub, place):
    model = fetched(hub, place)
    (model.folder / "model.bin").write_bytes(b"changed")

    with pytest.raises(ModelError, match="another model “tiny” here, or a damaged one"):
        fetched(hub, place)
    assert kept_models.wrong_files(model) == ["model.bin"]


def test_two_fetches_of_one_model_do_not_mix(hub, place):
    folder = place / ".fetching-tiny"
    folder.mkdir(parents=True)
    handle = os.open(folder, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        with pytest.raises(ModelError, match="being fetched already"):
            fetched(hub, place)
    finally:
        os.close(handle)


def test_a_repository_without_a_model_is_told(hub, place, tmp_path):
    hub.folder = tmp_path / "docs"
    hub.folder.mkdir()
    (hub.folder / "config.json").write_text("{}")

    with pytest.raises(ModelError, match=r"no faster-whisper model: model\.bin and tokenizer\.json missing"):
        fetched(hub, place)


def test_a_repository_that_is_not_there_and_a_hub_that_is_away_are_told_apart(hub):
    with pytest.raises(ModelError, match="has no “example-org/none” at “main”"):
        HubSource("example-org/none", hub=hub.address)
    with pytest.raises(SourceFailed, match="can't be reached"):
        HubSource("example-org/none", hub="http://127.0.0.1:1")


def test_a_folder_that_was_carried_here_is_copied_and_checked(tiny, place):
    model = fetch(FolderSource(tiny), "carried", place)

    assert kept_models.wrong_files(model) == []
    assert model.note.source == str(tiny)


def test_a_name_can_not_lead_elsewhere(tiny, place):
    for name in ("../evil", ".hidden", "a/b", ""):
        with pytest.raises(ModelError, match="can't be the name"):
            fetch(FolderSource(tiny), name, place)


def test_a_name_is_found_among_the_kept_ones_only_when_it_is_one(place, tiny):
    place.mkdir()
    shutil.copytree(tiny, place.parent / "beside")

    assert kept_models.find("../beside", place) is None
