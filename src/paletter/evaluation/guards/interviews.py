"""The interviews that guards are tried on, and how an interview is changed."""

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from paletter.scores.assess import written
from paletter.vocabulary.rubrics import AssessmentTemplate
from paletter.vocabulary.scores import SpokenAnswer

INTERVIEWS = Path(__file__).with_name("interviews.toml")

Change = Callable[[str], str]


@dataclass(frozen=True)
class Interview:
    """One invented person's answers to a template's questions. `people` are the names that are said in them."""

    key: str
    told: str
    answers: tuple[SpokenAnswer, ...]
    people: tuple[str, ...] = ()

    def changed(self, change: Change) -> tuple[SpokenAnswer, ...]:
        """Return the answers with every text changed."""
        return tuple(replace(answer, words=written(change(answer.text))) for answer in self.answers)


def interviews(template: AssessmentTemplate) -> tuple[Interview, ...]:
    """Return the suite's interviews as answers to the template's questions."""
    return tuple(Interview(key, told, answered(texts, template), people) for key, told, texts, people in _texts())


def answered(texts: Sequence[str], template: AssessmentTemplate) -> tuple[SpokenAnswer, ...]:
    """Return one answer per question, in their order."""
    return tuple(
        SpokenAnswer(str(number), question.text, written(text), question.competencies)
        for number, (question, text) in enumerate(zip(template.questions, texts, strict=True), start=1)
    )


@lru_cache(maxsize=1)
def _texts() -> tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...]:
    content = tomllib.loads(INTERVIEWS.read_text(encoding="utf-8"))["interviews"]
    return tuple((row["key"], row["told"], tuple(row["answers"]), tuple(row["people"])) for row in content)
