"""What happens in an account that Lever calls webhooks about. Whoever changes something says so here."""

from typing import Any

from lever_simulator.world.account import Account
from lever_simulator.world.hiring import Archived, Opportunity
from lever_simulator.world.people import Contact

Data = dict[str, Any]


def application_created(account: Account, opportunity: Opportunity, *, now: int) -> None:
    if opportunity.application:
        data = {"applicationId": opportunity.application.id, **_ids(opportunity)}
        _tell(account, "applicationCreated", data, now=now, origin=opportunity.origin)


def stage_changed(account: Account, opportunity: Opportunity, before: str, *, now: int) -> None:
    if before != opportunity.stage:
        data = {**_ids(opportunity), "fromStageId": before, "toStageId": opportunity.stage}
        _tell(account, "candidateStageChange", data, now=now, origin=opportunity.origin)


def archive_changed(account: Account, opportunity: Opportunity, before: Archived | None, *, now: int) -> None:
    """Tell that an opportunity was archived, brought back or archived for another reason, and when that is a hire."""
    after = opportunity.archived
    if (before and before.reason) == (after and after.reason):
        return
    data = {**_ids(opportunity), "fromArchived": _archived(before), "toArchived": _archived(after)}
    _tell(account, "candidateArchiveChange", data, now=now, origin=opportunity.origin)
    reason = account.archive_reason(after.reason) if after else None
    if reason and reason.type == "hired":
        _tell(account, "candidateHired", _ids(opportunity), now=now, origin=opportunity.origin)


def candidate_deleted(account: Account, opportunity: Opportunity, by: str | None, *, now: int) -> None:
    _tell(account, "candidateDeleted", {**_ids(opportunity), "deletedBy": by}, now=now)


def interview_changed(
    account: Account, event: str, opportunity: Opportunity, *, interview_id: str, panel_id: str, now: int
) -> None:
    """Tell of an interview; `event` is interviewCreated, interviewUpdated or interviewDeleted."""
    moment = {"interviewCreated": "createdAt", "interviewUpdated": "updatedAt", "interviewDeleted": "deletedAt"}[event]
    data = {"interviewId": interview_id, "panelId": panel_id, **_ids(opportunity), moment: now}
    _tell(account, event, data, now=now)


def contact_created(account: Account, contact: Contact, *, now: int) -> None:
    _tell(account, "contactCreated", {"contactId": contact.id, "accountId": account.id, "createdAt": now}, now=now)


def contact_updated(account: Account, contact: Contact, *, now: int) -> None:
    """Tell that something about a person changed, also that they were merged or anonymized."""
    _tell(account, "contactUpdated", {"contactId": contact.id, "accountId": account.id, "updatedAt": now}, now=now)


def _ids(opportunity: Opportunity) -> Data:
    # candidateId is the opportunity's own id in the recordings; the documentation's example shows another.
    return {"opportunityId": opportunity.id, "candidateId": opportunity.id, "contactId": opportunity.contact}


def _archived(archived: Archived | None) -> Data | None:
    return {"reason": archived.reason, "archivedAt": archived.archived_at} if archived else None


def _tell(account: Account, event: str, data: Data, *, now: int, origin: str | None = None) -> None:
    if event in account.hooks.switched_on:
        for webhook in account.hooks.wanting(event, origin):
            account.hooks.tell(webhook, data, now=now)
