"""A scorer that says what it was told: for tests, and to see the rest of Paletter work before trusting any scorer.

It quotes the first words of the first answer, so its levels carry evidence like any other's. Skills that it was told
nothing about are unscored. Never use it for people.
"""

from collections.abc import Mapping, Sequence

from paletter.vocabulary.rubrics import BarsRubric
from paletter.vocabulary.scores import CompetencyScore, Evidence, SkillResult, SpokenAnswer, Unscored

QUOTED_WORDS = 8


class ScriptedScorer:
    """`ScriptedScorer({"service": 4.0, "teamwork": "not asked"})`: a number is a level, a text a reason for none."""

    name = "scripted"
    version = "1"

    def __init__(self, script: Mapping[str, float | str], *, band: float = 0.5) -> None:
        self._script = dict(script)
        self._band = band

    def score(self, answers: Sequence[SpokenAnswer], rubric: BarsRubric) -> SkillResult:
        """Return what the script says for the rubric's skill; Unscored where nobody said a word."""
        skill = rubric.competency.key
        said = self._script.get(skill, "The script says nothing about this skill.")
        answer = next((answer for answer in answers if answer.words), None)
        if isinstance(said, str):
            return Unscored(skill, said)
        if answer is None:
            return Unscored(skill, "There are no words to quote.")
        words = answer.words[:QUOTED_WORDS]
        quote = Evidence(
            answer_id=answer.id,
            quote=" ".join(word.text for word in words),
            start=words[0].start,
            end=words[-1].end,
            behaviour="as the script says",
        )
        return CompetencyScore(skill, float(said), self._band, "The script says so.", (quote,))
