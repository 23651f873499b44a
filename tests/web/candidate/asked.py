"""Interviews whose questions want to be answered otherwise than by video."""

from dataclasses import replace
from typing import Any

from django.utils import timezone

from paletter.assessments import shelf
from paletter.assessments.models import Template, TemplateVersion
from paletter.interviews import sitting
from paletter.interviews.models import Interview
from paletter.vocabulary.rubrics import AskedKind, AssessmentTemplate
from tests.cast import a_candidate, a_job
from tests.web.candidate.agreed import agreed


def a_template_of(value: AssessmentTemplate) -> Template:
    """Return a template stored as it is, whatever the linter would say."""
    template = Template.objects.create(key=value.key, organisation=None, name=value.name)
    TemplateVersion.objects.create(
        template=template,
        fingerprint=shelf.fingerprint(value),
        version=value.version,
        content=shelf.to_dict(value),
    )
    return template


def asking(kind: AskedKind = AskedKind.VIDEO, *, of_template: dict[str, Any] | None = None, **fields: Any) -> Interview:
    """Return Carol's interview of two questions that are all asked like this, agreed to."""
    value = shelf.template("guest-service-short")
    questions = tuple(replace(question, kind=kind, **fields) for question in value.questions)
    value = replace(value, key="asked", name="Asked AI Template", questions=questions, **(of_template or {}))
    interview = sitting.begin(a_job(template=a_template_of(value)), a_candidate(), now=timezone.now())
    return agreed(interview)
