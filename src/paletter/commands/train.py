"""`paletter train [RATED.csv …]`: makes the built-in scorer's points and coefficients anew, the same each time."""

import argparse
from datetime import date
from pathlib import Path

from paletter.commands.stopping import FAILED, WRONG, Stop
from paletter.evaluation.lines import Unreadable
from paletter.evaluation.ratings import RatedAnswer, digest, read
from paletter.scorers.indicators.catalogue import SKILLS
from paletter.scorers.indicators.detecting import SIGNS
from paletter.scorers.indicators.model import MODEL
from paletter.training import material
from paletter.training.points import TrainingImpossible
from paletter.training.train import Origin, model_file, signs_file, train


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "rated",
        type=Path,
        nargs="*",
        metavar="RATED.csv",
        help="rated answers beside the project's own, each with its answers.jsonl in the same folder",
    )
    parser.add_argument("--date", type=date.fromisoformat, required=True, help="to write into the model: 2026-11-25")
    parser.add_argument("--out", type=Path, default=MODEL.parent, metavar="FOLDER", help="where the files go")


def run(asked: argparse.Namespace) -> int:
    if not material.is_there():
        raise Stop(f"There is nothing to train on: {material.DATA} is missing. Train in a checkout.", code=WRONG)
    given, digests = _given(asked.rated)
    try:
        learned_from = material.material(given)
        trained = train(learned_from)
    except TrainingImpossible as error:
        raise Stop(str(error), code=FAILED) from error
    own = [digest(folder / "answers.jsonl", folder / "ratings.csv") for folder in material.RATED]
    told = Origin(
        on=asked.date,
        data=(*own, *digests),
        material=digest(*material.files()),
        texts_of_others=tuple(material.texts_of_others(learned_from)),
    )
    asked.out.mkdir(parents=True, exist_ok=True)
    (asked.out / SIGNS.name).write_text(signs_file(trained), encoding="utf-8")
    (asked.out / MODEL.name).write_text(model_file(trained, told), encoding="utf-8")
    return 0


def _given(paths: list[Path]) -> tuple[list[RatedAnswer], list[str]]:
    try:
        sets = [read(path, known=SKILLS) for path in paths]
    except Unreadable as error:
        raise Stop(str(error), code=WRONG) from error
    return [answer for one in sets for answer in one.answers], [one.digest for one in sets]
