"""What was found, as tables in words: the same ones for a terminal, a page and a report."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from paletter.evaluation.agreement import Agreement, SkillAgreement
from paletter.evaluation.findings import Findings
from paletter.evaluation.pairs import ALL
from paletter.evaluation.wording import NOTHING, decimal, estimate, percent, share, signed

KINDS = {
    "equal_length": "equally long",
    "short_strong_long_weak": "short strong, long weak",
    "other_skill": "worse one strong elsewhere",
}
ALL_SKILLS = "all skills"
MEAN = "mean of the skills"
ANY = "any reason"
SOURCES = ("scorer", "words", "mean")
NAMES = {"words": "word count", "mean": "the mean"}
SHARED = "Agreement is told of answers that raters and scorer both judged; baselines on the same answers."

PAIRS = "A tie is lost, and so is a pair whose better one is unscored. In brackets: 95 % intervals."


@dataclass(frozen=True)
class Table:
    """A table in words. `key` names it for programs; `note` says how to read it. The first columns are texts."""

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    texts: int = 1


def tables(found: Findings) -> tuple[Table, ...]:
    """Return every table that has rows."""
    made = (
        agreement(found),
        unscored(found),
        no_evidence(found),
        raters(found),
        calibration(found),
        groups(found),
        heard(found),
        pairs(found),
        pairs_by_skill(found),
    )
    return tuple(table for table in made if table.rows)


def agreement(found: Findings) -> Table:
    return Table(
        "agreement",
        "Agreement with the raters",
        ("skill", "levels from", "n", "r", "rho", "r beyond words", "kappa", "mean error"),
        (*(row for skill in found.skills for row in _sources(skill, found.scorer)), *_means(found)),
        f"{SHARED} In brackets: 95 % intervals from {found.draws} samples of {_held(found)}. Kappa: quadratic weights "
        "on half points. r beyond words: with what the number of words tells taken out of both sides.",
        texts=2,
    )


def unscored(found: Findings) -> Table:
    rows = tuple(row for skill in found.skills for row in _reasons(skill))
    return Table("unscored", "Left unscored", ("skill", "reason", "answers", "share"), rows, texts=2)


def no_evidence(found: Findings) -> Table:
    return Table(
        "no_evidence",
        "Levels where no rater saw evidence",
        ("skill", "no rater saw evidence", "got a level"),
        tuple((skill.name, str(skill.no_evidence), str(skill.levelled)) for skill in found.skills if skill.no_evidence),
    )


def raters(found: Findings) -> Table:
    return Table(
        "raters",
        "The raters among themselves",
        ("skill", "answers", "r", "lowest", "highest", "mean difference", "ICC(2,1)", "agree on evidence"),
        tuple(
            (
                found.names[one.skill],
                str(one.answers),
                decimal(one.r),
                decimal(one.lowest),
                decimal(one.highest),
                decimal(one.difference),
                decimal(one.single),
                percent(one.evidence.value if one.evidence.of else None),
            )
            for one in found.rater_agreement
            if one.pairs
        ),
        "Means over pairs of raters, each over answers in which both saw evidence. Nobody can agree with raters better "
        "than they agree with one another.",
    )


def calibration(found: Findings) -> Table:
    return Table(
        "calibration",
        "What a level means",
        ("skill", "levels near", "answers", "mean level", "raters gave"),
        tuple(
            (skill.name, f"{round(one.level * 2) / 2:.1f}", str(one.n), f"{one.level:.1f}", f"{one.rated:.1f}")
            for skill in found.skills
            for one in skill.calibration
        ),
        "Answers whose levels round to the same half point, and the mean that raters gave them.",
    )


def groups(found: Findings) -> Table:
    return Table(
        "groups",
        "Group by group",
        ("grouping", "group", "skill", "rated", "mean level", "mean error", "unscored"),
        tuple(
            (
                one.grouping,
                one.group,
                found.names[one.skill],
                str(one.rated),
                decimal(one.level),
                signed(one.error),
                percent(one.share_unscored) if one.rated else NOTHING,
            )
            for one in found.groups
        ),
        "Mean error: what the scorer gives more than the raters. A description of this sample, not an audit of use.",
        texts=3,
    )


def heard(found: Findings) -> Table:
    rows = (
        (
            one.condition,
            found.names[one.skill],
            str(one.n),
            decimal(one.r),
            decimal(one.clean_r),
            signed(one.change),
            str(one.lost),
        )
        for one in found.heard
    )
    return Table(
        "heard",
        "With words wrongly heard",
        ("words", "skill", "n", "r with raters", "r with clean text", "levels change by", "levels lost"),
        (*_heard_means(found), *rows),
        "Of the wrong words three of five are other words of these answers, one of five is missing, and one of five "
        "was never said.",
        texts=2,
    )


def pairs(found: Findings) -> Table:
    return _pairs(found, "pairs", "Pairs of answers: does the better one get the higher level?", by_skill=False)


def pairs_by_skill(found: Findings) -> Table:
    return _pairs(found, "pairs_by_skill", "The same, skill by skill", by_skill=True)


def _reasons(skill: SkillAgreement) -> Iterator[tuple[str, ...]]:
    if len(skill.reasons) != 1:
        yield (skill.name, ANY, f"{skill.unscored} of {skill.rated}", percent(skill.share_unscored))
    for reason, count in skill.reasons.items():
        name = skill.name if len(skill.reasons) == 1 else ""
        yield (name, reason, f"{count} of {skill.rated}", percent(count / skill.rated))


def _heard_means(found: Findings) -> Iterator[tuple[str, ...]]:
    """Yield the mean over skills of each condition; a dash where one of them could not be told."""
    for condition in dict.fromkeys(one.condition for one in found.heard):
        those = [one for one in found.heard if one.condition == condition]
        if len(those) > 1:
            r, clean, change = (_mean_of([getattr(one, name) for one in those]) for name in ("r", "clean_r", "change"))
            lost = sum(one.lost for one in those)
            yield (condition, MEAN, "", decimal(r), decimal(clean), signed(change), str(lost))


def _mean_of(values: Sequence[float | None]) -> float | None:
    told = [value for value in values if value is not None]
    return fmean(told) if told and len(told) == len(values) else None


def _pairs(found: Findings, key: str, title: str, *, by_skill: bool) -> Table:
    return Table(
        key,
        title,
        ("pairs", "skill", "words", "won", "ties", "better one unscored", "worse one unscored"),
        tuple(
            (
                KINDS.get(one.kind, one.kind),
                ALL_SKILLS if one.skill == ALL else found.names[one.skill],
                one.form,
                share(one.won),
                str(one.ties),
                str(one.unscored_better),
                str(one.unscored_worse),
            )
            for one in found.pairs
            if (one.skill != ALL) == by_skill
        ),
        ""
        if by_skill
        else "A tie is lost, and so is a pair whose better one is unscored. In brackets: 95 % intervals.",
        texts=3,
    )


def _sources(skill: SkillAgreement, scorer: str) -> Iterator[tuple[str, ...]]:
    if skill.scorer is None:
        yield (skill.name, scorer, str(len(skill.points)), *[NOTHING] * 5)
        return
    for source in SOURCES:
        one: Agreement = getattr(skill, source)
        yield (
            skill.name if source == "scorer" else "",
            NAMES.get(source, scorer),
            str(one.n),
            estimate(one.r),
            estimate(one.rho),
            estimate(one.beyond),
            decimal(one.kappa),
            decimal(one.error),
        )


def _means(found: Findings) -> Sequence[tuple[str, ...]]:
    """Return the means over skills of each source, where there are several skills and all could be told."""
    told = [skill for skill in found.skills if skill.scorer is not None]
    if len(told) < 2 or len(told) < len(found.skills):
        return ()
    return [_mean([getattr(skill, source) for skill in told], source, found.scorer) for source in SOURCES]


def _mean(those: Sequence[Agreement], source: str, scorer: str) -> tuple[str, ...]:
    beyond = [one.beyond.value for one in those if one.beyond is not None]
    return (
        MEAN if source == "scorer" else "",
        NAMES.get(source, scorer),
        "",
        decimal(fmean(one.r.value for one in those)),
        decimal(fmean(one.rho.value for one in those)),
        decimal(fmean(beyond)) if beyond else NOTHING,
        decimal(fmean(one.kappa for one in those)),
        decimal(fmean(one.error for one in those)),
    )


def _held(found: Findings) -> str:
    return f"{found.writers} writers" if found.writers < found.answers else f"{found.answers} answers"
