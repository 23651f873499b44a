"""Writes a transcript as WebVTT captions that a person can read while the video plays."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import replace

from paletter.vocabulary.transcripts import Segment

LINE_CHARACTERS = 42
CUE_CHARACTERS = 2 * LINE_CHARACTERS
LONGEST_SECONDS = 6.0
SHORTEST_SECONDS = 0.8
PAUSE_SECONDS = 0.8
SENTENCE_ENDS = (".", "?", "!", "…")


def to_webvtt(segments: Sequence[Segment]) -> str:
    """Return a WebVTT file: cues of at most two lines of 42 characters and about six seconds, cut where one pauses."""
    cues = [_cue(words) for words in _runs(segments)]
    shown = [_shown(cue, after) for cue, after in zip(cues, [*cues[1:], None], strict=False)]
    return "WEBVTT\n" + "".join(f"\n{_time(c.start)} --> {_time(c.end)}\n{_lines(c.text)}\n" for c in shown)


def _runs(segments: Sequence[Segment]) -> Iterator[list[Segment]]:
    """Words that are shown together."""
    run: list[Segment] = []
    for segment in segments:
        if not segment.text.strip():
            continue
        if run and _breaks(run, segment):
            yield run
            run = []
        run.append(segment)
    if run:
        yield run


def _breaks(run: Sequence[Segment], coming: Segment) -> bool:
    text = _cue([*run, coming]).text
    return (
        run[-1].text.endswith(SENTENCE_ENDS)
        or coming.start - run[-1].end >= PAUSE_SECONDS
        or coming.end - run[0].start > LONGEST_SECONDS
        or len(text) > CUE_CHARACTERS
        or len(textwrap.wrap(text, LINE_CHARACTERS, break_long_words=False)) > 2
    )


def _cue(words: Sequence[Segment]) -> Segment:
    end = max(word.end for word in words)
    return Segment(words[0].start, end, " ".join(" ".join(word.text.split()) for word in words))


def _shown(cue: Segment, after: Segment | None) -> Segment:
    """Long enough to be read, as far as the next cue leaves room; never without length, which players drop."""
    end = max(cue.end, cue.start + SHORTEST_SECONDS)
    if after is not None and after.start > cue.start:
        end = min(end, after.start)
    return replace(cue, end=max(end, cue.start + 0.001))


def _time(seconds: float) -> str:
    minutes, milliseconds = divmod(round(seconds * 1000), 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{milliseconds // 1000:02d}.{milliseconds % 1000:03d}"


def _lines(text: str) -> str:
    lines = textwrap.wrap(text, LINE_CHARACTERS, break_long_words=False, break_on_hyphens=False)
    return "\n".join(line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for line in lines)
