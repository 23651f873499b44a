"""`paletter rescore --organisation NAME`: scores interviews again, beside what counts, and shows the difference."""

import argparse
import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from rich.console import Console
from rich.table import Table

from paletter.commands.opening import database_ready
from paletter.commands.stopping import FAILED, WRONG, Stop
from paletter.scorers.protocol import ScorerMisconfigured, ScorerUnavailable
from paletter.scores import comparison
from paletter.vocabulary.scores import CompetencyScore, NoFitScore, SkillResult

if TYPE_CHECKING:
    from paletter.accounts.models import Organisation
    from paletter.flow.rescoring import Again, Left, Wish

NEWEST, AS_ANSWERED = "newest", "as-answered"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--organisation", required=True, metavar="NAME", help="whose interviews, by name or address")
    parser.add_argument(
        "--job", default="", metavar="CODE", help="only those for this job: the code in its link, /j/CODE"
    )
    parser.add_argument("--interview", default="", metavar="KEY", help="only this one, by its key or its report's")
    parser.add_argument("--scorer", default="", metavar="NAME", help="the scorer; without it the one of the settings")
    parser.add_argument(
        "--template-version",
        choices=(NEWEST, AS_ANSWERED),
        default=AS_ANSWERED,
        help="judge by the template's newest anchors and weights, or by those of the interview (default)",
    )
    parser.add_argument("--dry-run", action="store_true", help="keep nothing, only show the difference")
    parser.add_argument(
        "--publish",
        action="store_true",
        help="let the new scores count: reports show them, and the ATS gets a note that names the earlier one",
    )
    parser.add_argument(
        "--json", action="store_true", help="print one JSON object for each interview instead of a table"
    )


def run(asked: argparse.Namespace) -> int:
    if asked.dry_run and asked.publish:
        raise Stop("A dry run keeps nothing, so there is nothing to publish. Leave one of the two out.", code=WRONG)
    key = _key(asked.interview) if asked.interview else None
    with database_ready():
        # Models can only be imported once Django is set up.
        from django.utils import timezone

        from paletter.flow import rescoring

        found = rescoring.reports(_organisation(asked.organisation), job_code=asked.job, key=key)
        if not found:
            raise Stop("No interview with a report was found. Check the names and keys.", code=FAILED)
        done: list[Again | Left] = []
        try:
            for outcome in rescoring.score_again(found, _wish(asked), now=timezone.now()):
                done.append(outcome)
                if asked.json:
                    sys.stdout.write(json.dumps(_as_json(outcome), ensure_ascii=False) + "\n")
        except ScorerUnavailable as error:
            _show(asked, done)
            raise Stop(f"{error} Run the same command again later: it goes on where it stopped.") from error
        except ScorerMisconfigured as error:
            _show(asked, done)
            raise Stop(str(error), code=WRONG) from error
    _show(asked, done)
    return 0


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Stop(
            "A key looks like 123e4567-e89b-12d3-a456-426614174000; it stands in the report's address.", code=WRONG
        ) from error


def _organisation(name: str) -> "Organisation":
    from django.db.models import Q

    from paletter.accounts.models import Organisation

    found = Organisation.objects.filter(Q(name__iexact=name) | Q(slug=name)).first()
    if found is None:
        raise Stop(f"There is no organisation “{name}”. Check the spelling.", code=FAILED)
    return found


def _wish(asked: argparse.Namespace) -> "Wish":
    from paletter import plugins
    from paletter.flow.rescoring import Wish

    try:
        scorer = plugins.scorer_named(asked.scorer) if asked.scorer else plugins.scorer()
    except (plugins.UnknownScorer, ScorerMisconfigured) as error:
        raise Stop(str(error), code=WRONG) from error
    return Wish(
        scorer=scorer,
        newest_template=asked.template_version == NEWEST,
        is_kept=not asked.dry_run,
        is_published=asked.publish,
    )


def _show(asked: argparse.Namespace, done: "list[Again | Left]") -> None:
    from paletter.flow.rescoring import Again, Left

    again = [outcome for outcome in done if isinstance(outcome, Again)]
    if not asked.json:
        console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else 160)
        console.print(_table(again))
        for left in (outcome for outcome in done if isinstance(outcome, Left)):
            console.print(f"{left.interview} stays as it is: {left.reason}", soft_wrap=True)
    sys.stderr.write(_summary(asked, again, others=len(done) - len(again)))


def _table(again: "Iterable[Again]") -> Table:
    table = Table("Interview", "Fit", "Skills that changed", "Kept")
    for outcome in again:
        changed = [f"{key} {text}" for key, text in comparison.lines(outcome.before, outcome.after) if "→" in text]
        fit = comparison.told(comparison.fit(outcome.before.fit), comparison.fit(outcome.after.fit))
        table.add_row(str(outcome.interview), fit, ", ".join(changed) or "none", _kept(outcome))
    return table


def _kept(outcome: "Again") -> str:
    if outcome.is_published:
        return "published"
    if outcome.judgement.row is None:
        return "no"
    return "yes" if outcome.judgement.is_new else "was there"


def _summary(asked: argparse.Namespace, again: "list[Again]", *, others: int) -> str:
    new = sum(outcome.judgement.is_new for outcome in again)
    told = (
        f"{new} scored again, {len(again) - new} judged by this scorer and version already, {others} left as they are."
    )
    if asked.dry_run:
        return f"{told} Nothing was kept.\n"
    published = sum(outcome.is_published for outcome in again)
    return f"{told} {published} published." + ("\n" if asked.publish else " Reports and the ATS stay as they were.\n")


def _as_json(outcome: "Again | Left") -> dict[str, Any]:
    from paletter.flow.rescoring import Left

    if isinstance(outcome, Left):
        return {"interview": str(outcome.interview), "left": outcome.reason}
    return {
        "interview": str(outcome.interview),
        "kept": _kept(outcome),
        "before": f"{outcome.before.scorer} {outcome.before.scorer_version}",
        "after": f"{outcome.after.scorer} {outcome.after.scorer_version}",
        "fit": {
            "before": comparison.fit(outcome.before.fit),
            "after": comparison.fit(outcome.after.fit),
            "reason": outcome.after.fit.reason if isinstance(outcome.after.fit, NoFitScore) else "",
        },
        "skills": [
            {
                "competency": difference.competency,
                "before": comparison.level(difference.before),
                "after": comparison.level(difference.after),
                "change": difference.change,
                "reason": _reason(difference.after),
            }
            for difference in comparison.differences(outcome.before, outcome.after)
        ],
    }


def _reason(result: SkillResult | None) -> str:
    if result is None:
        return "Not judged."
    return result.rationale if isinstance(result, CompetencyScore) else result.reason
