"""Draws what a report shows as inline SVG: each skill's mark, and the bar of a level with its error.

Colours come from the style sheet by class, so that a strict Content-Security-Policy holds and dark and print work.
"""

from collections.abc import Mapping

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from paletter.reports.report import SkillView
from paletter.reports.wording import figure, gettext
from paletter.vocabulary.rubrics import HIGHEST_LEVEL, LOWEST_LEVEL
from paletter.vocabulary.scores import CompetencyScore

# On a 12 x 12 field. Shapes differ as much as hues do, so that nothing is told by colour alone.
MARKS: Mapping[str, str] = {
    "service": '<circle cx="6" cy="6" r="5"/>',
    "communication": '<rect x="1.4" y="1.4" width="9.2" height="9.2" rx="1"/>',
    "teamwork": '<path d="M6 .4L11.6 6 6 11.6.4 6z"/>',
    "problem_solving": '<path d="M6 1l5.6 9.8H.4z"/>',
    "adaptability": '<path d="M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1zm0 3a2 2 0 1 1 0 4 2 2 0 0 1 0-4z"/>',
    "ownership": '<rect x=".6" y="4" width="10.8" height="4" rx="1"/>',
}
UNKNOWN_MARK = '<circle cx="6" cy="6" r="3"/>'

BAR_WIDTH = 200.0
BAR_HEIGHT = 14.0


def mark(competency: str, *, css: str = "") -> SafeString:
    """Draw a skill's shape; it says nothing to a screen reader, so the skill's name must stand beside it."""
    return format_html(
        '<svg class="{}" viewBox="0 0 12 12" fill="currentColor" aria-hidden="true" focusable="false">{}</svg>',
        f"skill-mark {css}".strip(),
        mark_safe(MARKS.get(competency, UNKNOWN_MARK)),  # noqa: S308 - our own drawing
    )


def bar(skill: SkillView) -> SafeString:
    """Draw the scorer's level from 1 to 5 with its band as a lighter span; without a level only a dotted line.

    A level that a person gave is a post across it.
    """
    scored = skill.scored
    human = skill.human.level if skill.human else None
    return format_html(
        '<svg class="bar-drawing" viewBox="0 0 {w} {h}" preserveAspectRatio="none" role="img" aria-label="{label}">'
        "{level}{human}</svg>",
        w=_n(BAR_WIDTH),
        h=_n(BAR_HEIGHT),
        label=in_words(skill),
        level=_level(scored) if scored else SafeString('<path class="bar-none" d="M1 7H199"/>'),
        human=_post(human) if human is not None else "",
    )


def in_words(skill: SkillView) -> str:
    """Say a skill's result for those who do not see the bar."""
    name, scored, human = skill.competency.name, skill.scored, skill.human
    if human is not None:
        told = {
            (True, True): gettext("{name}: level {level} of 5, by a person; the scorer suggests {suggested}"),
            (True, False): gettext("{name}: level {level} of 5, by a person; the scorer gives no level"),
            (False, True): gettext("{name}: can't be judged, by a person; the scorer suggests {suggested}"),
            (False, False): gettext("{name}: can't be judged, by a person; the scorer gives no level"),
        }[human.level is not None, scored is not None]
        level = figure(human.level) if human.level is not None else ""
        return told.format(name=name, level=level, suggested=figure(scored.level) if scored else "")
    if scored is None:
        return gettext("{name}: not scored").format(name=name)
    low, high = _band(scored)
    return gettext("{name}: level {level} of 5, likely between {low} and {high}").format(
        name=name, level=figure(scored.level), low=figure(low), high=figure(high)
    )


def _band(scored: CompetencyScore) -> tuple[float, float]:
    return max(LOWEST_LEVEL, scored.level - scored.band), min(HIGHEST_LEVEL, scored.level + scored.band)


def _level(scored: CompetencyScore) -> SafeString:
    low, high = (_x(level) for level in _band(scored))
    here = _x(scored.level)
    return format_html(
        '<rect class="bar-track" x="0" y="3.5" width="{}" height="7" rx="2"/>'
        '<rect class="bar-level" x="0" y="3.5" width="{}" height="7" rx="2"/>{}'
        '<rect class="bar-band" x="{}" y="1.5" width="{}" height="11" rx="2"/>'
        '<rect class="bar-tip" x="{}" y="0" width="2" height="14" rx="1"/>',
        _n(BAR_WIDTH),
        _n(here),
        _steps(),
        _n(low),
        _n(high - low),
        _n(min(max(here - 1, 0.0), BAR_WIDTH - 2)),
    )


def _post(level: float) -> SafeString:
    return format_html(
        '<rect class="bar-human" x="{}" y="0" width="4" height="14" rx="1"/>',
        _n(min(max(_x(level) - 2, 0.0), BAR_WIDTH - 4)),
    )


def _steps() -> SafeString:
    """Mark levels 2, 3 and 4, so that a bar can be read without its figure."""
    return SafeString(
        "".join(
            f'<rect class="bar-step" x="{_n(_x(level) - 0.5)}" y="3.5" width="1" height="7"/>' for level in (2, 3, 4)
        )
    )


def _x(level: float) -> float:
    return (level - LOWEST_LEVEL) / (HIGHEST_LEVEL - LOWEST_LEVEL) * BAR_WIDTH


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
