"""`paletter evaluate RATED.csv --scorer S`: how far a scorer agrees with raters, and what it is worth."""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from paletter import plugins
from paletter.assessments import shelf
from paletter.commands import judging
from paletter.commands.printing import print_tables
from paletter.commands.progress import Next, progress
from paletter.commands.score import SCORERS
from paletter.commands.stopping import WRONG, Stop
from paletter.evaluation import findings, flat, folds, page, pairs, ratings
from paletter.evaluation.baselines import NULL, WORDS, NullScorer, trained_on_words
from paletter.evaluation.bootstrap import DRAWS
from paletter.evaluation.findings import Contender, Findings, Wishes
from paletter.evaluation.lines import Unreadable
from paletter.evaluation.pairs import Pair
from paletter.evaluation.ratings import Rated
from paletter.evaluation.tables import tables
from paletter.scorers.protocol import ScorerMisconfigured, ScorerUnavailable
from paletter.vocabulary.rubrics import BarsRubric

CHOICES = (*SCORERS, WORDS, NULL)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "rated",
        nargs="?",
        type=Path,
        metavar="RATED.csv",
        help="columns id, rater and one for each skill (1 to 5; 0 = no evidence); columns group… are tabulated",
    )
    parser.add_argument(
        "--scorer",
        choices=CHOICES,
        default=CHOICES[0],
        help=f"who judges; “{WORDS}” counts words and “{NULL}” draws levels at random, to see what is worth nothing",
    )
    parser.add_argument(
        "--by",
        default="",
        metavar="FIELD",
        help="train the scorer anew without each writer (or another field of the answers) before it judges them",
    )
    parser.add_argument("--answers", type=Path, metavar="FILE", help="the answers; without it answers.jsonl beside")
    parser.add_argument("--groups", type=Path, metavar="FILE", help="a table of id and groups, tabulated one by one")
    parser.add_argument("--pairs", type=Path, metavar="PAIRS.jsonl", help="pairs of answers of which one is better")
    parser.add_argument("--part", default="", metavar="PART", help="only pairs of this part, such as “test”")
    parser.add_argument(
        "--words-wrong", type=_percents, default=(), metavar="10,20,30", help="judge again with so many percent wrong"
    )
    parser.add_argument("--as-heard", action="store_true", help="judge again in lower case without punctuation")
    parser.add_argument("--draws", type=int, default=DRAWS, metavar="N", help=f"samples for intervals, {DRAWS} or more")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write every figure as a row for spreadsheets")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything for programs")
    parser.add_argument("--page", type=Path, metavar="FILE.html", help="write one page with plots and tables")


def run(asked: argparse.Namespace) -> int:
    rubrics = known_rubrics()
    _check(asked)
    try:
        rated = _rated(asked, tuple(rubrics))
        chosen = pairs.read(asked.pairs, known=rubrics, part=asked.part) if asked.pairs else ()
        found = _found(asked, rated, chosen, rubrics)
    except Unreadable as error:
        raise Stop(str(error), code=WRONG) from error
    except (ScorerMisconfigured, ScorerUnavailable) as error:
        raise Stop(f"The scorer can't judge now: {error}") from error
    print_tables(tables(found), remarks=found.remarks)
    _write(asked, found)
    return 0


def known_rubrics() -> dict[str, BarsRubric]:
    """Return the rubric of every skill that shipped templates judge, by its key."""
    return {rubric.competency.key: rubric for template in shelf.templates() for rubric in template.rubrics}


def contender(name: str) -> Contender:
    """Return a scorer, or a baseline, by its name."""
    if name == NULL:
        return Contender(NULL, NullScorer())
    if name == WORDS:
        return Contender(WORDS, None, trained_on_words)
    scorer = judging.found(name)
    return Contender(
        name,
        scorer,
        plugins.trainer_named(name),
        trained_on=plugins.trained_on(name),
        texts=plugins.texts_trained_on(name),
    )


def _rated(asked: argparse.Namespace, known: Sequence[str]) -> Rated | None:
    if asked.rated is None:
        return None
    return ratings.read(asked.rated, known=known, answers=asked.answers, groups=asked.groups)


def _found(
    asked: argparse.Namespace, rated: Rated | None, chosen: Sequence[Pair], rubrics: Mapping[str, BarsRubric]
) -> Findings:
    one = contender(asked.scorer)
    wishes = Wishes(by=asked.by, words_wrong=asked.words_wrong, as_heard=asked.as_heard, draws=asked.draws)
    with progress(_pieces(rated, chosen, wishes, one)) as begin:
        if rated is None:
            return _compared(one, None, chosen, rubrics, asked.part, begin)
        agreed = findings.agree(one, rated, rubrics, wishes, begin=begin)
        if not chosen:
            return agreed
        compared = _compared(one, rated, chosen, rubrics, asked.part, begin)
    remarks = (*agreed.remarks, *compared.remarks)
    return replace(agreed, remarks=remarks, pairs=compared.pairs, part=compared.part, names=compared.names)


def _compared(
    one: Contender,
    rated: Rated | None,
    chosen: Sequence[Pair],
    rubrics: Mapping[str, BarsRubric],
    part: str,
    begin: Next,
) -> Findings:
    """Compare pairs; a contender that has to be trained first learns from all rated answers, which pairs are not of."""
    if one.scorer is None:
        if rated is None or one.train is None:
            raise Stop(f"“{one.name}” learns from rated answers: give RATED.csv beside the pairs.", code=WRONG)
        one = replace(one, scorer=one.train(rated.answers))
    return findings.compare(one, chosen, rubrics, part=part, begin=begin)


def _pieces(rated: Rated | None, chosen: Sequence[Pair], wishes: Wishes, one: Contender) -> int:
    if rated is None:
        return len(chosen)
    times = 1 + len(wishes.words_wrong) + wishes.as_heard
    trained = one.train is not None and (wishes.by or one.scorer is None)
    held = tuple(set(folds.clusters(rated.answers, wishes.by or folds.WRITER))) if trained else ()
    return len(rated.answers) * times + len(folds.together(held)) + len(chosen)


def _percents(text: str) -> tuple[int, ...]:
    try:
        percents = tuple(int(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” should be whole percentages, such as 10,20,30") from None
    if not all(0 < percent <= 100 for percent in percents):
        raise argparse.ArgumentTypeError(f"“{text}” should be percentages from 1 to 100")
    return percents


def _check(asked: argparse.Namespace) -> None:
    """Find out what can't work before everything is scored."""
    if asked.rated is None and asked.pairs is None:
        raise Stop("Give RATED.csv, or --pairs PAIRS.jsonl, or both: there is nothing to evaluate on.", code=WRONG)
    if asked.rated is None and (asked.by or asked.words_wrong or asked.as_heard or asked.groups or asked.answers):
        raise Stop("--by, --words-wrong, --as-heard, --groups and --answers are about RATED.csv: give it.", code=WRONG)
    if asked.part and asked.pairs is None:
        raise Stop("--part chooses among pairs: give --pairs PAIRS.jsonl.", code=WRONG)
    if asked.draws < DRAWS:
        raise Stop(f"--draws is {asked.draws}; intervals from fewer than {DRAWS} samples would jump.", code=WRONG)
    _check_outputs(asked)


def _check_outputs(asked: argparse.Namespace) -> None:
    """Raise Stop for a file that could not be written, or that would take the place of another one."""
    read = [asked.rated, asked.groups, asked.pairs, asked.answers]
    read += [asked.rated.with_name(ratings.BESIDE)] if asked.rated else []
    taken = {path.resolve() for path in read if path is not None}
    for out in (path for path in (asked.csv, asked.json, asked.page) if path is not None):
        try:
            has_place, is_folder = out.absolute().parent.is_dir(), out.is_dir()
        except OSError as error:
            raise Stop(f"“{out}” can't be written: {error.strerror}.", code=WRONG) from error
        if not has_place:
            raise Stop(f"There is no folder “{out.parent}” for “{out.name}”.", code=WRONG)
        if is_folder:
            raise Stop(f"“{out}” is a folder; name a file to be written.", code=WRONG)
        if out.resolve() in taken:
            raise Stop(f"“{out}” is named twice: what is written would take the place of the other.", code=WRONG)
        taken.add(out.resolve())


def _write(asked: argparse.Namespace, found: Findings) -> None:
    if asked.csv:
        _put(asked.csv, flat.to_csv(found))
    if asked.json:
        _put(asked.json, json.dumps(found.as_json(), ensure_ascii=False, indent=2) + "\n")
    if asked.page:
        _put(asked.page, page.render(found))


def _put(out: Path, text: str) -> None:
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Stop(f"“{out}” can't be written: {error.strerror}.") from error
