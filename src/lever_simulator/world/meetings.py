"""Panels and interviews are planned, changed and called off. Every change of an interview goes through `happened`."""

from lever_simulator.world import happenings
from lever_simulator.world.account import Account
from lever_simulator.world.hiring import Opportunity
from lever_simulator.world.interviews import Interview, Panel

CREATED, UPDATED, DELETED = "interviewCreated", "interviewUpdated", "interviewDeleted"


def plan_panel(account: Account, opportunity: Opportunity, panel: Panel, *, now: int) -> None:
    account.panels[panel.id] = panel
    for interview in panel.interviews:
        happened(account, CREATED, opportunity, panel, interview, now=now)


def replace_interviews(
    account: Account, opportunity: Opportunity, panel: Panel, interviews: list[Interview], *, now: int
) -> None:
    """Give the panel these interviews: those with a known id are changed, the missing ones are called off."""
    before = {interview.id: interview for interview in panel.interviews}
    for gone in [i for i in panel.interviews if i.id not in {new.id for new in interviews}]:
        delete_interview(account, opportunity, panel, gone, now=now)
    panel.interviews = interviews
    for interview in interviews:
        if before.get(interview.id) != interview:
            event = UPDATED if interview.id in before else CREATED
            happened(account, event, opportunity, panel, interview, now=now)


def delete_panel(account: Account, opportunity: Opportunity, panel: Panel, *, now: int) -> None:
    for interview in list(panel.interviews):
        delete_interview(account, opportunity, panel, interview, now=now)
    del account.panels[panel.id]


def put_interview(account: Account, opportunity: Opportunity, panel: Panel, interview: Interview, *, now: int) -> None:
    """Add the interview to its panel, or replace the one that has its id."""
    known = panel.interview(interview.id)
    panel.interviews = [i for i in panel.interviews if i is not known] + [interview]
    happened(account, UPDATED if known else CREATED, opportunity, panel, interview, now=now)


def delete_interview(
    account: Account, opportunity: Opportunity, panel: Panel, interview: Interview, *, now: int
) -> None:
    panel.interviews.remove(interview)
    happened(account, DELETED, opportunity, panel, interview, now=now)


def happened(
    account: Account, event: str, opportunity: Opportunity, panel: Panel, interview: Interview, *, now: int
) -> None:
    """Note that an interview was created, updated or deleted, and tell the webhooks."""
    opportunity.last_interaction_at = now
    if event != DELETED:
        opportunity.updated_at = now
    happenings.interview_changed(account, event, opportunity, interview_id=interview.id, panel_id=panel.id, now=now)
