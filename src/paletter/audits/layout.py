"""An audit in words and rows, the same for terminal, page and public page."""

from collections.abc import Iterator
from dataclasses import dataclass

from paletter.audits.audit import Audit
from paletter.audits.figures import Compared, Group, Table
from paletter.audits.impact import FOUR_FIFTHS, Rate
from paletter.audits.wording import chance, counted, day

SYNTHETIC = "SYNTHETIC DATA"
NONE = "–"
TOO_FEW = "too few to show"
MOST_PLACES = 6


@dataclass(frozen=True)
class Row:
    """A group's cells, one for each column of the table; or none, and `told` says why."""

    name: str
    cells: tuple[str, ...] = ()
    told: str = ""
    is_marked: bool = False
    """Its impact ratio is below four fifths."""


@dataclass(frozen=True)
class Laid:
    """One table. The first column names the group and stands outside `columns`."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def labelled(self) -> Iterator[tuple[Row, tuple[tuple[str, str], ...]]]:
        """Yield each row with its cells, each beside the name of its column; for narrow screens."""
        for row in self.rows:
            yield row, tuple(zip(self.columns, row.cells, strict=not row.told))


@dataclass(frozen=True)
class Section:
    """All tables of one way of grouping, and who is in none of their rows."""

    key: str
    title: str
    tables: tuple[Laid, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """An audit, laid out: `facts` are terms with what they are, in the order in which they are read."""

    organisation: str
    label: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    is_empty: bool
    """Nothing can be told of any group."""
    has_nobody: bool
    """No scored interview is in this audit at all."""


def lay_out(audit: Audit) -> Page:
    sections = tuple(_section(table, audit.figures.smallest) for table in audit.figures.tables)
    return Page(
        organisation=audit.organisation,
        label=SYNTHETIC if audit.is_synthetic else "",
        facts=tuple(_facts(audit)),
        sections=sections,
        is_empty=not any(section.tables for section in sections),
        has_nobody=not audit.figures.people,
    )


def _facts(audit: Audit) -> Iterator[tuple[str, str]]:
    figures, sample = audit.figures, audit.sample
    yield "Date of this audit", day(audit.made_at.date())
    yield "Interviews handed in", _period(audit)
    if audit.scope.jobs:
        yield "Jobs", ", ".join(job.title for job in audit.scope.jobs)
    if audit.scope.template:
        yield "Template", audit.scope.template
    yield "Scored interviews", f"{figures.people:,}"
    if figures.with_fit is not None:
        yield "With a fit score", f"{figures.with_fit:,}"
        yield "Selected", f"{figures.selected:,}, by a published fit score of 3.0 or more (the tag “3+ out of 5”)"
    if figures.median is not None:
        yield "Median fit score", f"{figures.median:.2f}"
    yield "Tool", f"Paletter {audit.version}"
    for scorer in sample.scorers:
        used = f"{scorer.name} {scorer.version}, in use here since {day(scorer.since)}"
        yield "Scorer", f"{used}, {counted(scorer.interviews, 'interview')}"
    yield "Demographics", _origin(audit)
    yield "Smallest group shown", counted(figures.smallest, "person", "people")


def _period(audit: Audit) -> str:
    first, last = audit.sample.first, audit.sample.last
    begin, end = audit.scope.begin, audit.scope.end
    asked = f"from {day(begin) if begin else 'the first'} to {day(end) if end else 'the last'}"
    asked = asked if begin or end else "all"
    return f"{asked}; found from {day(first)} to {day(last)}" if first and last else asked


def _origin(audit: Audit) -> str:
    told = f"from a file of {counted(audit.lines, 'line')}, imported on {day(audit.imported_at.date())}; "
    told += f"{audit.unmatched} of them about nobody who was interviewed here; "
    return told + f"it does not tell of {counted(audit.sample.without_line, 'interview')} of this audit"


def _section(table: Table, smallest: int) -> Section:
    return Section(
        key=table.key,
        title=table.title,
        tables=tuple(_tables(table)) if table.told else (),
        remarks=tuple(_remarks(table, smallest)),
    )


def _remarks(table: Table, smallest: int) -> Iterator[str]:
    if not table.told:
        yield _why_nothing(table, smallest)
        return
    if table.too_few_groups:
        yield _too_few(table)
    if table.unknown is not None:
        yield f"Unknown: {counted(table.unknown, 'person', 'people')} did not tell, and are in no row."
    if table.too_few and table.unknown is not None:
        yield f"Not shown: {counted(table.too_few, 'person', 'people')} in groups that are too small to show."
    elif table.too_few:
        yield (
            f"Unknown or not shown: {counted(table.too_few, 'person', 'people')} who did not tell or are in groups "
            "that are too small to show. How many are which is not told: a few people could be found by subtraction."
        )


def _too_few(table: Table) -> str:
    """Of crossings only how many: a list of all of them would be longer than the table."""
    few = table.too_few_groups
    if len(few[0].names) > 1:
        return f"Too few to show: {counted(len(few), 'other crossing')} of these groups."
    return f"Too few to show: {', '.join(map(name_of, few))}."


def _why_nothing(table: Table, smallest: int) -> str:
    people = table.too_few + (table.unknown or 0)
    if not people:
        return "There is nobody in this sample."
    if people == table.unknown:
        return f"Nothing can be shown: nobody of {counted(people, 'person', 'people')} told."
    return (
        f"Nothing can be shown of {counted(people, 'person', 'people')}: the groups have fewer than {smallest} people, "
        "or showing some of them would tell of others by subtraction."
    )


def _tables(table: Table) -> Iterator[Laid]:
    compared = ("rate", "impact ratio", "95 % interval", "exact test, p")
    yield Laid(
        title="Selection rate",
        columns=("people", "selected", *compared),
        rows=tuple(_rated(group, group.selection) for group in table.told),
    )
    yield Laid(
        title="Scoring rate",
        columns=("with a fit score", "above the median", *compared),
        rows=tuple(_rated(group, group.scoring) for group in table.told),
    )
    yield Laid(
        title="Beside the rates",
        columns=("without a fit score", "mean difference, g", "recogniser's confidence", "words corrected"),
        rows=tuple(_beside(group) for group in table.told),
    )


def _rated(group: Group, compared: Compared | None) -> Row:
    if compared is None:
        return Row(name_of(group), told=TOO_FEW)
    rate, found = compared.rate, compared.comparison
    numbers = (str(rate.of), str(rate.count), percent(rate))
    if found is None:
        return Row(name_of(group), (*numbers, compared.why_none, NONE, NONE))
    if compared.is_highest:
        return Row(name_of(group), (*numbers, "1.00, the highest", NONE, NONE))
    ratio = _ratio(found.ratio) + (", below 4/5" if found.is_below_four_fifths else "")
    interval = "{:.2f} to {:.2f}".format(*found.interval) if found.interval else NONE
    return Row(name_of(group), (*numbers, ratio, interval, chance(found.p)), is_marked=found.is_below_four_fifths)


def _ratio(value: float) -> str:
    """Say a ratio to two places; where that would round it up to four fifths, to as many as show it below."""
    places = 2
    while value < FOUR_FIFTHS <= float(f"{value:.{places}f}") and places < MOST_PLACES:
        places += 1
    return f"{value:.{places}f}"


def _beside(group: Group) -> Row:
    unscored = group.unscored
    return Row(
        name_of(group),
        (
            f"{unscored.count} of {unscored.of}, {percent(unscored)}" if unscored else NONE,
            NONE if group.difference is None else f"{group.difference:+.2f}".replace("-", "−"),
            NONE if group.confidence is None else f"{group.confidence:.2f}",
            NONE if group.changed is None else f"{group.changed * 100:.1f} %",
        ),
    )


def name_of(group: Group) -> str:
    return ", ".join(group.names)


def percent(rate: Rate) -> str:
    return f"{rate.value * 100:.1f} %"
