"""A report as its candidate may read it: all levels, quotes and reasons, but not which member gave which. Pure."""

from dataclasses import replace

from paletter.reports.report import ReportView, SkillView
from paletter.reports.wording import gettext


def without_names(view: ReportView, *, employer: str) -> ReportView:
    """Return the report with "a person of the employer" in place of each member's name, and no way into the ATS."""
    skills = tuple(
        _without_name(skill, gettext("a person of {employer}").format(employer=employer)) for skill in view.skills
    )
    return replace(view, skills=skills, delivery=None, usage=None)


def _without_name(skill: SkillView, who: str) -> SkillView:
    return skill if skill.human is None else replace(skill, human=replace(skill.human, reviewer=who))
