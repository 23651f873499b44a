"""The small language of the rule files, compiled to regular expressions over a reading's stream.

    i|we ~2 told|asked <guest>     one of "i", "we"; up to two other words; "told" or "asked"; an entry of the list
    apologi*                       a word that begins so; *ed: a word of five letters or more that ends so
    i (gave up|let it be)          one of several phrases

A gap (`~2`) never jumps over a "not", a "would" or another subject: what lies behind was not done, or not by this one.
"""

import re
from collections.abc import Iterable, Mapping

from paletter.scorers.reading import ARTICLES, FILLERS, Span, Stream

NEGATIONS = r"(?:not|never|no|nobody|without|hardly|cannot|\S+n't|didnt|dont|wasnt|couldnt|wouldnt|cant)"
OWN = ("my", "me")
"""Dialects say "me manager"; a pattern that names one of these takes both."""

_PART = re.compile(r"\((?P<phrases>[^)]*)\)|~(?P<gap>\d+)|(?P<word>\S+)")
_STOPS = rf"(?:{NEGATIONS}|i|we|he|she|they|you|who|would|should|could|might|will|can|wanted|wish|\|)"
_INTENDED = (
    r"(?:want|wants|wanted|wish|wished|hope|hoped|plan|planned|supposed|meant|refused|failed|forgot|how|important|need|needs|"
    r"like|love|try|(?:asked|told|asking|telling) (?:me|us))"
)
_UNSAID = re.compile(
    rf" (?:{NEGATIONS} (?:\S+ )?|{_INTENDED} to (?:\S+ )?|(?:would|should|might|will|must) (?:\S+ )?)$"
)


class RuleError(ValueError):
    """A rule that cannot be used; the message names the pattern and what is wrong with it."""


class Pattern:
    """One compiled pattern. `find` yields where it stands in a stream, first to last."""

    def __init__(self, source: str, lists: Mapping[str, list[str]]) -> None:
        self.source = source
        self._expression = re.compile(r"(?<=\s)" + "".join(_parts(source, lists)))

    def find(self, stream: Stream, *, also_negated: bool = False) -> Iterable[Span]:
        """Yield where the pattern stands; right after a "not" or a "wanted to" only when `also_negated`."""
        for match in self._expression.finditer(stream.text):
            if also_negated or not _UNSAID.search(stream.text, 0, match.start()):
                yield stream.span(match.start(), match.end() - 1)


def _parts(source: str, lists: Mapping[str, list[str]]) -> Iterable[str]:
    for part in _PART.finditer(source):
        if part["gap"]:
            yield _gap(part["gap"])
        elif part["phrases"]:
            yield _either(part["phrases"].split("|"), lists, source)
        else:
            yield _either(part["word"].split("|"), lists, source)


def _either(phrases: Iterable[str], lists: Mapping[str, list[str]], source: str) -> str:
    return "(?:" + "|".join(_phrase(phrase, lists, source) for phrase in phrases) + ")"


def _phrase(phrase: str, lists: Mapping[str, list[str]], source: str) -> str:
    if not phrase.split():
        raise RuleError(f"“{source}” has a “|” with nothing beside it.")
    return "".join(_word(word, lists, source) for word in phrase.split())


def _gap(most: str) -> str:
    return rf"(?:(?!{_STOPS} )\S+ ){{0,{most}}}?"


def _word(word: str, lists: Mapping[str, list[str]], source: str) -> str:
    if re.fullmatch(r"~\d+", word):
        return _gap(word[1:])
    if word.startswith("<"):
        name = word.strip("<>")
        if name not in lists:
            raise RuleError(f"“{source}” names the list <{name}>, which words.toml does not hold.")
        return _either(lists[name], lists, source)
    if word in ARTICLES or word in FILLERS:
        raise RuleError(f"“{source}” holds “{word}”, which is taken out of answers before matching.")
    if re.fullmatch(r"\*\w+", word):
        return r"\S{3,}" + re.escape(word[1:]) + " "
    if not re.fullmatch(r"[\w']+\*?", word):
        raise RuleError(f"“{source}” holds “{word}”, which is no word, list, gap or phrase.")
    if word in OWN:
        return f"(?:{'|'.join(OWN)}) "
    return re.escape(word.removesuffix("*")) + (r"\S* " if word.endswith("*") else " ")
