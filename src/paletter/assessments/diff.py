"""What changed between two texts of a template: a sentence a change, or line by line as programmers read it. Pure."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from paletter.assessments.written import to_toml
from paletter.vocabulary.rubrics import AssessmentTemplate, BarsRubric, Prompt, Question


@dataclass(frozen=True)
class Change:
    """`place` is the part of the template; `before` and `after` are the words, where a text changed."""

    place: str
    sentence: str
    before: str = ""
    after: str = ""


class Kind(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Piece:
    """Some words of a changed text: they stayed, went, or came."""

    kind: Kind
    text: str


def changes(old: AssessmentTemplate, new: AssessmentTemplate) -> tuple[Change, ...]:
    """Return all that differs, in the order of the new file; nothing when both say the same."""
    return (
        *_head(old, new),
        *_questions({q.key: q for q in old.questions}, {q.key: q for q in new.questions}),
        *_skills({r.competency.key: r for r in old.rubrics}, {r.competency.key: r for r in new.rubrics}),
        *_weights(old, new),
    )


def unified(old: AssessmentTemplate, new: AssessmentTemplate, *, names: tuple[str, str]) -> str:
    """Return the line-by-line difference of the canonical files; empty when both say the same."""
    before, after = (to_toml(value).splitlines(keepends=True) for value in (old, new))
    return "".join(difflib.unified_diff(before, after, *names))


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Return a changed text word by word, what went before what came."""
    old, new = before.split(), after.split()
    found: list[Piece] = []
    for _, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if old[a:b] == new[c:d]:
            found.append(Piece(Kind.SAME, " ".join(old[a:b])))
            continue
        if old[a:b]:
            found.append(Piece(Kind.GONE, " ".join(old[a:b])))
        if new[c:d]:
            found.append(Piece(Kind.NEW, " ".join(new[c:d])))
    return tuple(found)


def _head(old: AssessmentTemplate, new: AssessmentTemplate) -> Iterator[Change]:
    if old.key != new.key:
        yield Change("Template", f"These are two templates: “{old.key}” and “{new.key}”.")
    if old.version != new.version:
        yield Change("Template", f"The version is {new.version}; it was {old.version}.")
    yield from _reworded("Template", "name", old.name, new.name)
    yield from _reworded("Template", "description", old.description, new.description)
    for what, before, after in (
        ("order of the questions", old.order.value, new.order.value),
        ("showing of all questions first", _yes(old.shows_questions_first), _yes(new.shows_questions_first)),
        ("number of days to answer", _or_none(old.days), _or_none(new.days)),
        ("number of hours to check the words", _or_none(old.check_hours), _or_none(new.check_hours)),
        ("language of the answers", old.language or "not set", new.language or "not set"),
    ):
        yield from _reset("Template", what, before, after)


def _questions(old: Mapping[str, Question], new: Mapping[str, Question]) -> Iterator[Change]:
    for key in (key for key in old if key not in new):
        yield Change(f"Question “{key}”", "Is no longer asked.", before=old[key].text)
    for key, question in new.items():
        if key in old:
            yield from _question(f"Question “{key}”", old[key], question)
        else:
            told = f"Is new, up to {question.seconds} seconds, and shows {', '.join(question.competencies)}."
            yield Change(f"Question “{key}”", told, after=question.text)
    yield from _order("Questions", "are asked", list(old), list(new))


def _question(place: str, old: Question, new: Question) -> Iterator[Change]:
    yield from _reworded(place, "text", old.text, new.text)
    if gone := [key for key in old.competencies if key not in new.competencies]:
        yield Change(place, f"Is no longer judged on {', '.join(gone)}.")
    if came := [key for key in new.competencies if key not in old.competencies]:
        yield Change(place, f"Is now judged on {', '.join(came)} too.")
    if sorted(old.competencies) == sorted(new.competencies) and old.competencies != new.competencies:
        yield Change(place, f"Names its skills in another order: {', '.join(new.competencies)}.")
    if old.seconds != new.seconds:
        yield Change(place, f"An answer may take {new.seconds} seconds; it was {old.seconds}.")
    if old.retakes != new.retakes:
        yield Change(place, f"An answer may be recorded again {new.retakes} times; it was {old.retakes}.")
    for what, before, after in (
        ("kind of answer", old.kind.value, new.kind.value),
        ("time to think, in seconds,", _or_none(old.think_seconds), _or_none(new.think_seconds)),
        ("mark that its times are essential", _yes(old.is_timing_essential), _yes(new.is_timing_essential)),
        ("prompt", _prompt(old.prompt), _prompt(new.prompt)),
    ):
        yield from _reset(place, what, before, after)
    if old.prompt and new.prompt:
        yield from _reworded(place, "text of the prompt", old.prompt.text, new.prompt.text)


def _skills(old: Mapping[str, BarsRubric], new: Mapping[str, BarsRubric]) -> Iterator[Change]:
    for key in (key for key in old if key not in new):
        yield Change(f"Skill “{key}”", f"“{old[key].competency.name}” is no longer judged.")
    for key, rubric in new.items():
        if key in old:
            yield from _rubric(f"Skill “{key}”", old[key], rubric)
        else:
            told = f"“{rubric.competency.name}” is new."
            yield Change(f"Skill “{key}”", told, after=rubric.competency.definition)
    yield from _order("Skills", "stand", list(old), list(new))


def _rubric(place: str, old: BarsRubric, new: BarsRubric) -> Iterator[Change]:
    yield from _reworded(place, "name", old.competency.name, new.competency.name)
    yield from _reworded(place, "definition", old.competency.definition, new.competency.definition)
    for level in sorted({*old.anchors, *new.anchors}):
        before, after = old.anchors.get(level), new.anchors.get(level)
        if after is None:
            yield Change(place, f"The anchor of level {level} is gone.", before=before or "")
        elif before is None:
            yield Change(place, f"Level {level} has an anchor now.", after=after)
        else:
            yield from _reworded(place, f"anchor of level {level}", before, after)
    if old.version != new.version:
        yield Change(place, f"The version of this skill is {new.version}; it was {old.version}.")


def _weights(old: AssessmentTemplate, new: AssessmentTemplate) -> Iterator[Change]:
    for key in dict.fromkeys((*new.weights, *old.weights)):
        before, after = old.weights.get(key), new.weights.get(key)
        if before == after:
            continue
        told = f"It weighs {_weight(new.weights, key)}; it was {_weight(old.weights, key)}."
        yield Change(f"Skill “{key}”", told)


def _weight(weights: Mapping[str, float], key: str) -> str:
    if key not in weights:
        return "nothing"
    total = sum(weights.values())
    return f"{weights[key]:g} ({weights[key] / total:.0%} of the fit score)" if total > 0 else f"{weights[key]:g}"


def _reworded(place: str, what: str, before: str, after: str) -> Iterator[Change]:
    if before != after:
        yield Change(place, f"The {what} reads otherwise.", before=before, after=after)


def _reset(place: str, what: str, before: str, after: str) -> Iterator[Change]:
    if before != after:
        yield Change(place, f"The {what} is {after}; it was {before}.")


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _or_none(value: int | None) -> str:
    return "not set" if value is None else str(value)


def _prompt(prompt: Prompt | None) -> str:
    if prompt is None:
        return "none"
    captions = f" with captions {prompt.captions}" if prompt.captions else ""
    return f"{prompt.kind.value} {prompt.file}{captions}"


def _order(place: str, verb: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    stayed = [key for key in new if key in old]
    if stayed != [key for key in old if key in new]:
        yield Change(place, f"They {verb} in another order: {', '.join(new)}.")
