"""An edition of a judgement: the scorer's levels with those of people beside them, and the fit score of both."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from paletter.accounts.models import User
from paletter.scorers import gates
from paletter.scores import counting, fit, scoring
from paletter.scores.models import HumanLevel, Scoring
from paletter.scores.rubric import judged_template
from paletter.vocabulary.scores import FitScore, NoFitScore


def fit_of(by_scorer: Scoring, people: Mapping[str, HumanLevel]) -> FitScore | NoFitScore:
    """Return the fit score of a scorer's judgement from `scoring.stored` with these levels beside it."""
    assessed = scoring.read(by_scorer)
    template = judged_template(by_scorer)
    values = {key: row.value for key, row in people.items() if key in assessed.results}
    answers = fit.FEWEST_ANSWERS if isinstance(assessed.fit, FitScore) or not values else _scorable(by_scorer)
    return counting.fit_with_people(assessed, values, template, scorable_answers=answers)


@transaction.atomic
def make(by_scorer: Scoring, people: Iterable[HumanLevel], *, by: User | None, now: datetime) -> Scoring:
    """Keep an edition that stands on a scorer's judgement; no row of that is changed."""
    levels = {row.competency: row for row in people}
    edition = Scoring(
        interview_id=by_scorer.interview_id,
        scorer=by_scorer.scorer,
        scorer_version=by_scorer.scorer_version,
        template_version_id=by_scorer.template_version_id,
        stands_on=by_scorer,
        published_by=by,
        published_by_name=str(by) if by else "",
        created_at=now,
    )
    scoring.set_fit(edition, fit_of(scoring.stored(by_scorer.pk), levels))
    edition.save()
    edition.human_levels.set(levels.values())
    return edition


def _scorable(by_scorer: Scoring) -> int:
    """Return how many answers passed the gates. Asked only where there was no fit score: else there were enough."""
    rubrics = judged_template(by_scorer).rubrics
    return sum(gates.failed(answer, rubrics) is None for answer in scoring.spoken_then(by_scorer))
