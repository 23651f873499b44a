"""Words as the signs see them: by their stem, and people and numbers by their kind.

He, she and they are one word, me and my are one ("me manager" is how many say it), every number is one, and so are the
many names for guests and for colleagues; so no level can hang on who an answer is about, on an age or on an amount.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

import snowballstemmer

WORDS = Path(__file__).with_name("rules") / "words.toml"
KINDS = ("number", "them", "guest", "colleague")
"""Lists of words.toml that stand for all their words, the first that holds a word first."""

_THEIRS = frozenset({"himself", "herself", "themselves", "hers", "those"})
_MINE = frozenset({"me", "my", "mine"})
_STEMMER = snowballstemmer.stemmer("english")


@cache
def stem(word: str) -> str:
    """Return the word without its endings, by Porter's English stemmer (Snowball)."""
    return str(_STEMMER.stemWord(word))


@cache
def said(word: str) -> str:
    """Return a bare lower-case word as signs name it: a kind in angle brackets, or its stem."""
    kind = _kind(word)
    return f"<{kind}>" if kind else stem(word)


def _kind(word: str) -> str | None:
    if word[0].isdigit():
        return "number"
    if word in _THEIRS:
        return "them"
    if word in _MINE:
        return "me"
    whole, beginnings = _kinds()
    if word in whole:
        return whole[word]
    return next((kind for beginning, kind in beginnings.items() if word.startswith(beginning)), None)


@lru_cache(maxsize=1)
def _kinds() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return whole words, and beginnings of words, with their kinds; entries of several words are left out."""
    lists = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    entries = [(word, kind) for kind in KINDS for word in lists[kind] if re.fullmatch(r"[\w']+\*?", word)]
    whole = {word: kind for word, kind in reversed(entries) if not word.endswith("*")}
    return whole, {word[:-1]: kind for word, kind in entries if word.endswith("*") and len(word) > 3}
