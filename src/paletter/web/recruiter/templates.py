"""The AI Assessment Templates, readable as a whole: what is asked, how it is scored, and what changed since when."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from paletter.accounts.models import Organisation
from paletter.assessments import diff, own, written
from paletter.assessments.diff import Change
from paletter.assessments.models import Template, TemplateVersion
from paletter.reports import judged
from paletter.reports.judged import Use
from paletter.vocabulary.rubrics import AskedKind, AssessmentTemplate, QuestionOrder
from paletter.web import languages, prompts
from paletter.web.access import MemberRequest, member_required


@member_required
def templates(request: MemberRequest) -> HttpResponse:
    """List the templates that the organisation may use, and those it has retired."""
    rows = Template.objects.for_organisation(request.organisation).order_by("is_retired", "name", "pk")
    listed = [
        {"template": row, "value": max(row.versions.all(), key=lambda v: v.pk).value}
        for row in rows.prefetch_related("versions")
        if row.versions.all()
    ]
    return render(request, "recruiter/templates.html", {"section": "templates", "listed": listed})


@member_required
def template(request: MemberRequest, key: str, pk: int | None = None) -> HttpResponse:
    """Show one template as it stands, or as it stood in an older version."""
    versions = stored_versions(request.organisation, key)
    version = versions[-1] if pk is None else _chosen(versions, str(pk))
    value = version.value
    page = {
        "section": "templates",
        "template": version.template,
        "version": version,
        "is_current": version == versions[-1],
        "value": value,
        "questions": _questions(value),
        "settings": list(_settings(value)),
        "rubrics": _rubrics(value),
        "versions": _history(versions, request.organisation),
    }
    return render(request, "recruiter/template.html", page)


@member_required
def changes(request: MemberRequest, key: str) -> HttpResponse:
    """Show what changed between two versions; the newest two unless others are asked for."""
    versions = stored_versions(request.organisation, key)
    if len(versions) == 1:
        return redirect("recruiter:template", key)
    old = _chosen(versions, request.GET.get("old") or str(versions[-2].pk))
    new = _chosen(versions, request.GET.get("new") or str(versions[-1].pk))
    page = {
        "section": "templates",
        "template": new.template,
        "old": old,
        "new": new,
        "versions": versions[::-1],
        **told_changes(old.value, new.value, names=(f"version {old.version}", f"version {new.version}")),
    }
    return render(request, "recruiter/template_changes.html", page)


@member_required
def download(request: MemberRequest, key: str, pk: int) -> HttpResponse:
    """Hand out a version as its canonical file."""
    version = _chosen(stored_versions(request.organisation, key), str(pk))
    name = f"{key}-{slugify(version.version) or pk}.toml"
    return HttpResponse(
        written.to_toml(version.value),
        content_type="application/toml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_safe
@member_required
def prompt(request: MemberRequest, key: str, pk: int, question: str, what: str) -> HttpResponseBase:
    """Send the picture or recording of a question, or its captions."""
    version = _chosen(stored_versions(request.organisation, key), str(pk))
    found = next((one.prompt for one in version.value.questions if one.key == question), None)
    return prompts.serve(request, version.template, found, captions=what == "captions")


def stored_versions(organisation: Organisation, key: str) -> list[TemplateVersion]:
    """Return the versions of a template that the organisation may read, oldest first; raises Http404.

    Should one that ships ever take the key of its own one, its own goes first.
    """
    versions = own.versions(key, organisation) or own.versions(key, None)
    if not versions:
        raise Http404
    return versions


def told_changes(old: AssessmentTemplate, new: AssessmentTemplate, *, names: tuple[str, str]) -> dict[str, Any]:
    """Return what a page shows of a change: by part of the template, and line by line."""
    parts = groupby(diff.changes(old, new), key=lambda change: change.place)
    return {
        "parts": [{"place": place, "changes": [_word_by_word(change) for change in found]} for place, found in parts],
        "lines": [_marked(line) for line in diff.unified(old, new, names=names).splitlines()],
    }


def _word_by_word(change: Change) -> dict[str, Any]:
    is_reworded = change.before and change.after
    return {"change": change, "pieces": diff.pieces(change.before, change.after) if is_reworded else ()}


def _marked(line: str) -> dict[str, str]:
    """Say what a line of a unified difference is; its sign stays in the text, so that nobody needs the colour."""
    if line.startswith(("---", "+++", "@@")):
        return {"kind": "place", "text": line}
    return {"kind": {"-": "gone", "+": "new"}.get(line[:1], ""), "text": line}


def _chosen(versions: Sequence[TemplateVersion], pk: str) -> TemplateVersion:
    found = next((version for version in versions if str(version.pk) == pk), None)
    if found is None:
        raise Http404
    return found


def _questions(value: AssessmentTemplate) -> list[dict[str, Any]]:
    return [
        {
            "question": question,
            "how": HOW[question.kind],
            "skills": [value.rubric(key).competency for key in question.competencies],
        }
        for question in value.questions
    ]


HOW = {
    AskedKind.VIDEO: "Answered by video.",
    AskedKind.AUDIO: "Answered by sound alone.",
    AskedKind.TEXT: "Answered in writing.",
    AskedKind.CHOICE: "Answered by video, by sound alone or in writing, as the candidate likes.",
}


def _settings(value: AssessmentTemplate) -> Iterator[str]:
    """Say what the template sets for all questions together."""
    if value.order is QuestionOrder.SHUFFLED:
        yield "Each candidate meets the questions in another order."
    if value.shows_questions_first:
        yield "All questions may be read before the first is answered."
    if value.days is not None:
        yield f"Candidates have {value.days} day{'' if value.days == 1 else 's'} from opening the interview."
    if value.check_hours is not None:
        hours = value.check_hours
        yield f"They may check what was heard for {hours} hour{'' if hours == 1 else 's'}."
    if value.language:
        yield f"Answers are to be given in {languages.called(value.language)}, and are listened to in that language."


def _rubrics(value: AssessmentTemplate) -> list[dict[str, Any]]:
    total = sum(value.weights.values()) or 1.0
    return [
        {
            "rubric": rubric,
            "weight": value.weights.get(rubric.competency.key, 0.0),
            "share": f"{value.weights.get(rubric.competency.key, 0.0) / total:.0%}",
            "anchors": sorted(rubric.anchors.items()),
        }
        for rubric in value.rubrics
    ]


def _history(versions: Sequence[TemplateVersion], organisation: Organisation) -> list[dict[str, Any]]:
    """Newest first, each with the one before it and how often it was used here."""
    uses = judged.by_version(versions[0].template, organisation)
    before = [None, *versions[:-1]]
    rows = [
        {"version": version, "before": earlier, "use": uses.get(version.pk, Use())}
        for version, earlier in zip(versions, before, strict=True)
    ]
    return rows[::-1]
