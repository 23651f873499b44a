"""The AI Assessment Templates, readable as a whole: what is asked, how it is scored, by which anchors."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from paletter.assessments import stored
from paletter.assessments.models import Template
from paletter.web.access import MemberRequest, member_required


@member_required
def templates(request: MemberRequest) -> HttpResponse:
    """List the templates that the organisation may use."""
    rows = stored.templates_for(request.organisation).prefetch_related("versions")
    listed = [
        {"template": row, "value": max(row.versions.all(), key=lambda v: v.pk).value}
        for row in rows
        if row.versions.all()
    ]
    return render(request, "recruiter/templates.html", {"section": "templates", "listed": listed})


@member_required
def template(request: MemberRequest, key: str) -> HttpResponse:
    """Show one template; an organisation's own one goes before a shipped one of the same key."""
    usable = stored.templates_for(request.organisation).filter(Q(key=key)).order_by("organisation")
    row = usable.first() or get_object_or_404(Template.objects.none())
    value = row.current.value
    questions = [
        {"question": question, "skills": [value.rubric(key).competency for key in question.competencies]}
        for question in value.questions
    ]
    rubrics = [
        {
            "rubric": rubric,
            "weight": value.weights.get(rubric.competency.key, 0),
            "anchors": sorted(rubric.anchors.items()),
        }
        for rubric in value.rubrics
    ]
    page = {"section": "templates", "template": row, "value": value, "questions": questions, "rubrics": rubrics}
    return render(request, "recruiter/template.html", page)
