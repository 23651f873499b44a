"""Gives a person's corrected text the times of what was heard, so that quotes still find their second."""

import difflib
import re
from collections.abc import Sequence

from paletter.vocabulary.transcripts import Segment

FASTEST = 6.0
"""Words a second; nobody is understood beyond."""
FEW = 6
CHANCE = 3
"""A match of so few words may be chance when the words beside it have no room."""
APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")


def realign(
    recognised: Sequence[Segment], corrected_text: str, *, duration: float | None = None
) -> tuple[Segment, ...]:
    """Return the words of `corrected_text`, one segment each, in order of time.

    A word that was heard keeps its time and confidence (case and punctuation do not count); others have confidence
    None and a time where they must have been said: that of the words they replace, or between their neighbours. All
    times are within 0 and `duration` (default: the end of the last word heard).
    """
    heard = _single_words(recognised)
    last = max((word.end for word in heard), default=0.0)
    until = last if duration is None else max(last, duration)
    words = corrected_text.split()
    result: list[Segment] = []
    for kind, a, b, c, d in _believable(_differences(heard, words), heard, until):
        if kind == "equal":
            result += [
                Segment(word.start, word.end, text, word.confidence)
                for word, text in zip(heard[a:b], words[c:d], strict=True)
            ]
        else:
            result += _spread(words[c:d], *_window(heard, a, b, until))
    return tuple(result)


def share_changed(recognised: Sequence[Segment], corrected: Sequence[Segment]) -> float:
    """Return the share of words, 0..1, that a person changed, added or removed; case and punctuation do not count."""
    heard, words = _single_words(recognised), [word.text for word in _single_words(corrected)]
    most = max(len(heard), len(words))
    kept = sum(b - a for kind, a, b, _, _ in _differences(heard, words) if kind == "equal")
    return (most - kept) / most if most else 0.0


def _single_words(segments: Sequence[Segment]) -> list[Segment]:
    """Segments of one word each; a run of words shares its time evenly."""
    result: list[Segment] = []
    for segment in segments:
        words = segment.text.split()
        if len(words) == 1:
            result.append(segment)
        else:
            result += _spread(words, segment.start, segment.end, segment.confidence)
    return result


def _differences(heard: Sequence[Segment], words: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    before, after = [_bare(word.text) for word in heard], [_bare(word) for word in words]
    return difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()


def _believable(
    differences: Sequence[tuple[str, int, int, int, int]], heard: Sequence[Segment], until: float
) -> Sequence[tuple[str, int, int, int, int]]:
    """Drop chance matches: a word or three ("to the") that would squeeze what lies beside them into no time."""
    kept = list(differences)
    while (chance := _chance_match(kept, heard, until)) is not None:
        first, last = max(0, chance - 1), min(len(kept) - 1, chance + 1)
        first = first if kept[first][0] != "equal" else chance
        last = last if kept[last][0] != "equal" else chance
        kept[first : last + 1] = [("replace", kept[first][1], kept[last][2], kept[first][3], kept[last][4])]
    return kept


def _chance_match(
    differences: Sequence[tuple[str, int, int, int, int]], heard: Sequence[Segment], until: float
) -> int | None:
    """Return the place of the shortest short match beside words that nobody can say as fast as it demands."""
    suspects = []
    for place, (kind, a, b, c, d) in enumerate(differences):
        start, end = _window(heard, a, b, until)
        if kind == "equal" or d - c < FEW or d - c <= FASTEST * (end - start):
            continue
        beside = (i for i in (place - 1, place + 1) if 0 <= i < len(differences))
        suspects += [i for i in beside if differences[i][4] - differences[i][3] <= CHANCE]
    return min(suspects, key=lambda i: differences[i][4] - differences[i][3], default=None)


def _bare(word: str) -> str:
    """The word without case and the punctuation around it; a word of punctuation alone stays itself."""
    folded = word.translate(APOSTROPHES).casefold()
    return re.sub(r"^\W+|\W+$", "", folded) or folded


def _window(heard: Sequence[Segment], first: int, beyond: int, until: float) -> tuple[float, float]:
    """The time of heard[first:beyond]; for an empty stretch the time between its neighbours."""
    if first < beyond:
        return heard[first].start, max(word.end for word in heard[first:beyond])
    before = heard[first - 1] if first else None
    after = heard[first] if first < len(heard) else None
    end = after.start if after else until
    return min(before.end, end) if before else 0.0, end


def _spread(words: Sequence[str], start: float, end: float, confidence: float | None = None) -> list[Segment]:
    step = (end - start) / max(1, len(words))
    edges = [min(end, start + i * step) for i in range(len(words))] + [end]
    return [Segment(edges[i], edges[i + 1], word, confidence) for i, word in enumerate(words)]
