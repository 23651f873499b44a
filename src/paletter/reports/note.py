"""What a colleague reads about a report inside the ATS, as plain text.

The note stands in the person's story across all their candidacies: the job comes first. Lever shows no markup and
turns "@name" into a mail to a colleague, so there is none of either; a link becomes clickable on a line of its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from paletter.scores.fit import published
from paletter.vocabulary.rubrics import Competency
from paletter.vocabulary.scores import Counting, FitScore, LevelByPeople, NoFitScore, Unscored

LONGEST_NOTE = 3_900
LONGEST_TITLE = 200
LONGEST_REASON = 200
CUT = "…"
HEADING = "Paletter AI assessment"
CAVEAT = "Scored by software from what was said. Watch before you decide."
BY_PEOPLE_ALONE = "No software scored this interview: people alone judge it. Watch before you decide."


@dataclass(frozen=True)
class Correction:
    """What an earlier note on the same opportunity said. `skills` by their keys."""

    noted_on: date
    fit: FitScore | NoFitScore
    skills: Mapping[str, Counting] = field(default_factory=dict)


@dataclass(frozen=True)
class ReportFacts:
    """What the note tells. `skills` in the template's order; `link` leads to the report, behind a login."""

    job_title: str
    skills: tuple[tuple[Competency, Counting], ...]
    fit: FitScore | NoFitScore
    link: str
    corrects: Correction | None = None
    is_by_people_alone: bool = False


def note_text(facts: ReportFacts) -> str:
    """Return the note: job, fit, scored skills, unscored ones with their reason, a caveat, and last the bare link.

    Levels that people gave are named as such. A note that corrects an earlier one names it and what has changed. Always
    below 4,000 characters; what is too long in the middle is cut, never the link.
    """
    top = [f"{HEADING}: {_plain(facts.job_title, LONGEST_TITLE) or 'untitled job'}", _fit_line(facts.fit)]
    middle = "\n".join(
        [*_correction_lines(facts), *_scored_lines(facts), *_people_lines(facts), *_unscored_lines(facts)]
    )
    end = [BY_PEOPLE_ALONE if facts.is_by_people_alone else CAVEAT, facts.link]
    room = LONGEST_NOTE - len("\n".join([*top, *end])) - 1
    return "\n".join([*top, *([_cut(middle, room)] if middle else []), *end])


def _fit_line(fit: FitScore | NoFitScore) -> str:
    if isinstance(fit, NoFitScore):
        return f"No fit score: {_plain(fit.reason, LONGEST_REASON)}"
    return f"Fit score: {fit.value:.1f} out of {fit.out_of} (± {fit.error:.1f})"


def figures(facts: ReportFacts) -> tuple[str, ...]:
    """Return the lines of the note that hold its figures: what another scoring would tell otherwise."""
    return (_fit_line(facts.fit), *_scored_lines(facts))


def _correction_lines(facts: ReportFacts) -> list[str]:
    if facts.corrects is None:
        return []
    noted_on = facts.corrects.noted_on
    changes = " · ".join(_changes(facts, facts.corrects)) or "no figure has changed"
    return [f"Corrects the note of {noted_on.day} {noted_on:%B %Y}: {changes}"]


def _changes(facts: ReportFacts, earlier: Correction) -> Iterator[str]:
    was, now = _told_fit(earlier.fit), _told_fit(facts.fit)
    if was != now:
        yield f"fit score {was} → {now}"
    for skill, result in facts.skills:
        before = earlier.skills.get(skill.key)
        was, now = _told_level(before), _told_level(result)
        if was != now:
            yield f"{_plain(skill.name, LONGEST_TITLE)} {was} → {now}"


def _told_fit(fit: FitScore | NoFitScore) -> str:
    return f"{fit.value:.1f}" if isinstance(fit, FitScore) else "none"


def _told_level(result: Counting | None) -> str:
    return "not scored" if result is None or isinstance(result, Unscored) else f"{published(result.level):.1f}"


def _scored_lines(facts: ReportFacts) -> list[str]:
    scored = [
        f"{_plain(skill.name, LONGEST_TITLE)} {published(result.level):.1f}"
        for skill, result in facts.skills
        if not isinstance(result, Unscored)
    ]
    return [" · ".join(scored)] if scored else []


def _unscored_lines(facts: ReportFacts) -> list[str]:
    """One line for each reason, since one reason often holds for several skills."""
    by_reason: dict[str, list[str]] = {}
    for skill, result in facts.skills:
        if isinstance(result, Unscored):
            reason = _plain(result.reason, LONGEST_REASON)
            by_reason.setdefault(reason, []).append(_plain(skill.name, LONGEST_TITLE))
    return [f"Not scored: {', '.join(names)} ({reason.rstrip('.')})" for reason, names in by_reason.items()]


def _people_lines(facts: ReportFacts) -> list[str]:
    names = [_plain(skill.name, LONGEST_TITLE) for skill, result in facts.skills if isinstance(result, LevelByPeople)]
    return [f"Level given by a person: {', '.join(names)}"] if names else []


def _plain(text: str, longest: int) -> str:
    """Return text in one line that calls nobody: a posting's title or a reason may hold a candidate's words."""
    return _cut(" ".join(text.split()).replace("@", "(at)"), longest)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - len(CUT)].rstrip() + CUT
