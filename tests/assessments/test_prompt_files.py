"""What may be shown beside a question, and what its file is called once it is stored."""

from dataclasses import replace
from pathlib import Path

import pytest

from paletter.assessments import prompt_files, shelf
from paletter.vocabulary.rubrics import AssessmentTemplate, Prompt, PromptKind
from tests.assessments.writing import with_question

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
WEBM = b"\x1a\x45\xdf\xa3" + bytes(20)
VTT = b"WEBVTT\n\n00:00.000 --> 00:01.000\nGood evening.\n"


def showing(kind: PromptKind = PromptKind.IMAGE, file: str = "lobby.PNG", captions: str = "") -> AssessmentTemplate:
    return with_question(prompt=Prompt(kind, file, captions, "A lobby with a queue."))


@pytest.mark.parametrize(
    ("start", "found"),
    [
        (b"\xff\xd8\xff\xe0" + bytes(12), "image/jpeg"),
        (PNG, "image/png"),
        (b"GIF89a" + bytes(10), "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"ID3\x04" + bytes(12), "audio/mpeg"),
        (b"\xff\xfb\x90\x00" + bytes(12), "audio/mpeg"),
        (b"OggS" + bytes(12), "audio/ogg"),
        (WEBM, "video/webm"),
        (b"\x00\x00\x00\x20ftypisom" + bytes(4), "video/mp4"),
        (b"\xef\xbb\xbfWEBVTT\n", "text/vtt"),
        (b"<svg onload=alert(1)>", None),
        (b"<!doctype html>", None),
        (b"%PDF-1.7", None),
        (b"", None),
    ],
)
def test_a_file_is_what_its_first_bytes_say(start: bytes, found: str | None) -> None:
    assert prompt_files.content_type(start[:16]) == found


def test_a_stored_name_carries_its_content_so_that_another_content_is_another_template() -> None:
    first, second = (prompt_files.named(showing(), {"lobby.PNG": content}) for content in (PNG, PNG + b"x"))

    assert first.questions[0].prompt is not None
    assert first.questions[0].prompt.file.startswith("lobby-")
    assert first.questions[0].prompt.file.endswith(".png")
    assert shelf.fingerprint(first) != shelf.fingerprint(second)


def test_naming_twice_changes_nothing() -> None:
    name = prompt_files.stored_name("lobby.png", PNG)

    assert prompt_files.stored_name(name, PNG) == name
    assert prompt_files.stored_name(name, PNG + b"x") != name
    assert len(prompt_files.stored_name("l" * 115 + ".jpeg", PNG)) <= 120


def test_captions_are_named_too_and_other_files_are_left_alone() -> None:
    value = prompt_files.named(showing(PromptKind.VIDEO, "welcome.webm", "welcome.vtt"), {"welcome.vtt": VTT})

    file, captions = prompt_files.names(value)
    assert file == "welcome.webm"
    assert captions == prompt_files.stored_name("welcome.vtt", VTT)


def test_a_missing_file_and_one_of_another_kind_are_told() -> None:
    value = showing(PromptKind.VIDEO, "welcome.webm", "welcome.vtt")

    told = [str(finding) for finding in prompt_files.findings(value, {"welcome.webm": PNG})]

    assert len(told) == 2
    assert "“welcome.webm” is not an MP4 or WebM recording" in told[0]
    assert "“welcome.vtt” is missing; give it along with the template" in told[1]
    assert list(prompt_files.findings(value, {"welcome.webm": WEBM, "welcome.vtt": VTT})) == []


def test_a_file_that_is_too_large_for_a_bad_line_is_told() -> None:
    (finding,) = prompt_files.contents(showing(), {"film.mp4": bytes(prompt_files.MOST_BYTES + 1), "small.png": PNG})

    assert "“film.mp4” is larger than 20 MB" in str(finding)


def test_a_question_without_a_prompt_needs_no_file() -> None:
    assert list(prompt_files.findings(replace(showing(), questions=()), {})) == []
    assert list(prompt_files.names(with_question())) == []


def test_captions_without_a_caption_are_told() -> None:
    value = showing(PromptKind.VIDEO, "welcome.webm", "welcome.vtt")

    (finding,) = prompt_files.check(value, {"welcome.webm": WEBM, "welcome.vtt": b"WEBVTT\n\n"})

    assert "“welcome.vtt” has no caption in it" in str(finding)
    assert prompt_files.check(value, {"welcome.webm": WEBM, "welcome.vtt": VTT}) == ()


def test_only_files_that_a_template_names_are_read_from_its_folder(tmp_path: Path) -> None:
    for name, content in (("lobby.PNG", PNG), ("secret.txt", b"s")):
        (tmp_path / name).write_bytes(content)

    assert prompt_files.beside(showing(), tmp_path) == {"lobby.PNG": PNG}


def test_no_file_outside_of_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "lobby.png").write_bytes(PNG)
    (tmp_path / "inner").mkdir()

    assert prompt_files.beside(showing(file="../lobby.png"), tmp_path / "inner") == {}
