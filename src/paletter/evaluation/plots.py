"""Draws what was found as inline SVG. Colours come from the page's style by class, so that light and dark both hold.

Each drawing is as wide as its place and has a sentence for those who do not see it.
"""

from collections.abc import Iterable, Sequence
from html import escape

from paletter.evaluation.agreement import SkillAgreement
from paletter.evaluation.bootstrap import Estimate
from paletter.evaluation.findings import Findings
from paletter.evaluation.pairs import ALL, PairsWon
from paletter.evaluation.tables import KINDS
from paletter.evaluation.wording import decimal, estimate, share
from paletter.vocabulary.rubrics import HIGHEST_LEVEL, LOWEST_LEVEL

SIDE = 260.0
LEFT, TOP, BOTTOM, RIGHT = 34.0, 8.0, 36.0, 8.0
WIDE = 340.0
USUAL = -0.6
"""The axis of correlations begins here where nothing lies below."""
LEVELS = (1, 2, 3, 4, 5)


def scatter(skill: SkillAgreement) -> str:
    """Draw every answer: the scorer's level across, the raters' upwards, and the band around what is equal."""
    dots = "".join(
        f'<circle class="dot" cx="{_n(_across(one.level))}" cy="{_n(_up(one.rated))}" r="3.2"/>' for one in skill.points
    )
    band = skill.scorer.band if skill.scorer else 0.0
    label = (
        f"{skill.name}: {len(skill.points)} answers, r {estimate(skill.scorer.r)}, "
        f"two of three within {decimal(band)} of the raters"
        if skill.scorer
        else f"{skill.name}: too few answers"
    )
    return _square(_band(band) + _equal() + dots, label)


def calibration(skill: SkillAgreement) -> str:
    """Draw what raters gave, on average, to answers whose levels are about the same; larger dots are more answers."""
    most = max((one.n for one in skill.calibration), default=1)
    places = [(_across(one.level), _up(one.rated), 3 + 6 * (one.n / most) ** 0.5) for one in skill.calibration]
    line = " ".join(f"{_n(x)},{_n(y)}" for x, y, _ in places)
    dots = "".join(f'<circle class="bin" cx="{_n(x)}" cy="{_n(y)}" r="{_n(size)}"/>' for x, y, size in places)
    told = "; ".join(
        f"where the scorer gives {one.level:.1f} raters gave {one.rated:.1f} ({one.n})" for one in skill.calibration
    )
    return _square(f'{_equal()}<polyline class="line" points="{line}"/>{dots}', f"{skill.name}: {told or 'no levels'}")


def correlations(found: Findings) -> str:
    """Draw r with its interval, skill by skill: of the scorer, of counting words, and among the raters."""
    among = {one.skill: one.r for one in found.rater_agreement}
    told = [skill for skill in found.skills if skill.scorer and skill.words]
    begins = _begins(told)
    rows: list[str] = []
    for number, skill in enumerate(told):
        top = 30.0 + number * 62
        rows.append(f'<text class="name" x="0" y="{_n(top)}">{escape(skill.name)}</text>')
        if skill.scorer and skill.words:
            rows.append(_interval(skill.scorer.r, top + 12, "scorer", begins))
            rows.append(_interval(skill.words.r, top + 24, "words", begins))
        if among.get(skill.skill) is not None:
            rows.append(_interval(Estimate(among[skill.skill] or 0.0), top + 36, "raters", begins))
    height = 30.0 + len(told) * 62 + 20
    ticks = (-0.5, 0.0, 0.5, 1.0) if begins > -1 else (-1.0, -0.5, 0.0, 0.5, 1.0)
    grid = "".join(_rule(value, height, begins) for value in ticks)
    label = "; ".join(f"{skill.name}: r {estimate(skill.scorer.r)}" for skill in told if skill.scorer)
    return _drawing(grid + "".join(rows), label, WIDE, height)


def pairs_won(found: Findings) -> str:
    """Draw the share of pairs won, kind by kind and form by form, with its interval; half is chance."""
    rows = [one for one in found.pairs if one.skill == ALL]
    drawn = "".join(_bar(one, 26.0 + number * 44) for number, one in enumerate(rows))
    names = "".join(_pairs_of(one, 26.0 + number * 44) for number, one in enumerate(rows))
    height = 6.0 + len(rows) * 44
    chance = f'<path class="grid chance" d="M{_n(WIDE / 2)} 6V{_n(height)}"/>'
    label = "; ".join(f"{KINDS.get(one.kind, one.kind)}, {one.form}: {share(one.won)}" for one in rows)
    # Names go over the line of chance, and the line over the bars.
    return _drawing(drawn + chance + names, label, WIDE, height)


def _bar(one: PairsWon, top: float) -> str:
    low, high = (end * WIDE for end in one.won.interval)
    return (
        f'<rect class="track" x="0" y="{_n(top)}" width="{_n(WIDE)}" height="12" rx="2"/>'
        f'<rect class="won" x="0" y="{_n(top)}" width="{_n(one.won.value * WIDE)}" height="12" rx="2"/>'
        f'<path class="whisker" d="M{_n(low)} {_n(top + 6)}H{_n(high)}"/>'
    )


def _begins(told: Sequence[SkillAgreement]) -> float:
    """Return where the axis of correlations begins: low enough that no interval is cut off."""
    both = [one.r for skill in told for one in (skill.scorer, skill.words) if one]
    lowest = min((one.value if one.low is None else one.low for one in both), default=0.0)
    return USUAL if lowest >= USUAL else -1.0


def _pairs_of(one: PairsWon, top: float) -> str:
    name = f"{KINDS.get(one.kind, one.kind)}, {one.form}"
    return f'<text class="small" x="0" y="{_n(top - 5)}">{escape(name)}</text>'


def _interval(one: Estimate, y: float, css: str, begins: float) -> str:
    whisker = ""
    if one.low is not None and one.high is not None:
        whisker = f'<path class="whisker {css}" d="M{_n(_r(one.low, begins))} {_n(y)}H{_n(_r(one.high, begins))}"/>'
    return f"{whisker}{_mark(_r(one.value, begins), y, css)}"


def _mark(x: float, y: float, css: str) -> str:
    """Draw a mark whose shape tells the source as well as its colour does."""
    shape = {"scorer": "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z", "words": "M-4-4H4V4H-4z"}
    return f'<path class="mark {css}" transform="translate({_n(x)} {_n(y)})" d="{shape.get(css, "M0-5.5L5 3.5H-5z")}"/>'


def legend(sources: Iterable[tuple[str, str]]) -> str:
    """Draw what the marks stand for; `sources` are pairs of class and name."""
    return "".join(
        f'<li><svg viewBox="-7 -7 14 14" aria-hidden="true">{_mark(0, 0, css)}</svg>{escape(name)}</li>'
        for css, name in sources
    )


def _rule(value: float, height: float, begins: float) -> str:
    x = _n(_r(value, begins))
    css = "grid zero" if value == 0 else "grid"
    anchor = {1.0: "end", begins: "start"}.get(value, "middle")
    return (
        f'<path class="{css}" d="M{x} 12V{_n(height - 16)}"/>'
        f'<text class="tick" x="{x}" y="{_n(height - 2)}" text-anchor="{anchor}">{decimal(value)}</text>'
    )


def _r(value: float, begins: float) -> float:
    return (value - begins) / (1.0 - begins) * (WIDE - 6)


def _square(content: str, label: str) -> str:
    ticks = "".join(_ticks(level) for level in LEVELS)
    middle, half = _n((LEFT + SIDE - RIGHT) / 2), _n((TOP + SIDE - BOTTOM) / 2)
    titles = (
        f'<text class="tick" x="{middle}" y="{_n(SIDE - 3)}" text-anchor="middle">the scorer</text>'
        f'<text class="tick" transform="translate(10 {half}) rotate(-90)" '
        'text-anchor="middle">the raters</text>'
    )
    return _drawing(ticks + titles + content, label, SIDE, SIDE)


def _ticks(level: int) -> str:
    x, y = _n(_across(level)), _n(_up(level))
    return (
        f'<path class="grid" d="M{x} {_n(_up(5))}V{_n(_up(1))}M{_n(_across(1))} {y}H{_n(_across(5))}"/>'
        f'<text class="tick" x="{x}" y="{_n(SIDE - BOTTOM + 14)}" text-anchor="middle">{level}</text>'
        f'<text class="tick" x="{_n(LEFT - 7)}" y="{_n(_up(level) + 4)}" text-anchor="end">{level}</text>'
    )


def _equal() -> str:
    return f'<path class="equal" d="M{_n(_across(1))} {_n(_up(1))}L{_n(_across(5))} {_n(_up(5))}"/>'


def _band(band: float) -> str:
    """Draw the stretch in which about two of three levels lie, cut off where the scale ends."""
    low, high = LOWEST_LEVEL, HIGHEST_LEVEL
    reach = min(band, high - low)
    corners = [
        (low, low + reach), (high - reach, high), (high, high), (high, high - reach), (low + reach, low), (low, low)
    ]  # fmt: skip
    return f'<polygon class="band" points="{" ".join(f"{_n(_across(x))},{_n(_up(y))}" for x, y in corners)}"/>'


def _across(level: float) -> float:
    return LEFT + (level - LOWEST_LEVEL) / (HIGHEST_LEVEL - LOWEST_LEVEL) * (SIDE - LEFT - RIGHT)


def _up(level: float) -> float:
    return SIDE - BOTTOM - (level - LOWEST_LEVEL) / (HIGHEST_LEVEL - LOWEST_LEVEL) * (SIDE - TOP - BOTTOM)


def _drawing(content: str, label: str, width: float, height: float) -> str:
    return (
        f'<svg class="drawing" viewBox="0 0 {_n(width)} {_n(height)}" role="img" aria-label="{escape(label)}">'
        f"{content}</svg>"
    )


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def named(sources: Sequence[str]) -> list[tuple[str, str]]:
    return [(css, name) for css, name in zip(("scorer", "words", "raters"), sources, strict=True)]
