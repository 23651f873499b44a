"""What adds words and shows nothing more must not raise a level; what only claims must stay where claims end."""

from collections.abc import Iterator, Sequence

from paletter.evaluation.guards import changes
from paletter.evaluation.guards.guard import DUST, MOST, Guard, Measured, Moved, moves, no_gain
from paletter.evaluation.guards.interviews import Change, Interview, answered
from paletter.evaluation.guards.trial import Trial
from paletter.vocabulary.rubrics import HIGHEST_LEVEL, AssessmentTemplate
from paletter.vocabulary.scores import SpokenAnswer

CLAIM = 2.5
"""The most that a claim without an example may get (the anchors' own rule)."""
ADDED = 0.2

PARAPHRASED = """
I am somebody who reads what people need before they say it, and I always do more than they asked me for, and I always
make sure afterwards that they were looked after. I keep my answers clear and concrete. I make other people better, I
share early and I give credit to others by name. I find the real cause of things, I weigh the options with reasons, I
decide, and I check the result. I stay calm under pressure, I put work into a better order and I keep others steady. I
take responsibility, I follow things through to the end and I change something because of what I learned.
"""
CLAIMED = """
I always ask guests what they need and I would bring it to them at once. If somebody complains I listen, I apologise,
and I find out what is behind it. Normally I help my colleagues and I share the work, because a team needs that. Under
pressure I will stay calm and I would do the most important thing first. You should always admit your mistakes and
learn from them. We would check afterwards that everybody is happy.
"""


def guards() -> tuple[Guard, ...]:
    return (
        _on_each("doubled", "every answer said twice", MOST, lambda text: f"{text} {text}"),
        _on_each("padded", "bland sentences added to every answer", MOST, lambda text: f"{text} {changes.BLAND}"),
        _on_each("off_topic", "everyday facts added to every answer", MOST, lambda text: f"{text} {changes.OFF_TOPIC}"),
        _on_each(
            "as_if_done",
            "the top of the scale added as if it had been done",
            ADDED,
            lambda text: f"{text} {changes.AS_IF_DONE}",
        ),
        _on_each(
            "stuffed", "a list of keywords added to every answer", ADDED, lambda text: f"{text} {changes.KEYWORDS}"
        ),
        Guard("rubric_added", "the top of the scale added to every answer", _most(ADDED), _rubric_added),
        _claims("paraphrased", "the top of the scale in one's own words, as claims", PARAPHRASED),
        _claims("claimed", "habits, wishes, rules and conditions instead of what happened", CLAIMED),
    )


def _most(up: float) -> str:
    return f"at most +{up:.1f} on any skill, or unscored"


def _on_each(key: str, tried: str, up: float, change: Change) -> Guard:
    def check(trial: Trial, interviews: Sequence[Interview]) -> Measured:
        return no_gain(_moved(trial, interviews, change), up=up)

    return Guard(key, tried, _most(up), check)


def _moved(trial: Trial, interviews: Sequence[Interview], change: Change) -> Iterator[Moved]:
    for one in interviews:
        yield from moves(one.key, trial.levels(one.answers), trial.changed(one, change))


def _rubric_added(trial: Trial, interviews: Sequence[Interview]) -> Measured:
    def moved() -> Iterator[Moved]:
        for one in interviews:
            added = [f"{answer.text} {_top(answer, trial.template)}" for answer in one.answers]
            yield from moves(one.key, trial.levels(one.answers), trial.levels(answered(added, trial.template)))

    return no_gain(moved(), up=ADDED)


def _top(answer: SpokenAnswer, template: AssessmentTemplate) -> str:
    """Return the highest anchor of the first skill that an answer's question asks for."""
    return template.rubric(answer.competencies[0]).anchors[int(HIGHEST_LEVEL)]


def _claims(key: str, tried: str, text: str) -> Guard:
    def check(trial: Trial, _: Sequence[Interview]) -> Measured:
        found = trial.levels(answered([text] * len(trial.template.questions), trial.template))
        scored = {skill: level for skill, level in found.items() if level is not None}
        high = tuple(f"{skill}: {level:.1f}" for skill, level in scored.items() if level > CLAIM + DUST)
        told = f"highest {max(scored.values()):.1f}" if scored else "no level at all"
        return Measured(f"{told}, {len(found) - len(scored)} of {len(found)} unscored", high)

    return Guard(key, tried, f"at most {CLAIM} on any skill, or unscored", check)
