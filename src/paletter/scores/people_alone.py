"""What stands in place of a scorer's judgement where people alone judge: no level for any skill, and why. Pure.

The reason tells that no software judged, and nothing else: neither who asked for that, nor why.
"""

from paletter.vocabulary.rubrics import AssessmentTemplate
from paletter.vocabulary.scores import Assessed, NoFitScore, Unscored

SCORER, VERSION = "people", "alone"
"""In the place of a scorer's name and version."""
REASON = "People alone judge this interview; no software scored it. This counts neither for nor against anybody."
NO_FIT = "People alone judge this interview; no software scored it."


def unscored(template: AssessmentTemplate) -> Assessed:
    """Return the judgement of an interview that no scorer may see."""
    keys = [competency.key for competency in template.competencies]
    return Assessed(
        results={key: Unscored(key, REASON) for key in keys},
        fit=NoFitScore(NO_FIT),
        scorer=SCORER,
        scorer_version=VERSION,
    )


def is_by_people_alone(scorer: str, version: str) -> bool:
    """Tell whether a judgement by this scorer is none by software."""
    return (scorer, version) == (SCORER, VERSION)
