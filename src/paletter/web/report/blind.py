"""Judge first: the answers without any level, so that a reviewer's own comes before the scorer's can lean on it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from paletter.accounts.models import Membership
from paletter.reports import corrections, layout, looks, stored
from paletter.reports.models import Report
from paletter.reports.report import ReportView
from paletter.scores import human_levels
from paletter.scores.human_levels import LONGEST_REASON, LevelRefused
from paletter.scores.rubric import template_for
from paletter.vocabulary.rubrics import BarsRubric
from paletter.vocabulary.scores import NoFitScore
from paletter.web.report import found
from paletter.web.report.addresses import PageAddresses
from paletter.web.report.judging import LEVEL_CHOICES, LevelForm
from paletter.web.report.speeds import SPEEDS

LOOKED = "You have opened this report, so you know its levels. Judge a skill by “I see it differently” below it."


class BlindForm(LevelForm):
    """As a LevelForm; a skill may be left out."""

    says_optional = False

    level = forms.ChoiceField(label="Level", choices=LEVEL_CHOICES, required=False)
    reason = forms.CharField(
        label="Why", max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    seen = None  # type: ignore[assignment]  # Django's way to leave a field out

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("level") and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Please say in a few words why.")
        if cleaned.get("reason") and not cleaned.get("level") and "level" not in self.errors:
            self.add_error("level", "Please choose a level, or that it can’t be judged.")
        return cleaned


@dataclass(frozen=True)
class Skill:
    """One skill to be judged, by the whole of its scale."""

    rubric: BarsRubric
    form: BlindForm

    @property
    def at(self) -> str:
        """Where on the page what is wrong stands: the id of the field."""
        return next((self.form[name].auto_id for name in self.form.errors if name in self.form.fields), "")

    @property
    def anchors(self) -> list[tuple[int, str]]:
        return sorted(self.rubric.anchors.items(), reverse=True)


@login_required
def judge(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show the answers, ask for levels, and keep those given as blind drafts."""
    row, membership = found.for_member(request, key)
    if looks.has_looked(row, membership.user):
        messages.info(request, LOOKED)
        return redirect("report:report", key)
    looks.note(row.interview, membership.user, now=timezone.now())
    skills = _skills(row, request.POST or None)
    if request.method == "POST" and _keep(row, membership, skills):
        messages.success(
            request, "Your levels are kept as given before you saw the scorer’s. Publish those that are to count."
        )
        return redirect("report:report", key)
    return _page(request, row, membership, skills)


def _skills(row: Report, typed: Mapping[str, str] | None) -> list[Skill]:
    rubrics = template_for(row.interview, row.scoring.template_version).rubrics
    return [Skill(rubric, BlindForm(typed, prefix=rubric.competency.key)) for rubric in rubrics]


def _keep(row: Report, membership: Membership, skills: list[Skill]) -> bool:
    """Keep all levels or none; False when something is missing, which the forms then say."""
    if not all(skill.form.is_valid() for skill in skills):
        return False
    given = [skill for skill in skills if skill.form.cleaned_data["level"]]
    try:
        with transaction.atomic():
            for skill in given:
                _give(row, membership, skill)
    except _Refused as refusal:
        refusal.skill.form.add_error("reason", str(refusal))
        return False
    if not given and skills:
        skills[0].form.add_error("level", "Please judge at least one skill, or open the report.")
    return bool(given)


class _Refused(Exception):
    def __init__(self, skill: Skill, refusal: LevelRefused) -> None:
        super().__init__(str(refusal))
        self.skill = skill


def _give(row: Report, membership: Membership, skill: Skill) -> None:
    """Nobody's level was in sight, so none was overlooked: whatever stands now was seen as it should be."""
    competency = skill.rubric.competency.key
    standing = human_levels.counting(row.interview_id).get(competency)
    try:
        corrections.give(
            row,
            competency=competency,
            level=skill.form.chosen,
            reason=skill.form.cleaned_data["reason"],
            by=membership.user,
            seen=corrections.seen_level(row, standing),
            now=timezone.now(),
        )
    except LevelRefused as refusal:
        raise _Refused(skill, refusal) from refusal


def _page(request: HttpRequest, row: Report, membership: Membership, skills: list[Skill]) -> HttpResponse:
    view = _without_levels(stored.view(row, addresses=PageAddresses()))
    page = {
        "report": layout.lay_out(view, link=lambda answer, _: f"#answer-{answer.position}"),
        "report_key": row.key,
        "skills": skills,
        "wrong": [skill for skill in skills if skill.form.is_bound and skill.form.errors],
        "speeds": SPEEDS,
        "interview": row.interview,
        "membership": membership,
        "section": "jobs",
    }
    response = render(request, "report/blind.html", page)
    response["Cache-Control"] = "private, no-store"
    return response


def _without_levels(view: ReportView) -> ReportView:
    """Leave out all that a scorer or another person made of the answers; quotes in the words would tell it too."""
    return replace(view, skills=(), notes=(), fit=NoFitScore("Not shown."))
