"""The two tags by which recruiters search candidates in their ATS. Their texts are fixed: saved searches name them."""

from collections.abc import Iterable

from paletter.scores.fit import high_fit
from paletter.vocabulary.scores import Counting, FitScore, NoFitScore, Unscored

READY = "Paletter AI Assessment Ready"
FIT_3_PLUS = "Paletter AI Fit Check Score: 3+ out of 5"


def tags_for(*, results: Iterable[Counting], fit: FitScore | NoFitScore) -> tuple[str, ...]:
    """Return the tags that a report earns, READY first.

    READY promises a soft skill score, so at least one skill must be scored; an interview in which nothing could be
    judged gets its note, which says so, and no tag. FIT_3_PLUS goes by the published fit score, the one the note
    tells, and is never given without one.
    """
    if all(isinstance(result, Unscored) for result in results):
        return ()
    return (READY, FIT_3_PLUS) if high_fit(fit) else (READY,)
