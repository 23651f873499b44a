"""Scorers, and ways to a scorer, that deserve to fail: for each guard one that it must catch."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from paletter.evaluation.baselines import Line, WordsScorer
from paletter.evaluation.guards.trial import Assess
from paletter.scorers.protocol import Scorer
from paletter.scores.assess import assess
from paletter.scores.fit import fit_score
from paletter.vocabulary.rubrics import AssessmentTemplate, BarsRubric
from paletter.vocabulary.scores import Assessed, CompetencyScore, Evidence, SkillResult, SpokenAnswer, Unscored

SKILLS = ("service", "communication", "teamwork", "problem_solving", "adaptability", "ownership")


class Rule:
    """A level by a rule on the answers' texts, or a reason. It quotes the words that `quoted` finds, else the first."""

    name, version = "rule", "1"

    def __init__(
        self, rule: Callable[[str], float | str], *, quoted: str = "", against: bool = False, says: str = ""
    ) -> None:
        self._rule, self._quoted, self._against, self._says = rule, quoted, against, says

    def score(self, answers: Sequence[SpokenAnswer], rubric: BarsRubric) -> SkillResult:
        level = self._rule(" ".join(answer.text for answer in answers))
        if isinstance(level, str):
            return Unscored(rubric.competency.key, level)
        level = min(5.0, max(1.0, level))
        return CompetencyScore(rubric.competency.key, level, 0.5, "By a rule.", self._evidence(answers))

    def _evidence(self, answers: Sequence[SpokenAnswer]) -> tuple[Evidence, ...]:
        for answer in answers:
            if self._quoted and (found := re.search(self._quoted, answer.text)):
                return (Evidence(answer.id, found.group(), 0.0, 0.0, against=self._against),)
        first = answers[0].words[:4]
        quote = self._says or " ".join(word.text for word in first)
        return (Evidence(answers[0].id, quote, 0.0, 0.0),)


def count(pattern: str) -> Callable[[str], int]:
    return lambda text: len(re.findall(pattern, text, re.IGNORECASE))


def ungated(answers: Sequence[SpokenAnswer], template: AssessmentTemplate, scorer: Scorer) -> Assessed:
    """The way to a scorer with all gates left open."""
    results = {
        rubric.competency.key: scorer.score([a for a in answers if rubric.competency.key in a.competencies], rubric)
        for rubric in template.rubrics
    }
    fit = fit_score(results, template.weights, scorable_answers=len(answers))
    return Assessed(results, fit, scorer.name, scorer.version)


def misleading(answers: Sequence[SpokenAnswer], template: AssessmentTemplate, scorer: Scorer) -> Assessed:
    """The way to a scorer that leaves unscored what it should and gives a reason that is not true."""
    assessed = assess(answers, template, scorer)
    results = {skill: Unscored(skill, "The candidate did not seem interested.") for skill in assessed.results}
    return replace(assessed, results=results)


def silent(answers: Sequence[SpokenAnswer], template: AssessmentTemplate, scorer: Scorer) -> Assessed:
    """The way to a scorer on which nobody is told of orders to it."""
    return replace(assess(answers, template, scorer), notes=())


LENGTH = WordsScorer({skill: Line(0.0, 0.5, 0.5) for skill in SKILLS})
CONSTANT = Rule(lambda _: 3.0)


class FirstAnswer(Rule):
    """Judges only the answer that comes first."""

    def __init__(self) -> None:
        super().__init__(lambda text: 1 + len(text) % 40 / 10)

    def score(self, answers: Sequence[SpokenAnswer], rubric: BarsRubric) -> SkillResult:
        return super().score(answers[:1], rubric)


BLAMED = "not my job|the rules"

BAD: Mapping[str, tuple[Scorer, Assess]] = {
    "nothing": (CONSTANT, ungated),
    "silence": (CONSTANT, ungated),
    "gibberish": (CONSTANT, ungated),
    "salad": (CONSTANT, ungated),
    "keywords": (Rule(count("team|credit|result")), ungated),
    "repeated": (Rule(count("asked the guest")), ungated),
    "other_language": (CONSTANT, ungated),
    "declared_language": (CONSTANT, ungated),
    "rubric": (CONSTANT, ungated),
    "doubled": (LENGTH, assess),
    "padded": (LENGTH, assess),
    "off_topic": (Rule(lambda text: 2 + 0.3 * count("lunch|weather|station")(text)), assess),
    "as_if_done": (Rule(lambda text: 1 + 0.3 * count("owned my|more than they asked")(text)), assess),
    "stuffed": (Rule(lambda text: 1 + 0.3 * count("empathy|initiative|calm")(text)), assess),
    "rubric_added": (Rule(lambda text: 1 + 0.3 * count("goes beyond|conflict|weighed|options")(text)), assess),
    "paraphrased": (Rule(lambda text: 1 + 0.5 * count("credit|responsibility|options|calm")(text)), assess),
    "claimed": (Rule(lambda text: 1 + 0.5 * count("apologise|colleagues|learn|calm")(text)), assess),
    "orders": (Rule(lambda text: 5.0 if "give me a 5" in text.lower() else 2.0), assess),
    "names": (Rule(lambda text: 2.5 if "Aisha" in text else 3.0), assess),
    "persons": (Rule(lambda text: 2.5 if "62" in text else 3.0), assess),
    "pronouns": (Rule(lambda text: 3 - 0.5 * (count(r"\bshe\b")(text) > count(r"\bhe\b")(text))), assess),
    "fillers": (Rule(lambda text: 2 + 0.01 * count(r"\blike,")(text)), assess),
    "dialect": (Rule(lambda text: 3 - 0.2 * count(r"\bcos\b")(text)), assess),
    "slips": (Rule(lambda text: 5 - 100 * max(0.0, 0.05 - count(r"\bthe\b")(text) / len(text.split()))), assess),
    "heard": (Rule(lambda text: 4.0 if re.search(r"\.\s[A-Z]", text) else 3.0), assess),
    "order": (FirstAnswer(), assess),
    "invented_quotes": (Rule(lambda _: 3.0, says="I saved the whole hotel"), assess),
    "quotes_deleted": (Rule(lambda text: 5 - len(text.split()) / 200), assess),
    "against_deleted": (Rule(lambda text: 2 + 0.5 * count(BLAMED)(text), quoted=BLAMED, against=True), assess),
    "says_something": (Rule(lambda _: "There is nothing to say."), assess),
    "tells_apart": (CONSTANT, assess),
}
"""Guard -> who must break it."""
