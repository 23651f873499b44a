"""Writes docs/technical-report.md anew: every table that says how far a scorer can be trusted.

    python bench/technical_report.py [--scorer indicators] [--real FOLDER] [--date 2026-11-25] [--out FILE]

Takes the invented answers and pairs that come with the project and, where they are there, the real answers beside it.
The prose stands in technical_report_text.md; this program fills in what it measures. A scorer that can be trained anew
judges nobody by a model that has seen them.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import fmean
from string import Template

from paletter.assessments import shelf
from paletter.commands.evaluate import contender, known_rubrics
from paletter.evaluation import findings, pairs, ratings, tables
from paletter.evaluation.bootstrap import DRAWS
from paletter.evaluation.findings import Contender, Findings, Wishes
from paletter.evaluation.guards import suite, verdicts
from paletter.evaluation.guards.interviews import interviews
from paletter.evaluation.pairs import ALL, PairsWon
from paletter.evaluation.ratings import Rated
from paletter.evaluation.tables import Table
from paletter.evaluation.wording import decimal, percent
from paletter.scorers.protocol import Scorer
from paletter.vocabulary.rubrics import BarsRubric

HERE = Path(__file__).parent
REPOSITORY = HERE.parent
INVENTED = REPOSITORY / "data" / "interview-answers"
REAL = REPOSITORY.parent / "shared" / "data" / "interview-answers"
OUT = REPOSITORY / "docs" / "technical-report.md"
TEXT = HERE / "technical_report_text.md"
TEMPLATE = "general-hospitality-foh"
WORDS_WRONG = (10, 20, 30)
BY = "writer"
REAL_ANSWERS, INVENTED_ANSWERS = "Real answers", "Invented answers"
LEFT_OUT = "## Real answers\n\nThey were not there when this report was written, so their tables are missing."
PAIRS_AIMED_AT = {"equal_length": 90, "short_strong_long_weak": 85, "other_skill": 80}
FAST, SMALL = 20, 400
ROUNDS = 5


def main() -> None:
    asked = argparse.ArgumentParser(description="Writes the technical report anew.")
    asked.add_argument("--scorer", default="indicators")
    asked.add_argument("--real", type=Path, default=REAL, help="folder with answers.jsonl and ratings.csv")
    asked.add_argument("--invented", type=Path, default=INVENTED, help="the same, with pairs.jsonl")
    asked.add_argument("--date", default=date.today().isoformat(), help="date to write into the report")  # noqa: DTZ011
    asked.add_argument("--out", type=Path, default=OUT)
    given = asked.parse_args()
    text = report(contender(given.scorer), given.real, given.invented, day=given.date)
    given.out.write_text(text, encoding="utf-8")
    print(f"The report is in {given.out}.", file=sys.stderr)


def report(
    one: Contender, real: Path, invented: Path, *, day: str, most: int | None = None, rounds: int = ROUNDS
) -> str:
    """Return the whole report on a scorer that ships; guards are tried on `most` interviews, or on all."""
    rubrics = known_rubrics()
    data = {REAL_ANSWERS: read(real, rubrics), INVENTED_ANSWERS: read(invented, rubrics)}
    found = {name: agreed(one, rated, rubrics) for name, rated in data.items() if rated}
    chosen = pairs.read(invented / "pairs.jsonl", known=rubrics, part="test")
    compared = findings.compare(one, chosen, rubrics, part="test")
    template = shelf.template(TEMPLATE)
    tried = interviews(template)[:most]
    verdict = suite.run(shipped(one), tried, template)
    parts = {
        "date": day,
        "scorer": one.name,
        "version": shipped(one).version,
        "material": "\n".join(material(data)),
        "real": chapter(REAL_ANSWERS, found[REAL_ANSWERS], aims) if REAL_ANSWERS in found else LEFT_OUT,
        "invented": chapter(INVENTED_ANSWERS, found[INVENTED_ANSWERS]),
        "worthless": worthless(data, rubrics),
        "pairs": won(compared),
        "guards": markdown(verdicts.table(verdict))
        + "".join(f"\n\nBroken: {line}" for line in verdicts.broken(verdict)),
        "interviews": str(len(tried)),
        "speed": speed(one.name, invented / "answers.jsonl", rounds),
        "draws": str(DRAWS),
    }
    return Template(TEXT.read_text(encoding="utf-8")).substitute(parts)


def read(folder: Path, rubrics: Mapping[str, BarsRubric]) -> Rated | None:
    path = folder / "ratings.csv"
    return ratings.read(path, known=tuple(rubrics)) if path.exists() else None


def shipped(one: Contender) -> Scorer:
    if one.scorer is None:
        raise SystemExit(f"“{one.name}” has no shipped version to report on.")
    return one.scorer


def agreed(one: Contender, rated: Rated, rubrics: Mapping[str, BarsRubric]) -> Findings:
    by = BY if one.train is not None else ""
    return findings.agree(one, rated, rubrics, Wishes(by=by, words_wrong=WORDS_WRONG, as_heard=True))


def material(data: Mapping[str, Rated | None]) -> Iterator[str]:
    for name, rated in data.items():
        if rated is not None:
            writers = len({answer.fields[BY] for answer in rated.answers})
            origin = "volunteers, written" if name == REAL_ANSWERS else "language models, as invented people"
            yield (
                f"| {name} | {len(rated.answers)} | {writers} | {len(rated.raters)}, language models | {origin} | "
                f"`{rated.digest[:16]}…` |"
            )


def chapter(name: str, found: Findings, first: Callable[[Findings], str] | None = None) -> str:
    """Return one data set's chapter; `first` comes before its tables."""
    remarks = [f"**{remark}**" for remark in found.remarks]
    before = [first(found)] if first else []
    return "\n\n".join([f"## {name}", *remarks, *before, *(section(table) for table in tables.tables(found))])


def aims(found: Findings) -> str:
    """Return what was aimed at, on real answers and before the work, beside what was measured."""
    told = [skill.scorer for skill in found.skills if skill.scorer is not None]
    beyond = [one.beyond for one in told if one.beyond is not None]
    r, lowest = fmean(one.r.value for one in told), min(one.r.value for one in told)
    error, more = fmean(one.error for one in told), fmean(one.value for one in beyond)
    above = sum(one.is_above_zero for one in beyond)
    rows = [
        ("mean r over the skills", "at least .60", decimal(r), r >= 0.60),
        ("lowest r of a skill", "at least .45", decimal(lowest), lowest >= 0.45),
        ("mean error over the skills", "at most .55", decimal(error), error <= 0.55),
        ("mean r beyond words", "at least .30", decimal(more), more >= 0.30),
        (
            "skills whose r beyond words is above 0, interval and all",
            "all",
            f"{above} of {len(told)}",
            above == len(told),
        ),
    ]
    return rows_of("aim", rows)


def won(found: Findings) -> str:
    """Return the pairs: what was aimed at, and the tables."""
    rows = [
        (
            f"{tables.KINDS.get(one.kind, one.kind)}, {one.form}",
            f"at least {PAIRS_AIMED_AT[one.kind]} %",
            percent(one.won.value),
            reached(one),
        )
        for one in found.pairs
        if one.skill == ALL and one.kind in PAIRS_AIMED_AT
    ]
    return "\n\n".join([rows_of("pairs won", rows), *(section(table) for table in tables.tables(found))])


def reached(one: PairsWon) -> bool:
    return one.won.reaches(PAIRS_AIMED_AT[one.kind])


def rows_of(name: str, rows: Sequence[tuple[str, str, str, bool]]) -> str:
    lines = [f"| {name} | aimed at | measured | |", "| --- | --- | --- | --- |"]
    for what, aim, value, is_met in rows:
        lines.append(f"| {what} | {aim} | {value} | {'reached' if is_met else '**not reached**'} |")
    return "\n".join(lines)


def worthless(data: Mapping[str, Rated | None], rubrics: Mapping[str, BarsRubric]) -> str:
    """Return the agreement of levels at random and of the number of words, on all data there is."""
    parts = []
    for name, rated in data.items():
        for which in ("null", "words"):
            if rated is not None:
                found = findings.agree(contender(which), rated, rubrics)
                only = tables.agreement(found)
                kept = [row for row in named(only.rows) if row[1] == which]
                title = f"{name}: {'levels at random' if which == 'null' else 'the number of words'}"
                parts.append(section(replace(only, title=title, rows=tuple(kept), note="")))
    return "\n\n".join(parts)


def named(rows: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Yield rows with the skill's name in each."""
    name = ""
    for row in rows:
        name = row[0] or name
        yield (name, *row[1:])


def speed(scorer: str, answers: Path, rounds: int) -> str:
    """Measure in a process of its own, which has loaded nothing else."""
    asked = ["--scorer", scorer, "--answers", str(answers), "--rounds", str(rounds)]
    command = [sys.executable, str(HERE / "scoring_speed.py"), *asked]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    rows = [
        (
            f"answers judged on {told['skills']} skills each, a second on one core",
            f"at least {FAST}",
            f"{told['answers_per_second']:.0f} ({told['slowest']:.0f} to {told['fastest']:.0f})",
            told["answers_per_second"] >= FAST,
        ),
        ("memory at its peak", f"under {SMALL} MB", f"{told['peak_mb']:.0f} MB", told["peak_mb"] < SMALL),
    ]
    note = f"Median of {told['rounds']} rounds over {told['answers']} answers, with the slowest and the fastest."
    return f"{rows_of('measured', rows)}\n\n{note} `python bench/scoring_speed.py`."


def section(table: Table) -> str:
    note = f"\n\n{table.note}" if table.note else ""
    return f"### {table.title}\n\n{markdown(replace(table, note=''))}{note}"


def markdown(table: Table) -> str:
    """Return a table as Markdown, with its note below."""
    sides = ["---" if number < table.texts else "---:" for number in range(len(table.columns))]
    lines = [f"| {' | '.join(cells)} |" for cells in (table.columns, sides, *map(escaped, table.rows))]
    return "\n".join(lines) + (f"\n\n{table.note}" if table.note else "")


def escaped(row: Iterable[str]) -> list[str]:
    return [cell.replace("|", "\\|") for cell in row]


if __name__ == "__main__":
    main()
