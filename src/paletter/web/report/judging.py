"""Members judge skills of a report themselves, and publish what they changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from paletter.accounts.models import Membership
from paletter.flow import correcting
from paletter.reports import corrections, looks
from paletter.reports.cards import Layout, SkillCard
from paletter.reports.corrections import Drafts
from paletter.reports.models import Report
from paletter.scores import human_levels
from paletter.scores.human_levels import FEWEST_WORDS, LONGEST_REASON, LevelRefused
from paletter.scores.models import HumanLevel, Scoring
from paletter.scores.rubric import template_for
from paletter.vocabulary.rubrics import BarsRubric
from paletter.web.report import found

NOT_TO_BE_JUDGED = "none"
LEVEL_CHOICES = [
    ("", "Choose"),
    *((f"{half / 2:.1f}", f"{half / 2:.1f}") for half in range(10, 1, -1)),
    (NOT_TO_BE_JUDGED, "Can’t be judged"),
]


class LevelForm(forms.Form):
    """A level in half points, or that there is none, and why."""

    level = forms.ChoiceField(
        label="Level",
        choices=LEVEL_CHOICES,
        error_messages={"required": "Please choose a level, or that it can’t be judged."},
    )
    reason = forms.CharField(
        label="Why",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What you saw or heard, in a few words. Everybody who may see this report reads it.",
        error_messages={"required": "Please say in a few words why."},
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    @property
    def chosen(self) -> float | None:
        level: str = self.cleaned_data["level"]
        return None if level == NOT_TO_BE_JUDGED else float(level)


@dataclass(frozen=True)
class JudgedSkill:
    """A skill on the page, with what people may do. `is_draft` is true while something of it is not published."""

    card: SkillCard
    form: LevelForm
    standing: HumanLevel | None
    is_draft: bool
    to_withdraw: HumanLevel | None


@dataclass(frozen=True)
class Judging:
    skills: tuple[JudgedSkill, ...]
    drafts: Drafts

    @property
    def count(self) -> int:
        return len(self.drafts.changes)


def of(row: Report, layout: Layout, membership: Membership) -> Judging:
    """Return what a member may judge of a report."""
    standing = human_levels.standing(row.interview_id)
    counting = human_levels.newest(standing)
    drafts = corrections.drafts(row, counting)
    own = {level.competency: level for level in standing if level.reviewer_id == membership.user_id}
    skills = (_judged(row, card, counting, own, drafts, is_admin=membership.is_admin) for card in layout.skills)
    return Judging(tuple(skills), drafts)


def _judged(
    row: Report,
    card: SkillCard,
    counting: Mapping[str, HumanLevel],
    own: Mapping[str, HumanLevel],
    drafts: Drafts,
    *,
    is_admin: bool,
) -> JudgedSkill:
    level = counting.get(card.key)
    seen = corrections.seen_level(row, level)
    return JudgedSkill(
        card=card,
        form=LevelForm(initial={"seen": seen}, auto_id=f"{card.key}-%s"),
        standing=level,
        is_draft=card.key in drafts.changes,
        to_withdraw=own.get(card.key) or (level if is_admin else None),
    )


@login_required
def level(request: HttpRequest, key: UUID, skill: str) -> HttpResponse:
    """Ask for a member's level of one skill, and keep it as a draft."""
    row, membership = found.for_member(request, key)
    rubric = _rubric(row, skill)
    looks.remember(row, membership.user, now=timezone.now())
    standing = human_levels.counting(row.interview_id).get(skill)
    form = LevelForm(request.POST or None, initial={"seen": corrections.seen_level(row, standing)})
    if form.is_valid():
        try:
            _give(row, membership, skill, form)
        except LevelRefused as refusal:
            form = _with_refusal(form, refusal, corrections.seen_level(row, standing))
        else:
            messages.success(request, f"Your level for {rubric.competency.name} is kept. Publish it to let it count.")
            return redirect(_back(row, skill))
    return _page(request, row, membership, rubric, form, standing)


def _give(row: Report, membership: Membership, skill: str, form: LevelForm) -> None:
    corrections.give(
        row,
        competency=skill,
        level=form.chosen,
        reason=form.cleaned_data["reason"],
        by=membership.user,
        seen=form.cleaned_data["seen"],
        now=timezone.now(),
    )


def _with_refusal(form: LevelForm, refusal: LevelRefused, seen: str) -> LevelForm:
    """Return the form with what was typed, and what stands now as seen: the page shows it."""
    typed = LevelForm({**form.cleaned_data, "seen": seen})
    typed.add_error("level" if isinstance(refusal, corrections.ChangedMeanwhile) else "reason", str(refusal))
    return typed


@login_required
@require_POST
def withdraw(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    """Take back a level: one's own, or as an admin anybody's."""
    row, membership = found.for_member(request, key)
    given = get_object_or_404(HumanLevel, pk=pk, interview=row.interview_id)
    if given.reviewer_id != membership.user_id and not membership.is_admin:
        raise Http404
    corrections.withdraw(row, given, by=membership.user, now=timezone.now())
    messages.success(request, f"The level by {given.reviewer_name} is withdrawn. It stays in the history.")
    return redirect(_back(row, given.competency))


@login_required
@require_POST
def publish(request: HttpRequest, key: UUID) -> HttpResponse:
    """Publish all corrections of a report as one edition."""
    row, membership = found.for_member(request, key)
    seen = request.POST.get("seen", "")
    try:
        is_new = correcting.publish_drafts(row, by=membership.user, seen=seen, now=timezone.now())
    except corrections.ChangedMeanwhile as refusal:
        messages.warning(request, str(refusal))
    else:
        _told(request, row, is_new=is_new)
    return redirect("report:report", key)


@login_required
@require_POST
def let_count(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    """Let a newer judgement count that was kept beside."""
    row, membership = found.for_member(request, key)
    judgement = get_object_or_404(Scoring, pk=pk, interview=row.interview_id, stands_on=None)
    _told(request, row, is_new=correcting.publish_rescoring(judgement, by=membership.user, now=timezone.now()))
    return redirect("report:report", key)


def _told(request: HttpRequest, row: Report, *, is_new: bool) -> None:
    if not is_new:
        messages.info(request, "There was nothing to publish: the report shows it already.")
        return
    follows = (
        " A new note goes to the ATS and names the earlier one; the tags follow." if hasattr(row, "delivery") else ""
    )
    messages.success(request, f"Published: the report shows it from now on.{follows}")


def _rubric(row: Report, skill: str) -> BarsRubric:
    try:
        return template_for(row.interview, row.scoring.template_version).rubric(skill)
    except KeyError as error:
        raise Http404 from error


def _back(row: Report, skill: str) -> str:
    return reverse("report:report", args=[row.key]) + f"#levels-{skill}"


def _page(
    request: HttpRequest,
    row: Report,
    membership: Membership,
    rubric: BarsRubric,
    form: LevelForm,
    standing: HumanLevel | None,
) -> HttpResponse:
    page = {
        "form": form,
        "interview": row.interview,
        "row": row,
        "skill": rubric.competency,
        "anchors": sorted(rubric.anchors.items(), reverse=True),
        "standing": standing,
        "suggested": row.scoring.by_scorer.skills.filter(competency=rubric.competency.key).first(),
        "fewest_words": FEWEST_WORDS,
        "membership": membership,
        "section": "jobs",
    }
    response = render(request, "report/level.html", page)
    response["Cache-Control"] = "private, no-store"
    return response
