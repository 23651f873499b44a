"""Weights that leave a fit score something to weigh."""

from collections.abc import Iterator

from paletter.assessments.rules.findings import Finding, warning
from paletter.vocabulary.rubrics import AssessmentTemplate

FEW = 2
HALF = 0.5


def findings(template: AssessmentTemplate) -> Iterator[Finding]:
    """Tell of a skill that outweighs all others: without it, there is no fit score at all."""
    total = sum(weight for weight in template.weights.values() if weight > 0)
    for key, weight in template.weights.items():
        if len(template.weights) > FEW and weight > HALF * total:
            told = f"is {weight / total:.0%} of the fit score, more than all others together; without it there is none."
            yield warning(f"weights, “{key}”", "one-weight", told)
