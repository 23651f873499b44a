"""How the indicators scorer does on the rated answers and pairs that come with the project.

    python bench/evaluate_indicators.py [--answers FOLDER]

Nothing is trained here: the shipped model meets answers that it was not trained on. Prints, per skill, the agreement
with the mean of the raters (answers in which two of three saw evidence), and, per kind of pair, in how many the better
answer gets the higher level: as written, and in lower case without punctuation, as a recogniser gives it. An answer
that is unscored loses its pair.
"""

import argparse
import csv
import json
import math
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import correlation, mean

from paletter.assessments import shelf
from paletter.scorers.indicators.scorer import IndicatorsScorer
from paletter.scores.assess import score_written
from paletter.vocabulary.rubrics import BarsRubric
from paletter.vocabulary.scores import CompetencyScore

FOLDER = Path(__file__).parents[1] / "data" / "interview-answers"
SCORER = IndicatorsScorer()
FORMS: Mapping[str, Callable[[str], str]] = {
    "as written": lambda text: text,
    "as heard": lambda text: re.sub(r"[^\w' ]", "", text.lower()),
}


def main() -> None:
    asked = argparse.ArgumentParser(description="How the indicators scorer does on rated answers and pairs.")
    asked.add_argument("--answers", type=Path, default=FOLDER)
    folder = asked.parse_args().answers
    rubrics = {rubric.competency.key: rubric for rubric in shelf.template("general-hospitality-foh").rubrics}
    answers, rated = read_lines(folder / "answers.jsonl"), ratings(folder / "ratings.csv", list(rubrics))
    for skill, rubric in rubrics.items():
        print(agreement(skill, rubric, answers, rated))
    if (folder / "pairs.jsonl").exists():
        print(*won(rubrics, read_lines(folder / "pairs.jsonl")), sep="\n")


def read_lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def ratings(path: Path, skills: list[str]) -> dict[tuple[str, str], float]:
    """Return the mean level by (answer, skill), where two raters at least saw evidence."""
    given = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for skill in skills:
                if float(row[skill]) > 0:
                    given[row["id"], skill].append(float(row[skill]))
    return {key: mean(levels) for key, levels in given.items() if len(levels) >= 2}


def level(question: str, text: str, rubric: BarsRubric) -> float | None:
    skill = rubric.competency.key
    result = score_written(answer_id="1", question=question, text=text, scorer=SCORER, rubrics=[rubric])[skill]
    return result.level if isinstance(result, CompetencyScore) else None


def agreement(
    skill: str, rubric: BarsRubric, answers: list[dict[str, str]], rated: Mapping[tuple[str, str], float]
) -> str:
    wanted = [row for row in answers if (row["id"], skill) in rated]
    told = [(level(row["question"], row["answer"], rubric), row) for row in wanted]
    scored = [(given, rated[row["id"], skill], math.log(len(row["answer"].split()))) for given, row in told if given]
    model, raters, words = zip(*scored, strict=True)
    r, by_words, shared = correlation(model, raters), correlation(raters, words), correlation(model, words)
    beyond = (r - by_words * shared) / math.sqrt((1 - by_words**2) * (1 - shared**2))
    error = mean(abs(a - b) for a, b in zip(model, raters, strict=True))
    return (
        f"{skill:16} rated {len(wanted):3}  scored {len(scored):3}  r {r:.2f}  r beyond words {beyond:.2f}  "
        f"r of words {by_words:.2f}  mean error {error:.2f}"
    )


def won(rubrics: Mapping[str, BarsRubric], pairs: list[dict[str, str]]) -> list[str]:
    counted: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for pair in pairs:
        rubric = rubrics[pair["skill"]]
        for form, change in FORMS.items():
            better, worse = (level(pair["question"], change(pair[side]), rubric) or 0 for side in ("better", "worse"))
            counted[pair["kind"], form].append(better > worse)
    return [f"{kind:24} {form:10} {sum(wins)} of {len(wins)}" for (kind, form), wins in counted.items()]


if __name__ == "__main__":
    main()
