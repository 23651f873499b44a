"""Judges nobody by a model that has seen them: scorers are trained anew, each without the answers of some writers.

A model that is tried on what it was trained with knows the answers by heart; what it reaches there says little.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from paletter.evaluation.judging import Begin
from paletter.evaluation.lines import Unreadable
from paletter.evaluation.ratings import RatedAnswer
from paletter.scorers.protocol import Scorer

WRITER = "writer"

MOST_MODELS = 10
"""More writers than so many are held out some at a time: each model then still sees nine tenths of the answers."""

Train = Callable[[Sequence[RatedAnswer]], Scorer]
"""Returns a scorer that was trained on these rated answers and on nothing else of them."""


@dataclass(frozen=True)
class HeldOut:
    """For each answer the scorer that was trained without it. `by` is the field that answers are held together by."""

    by: str
    scorers: Mapping[str, Scorer]

    @property
    def models(self) -> int:
        """How many scorers were trained."""
        return len(together(tuple(self.scorers)))

    def of(self, answer: RatedAnswer) -> Scorer:
        return self.scorers[fold(answer, self.by)]


def held_out(
    answers: Sequence[RatedAnswer], train: Train, *, by: str = WRITER, begin: Begin = lambda _: None
) -> HeldOut:
    """Train without the answers of each value of a field once. Raises Unreadable for an unknown field.

    Where an answer's line does not say the field, or there is one value only, nothing can be held out.
    """
    scorers: dict[str, Scorer] = {}
    for names in together(folds(answers, by)):
        begin(f"Training without {', '.join(names)}")
        scorers |= dict.fromkeys(names, train([answer for answer in answers if fold(answer, by) not in names]))
    return HeldOut(by, scorers)


def together(names: Sequence[str]) -> list[Sequence[str]]:
    """Return who is held out by one model: each alone, or in so many groups of about equal size."""
    count = min(len(names), MOST_MODELS)
    return [names[first::count] for first in range(count)]


def folds(answers: Sequence[RatedAnswer], by: str) -> tuple[str, ...]:
    """Return the values of a field, in order. Raises Unreadable with a sentence."""
    without = next((answer for answer in answers if by != "id" and not answer.fields.get(by)), None)
    if without is not None:
        known = ", ".join(sorted({name for answer in answers for name in answer.fields}))
        raise Unreadable(
            f"Answer “{without.id}” does not say its “{by}”, so answers can't be held together by it. "
            f"Its line may name: {known}."
        )
    names = tuple(sorted({fold(answer, by) for answer in answers}))
    if len(names) < 2:
        raise Unreadable(f"All answers have the same “{by}”; to train without one there must be two at least.")
    return names


def fold(answer: RatedAnswer, by: str) -> str:
    return answer.id if by == "id" else answer.fields[by]


def clusters(answers: Sequence[RatedAnswer], by: str = WRITER) -> list[str]:
    """Return what each answer is held together by: its writer where all lines say one, else itself."""
    is_told = all(answer.fields.get(by) for answer in answers)
    return [answer.fields[by] if is_told else answer.id for answer in answers]
