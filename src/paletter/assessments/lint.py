"""The linter of templates: every rule over one template, gravest findings first. Pure."""

from collections.abc import Iterable, Sequence

from paletter.assessments.rules import anchors, forbidden, questions, shape, versions, weights
from paletter.assessments.rules.findings import Finding, Severity
from paletter.vocabulary.rubrics import AssessmentTemplate

GRAVITY = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def lint(template: AssessmentTemplate, *, history: Sequence[AssessmentTemplate] = ()) -> tuple[Finding, ...]:
    """Return all that is to be said of a template; errors keep it from being used.

    `history` are the texts stored under its key, oldest first: a changed text must carry a changed version.
    """
    found = [
        *shape.findings(template),
        *forbidden.findings(template),
        *versions.findings(template, history=history),
        *anchors.findings(template),
        *questions.findings(template),
        *weights.findings(template),
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda finding: GRAVITY.index(finding.severity)))


def errors(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that keep a template from being used."""
    return tuple(finding for finding in found if finding.is_error)
