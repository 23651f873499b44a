"""How hard a text is to read: Flesch's reading ease, with syllables counted by letters. English only."""

import re

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
VOWELS = re.compile(r"[aeiouyäöüáéíóúàèìòùâêîôû]+")
SILENT = re.compile(r"(?:[^aeiouyl]e|[^aeiouydt]ed|[^aeiouyscxz]es)$")


def ease(text: str) -> float:
    """Return Flesch's reading ease (1948): 100 is very easy, below 50 difficult; 100 for a text without words."""
    words = WORD.findall(text)
    if not words:
        return 100.0
    return 206.835 - 1.015 * len(words) / len(sentences(text)) - 84.6 * sum(map(syllables, words)) / len(words)


def longest_sentence(text: str) -> int:
    """Return the number of words in the longest sentence."""
    return max((len(WORD.findall(sentence)) for sentence in sentences(text)), default=0)


def sentences(text: str) -> list[str]:
    """Return the sentences that hold words."""
    return [part for part in re.split(r"[.?!…]+(?=\s|$)", text) if WORD.search(part)]


def syllables(word: str) -> int:
    """Return about how many syllables an English word has; at least one."""
    letters = word.casefold()
    return max(1, len(VOWELS.findall(letters)) - bool(SILENT.search(letters)))
