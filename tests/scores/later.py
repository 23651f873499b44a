"""A later version of the template that an interview was answered under."""

from collections.abc import Callable
from dataclasses import replace

from paletter.assessments import shelf
from paletter.assessments.models import TemplateVersion
from paletter.interviews.models import Interview
from paletter.vocabulary.rubrics import AssessmentTemplate

Change = Callable[[AssessmentTemplate], AssessmentTemplate]


def a_later_version(interview: Interview, change: Change = lambda value: value) -> TemplateVersion:
    own = interview.template_version
    value = change(replace(own.value, version="later"))
    return TemplateVersion.objects.create(
        template=own.template, version="later", fingerprint=shelf.fingerprint(value), content=shelf.to_dict(value)
    )


def all_on_service(value: AssessmentTemplate) -> AssessmentTemplate:
    """Service counts ten times as much as every other skill."""
    return replace(value, weights={key: 10.0 if key == "service" else 1.0 for key in value.weights})


def without_teamwork(value: AssessmentTemplate) -> AssessmentTemplate:
    return replace(
        value,
        rubrics=tuple(rubric for rubric in value.rubrics if rubric.competency.key != "teamwork"),
        weights={key: weight for key, weight in value.weights.items() if key != "teamwork"},
    )


def with_juggling(value: AssessmentTemplate) -> AssessmentTemplate:
    rubric = value.rubrics[0]
    juggling = replace(rubric, competency=replace(rubric.competency, key="juggling", name="Juggling"))
    return replace(value, rubrics=(*value.rubrics, juggling), weights={**value.weights, "juggling": 1.0})


def with_other_questions(value: AssessmentTemplate) -> AssessmentTemplate:
    return replace(value, questions=tuple(replace(q, text="Something else?") for q in value.questions))
