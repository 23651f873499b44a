"""What the built-in scorer learns from: answers with their levels, marks of what their parts show, pairs, clauses.

The project's own material lies in `data/`; rated answers of others are given as they were read. Marks name words by
their places, so they hold for texts that are not part of the project as well.
"""

import csv
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean

from paletter.assessments import shelf
from paletter.evaluation.ratings import RatedAnswer, mark, read
from paletter.scorers.indicators.catalogue import SKILLS

DATA = Path(__file__).parents[3] / "data"
ANSWERS, BEHAVIOURS = DATA / "interview-answers", DATA / "behaviours"
RATED = (ANSWERS, ANSWERS / "ordinary")
OWN, PLAIN, PAIRS, OTHERS = "answers", "ordinary", "pairs", "siop-2024"
FEWEST_RATERS = 2
FEWEST_BLANKS = 2
OTHERS_WEIGHT = 3.0
"""Real answers are few and what levels are for: each counts so often."""

Mark = tuple[int, int, frozenset[str]]
"""First and last word of a part, and the codes of what it shows."""


@dataclass(frozen=True)
class Example:
    """One answer. `held_with` names whose it is: what is held out together. `levels` go by skill; `weight` is how often
    it counts; `marks` is None where nobody marked it."""

    key: str
    held_with: str
    text: str
    levels: Mapping[str, float] = field(default_factory=dict)
    weight: float = 1.0
    marks: Sequence[Mark] | None = None


@dataclass(frozen=True)
class Pair:
    """Keys of two examples, the better one of which shows more of a skill."""

    skill: str
    better: str
    worse: str


@dataclass(frozen=True)
class Material:
    examples: tuple[Example, ...]
    pairs: tuple[Pair, ...]
    clauses: tuple[tuple[str, frozenset[str]], ...]
    """Single clauses with the codes of what they show."""


def is_there() -> bool:
    """Return whether the project's own material is at hand (it is no part of an installed package)."""
    return (BEHAVIOURS / "marks.csv").exists()


def material(given: Sequence[RatedAnswer] = ()) -> Material:
    """Return the project's material and the given rated answers; where these are the project's own, only the given."""
    marks = _marks(BEHAVIOURS / "marks.csv")
    sources = [(OWN, ANSWERS, 1.0), (PLAIN, ANSWERS / "ordinary", 1.0)]
    rest = {(answer.id, answer.text): answer for answer in given}
    examples: list[Example] = []
    for source, folder, weight in sources:
        own = {(answer.id, answer.text): answer for answer in read(folder / "ratings.csv", known=SKILLS).answers}
        mine = [rest.pop(key) for key in own if key in rest] or list(own.values())
        examples += [_example(answer, source, marks, weight) for answer in mine]
    examples += [_example(answer, OTHERS, marks, OTHERS_WEIGHT) for answer in rest.values()]
    pairs, sides = _pairs(ANSWERS, marks)
    clauses = (*_clauses(BEHAVIOURS / "clauses.csv"), *_scales())
    return Material((*examples, *sides), pairs, clauses)


def files() -> tuple[Path, ...]:
    """Return every file of the project's own material, in a fixed order."""
    answers = [folder / name for folder in RATED for name in ("answers.jsonl", "ratings.csv")]
    pairs = [ANSWERS / "pairs.jsonl", ANSWERS / "pair-ratings.csv"]
    return (*answers, *pairs, BEHAVIOURS / "marks.csv", BEHAVIOURS / "clauses.csv")


def texts_of_others(of: Material) -> list[str]:
    """Return the marks of the texts that are no part of the project."""
    return sorted({mark(one.text) for one in of.examples if one.key.startswith(f"{OTHERS}:")})


def _example(
    answer: RatedAnswer, source: str, marks: Mapping[tuple[str, str], Sequence[Mark]], weight: float
) -> Example:
    levels = {skill: level for skill in SKILLS if (level := answer.level(skill)) is not None}
    held = answer.fields.get("writer", answer.id)
    return Example(f"{source}:{answer.id}", held, answer.text, levels, weight, marks.get((source, answer.id)))


def _marks(path: Path) -> dict[tuple[str, str], list[Mark]]:
    found: dict[tuple[str, str], list[Mark]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            mark = (int(row["first"]), int(row["last"]), frozenset(row["codes"].split()))
            found.setdefault((row["source"], row["answer"]), []).append(mark)
    return found


def _pairs(
    folder: Path, marks: Mapping[tuple[str, str], Sequence[Mark]]
) -> tuple[tuple[Pair, ...], tuple[Example, ...]]:
    """Return the pairs that may be trained on and their answers; a third is for testing only."""
    rated = _pair_levels(folder / "pair-ratings.csv")
    lines = [json.loads(line) for line in (folder / "pairs.jsonl").read_text(encoding="utf-8").splitlines()]
    pairs, sides = [], []
    for line in (line for line in lines if line["part"] == "train"):
        names = {side: f"{line['id']}:{side}" for side in ("better", "worse")}
        pairs.append(Pair(line["skill"], *(f"{PAIRS}:{names[side]}" for side in ("better", "worse"))))
        for side, name in names.items():
            levels = rated.get((line["id"], side), {})
            sides.append(Example(f"{PAIRS}:{name}", line["id"], line[side], levels, 1.0, marks.get((PAIRS, name))))
    return tuple(pairs), tuple(sides)


def _pair_levels(path: Path) -> dict[tuple[str, str], dict[str, float]]:
    given: dict[tuple[str, str], list[Mapping[str, str]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            given.setdefault((row["pair"], row["side"]), []).append(row)
    return {key: _mean_levels(rows) for key, rows in given.items()}


def _mean_levels(rows: Sequence[Mapping[str, str]]) -> dict[str, float]:
    seen = {skill: [float(row[skill]) for row in rows if float(row[skill]) > 0] for skill in SKILLS}
    return {skill: fmean(levels) for skill, levels in seen.items() if len(levels) >= FEWEST_RATERS}


def _scales() -> Iterable[tuple[str, frozenset[str]]]:
    """Yield what the scales of the shipped templates say: whoever reads them aloud shows nothing."""
    for template in shelf.templates():
        for rubric in template.rubrics:
            texts = (rubric.competency.definition, *rubric.anchors.values())
            clauses = (clause.strip() for text in texts for clause in re.split(r"[.;,]", text))
            yield from ((clause, frozenset()) for clause in clauses if clause.count(" ") >= FEWEST_BLANKS)


def _clauses(path: Path) -> Iterable[tuple[str, frozenset[str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            text = row["clause"]
            yield text[:1].upper() + text[1:], frozenset(row["codes"].split()) - {"-"}
