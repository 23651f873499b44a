"""Quotes must carry their level: they were said, and without them the level is not what it was."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from paletter.evaluation.guards.guard import DUST, Guard, Measured, Moved
from paletter.evaluation.guards.interviews import Interview
from paletter.evaluation.guards.trial import Trial, levels
from paletter.scorers.reading import tokens_of
from paletter.vocabulary.scores import CompetencyScore, Evidence, SpokenAnswer

MOST_LOST = 0.2
"""A sentence that speaks against a person also holds words that a scorer may count for him or her."""
AGAINST_LIMIT = f"no level falls by more than {MOST_LOST}"


def guards() -> tuple[Guard, ...]:
    return (
        Guard("invented_quotes", "the quotes of the interviews as they are", "every quote was said", _invented),
        Guard("quotes_deleted", "quotes for the person deleted, skill by skill", "no level rises", _deleted),
        Guard("against_deleted", "quotes against the person deleted", AGAINST_LIMIT, _against_deleted),
    )


def _invented(trial: Trial, interviews: Sequence[Interview]) -> Measured:
    lines = []
    for one in interviews:
        for rubric in trial.template.rubrics:
            skill = rubric.competency.key
            asked = [answer for answer in one.answers if skill in answer.competencies]
            result = trial.scorer.score(asked, rubric)
            if isinstance(result, CompetencyScore):
                lines += [(f"{one.key}, {skill}: “{e.quote}”", _was_said(e, asked)) for e in result.evidence]
    broken = tuple(line for line, was_said in lines if not was_said)
    return Measured(f"{len(broken)} of {len(lines)} quotes were not said", broken)


def _deleted(trial: Trial, interviews: Sequence[Interview]) -> Measured:
    moved = list(_without(trial, interviews, against=False))
    return _measured(moved, [one for one in moved if one.by is not None and one.by > DUST])


def _against_deleted(trial: Trial, interviews: Sequence[Interview]) -> Measured:
    moved = list(_without(trial, interviews, against=True))
    return _measured(moved, [one for one in moved if one.by is not None and one.by < -MOST_LOST - DUST])


def _measured(moved: Sequence[Moved], broken: Sequence[Moved]) -> Measured:
    if not moved:
        return Measured("no such quotes")
    fell = sum(one.by is not None and one.by < -DUST for one in moved)
    rose = sum(one.by is not None and one.by > DUST for one in moved)
    gone = sum(one.went for one in moved)
    told = f"of {len(moved)} levels {fell} fell, {rose} rose, {gone} became unscored"
    return Measured(told, tuple(map(str, broken)))


def _without(trial: Trial, interviews: Sequence[Interview], *, against: bool) -> Iterator[Moved]:
    """Yield how each level moves when the quotes on one side of it are deleted."""
    for one in interviews:
        for skill, result in trial.assessed(one.answers).results.items():
            if isinstance(result, CompetencyScore) and any(e.against == against for e in result.evidence):
                after = levels(trial.assessed(_cut(one.answers, result.evidence, against=against)))[skill]
                yield Moved(one.key, skill, result.level, after)


def _cut(answers: Sequence[SpokenAnswer], evidence: Iterable[Evidence], *, against: bool) -> list[SpokenAnswer]:
    """Return the answers without the words of quotes on one side; words that carry the other side too are kept."""
    quotes = list(evidence)
    return [_cut_one(answer, quotes, against=against) for answer in answers]


def _cut_one(answer: SpokenAnswer, evidence: Sequence[Evidence], *, against: bool) -> SpokenAnswer:
    goes = _places(answer, evidence, against=against) - _places(answer, evidence, against=not against)
    return replace(answer, words=tuple(word for at, word in enumerate(answer.words) if at not in goes))


def _places(answer: SpokenAnswer, evidence: Iterable[Evidence], *, against: bool) -> frozenset[int]:
    """Return where in an answer the words of quotes on one side stand, all places of each."""
    mine = [tokens_of(e.quote) for e in evidence if e.answer_id == answer.id and e.against == against]
    said = [(token, at) for at, word in enumerate(answer.words) for token in tokens_of(word.text)]
    texts = [token for token, _ in said]
    return frozenset(
        said[place][1]
        for quote in mine
        for begin in range(len(texts) - len(quote) + 1)
        if quote and texts[begin : begin + len(quote)] == quote
        for place in range(begin, begin + len(quote))
    )


def _was_said(evidence: Evidence, answers: Iterable[SpokenAnswer]) -> bool:
    return any(_places(answer, [evidence], against=evidence.against) for answer in answers)
