"""No quote, no point: what a scorer quotes must have been said, at the seconds it names.

The words of the answer decide. Quotes that do not stand there are struck; a skill without a quote left is unscored.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from paletter.scorers.reading import tokens_of
from paletter.vocabulary.scores import Evidence, SkillResult, SpokenAnswer, Unscored
from paletter.vocabulary.transcripts import Segment

NOT_SAID = "The scorer quoted words that were not said, so its level does not count."


@dataclass(frozen=True)
class Verified:
    """A result all of whose quotes stand in the answers, and how many quotes were struck on the way."""

    result: SkillResult
    struck: int = 0


def verified(result: SkillResult, answers: Sequence[SpokenAnswer]) -> SkillResult:
    """Return the result with only the quotes that were said, at their own seconds; Unscored when none is left."""
    return verify(result, answers).result


def verify(result: SkillResult, answers: Sequence[SpokenAnswer]) -> Verified:
    """As `verified`, and count what was struck.

    A quote stands when its words follow one another in the answer it names; case and punctuation do not matter.
    What is kept are the answer's own words and times, not the scorer's: of several places the one nearest to the
    time that the scorer named.
    """
    if isinstance(result, Unscored):
        return Verified(result)
    by_id = {answer.id: answer for answer in answers}
    found = [_standing(evidence, by_id.get(evidence.answer_id)) for evidence in result.evidence]
    standing = tuple(dict.fromkeys(evidence for evidence in found if evidence is not None))
    struck = sum(evidence is None for evidence in found)
    if not standing:
        return Verified(Unscored(result.competency, NOT_SAID, result.usage), struck)
    return Verified(replace(result, evidence=standing), struck)


def _standing(evidence: Evidence, answer: SpokenAnswer | None) -> Evidence | None:
    wanted = tokens_of(evidence.quote)
    if answer is None or not wanted:
        return None
    places = _places(wanted, answer.words)
    if not places:
        return None
    first, last = min(places, key=lambda place: abs(answer.words[place[0]].start - evidence.start))
    said = answer.words[first : last + 1]
    return replace(
        evidence, quote=" ".join(word.text for word in said), start=said[0].start, end=max(w.end for w in said)
    )


def _places(wanted: list[str], words: Sequence[Segment]) -> list[tuple[int, int]]:
    """Return first and last word of every place where the wanted tokens follow one another."""
    tokens = [(text, index) for index, word in enumerate(words) for text in tokens_of(word.text)]
    texts = [text for text, _ in tokens]
    return [
        (tokens[at][1], tokens[at + len(wanted) - 1][1])
        for at in range(len(texts) - len(wanted) + 1)
        if texts[at : at + len(wanted)] == wanted
    ]
