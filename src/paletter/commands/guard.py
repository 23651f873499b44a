"""`paletter guard --scorer S`: tries what must not move a level; ends with 1 when a limit is broken."""

import argparse
import json
import sys
from dataclasses import asdict

from paletter.assessments import shelf
from paletter.commands import judging
from paletter.commands.printing import print_tables
from paletter.commands.progress import progress
from paletter.commands.score import SCORERS
from paletter.commands.stopping import FAILED, WRONG, Stop
from paletter.evaluation.baselines import NULL, NullScorer
from paletter.evaluation.guards import suite, verdicts
from paletter.evaluation.guards.interviews import Interview, interviews
from paletter.evaluation.guards.suite import Verdict
from paletter.scorers.protocol import Scorer, ScorerMisconfigured, ScorerUnavailable
from paletter.vocabulary.rubrics import AssessmentTemplate

TEMPLATE = "general-hospitality-foh"
"""The suite's interviews answer its questions."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--scorer",
        choices=(*SCORERS, NULL),
        default=SCORERS[0],
        help=f"who is tried; “{NULL}” draws levels at random, to see guards that do not hold",
    )
    parser.add_argument("--json", action="store_true", help="print everything for programs")
    parser.add_argument(
        "--interviews", type=int, metavar="N", help="try only the first so many interviews, for a scorer that costs"
    )


def run(asked: argparse.Namespace) -> int:
    template = shelf.template(TEMPLATE)
    chosen = _chosen(asked.interviews, interviews(template))
    scorer = NullScorer() if asked.scorer == NULL else judging.found(asked.scorer)
    verdict = _tried(scorer, chosen, template)
    if asked.json:
        content = asdict(verdict) | {"holds": verdict.holds}
        sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=2) + "\n")
    else:
        print_tables([verdicts.table(verdict)], remarks=verdicts.broken(verdict))
    return 0 if verdict.holds else FAILED


def _tried(scorer: Scorer, chosen: tuple[Interview, ...], template: AssessmentTemplate) -> Verdict:
    times = suite.planned(chosen, template)
    sys.stderr.write(
        f"“{scorer.name}” will be asked about {times} times, each time for one skill of one interview. "
        "A language model makes several requests of each.\n"
    )
    try:
        with progress(len(suite.guards(template))) as begin:
            return suite.run(scorer, chosen, template, begin=begin)
    except (ScorerMisconfigured, ScorerUnavailable) as error:
        raise Stop(f"The scorer can't judge now: {error}") from error


def _chosen(count: int | None, known: tuple[Interview, ...]) -> tuple[Interview, ...]:
    if count is not None and not 1 <= count <= len(known):
        raise Stop(f"--interviews is {count}; there are {len(known)}, and one is needed at least.", code=WRONG)
    return known[:count]
