"""An interview is scored again, beside the judgement that counts: under another scorer or later anchors and weights."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from paletter.assessments.models import TemplateVersion
from paletter.interviews.models import Interview
from paletter.scorers.protocol import Scorer
from paletter.scores import scoring
from paletter.scores.assess import assess
from paletter.scores.models import Scoring
from paletter.scores.rubric import template_for
from paletter.vocabulary.scores import Assessed


class WordsChanged(Exception):
    """The words were corrected while they were scored; nothing was kept."""


@dataclass(frozen=True)
class Judgement:
    """What a scorer makes of an interview by a version of its template; `row` is where it is kept, if it is."""

    assessed: Assessed
    row: Scoring | None = None
    is_new: bool = False


def version_for(interview: Interview, *, newest: bool) -> TemplateVersion | None:
    """Return the version to judge by, None for the interview's own."""
    current = interview.template_version.template.current if newest else None
    return None if current is None or current.pk == interview.template_version_id else current


def existing(interview: Interview, scorer: Scorer, judged_by: TemplateVersion | None) -> Scoring | None:
    """Return the newest judgement of the words that count now by this very scorer and version, or None."""
    rows = interview.scorings.filter(
        stands_on=None, scorer=scorer.name, scorer_version=scorer.version, template_version=judged_by
    )
    words = {row.pk for row in scoring.words_now(interview)}
    found = (row for row in rows.order_by("-pk").prefetch_related("transcripts"))
    return next((row for row in found if {words.pk for words in row.transcripts.all()} == words), None)


def judge(
    interview: Interview, scorer: Scorer, *, judged_by: TemplateVersion | None, is_kept: bool, now: datetime
) -> Judgement:
    """Return the judgement that exists, or score; with `is_kept` what is new is stored beside the one that counts.

    Raises RubricRefused, ScorerUnavailable, and WordsChanged.
    """
    if (row := existing(interview, scorer, judged_by)) is not None:
        return Judgement(scoring.read(scoring.stored(row.pk)), row)
    words = scoring.words_now(interview)
    template, left_out = template_for(interview, judged_by), scoring.left_out(interview)
    assessed = assess(scoring.spoken_answers(interview), template, scorer, left_out=left_out)
    if not is_kept:
        return Judgement(assessed, is_new=True)
    with transaction.atomic():
        held = Interview.objects.select_for_update().get(pk=interview.pk)
        if list(scoring.words_now(held)) != list(words):
            raise WordsChanged
        # Somebody who runs the same command beside us may have been quicker.
        if (row := existing(held, scorer, judged_by)) is None:
            row = scoring.keep(held, assessed, now=now, judged_by=judged_by, is_rescoring=True)
            return Judgement(assessed, row, is_new=True)
    return Judgement(scoring.read(scoring.stored(row.pk)), row)
