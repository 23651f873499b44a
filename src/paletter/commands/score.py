"""`paletter score ANSWERS.jsonl`: levels of written answers, one line of JSON out for each line in."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from paletter.assessments import shelf
from paletter.commands.judging import judge
from paletter.commands.progress import progress
from paletter.commands.stopping import WRONG, Stop
from paletter.config.options import Options
from paletter.scores.assess import score_written
from paletter.vocabulary.rubrics import BarsRubric
from paletter.vocabulary.scores import CompetencyScore, SkillResult

SCORERS: tuple[str, ...] = get_args(Options.model_fields["scorer"].annotation)


@dataclass(frozen=True)
class WrittenAnswer:
    id: str
    question: str
    text: str
    competencies: tuple[str, ...]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        type=Path,
        metavar="ANSWERS.jsonl",
        help='lines such as {"id": "a1", "question": "…", "answer": "…", "competencies": ["service"]}; '
        "without competencies every skill is judged",
    )
    parser.add_argument("--scorer", choices=SCORERS, default=SCORERS[0], help="who judges")


def run(asked: argparse.Namespace) -> int:
    rubrics = _rubrics()
    answers = read(asked.file, known=tuple(rubrics))
    with judge(asked.scorer) as scorer, progress(len(answers)) as begin:
        for answer in answers:
            begin(f"Scoring {answer.id}")
            results = score_written(
                answer_id=answer.id,
                question=answer.question,
                text=answer.text,
                scorer=scorer,
                rubrics=rubrics.values(),
                competencies=answer.competencies,
            )
            line = {"id": answer.id, "scores": {key: _as_json(result) for key, result in results.items()}}
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    return 0


def read(path: Path, *, known: Sequence[str]) -> list[WrittenAnswer]:
    """Return the answers of a file. Raises Stop naming the file, the line and what is wrong there."""
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        raise Stop(f"There is no file “{path}”. Check the name and the folder.", code=WRONG) from None
    except OSError as error:
        raise Stop(f"“{path}” can't be read: {error.strerror}.", code=WRONG) from error
    answers = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                answers.append(_answer(line, known))
            except ValueError as error:
                raise Stop(f"{path}, line {number}: {error}", code=WRONG) from error
    return answers


def _answer(line: bytes, known: Sequence[str]) -> WrittenAnswer:
    try:
        content = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"is no JSON ({error.msg} at character {error.colno}).") from error
    except UnicodeDecodeError as error:
        raise ValueError("is not written in UTF-8.") from error
    if not isinstance(content, dict):
        raise ValueError('must be an object such as {"id": "a1", "question": "…", "answer": "…"}.')
    for field in ("id", "question", "answer"):
        if not isinstance(content.get(field), str):
            raise ValueError(f"“{field}” must be there and be text in quotes.")
    return WrittenAnswer(content["id"], content["question"], content["answer"], _competencies(content, known))


def _competencies(content: Mapping[str, Any], known: Sequence[str]) -> tuple[str, ...]:
    wanted = content.get("competencies") or []
    if not isinstance(wanted, list):
        raise ValueError("“competencies” must be a list.")
    for key in wanted:
        if key not in known:
            raise ValueError(f"there is no skill “{key}”. Known skills: {', '.join(known)}.")
    return tuple(wanted)


def _rubrics() -> dict[str, BarsRubric]:
    """Return the rubric of every skill that shipped templates judge, by its key."""
    return {rubric.competency.key: rubric for template in shelf.templates() for rubric in template.rubrics}


def _as_json(result: SkillResult) -> dict[str, Any]:
    if isinstance(result, CompetencyScore):
        # One sentence may show several behaviours; without times it is one quote.
        quotes = dict.fromkeys(evidence.quote for evidence in result.evidence)
        told = {"level": result.level, "reason": result.rationale, "evidence": [{"quote": quote} for quote in quotes]}
        return told if result.spread is None else told | {"spread": result.spread}
    return {"level": None, "reason": result.reason, "evidence": []}
