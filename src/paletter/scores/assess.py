"""Answers and a template in, levels with evidence and the fit score out: gates, scorer, verification, fit.

Pure: nothing is read or kept. A scorer gets the answers that passed the gates and nothing else.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from paletter.scorers import gates
from paletter.scorers.protocol import Scorer
from paletter.scores.evidence import verify
from paletter.scores.fit import fit_score
from paletter.vocabulary.rubrics import AssessmentTemplate, BarsRubric
from paletter.vocabulary.scores import Assessed, GateNote, SkillResult, SpokenAnswer, Unscored, Usage
from paletter.vocabulary.transcripts import Segment

NOT_ASKED = "No question of this interview asks for it."
LEFT_OUT = "The candidate left this question without an answer."
NO_ANSWERS = "There are no answers to judge it from."


def assess(
    answers: Sequence[SpokenAnswer],
    template: AssessmentTemplate,
    scorer: Scorer,
    *,
    left_out: Collection[str] = frozenset(),
) -> Assessed:
    """Return one result per skill of the template, the fit score or why there is none, and remarks.

    An answer that fails a gate is left out and its reason becomes a remark; a skill all of whose answers were left
    out is unscored with the first reason. `left_out` are ids of answers that were never given. Raises
    ScorerUnavailable when the scorer does.
    """
    reasons = _failed(answers, template.rubrics, left_out=left_out)
    passed = [answer for answer in answers if answer.id not in reasons]
    results, notes = _judged(passed, answers, reasons, template.rubrics, scorer)
    return Assessed(
        results=results,
        fit=fit_score(results, template.weights, scorable_answers=len(passed), questions=len(template.questions)),
        scorer=scorer.name,
        scorer_version=scorer.version,
        notes=(*(GateNote(key, reason) for key, reason in reasons.items()), *_remarks(answers), *notes),
        usage=_used(results.values()),
    )


def score_written(
    *,
    answer_id: str,
    question: str,
    text: str,
    scorer: Scorer,
    rubrics: Iterable[BarsRubric],
    competencies: Sequence[str] = (),
) -> Mapping[str, SkillResult]:
    """Return the results of one written answer, by competency key. Gates apply; nothing is timed (all seconds are 0).

    `competencies` are the skills that the question asks for; when empty, every rubric is judged.
    """
    answer = SpokenAnswer(id=answer_id, question=question, words=written(text))
    wanted = tuple(r for r in rubrics if not competencies or r.competency.key in competencies)
    reasons = _failed([answer], wanted)
    results, _ = _judged([answer] if not reasons else [], [answer], reasons, wanted, scorer)
    return results


def written(text: str) -> tuple[Segment, ...]:
    """Return the words of a written text, without times."""
    return tuple(Segment(0.0, 0.0, word) for word in text.split())


def why_not(
    answer: SpokenAnswer, rubrics: Iterable[BarsRubric], *, left_out: Collection[str] = frozenset()
) -> str | None:
    """Return why an answer is not judged, or None."""
    return LEFT_OUT if answer.id in left_out else gates.failed(answer, rubrics)


def _failed(
    answers: Iterable[SpokenAnswer], rubrics: Sequence[BarsRubric], *, left_out: Collection[str] = frozenset()
) -> dict[str, str]:
    checked = ((answer.id, why_not(answer, rubrics, left_out=left_out)) for answer in answers)
    return {key: reason for key, reason in checked if reason is not None}


def _judged(
    passed: Sequence[SpokenAnswer],
    answers: Sequence[SpokenAnswer],
    reasons: Mapping[str, str],
    rubrics: Iterable[BarsRubric],
    scorer: Scorer,
) -> tuple[dict[str, SkillResult], list[GateNote]]:
    results: dict[str, SkillResult] = {}
    notes = []
    for rubric in rubrics:
        skill = rubric.competency.key
        usable = [answer for answer in passed if _asks(answer, skill)]
        if not usable:
            results[skill] = Unscored(skill, _why_none(skill, answers, reasons))
            continue
        verified = verify(scorer.score(usable, rubric), usable)
        results[skill] = verified.result
        if verified.struck:
            notes.append(_struck(rubric, verified.struck))
    return results, notes


def _used(results: Iterable[SkillResult]) -> Usage | None:
    used = [result.usage for result in results if result.usage is not None]
    return sum(used[1:], used[0]) if used else None


def _asks(answer: SpokenAnswer, skill: str) -> bool:
    return not answer.competencies or skill in answer.competencies


def _why_none(skill: str, answers: Sequence[SpokenAnswer], reasons: Mapping[str, str]) -> str:
    if not answers:
        return NO_ANSWERS
    asked = [answer for answer in answers if _asks(answer, skill)]
    return reasons[asked[0].id] if asked else NOT_ASKED


def _remarks(answers: Iterable[SpokenAnswer]) -> list[GateNote]:
    return [note for answer in answers for note in gates.notes(answer)]


def _struck(rubric: BarsRubric, count: int) -> GateNote:
    quotes = "one quote was" if count == 1 else f"{count} quotes were"
    return GateNote("", f"{rubric.competency.name}: {quotes} struck, since nobody said those words.")
