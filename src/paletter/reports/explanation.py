"""How one level came about: the sum, the words for and against it, what was let through, who said what, and when."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from paletter.reports import layout, quotes, summing, wording
from paletter.reports.cards import HumanCard, QuoteLink
from paletter.reports.layout import Link
from paletter.reports.models import Report
from paletter.reports.report import Anchor, ReportView, SkillView
from paletter.scores import human_levels, scoring
from paletter.scores.assess import why_not
from paletter.scores.fit import published
from paletter.scores.models import HumanLevel, Scoring, SkillScore
from paletter.scores.rubric import template_for
from paletter.vocabulary.rubrics import BarsRubric
from paletter.vocabulary.scores import Evidence, Usage


@dataclass(frozen=True)
class SumLine:
    """A summand with the words that brought it; `effect` is signed, in levels."""

    name: str
    effect: str
    rule: str
    quotes: tuple[QuoteLink, ...]


@dataclass(frozen=True)
class AnswerLine:
    """Whether an answer was judged for the skill. `reason` is empty when it was."""

    position: int
    question: str
    asks: bool
    reason: str


@dataclass(frozen=True)
class PersonLine:
    """A level that a person gave, and what became of it."""

    card: HumanCard
    state: str


@dataclass(frozen=True)
class JudgementLine:
    """What a scorer made of the skill, then or now."""

    at: str
    at_iso: str
    scorer: str
    template_version: str
    level: str
    state: str


@dataclass(frozen=True)
class Explanation:
    """All that the page tells of one skill. `next_anchor` is the step of the scale above the scorer's
    level, None where there is no level or no step above."""

    skill: SkillView
    sum: summing.LevelSum | None
    lines: tuple[SumLine, ...]
    other_quotes: tuple[QuoteLink, ...]
    next_anchor: Anchor | None
    answers: tuple[AnswerLine, ...]
    people: tuple[PersonLine, ...]
    judgements: tuple[JudgementLine, ...]
    spread: str
    usage: Usage | None


def explain(row: Report, view: ReportView, competency: str, *, link: Link) -> Explanation | None:
    """Return how a skill of a report came about, in a constant number of queries; None when it has no such skill."""
    skill = next((skill for skill in view.skills if skill.competency.key == competency), None)
    if skill is None:
        return None
    rubrics = template_for(row.interview, row.scoring.template_version).rubrics
    rubric = next(rubric for rubric in rubrics if rubric.competency.key == competency)
    level_sum = summing.level_sum(skill.scored) if skill.scored else None
    judged = scoring.stored(row.scoring_id)
    judged.interview = judged.by_scorer.interview = row.interview
    return Explanation(
        skill=skill,
        sum=level_sum,
        lines=tuple(_sum_lines(level_sum, skill, view, link)) if level_sum else (),
        other_quotes=_quotes(_not_in(level_sum, skill.evidence), view, link),
        next_anchor=_next_anchor(skill, rubric),
        answers=tuple(_answer_lines(judged, competency, rubrics)),
        people=tuple(_people(row, competency)),
        judgements=tuple(_judgements(row, competency)),
        spread=f"{skill.scored.spread:.1f}" if skill.scored and skill.scored.spread is not None else "",
        usage=scoring.read(judged).usage,
    )


def _sum_lines(level_sum: summing.LevelSum, skill: SkillView, view: ReportView, link: Link) -> Iterable[SumLine]:
    for summand in level_sum.summands:
        term = summand.term
        said = [one for one in skill.evidence if term.behaviour and one.behaviour == term.behaviour]
        yield SumLine(term.name, summand.figure, term.rule, _quotes(said, view, link))


def _not_in(level_sum: summing.LevelSum | None, evidence: Iterable[Evidence]) -> list[Evidence]:
    told = {summand.term.behaviour for summand in level_sum.summands} if level_sum else set()
    return [one for one in evidence if not one.behaviour or one.behaviour not in told]


def _quotes(evidence: Sequence[Evidence], view: ReportView, link: Link) -> tuple[QuoteLink, ...]:
    words = {answer.id: answer.words.transcript.segments for answer in view.answers if answer.words}
    return tuple(layout.quote_link(passage, view, link) for passage in quotes.passages(evidence, words))


def _next_anchor(skill: SkillView, rubric: BarsRubric) -> Anchor | None:
    if skill.scored is None:
        return None
    step = min((step for step in rubric.anchors if step > skill.scored.level), default=None)
    return None if step is None else Anchor(step, rubric.anchors[step])


def _answer_lines(judged: Scoring, competency: str, rubrics: Collection[BarsRubric]) -> Iterable[AnswerLine]:
    left_out = scoring.left_out(judged.interview)
    for position, answer in enumerate(scoring.spoken_then(judged), start=1):
        asks = not answer.competencies or competency in answer.competencies
        yield AnswerLine(position, answer.question, asks, why_not(answer, rubrics, left_out=left_out) or "")


def _people(row: Report, competency: str) -> Iterable[PersonLine]:
    given = list(HumanLevel.objects.filter(interview=row.interview_id, competency=competency).order_by("-pk"))
    counts = {level.pk for level in row.scoring.human_levels.all()}
    newest = human_levels.newest(level for level in reversed(given) if not level.ending)
    for level in given:
        yield PersonLine(layout.human_card(level.value), _state(level, counts, newest.get(competency)))


def _state(level: HumanLevel, counts: Collection[int], newest: HumanLevel | None) -> str:
    if level.ended_at is not None:
        how = f"withdrawn by {level.ended_by_name}" if level.ending == HumanLevel.Ending.WITHDRAWN else "replaced"
        still = " (the published report still counts it)" if level.pk in counts else ""
        return f"{how} on {wording.moment(level.ended_at)}{still}"
    if level.pk in counts:
        return "counts in this report"
    return "not published yet" if level == newest else "stands, but a later one counts"


def _judgements(row: Report, competency: str) -> Iterable[JudgementLine]:
    scored = SkillScore.objects.filter(scoring__interview=row.interview_id, competency=competency)
    found = scored.select_related("scoring__template_version").order_by("-scoring_id")
    published_ones = set(Scoring.objects.filter(interview=row.interview_id).values_list("stands_on", flat=True))
    for skill in found:
        judgement = skill.scoring
        version = judgement.template_version or row.interview.template_version
        yield JudgementLine(
            at=wording.moment(judgement.created_at),
            at_iso=judgement.created_at.isoformat(),
            scorer=f"{judgement.scorer} {judgement.scorer_version}",
            template_version=version.version,
            level="not scored" if skill.level is None else f"{published(skill.level):.1f}",
            state=_judgement_state(judgement, row, published_ones),
        )


def _judgement_state(judgement: Scoring, row: Report, published_ones: Collection[int | None]) -> str:
    if judgement.pk == row.scoring.by_scorer.pk:
        return "counts in this report"
    if judgement.is_rescoring and judgement.pk not in published_ones:
        return "kept to compare, never published"
    return "counted before"
