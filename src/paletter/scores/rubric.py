"""By which anchors and weights an interview's answers are judged: its own template's, or those of a later version."""

from dataclasses import replace

from paletter.assessments.models import TemplateVersion
from paletter.interviews.models import Interview
from paletter.scores.models import Scoring
from paletter.vocabulary.rubrics import AssessmentTemplate


class RubricRefused(Exception):
    """A template version can't judge an interview; the message says what it lacks."""


def judged_template(scoring: Scoring) -> AssessmentTemplate:
    """Return what a scoring was judged by: the questions that were answered, with the anchors and weights used."""
    return template_for(scoring.interview, scoring.template_version)


def template_for(interview: Interview, judged_by: TemplateVersion | None) -> AssessmentTemplate:
    """Return the interview's questions and skills with the anchors and weights of another version, if there is one.

    Raises RubricRefused when that version lacks a skill. One that it has and the interview lacks is left out: nothing
    that was asked is about it.
    """
    own = interview.template_version.value
    if judged_by is None or judged_by.pk == interview.template_version_id:
        return own
    other = judged_by.value
    skills = [competency.key for competency in own.competencies]
    there = {competency.key for competency in other.competencies}
    if missing := [competency.name for competency in own.competencies if competency.key not in there]:
        raise RubricRefused(
            f"Version {other.version} of “{other.name}” does not judge {', '.join(missing)}, which this interview "
            "was asked about. It keeps the version that it was answered under."
        )
    return replace(
        other,
        questions=own.questions,
        rubrics=tuple(other.rubric(key) for key in skills),
        weights={key: other.weights[key] for key in skills if key in other.weights},
    )
