"""Pictures and recordings that belong to questions, as files: what may be one, and what it is called once it is stored.

A stored version of a template never changes, so neither may what it shows. A file's stored name therefore carries the
beginning of the SHA-256 of its content: another content is another name, and so another text with another fingerprint.
Pure, but for `beside`: names and bytes.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePath

from paletter.assessments.rules.findings import Finding, error
from paletter.vocabulary.rubrics import AssessmentTemplate, Prompt, PromptKind

MOST_BYTES = 20_000_000
"""Of one file: a few minutes of video for a phone on a bad line."""
DIGITS = 16
LONGEST_STEM = 80
SNIFFED = 16
RULE = "prompt-file"
VTT = "text/vtt"

KINDS = {
    PromptKind.IMAGE: ("image/jpeg", "image/png", "image/webp", "image/gif"),
    PromptKind.AUDIO: ("audio/mpeg", "audio/ogg", "audio/wav", "video/mp4", "video/webm"),
    PromptKind.VIDEO: ("video/mp4", "video/webm"),
}
"""What a file may be for each kind of prompt. A container that may hold a picture may hold sound alone too."""
NAMES = {
    PromptKind.IMAGE: "a JPEG, PNG, WebP or GIF picture",
    PromptKind.AUDIO: "an MP3, Ogg, WAV, MP4 or WebM recording",
    PromptKind.VIDEO: "an MP4 or WebM recording",
}


def content_type(start: bytes) -> str | None:
    """Tell from the first 16 bytes what a file is, whatever it is called; None for what is not shown to candidates."""
    for sign, found in (
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"GIF8", "image/gif"),
        (b"\x1a\x45\xdf\xa3", "video/webm"),
        (b"OggS", "audio/ogg"),
        (b"ID3", "audio/mpeg"),
        (b"WEBVTT", VTT),
        (b"\xef\xbb\xbfWEBVTT", VTT),
    ):
        if start.startswith(sign):
            return found
    if start[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(start[8:12])
    if start[4:8] == b"ftyp":
        return "video/mp4"
    is_mpeg = len(start) > 1 and start[0] == 0xFF and start[1] & 0xE6 == 0xE2
    return "audio/mpeg" if is_mpeg else None


def stored_name(name: str, content: bytes) -> str:
    """Return what a file is called once it is stored; a name of that form keeps it for the same content."""
    digest = hashlib.sha256(content).hexdigest()[:DIGITS]
    stem, suffix = PurePath(name).stem, PurePath(name).suffix
    if stem.endswith(f"-{digest}"):
        return name
    return f"{stem[:LONGEST_STEM]}-{digest}{suffix.lower()}"


def named(value: AssessmentTemplate, files: Mapping[str, bytes]) -> AssessmentTemplate:
    """Return the template with the stored names of those files that are given; the others stay as they are."""
    names = {name: stored_name(name, content) for name, content in files.items()}

    def renamed(prompt: Prompt | None) -> Prompt | None:
        if prompt is None:
            return None
        captions = names.get(prompt.captions, prompt.captions)
        return replace(prompt, file=names.get(prompt.file, prompt.file), captions=captions)

    return replace(value, questions=tuple(replace(one, prompt=renamed(one.prompt)) for one in value.questions))


def names(value: AssessmentTemplate) -> Iterator[str]:
    """Yield the names of all files that a template needs."""
    for question in value.questions:
        if question.prompt:
            yield question.prompt.file
            if question.prompt.captions:
                yield question.prompt.captions


def findings(value: AssessmentTemplate, starts: Mapping[str, bytes]) -> Iterator[Finding]:
    """Tell which files of a template are missing or no such files; `starts` has the first bytes of those there are."""
    for question in value.questions:
        if question.prompt is None:
            continue
        place = f"question “{question.key}”"
        prompt = question.prompt
        yield from _file(place, prompt.file, starts, KINDS[prompt.kind], NAMES[prompt.kind])
        if prompt.captions:
            yield from _file(place, prompt.captions, starts, (VTT,), "a WebVTT file of captions")


def beside(value: AssessmentTemplate, folder: Path) -> dict[str, bytes]:
    """Read those files of a template that lie in a folder, no further than it takes to see that one is too large.

    May raise OSError.
    """
    found = {}
    for name in names(value):
        path = folder / Path(name).name
        if path.is_file():
            with path.open("rb") as file:
                found[name] = file.read(MOST_BYTES + 1)
    return found


def contents(value: AssessmentTemplate, files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Tell which of those files that are given are larger than a prompt may be, or are captions without a caption."""
    captions = {question.prompt.captions for question in value.questions if question.prompt}
    for name, content in files.items():
        if len(content) > MOST_BYTES:
            told = f"“{name}” is larger than {MOST_BYTES // 1_000_000} MB. Make it shorter or smaller."
            yield error("its files", RULE, told)
        elif name in captions and content_type(content[:SNIFFED]) == VTT and b"-->" not in content:
            yield error("its files", RULE, f"“{name}” has no caption in it. Write down what is said, with its times.")


def check(value: AssessmentTemplate, files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Return what is wrong with the files of a template where none has been stored before."""
    return (*contents(value, files), *findings(value, {name: file[:SNIFFED] for name, file in files.items()}))


def _file(place: str, name: str, starts: Mapping[str, bytes], wanted: Iterable[str], told: str) -> Iterator[Finding]:
    if name not in starts:
        yield error(place, RULE, f"its prompt's file “{name}” is missing; give it along with the template.")
    elif (content_type(starts[name]) or "") not in wanted:
        yield error(place, RULE, f"its prompt's file “{name}” is not {told}.")
