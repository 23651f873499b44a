"""An audit as CSV and JSON for programs, and as plain text for a terminal. Figures that are withheld are not in it."""

import csv
import io
from collections.abc import Iterator, Mapping
from textwrap import fill
from typing import Any

from paletter.audits import explanations, layout
from paletter.audits.audit import Audit
from paletter.audits.figures import Compared, Group, Table
from paletter.audits.layout import Laid, Page

REAL = "real use"
WIDTH = 100
COLUMNS = (
    "data", "table", "group", "people", "selected", "selection_rate", "selection_ratio", "selection_ratio_low",
    "selection_ratio_high", "selection_p", "selection_below_four_fifths", "scored", "above_median",
    "scoring_rate", "scoring_ratio", "scoring_ratio_low", "scoring_ratio_high", "scoring_p",
    "scoring_below_four_fifths", "without_score", "hedges_g", "confidence", "words_corrected", "remark",
)  # fmt: skip


def to_csv(audit: Audit) -> str:
    """Return one line a group, and lines for those who are unknown or not shown. Empty cells are withheld or not to be
    had; `remark` says why.
    """
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    data = layout.SYNTHETIC if audit.is_synthetic else REAL
    for table in audit.figures.tables:
        for row in _lines(table):
            writer.writerow({"data": data, "table": table.key} | {name: _safe(value) for name, value in row.items()})
    return out.getvalue()


def _lines(table: Table) -> Iterator[Mapping[str, Any]]:
    for group in table.groups:
        yield {"group": layout.name_of(group)} | _flat(group)
    if table.unknown is not None:
        yield {"group": "Unknown", "people": table.unknown, "remark": "in no row"}
    if table.too_few:
        who = "in groups too small to show" + ("" if table.unknown is not None else ", or unknown")
        yield {"group": "Not shown", "people": table.too_few, "remark": who}


def _safe(value: Any) -> Any:
    """A category is as somebody gave it: no spreadsheet must take it for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t")) else value


def _flat(group: Group) -> dict[str, Any]:
    if not group.is_told:
        return {"remark": layout.TOO_FEW}
    flat: dict[str, Any] = {"people": group.people, "hedges_g": group.difference}
    flat |= {"confidence": group.confidence, "words_corrected": group.changed}
    flat |= {"without_score": group.unscored.count if group.unscored else None}
    remarks = [compared.why_none for compared in (group.selection, group.scoring) if compared]
    flat["remark"] = "; ".join(dict.fromkeys(filter(None, remarks)))
    return flat | _rated("selection", "selected", group.selection) | _rated("scoring", "above_median", group.scoring)


def _rated(kind: str, count: str, compared: Compared | None) -> dict[str, Any]:
    if compared is None:
        return {}
    rated: dict[str, Any] = {count: compared.rate.count, f"{kind}_rate": compared.rate.value}
    if kind == "scoring":
        rated["scored"] = compared.rate.of
    if found := compared.comparison:
        low, high = found.interval or (None, None)
        rated |= {f"{kind}_ratio": found.ratio, f"{kind}_ratio_low": low, f"{kind}_ratio_high": high}
        rated |= {f"{kind}_p": None if compared.is_highest else found.p}
        rated |= {f"{kind}_below_four_fifths": "yes" if found.is_below_four_fifths else "no"}
    return rated


def to_json(audit: Audit) -> dict[str, Any]:
    """Return an audit as JSON-ready values; what is withheld is null."""
    figures, sample, scope = audit.figures, audit.sample, audit.scope
    return {
        "data": layout.SYNTHETIC if audit.is_synthetic else REAL,
        "auditor": explanations.SELF_AUDIT,
        "organisation": audit.organisation,
        "made_at": audit.made_at.isoformat(),
        "period": {
            "from": _iso(scope.begin),
            "to": _iso(scope.end),
            "first": _iso(sample.first),
            "last": _iso(sample.last),
        },
        "jobs": [job.title for job in scope.jobs],
        "template": scope.template,
        "tool": {"name": "Paletter", "version": audit.version},
        "scorers": [
            {"name": s.name, "version": s.version, "interviews": s.interviews, "since": s.since.isoformat()}
            for s in sample.scorers
        ],
        "demographics": {
            "imported_at": audit.imported_at.isoformat(),
            "lines": audit.lines,
            "lines_about_nobody": audit.unmatched,
            "interviews_without_line": sample.without_line,
        },
        "sample": {
            "interviews": figures.people,
            "with_fit": figures.with_fit,
            "selected": figures.selected,
            "median": figures.median,
            "smallest_group_shown": figures.smallest,
        },
        "tables": [
            {
                "key": table.key,
                "groups": [{"group": list(group.names)} | _flat(group) for group in table.groups],
                "unknown": table.unknown,
                "not_shown": table.too_few,
            }
            for table in figures.tables
        ],
    }


def _iso(date: Any) -> str | None:
    return date.isoformat() if date else None


def to_text(page: Page) -> str:
    """Return an audit as text of a fixed width, for a terminal."""
    return "\n".join(_text(page)) + "\n"


def _text(page: Page) -> Iterator[str]:
    yield f"Bias audit: {page.organisation}"
    if page.label:
        yield fill(f"{page.label}: {explanations.SYNTHETIC_MEANING}", WIDTH)
    yield fill(explanations.SELF_AUDIT, WIDTH)
    yield ""
    width = max(len(term) for term, _ in page.facts)
    for term, fact in page.facts:
        yield fill(fact, WIDTH, initial_indent=f"{term:<{width}}  ", subsequent_indent=" " * (width + 2))
    for section in page.sections:
        yield ""
        yield section.title.upper() + (f"  [{page.label}]" if page.label else "")
        for table in section.tables:
            yield ""
            yield from _table(table)
        yield from ("", *(fill(remark, WIDTH) for remark in section.remarks))


def _table(table: Laid) -> Iterator[str]:
    grid = [(table.title, *table.columns), *((row.name, *row.cells) for row in table.rows)]
    widths = [max(len(line[place]) for line in grid if place < len(line)) for place in range(len(table.columns) + 1)]
    for number, line in enumerate(grid):
        told = table.rows[number - 1].told if number else ""
        cells = [
            f"{line[0]:<{widths[0]}}",
            *(f"{cell:>{width}}" for cell, width in zip(line[1:], widths[1:], strict=False)),
        ]
        yield "  ".join([*cells, told] if told else cells).rstrip()
