"""What people and programs do to an account. Each function changes the account; it never asks who may."""

from dataclasses import dataclass, field
from typing import Any, cast
from uuid import uuid4

from lever_simulator.world import happenings
from lever_simulator.world.account import Account
from lever_simulator.world.hiring import (
    CLOSED,
    CONFIDENTIAL,
    DISTRIBUTIONS,
    OPEN,
    STATUSES,
    Application,
    Archived,
    DeletedApplication,
    Deletion,
    Opportunity,
    Posting,
    StageChange,
    unique,
)
from lever_simulator.world.people import Contact, Phone


class Refused(Exception):
    """Lever does not do this; the message says why."""


def new_id() -> str:
    return str(uuid4())


@dataclass
class Candidate:
    """A person as they come in, before it is known whether Lever has met them."""

    name: str
    emails: list[str] = field(default_factory=list)
    phone: str | None = None
    headline: str = ""
    location: str = ""


# ---- postings


def add_posting(
    account: Account,
    text: str,
    *,
    now: int,
    distribution: str = "external",
    status: str = OPEN,
    team: str | None = None,
    department: str | None = None,
    locations: list[str] | None = None,
    commitment: str | None = None,
    tags: list[str] | None = None,
    description: str = "",
    owner: str | None = None,
    posting_id: str | None = None,
) -> Posting:
    if distribution not in DISTRIBUTIONS:
        raise Refused(f"A posting's distribution is one of {', '.join(DISTRIBUTIONS)}.")
    if status not in STATUSES:
        raise Refused(f"A posting's status is one of {', '.join(STATUSES)}.")
    posting = Posting(
        id=posting_id or new_id(),
        text=text,
        distribution=distribution,
        status=status,
        created_at=now,
        updated_at=now,
        owner=owner,
        user=owner,
        team=team,
        department=department,
        locations=locations or [],
        commitment=commitment,
        tags=tags or [],
        description=description,
    )
    account.postings[posting.id] = posting
    return posting


def rename_posting(posting: Posting, text: str, *, now: int) -> None:
    if not text.strip():
        raise Refused("A posting needs a title.")
    posting.text = text.strip()
    posting.updated_at = now


def distribute_posting(posting: Posting, distribution: str, *, now: int) -> None:
    if distribution not in DISTRIBUTIONS:
        raise Refused(f"A posting's distribution is one of {', '.join(DISTRIBUTIONS)}.")
    if posting.is_confidential and distribution != CONFIDENTIAL:
        raise Refused("A confidential posting stays confidential. It can only be closed.")
    posting.distribution = distribution
    posting.updated_at = now


def set_posting_status(posting: Posting, status: str, *, now: int) -> None:
    if status not in STATUSES:
        raise Refused(f"A posting's status is one of {', '.join(STATUSES)}.")
    if posting.is_confidential and status == OPEN and posting.status == CLOSED:
        raise Refused("A confidential posting that was closed cannot be opened again.")
    posting.status = status
    posting.updated_at = now


def delete_posting(account: Account, posting: Posting, *, now: int) -> None:
    del account.postings[posting.id]
    account.deleted_postings.append(Deletion(posting.id, now))


# ---- people and their opportunities


def contact_for(account: Account, candidate: Candidate, *, now: int) -> tuple[Contact, bool]:
    """Return the contact that has one of the candidate's addresses, or a new one; and whether it was known."""
    known = next((c for email in candidate.emails if (c := account.contact_with(email))), None)
    if known:
        if further := [email for email in candidate.emails if not known.has_email(email)]:
            known.emails += further
            happenings.contact_updated(account, known, now=now)
        return known, True
    phones = [Phone(candidate.phone, "mobile")] if candidate.phone else []
    contact = Contact(new_id(), candidate.name, candidate.headline, candidate.location, list(candidate.emails), phones)
    account.contacts[contact.id] = contact
    happenings.contact_created(account, contact, now=now)
    return contact, False


def open_opportunity(
    account: Account,
    contact: Contact,
    *,
    now: int,
    created_at: int | None = None,
    application: Application | None = None,
    stage: str = "applicant-new",
    origin: str = "applied",
    sources: list[str] | None = None,
    tags: list[str] | None = None,
    user: str | None = None,
    opportunity_id: str | None = None,
) -> Opportunity:
    """Begin a candidacy. `user` is who added the person by hand, and then owns the candidacy."""
    posting = account.postings.get(application.posting) if application else None
    posting_owner, at = posting.owner if posting else None, created_at or now
    opportunity = Opportunity(
        id=opportunity_id or new_id(),
        contact=contact.id,
        stage=stage,
        created_at=at,
        updated_at=at,
        last_interaction_at=at,
        last_advanced_at=at,
        stage_changes=[StageChange(stage, at, user)],
        application=application,
        added_tags=unique(tags or []),
        sources=unique(sources or []),
        origin=origin,
        owner=user or posting_owner,
        sourced_by=user if origin == "sourced" else None,
        followers=[posting_owner] if posting_owner else [],
    )
    account.opportunities[opportunity.id] = opportunity
    happenings.application_created(account, opportunity, now=now)
    return opportunity


def apply(
    account: Account,
    posting: Posting,
    candidate: Candidate,
    *,
    now: int,
    created_at: int | None = None,
    **more: str,
) -> Opportunity:
    """Let a candidate apply on the job site; applying twice to one open candidacy changes nothing."""
    contact, known = contact_for(account, candidate, now=now)
    if known and (opportunity := active_on(account, contact, posting)):
        return opportunity
    application = Application(
        id=new_id(),
        posting=posting.id,
        created_at=created_at or now,
        name=candidate.name,
        email=candidate.emails[0] if candidate.emails else None,
        phone=candidate.phone,
        comments=more.get("comments"),
    )
    sources = [more.get("source") or "Job site"]
    origin = more.get("origin") or "applied"
    return open_opportunity(
        account, contact, now=now, created_at=created_at, application=application, sources=sources, origin=origin
    )


def active_on(account: Account, contact: Contact, posting: Posting) -> Opportunity | None:
    mine = account.opportunities_of(contact.id)
    return next((o for o in mine if o.posting == posting.id and not o.archived), None)


def move_to_stage(account: Account, opportunity: Opportunity, stage: str, *, now: int, user: str | None = None) -> None:
    before, opportunity.stage = opportunity.stage, stage
    opportunity.stage_changes.append(StageChange(stage, now, user))
    opportunity.last_advanced_at = now
    touch(opportunity, now)
    happenings.stage_changed(account, opportunity, before, now=now)


def archive(account: Account, opportunity: Opportunity, reason: str | None, *, now: int) -> None:
    """Archive for a reason, or bring back with None."""
    before, opportunity.archived = opportunity.archived, Archived(reason, now) if reason else None
    touch(opportunity, now)
    happenings.archive_changed(account, opportunity, before, now=now)


def touch(opportunity: Opportunity, now: int) -> None:
    opportunity.updated_at = now
    opportunity.last_interaction_at = now


def add_tags(opportunity: Opportunity, tags: list[str], *, now: int) -> None:
    opportunity.added_tags = unique(opportunity.added_tags + tags)
    touch(opportunity, now)


def remove_tags(opportunity: Opportunity, tags: list[str], *, now: int) -> None:
    opportunity.added_tags = [tag for tag in opportunity.added_tags if tag not in tags]
    touch(opportunity, now)


def add_sources(opportunity: Opportunity, sources: list[str], *, now: int) -> None:
    opportunity.sources = unique(opportunity.sources + sources)
    touch(opportunity, now)


def remove_sources(opportunity: Opportunity, sources: list[str], *, now: int) -> None:
    opportunity.sources = [source for source in opportunity.sources if source not in sources]
    touch(opportunity, now)


def delete_opportunity(account: Account, opportunity: Opportunity, *, now: int, user: str | None = None) -> None:
    del account.opportunities[opportunity.id]
    account.deleted_opportunities.append(Deletion(opportunity.id, now, user))
    if application := opportunity.application:
        gone = DeletedApplication(application.id, now, user, opportunity.id, application.posting)
        account.deleted_applications.append(gone)
    _forget_what_hung_on(account, opportunity.id)
    happenings.candidate_deleted(account, opportunity, user, now=now)


def _forget_what_hung_on(account: Account, opportunity_id: str) -> None:
    kinds = (account.notes, account.files, account.feedback, account.forms, account.panels)
    for things in cast(tuple[dict[str, Any], ...], kinds):
        for thing_id in [key for key, thing in things.items() if thing.opportunity == opportunity_id]:
            del things[thing_id]
    account.file_actions = [a for a in account.file_actions if a.opportunity != opportunity_id]


def merge_contacts(account: Account, kept: Contact, merged: Contact, *, now: int) -> None:
    """Join two people irreversibly: the opportunities of `merged` now belong to `kept`."""
    for opportunity in list(account.opportunities_of(merged.id)):
        opportunity.contact = kept.id
    kept.emails += [email for email in merged.emails if not kept.has_email(email)]
    kept.links = unique(kept.links + merged.links)
    del account.contacts[merged.id]
    happenings.contact_updated(account, kept, now=now)
