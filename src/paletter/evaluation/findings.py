"""Everything an evaluation finds, and how it is found: ratings, scorer and wishes in; figures and remarks out."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from paletter.evaluation import agreement, bootstrap, folds, groups, hearing, pairs, raters
from paletter.evaluation.agreement import SkillAgreement
from paletter.evaluation.baselines import WORDS
from paletter.evaluation.folds import Train
from paletter.evaluation.groups import GroupFigures
from paletter.evaluation.hearing import Heard
from paletter.evaluation.judging import Begin, Judgements, Judges, One, judge, used
from paletter.evaluation.pairs import Pair, PairsWon
from paletter.evaluation.raters import RaterAgreement
from paletter.evaluation.ratings import Rated, mark
from paletter.scorers.protocol import Scorer
from paletter.vocabulary.rubrics import BarsRubric
from paletter.vocabulary.scores import Usage

TRAINED_ON_THESE = (
    "THESE FIGURES FLATTER: the scorer was trained on these very answers and judged them all the same. "
    "Ask for --by writer, so that nobody is judged by a model that has seen them."
)
TRAINED_ON_SOME = (
    "THESE FIGURES FLATTER: the scorer was trained on {count} of these {of} answers and judged them all the same. "
    "Ask for --by writer, so that nobody is judged by a model that has seen them."
)
TRAINED_ON_PAIRS = (
    "THESE FIGURES FLATTER: the scorer was trained on {count} of these {of} pairs and judged them all the same. "
    "Leave those out, as --part test does."
)
NO_TRAINER = (
    "Nothing here can train “{scorer}” anew, so nothing could be held out (--by {by}): it was evaluated as it ships."
)
NO_TRAINER_BUT_TRAINED = (
    "THESE FIGURES FLATTER: the scorer was trained on {count} of these {of} answers, and --by {by} could not hold any "
    "out, since nothing here can train “{scorer}” anew."
)
HELD_OUT = "Each “{by}” was judged by a model trained without it ({count} models)."


@dataclass(frozen=True)
class Contender:
    """Who is evaluated: the scorer as it ships, how to train it anew if that can be done, and what it was trained on.

    `scorer` may be None for one that must be trained first. `trained_on` holds digests of whole files, as
    `Rated.digest`; `texts` the marks of single texts, as `ratings.mark` makes them, so that a part of a file, or one
    with a column more, is known again too.
    """

    name: str
    scorer: Scorer | None
    train: Train | None = None
    trained_on: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()

    def seen(self, rated: Rated) -> int:
        """Return on how many of these answers the scorer is known to have been trained."""
        if rated.digest in self.trained_on:
            return len(rated.answers)
        return sum(mark(answer.text) in self.texts for answer in rated.answers)

    def seen_pairs(self, chosen: Sequence[Pair]) -> int:
        """Return of how many pairs the scorer was trained on one side at least."""
        return sum(not self.texts.isdisjoint((mark(pair.better), mark(pair.worse))) for pair in chosen)


@dataclass(frozen=True)
class Wishes:
    """What to find out beyond agreement."""

    by: str = ""
    words_wrong: Sequence[int] = ()
    as_heard: bool = False
    draws: int = bootstrap.DRAWS


@dataclass(frozen=True)
class Findings:
    """All figures of one evaluation. Parts that were not asked for are empty."""

    scorer: str
    version: str
    remarks: tuple[str, ...] = ()
    by: str = ""
    answers: int = 0
    writers: int = 0
    raters: tuple[str, ...] = ()
    digest: str = ""
    draws: int = bootstrap.DRAWS
    skills: tuple[SkillAgreement, ...] = ()
    rater_agreement: tuple[RaterAgreement, ...] = ()
    groups: tuple[GroupFigures, ...] = ()
    heard: tuple[Heard, ...] = ()
    pairs: tuple[PairsWon, ...] = ()
    part: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    """Skill -> its name for people."""
    usage: Usage | None = None

    def as_json(self) -> dict[str, Any]:
        """Return everything as values that JSON knows."""
        return asdict(self)


def agree(
    contender: Contender,
    rated: Rated,
    rubrics: Mapping[str, BarsRubric],
    wishes: Wishes = Wishes(),
    *,
    begin: Begin = lambda _: None,
) -> Findings:
    """Return how far a scorer agrees with raters. Raises Unreadable for answers that can't be held out as asked.

    Raises ScorerUnavailable when the scorer does.
    """
    judges, by, remarks = _judges(contender, rated, wishes.by, begin)
    chosen = [rubrics[skill] for skill in rated.skills]
    judged = judge(rated.answers, chosen, judges, begin=begin)
    held_by = by or folds.WRITER
    first = judges.of(rated.answers[0])
    # Lines fitted without a writer differ a little, and what is left of them beside words is only that difference.
    is_more_than_words = contender.name != WORDS
    return Findings(
        scorer=first.name,
        version=first.version if not by else "",
        remarks=remarks,
        by=by,
        answers=len(rated.answers),
        writers=len(set(folds.clusters(rated.answers, held_by))),
        raters=rated.raters,
        digest=rated.digest,
        draws=wishes.draws,
        skills=tuple(
            agreement.of_skill(one, rated, judged, draws=wishes.draws, by=held_by, beyond=is_more_than_words)
            for one in chosen
        ),
        rater_agreement=tuple(raters.among(skill, rated) for skill in rated.skills),
        groups=groups.figures(rated, judged),
        heard=_heard(rated, chosen, judges, judged, wishes, begin),
        names={one.competency.key: one.competency.name for one in chosen},
        usage=used(judged.values()),
    )


def compare(
    contender: Contender,
    chosen: Sequence[Pair],
    rubrics: Mapping[str, BarsRubric],
    *,
    part: str = "",
    begin: Begin = lambda _: None,
) -> Findings:
    """Return how many pairs a scorer wins. Raises ScorerUnavailable when the scorer does."""
    if contender.scorer is None:
        raise ValueError(f"{contender.name} has to be trained first")
    judged = pairs.duels(chosen, rubrics, contender.scorer, begin=begin)
    seen = contender.seen_pairs(chosen)
    return Findings(
        scorer=contender.scorer.name,
        version=contender.scorer.version,
        remarks=(TRAINED_ON_PAIRS.format(count=seen, of=len(chosen)),) if seen else (),
        pairs=pairs.won(judged),
        part=part,
        names={key: rubric.competency.name for key, rubric in rubrics.items()},
        usage=used(one for duel in judged for one in (duel.better, duel.worse)),
    )


def _judges(contender: Contender, rated: Rated, by: str, begin: Begin) -> tuple[Judges, str, tuple[str, ...]]:
    """Return who judges, what was held out by ("" for nothing), and what has to be said about it."""
    seen, of = contender.seen(rated), len(rated.answers)
    if by or contender.scorer is None:
        by = by or _by(rated)
        if contender.train is not None:
            held = folds.held_out(rated.answers, contender.train, by=by, begin=begin)
            return held, by, (HELD_OUT.format(by=by, count=held.models),)
        folds.folds(rated.answers, by)
        sentence = NO_TRAINER_BUT_TRAINED if seen else NO_TRAINER
        return One(_shipped(contender)), "", (sentence.format(scorer=contender.name, by=by, count=seen, of=of),)
    if not seen:
        return One(contender.scorer), "", ()
    return One(contender.scorer), "", (TRAINED_ON_THESE if seen == of else TRAINED_ON_SOME.format(count=seen, of=of),)


def _by(rated: Rated) -> str:
    return folds.WRITER if all(answer.fields.get(folds.WRITER) for answer in rated.answers) else "id"


def _shipped(contender: Contender) -> Scorer:
    if contender.scorer is None:
        raise ValueError(f"{contender.name} can neither judge nor be trained")
    return contender.scorer


def _heard(
    rated: Rated, rubrics: Sequence[BarsRubric], judges: Judges, clean: Judgements, wishes: Wishes, begin: Begin
) -> tuple[Heard, ...]:
    asked = hearing.conditions(rated, percents=wishes.words_wrong, heard=wishes.as_heard)
    return tuple(
        figures
        for condition in asked
        for figures in hearing.heard_under(condition, rated, rubrics, judges, clean, begin=begin)
    )
