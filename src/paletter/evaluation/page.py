"""Writes what was found as one page that asks nothing of any server: plots first, then every table."""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import escape
from pathlib import Path

from paletter.evaluation import plots
from paletter.evaluation.agreement import SkillAgreement
from paletter.evaluation.findings import Findings
from paletter.evaluation.tables import Table, tables
from paletter.evaluation.wording import decimal, estimate

HERE = Path(__file__).parent
TOKENS = HERE.parent / "web" / "static" / "paletter" / "tokens.css"
"""The product's own colours: read as data, so that the page looks like the product."""
LOUD = "FLATTER"


def render(found: Findings) -> str:
    """Return the whole page."""
    style = _style()
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(style)}">\n'
        f"<title>{escape(_title(found))}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(_parts(found))
        + "\n</main>\n</body>\n</html>\n"
    )


def _parts(found: Findings) -> Iterator[str]:
    yield f"<h1>{escape(_title(found))}</h1>"
    yield f'<p class="lead">{escape(_lead(found))}</p>'
    for remark in found.remarks:
        loud = " loud" if LOUD in remark else ""
        yield f'<p class="remark{loud}">{escape(remark)}</p>'
    if found.skills:
        yield from _plots(found)
    if found.pairs:
        yield "<h2>Pairs won</h2>"
        yield "<p>Of two answers to one question, does the better one get the higher level? Dashed: chance.</p>"
        yield f'<div class="wide">{plots.pairs_won(found)}</div>'
    for table in tables(found):
        yield from _table(table)


def _title(found: Findings) -> str:
    return f"How far “{found.scorer}” can be trusted"


def _lead(found: Findings) -> str:
    version = f" (version {found.version})" if found.version else ""
    beside = f"{len(found.raters)} raters on {found.answers} answers by {found.writers} writers"
    on_pairs = "pairs of answers" + (f" (part “{found.part}”)" if found.part else "")
    told = ([f"beside {beside}"] if found.answers else []) + ([f"on {on_pairs}"] if found.pairs else [])
    return f"The scorer “{found.scorer}”{version}, {' and '.join(told)}."


def _plots(found: Findings) -> Iterator[str]:
    yield "<h2>How well it agrees</h2>"
    yield "<p>r with its 95 % interval. Nobody can agree with the raters better than they agree with one another.</p>"
    sources = plots.legend(plots.named((found.scorer, "word count", "the raters among themselves")))
    yield f'<div class="wide"><ul class="legend">{sources}</ul>{plots.correlations(found)}</div>'
    yield "<h2>Every answer</h2>"
    yield (
        "<p>One dot is one answer. On the dashed line both sides gave the same; in the tinted band lie about two of "
        "three answers.</p>"
    )
    yield _gallery((skill, plots.scatter(skill), _summary(skill)) for skill in found.skills)
    yield "<h2>What a level means</h2>"
    yield (
        "<p>What raters gave, on average, to answers with about the same level. On the dashed line a level means what "
        "it says; larger dots stand for more answers.</p>"
    )
    yield _gallery((skill, plots.calibration(skill), "") for skill in found.skills)


def _gallery(figures: Iterable[tuple[SkillAgreement, str, str]]) -> str:
    items = "".join(
        f'<li class="skill-{escape(skill.skill)}"><h3>{escape(skill.name)}</h3>'
        + (f'<p class="note">{escape(note)}</p>' if note else "")
        + f"{drawing}</li>"
        for skill, drawing, note in figures
    )
    return f'<ul class="plots">{items}</ul>'


def _summary(skill: SkillAgreement) -> str:
    if skill.scorer is None:
        return "Too few answers to tell anything."
    return f"r {estimate(skill.scorer.r)}, mean error {decimal(skill.scorer.error)}, n {skill.scorer.n}"


def _table(table: Table) -> Iterator[str]:
    yield f'<h2 id="{table.key}">{escape(table.title)}</h2>'
    if table.note:
        yield f'<p class="note">{escape(table.note)}</p>'
    head = "".join(
        f'<th scope="col"{_css(number, table)}>{escape(name)}</th>' for number, name in enumerate(table.columns)
    )
    body = "".join(f"<tr>{_cells(row, table)}</tr>" for row in table.rows)
    # Wide tables scroll by themselves, also for those who use the keyboard.
    yield (
        f'<div class="table" role="region" aria-labelledby="{table.key}" tabindex="0"><table>'
        f"<caption>{escape(table.title)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cells(row: tuple[str, ...], table: Table) -> str:
    first = f'<th scope="row" class="text">{escape(row[0])}</th>' if row[0] else '<td class="text"></td>'
    return first + "".join(f"<td{_css(n, table)}>{escape(cell)}</td>" for n, cell in enumerate(row[1:], start=1))


def _css(number: int, table: Table) -> str:
    return ' class="text"' if number < table.texts else ""


def _policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@lru_cache(maxsize=1)
def _style() -> str:
    tokens = TOKENS.read_text(encoding="utf-8")
    # Fonts lie beside the product's pages, not inside this file: it names the system's instead.
    return "\n".join([tokens[tokens.index(":root") :], (HERE / "page.css").read_text(encoding="utf-8")])
