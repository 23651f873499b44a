"""What somebody made on Lever's own screens: the first feedback template, and an interview that was planned there."""

from lever_simulator.world.account import Account
from lever_simulator.world.forms import SCORE_SYSTEM, SCORES, Field, Group, Score, Template
from lever_simulator.world.hiring import Opportunity
from lever_simulator.world.interviews import MINUTE, Interview, Interviewer, Panel
from lever_simulator.world.seeds.foundation import DAY, seed_id


def add_templates(account: Account) -> None:
    skills = [Score("Warmth", "Greets and listens"), Score("Calm", "Stays kind when the lobby is full")]
    fields = [
        Field(seed_id("field", "skills"), "scorecard", "Skills", scores=skills),
        Field(seed_id("field", "rating"), SCORE_SYSTEM, "Overall rating", prompt="Select one", options=list(SCORES)),
        Field(seed_id("field", "comments"), "textarea", "Comments"),
    ]
    group = Group(seed_id("group", "House interviews"), "House interviews")
    template = Template(seed_id("template", "House interview"), "House interview", fields, None, None, group=group)
    template.by_api = False
    account.feedback_templates[template.id] = template


def add_planned_interview(account: Account, opportunity: Opportunity, now: int) -> None:
    user, interviewer = seed_id("user", "Tova Teammate"), seed_id("user", "Ines Interviewer")
    template = next(iter(account.feedback_templates))
    interview = Interview(
        id=seed_id("interview", opportunity.id),
        subject="On-site interview",
        date=now + DAY - now % (30 * MINUTE),
        duration=45,
        created_at=now,
        user=user,
        interviewers=[Interviewer(interviewer, template)],
        feedback_template=template,
        feedback_reminder="none",
    )
    panel = Panel(seed_id("panel", opportunity.id), opportunity.id, "Europe/Oslo", now, user, opportunity.stage)
    panel.interviews, panel.externally_managed = [interview], False
    panel.applications = [opportunity.application.id] if opportunity.application else []
    account.panels[panel.id] = panel
