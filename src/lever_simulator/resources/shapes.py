"""How Lever writes its things in JSON, key by key as recorded."""

from typing import Any

from flask import request

from lever_simulator.here import the_account
from lever_simulator.resources.answering import Json
from lever_simulator.world.hiring import Application, Archived, Deletion, Note, Opportunity, Posting, Stage
from lever_simulator.world.people import Contact, Phone, User


def posting_json(posting: Posting) -> Json:
    return {
        "id": posting.id,
        "text": posting.text,
        "state": posting.state,
        "distributionChannels": posting.channels,
        "confidentiality": "confidential" if posting.is_confidential else "non-confidential",
        "user": posting.user,
        "owner": posting.owner,
        "hiringManager": posting.hiring_manager,
        "categories": _categories(posting),
        "tags": posting.tags,
        "content": _content(posting),
        "country": posting.country,
        "followers": [posting.owner] if posting.owner else [],
        "reqCode": None,
        "requisitionCodes": posting.requisition_codes,
        "urls": _posting_urls(posting) if posting.is_open else None,
        "workplaceType": posting.workplace_type,
        "createdAt": posting.created_at,
        "updatedAt": posting.updated_at,
        "transcribeInterviews": False,
        "screening": {"enabled": False},
        **_salary(posting),
    }


def _salary(posting: Posting) -> Json:
    """Return the keys about pay, which are absent when nothing was said about it."""
    text, pay = posting.salary_description, posting.salary
    shown: Json = {}
    if pay:
        shown["salaryRange"] = {"min": pay.min, "max": pay.max, "currency": pay.currency, "interval": pay.interval}
    if text:
        shown |= {"salaryDescription": text, "salaryDescriptionHtml": f"<div>{text}</div>"}
    return shown


def _categories(posting: Posting) -> Json:
    return {
        "team": posting.team,
        "department": posting.department,
        "location": posting.location,
        "allLocations": posting.locations,
        "commitment": posting.commitment,
        "level": None,
    }


def _content(posting: Posting) -> Json:
    html = f"<div>{posting.description}</div>"
    return {
        "description": posting.description,
        "descriptionHtml": html,
        "lists": posting.lists,
        "closing": posting.closing,
        "closingHtml": f"<div>{posting.closing}</div>" if posting.closing else "",
    }


def _posting_urls(posting: Posting) -> Json:
    site = f"{request.host_url}jobs/{the_account().site}"
    return {"list": site, "show": f"{site}/{posting.id}", "apply": f"{site}/{posting.id}/apply"}


def opportunity_json(opportunity: Opportunity) -> Json:
    account = the_account()
    contact, posting = account.contact_of(opportunity), account.posting_of(opportunity)
    shown: Json = {
        "id": opportunity.id,
        "name": contact.name,
        "contact": contact.id,
        "headline": contact.headline,
        "stage": opportunity.stage,
        "stageChanges": _stage_changes(opportunity),
        "confidentiality": "confidential" if account.is_confidential(opportunity) else "non-confidential",
        "location": contact.location,
        "phones": [phone_json(phone) for phone in contact.phones],
        "emails": contact.emails,
        "links": contact.links,
        "archived": archived_json(opportunity.archived),
        "tags": account.tags_of(opportunity),
        "sources": opportunity.sources,
        "origin": opportunity.origin,
        "sourcedBy": opportunity.sourced_by,
        "owner": opportunity.owner,
        "followers": opportunity.followers,
        "applications": [opportunity.application.id] if opportunity.application else [],
        "createdAt": opportunity.created_at,
        "updatedAt": opportunity.updated_at,
        "lastInteractionAt": opportunity.last_interaction_at,
        "lastAdvancedAt": opportunity.last_advanced_at,
        "snoozedUntil": opportunity.snoozed_until,
        "urls": _opportunity_urls(opportunity),
        "isAnonymized": contact.is_anonymized,
        "dataProtection": _data_protection(contact),
    }
    if posting:
        shown["opportunityLocation"] = posting.location or "unspecified"
    return shown


def without_location(opportunity: Json) -> Json:
    """Return what every write answers: opportunityLocation is there in the answers to GET alone (recorded)."""
    return {key: value for key, value in opportunity.items() if key != "opportunityLocation"}


def blanked(opportunity: Json) -> Json:
    """Return what most writes answer: the opportunity without what is known of the contact (surprise 3)."""
    return without_location(opportunity) | {"name": "", "headline": "", "emails": [], "phones": [], "links": []}


def _stage_changes(opportunity: Opportunity) -> list[Json]:
    account = the_account()
    order = {stage.id: index for index, stage in enumerate(account.stages)}
    rows: list[Json] = []
    for change in opportunity.stage_changes:
        row: Json = {
            "toStageId": change.stage,
            "toStageIndex": order.get(change.stage),
            "updatedAt": change.changed_at,
        }
        rows.append(row | ({"userId": change.user} if change.user else {}))
    return rows


def _opportunity_urls(opportunity: Opportunity) -> Json:
    candidates = f"{request.host_url}candidates"
    return {"list": candidates, "show": f"{candidates}/{opportunity.id}"}


def _data_protection(contact: Contact) -> Json | None:
    if contact.may_be_stored is None:
        return None
    answer = {"allowed": contact.may_be_stored, "expiresAt": None}
    return {"store": answer, "contact": dict(answer)}


def archived_json(archived: Archived | None) -> Json | None:
    return {"reason": archived.reason, "archivedAt": archived.archived_at} if archived else None


def phone_json(phone: Phone) -> Json:
    return {"type": phone.type, "value": phone.value}


def application_json(application: Application, opportunity: Opportunity) -> Json:
    posting = the_account().posting_of(opportunity)
    nothing = ("requisitionForHire", "ipAddress", "referer", "userAgent", "acceptLanguage", "timezone")
    return {
        "id": application.id,
        "type": application.type,
        "candidateId": opportunity.id,
        "opportunityId": opportunity.id,
        "posting": application.posting,
        "postingHiringManager": posting.hiring_manager if posting else None,
        "postingOwner": posting.owner if posting else None,
        "user": application.user,
        "name": application.name,
        "company": None,
        "phone": {"type": None, "value": application.phone} if application.phone else None,
        "email": application.email,
        "links": [],
        "comments": application.comments,
        "customQuestions": [],
        "createdAt": application.created_at,
        "archived": archived_json(opportunity.archived),
        **dict.fromkeys(nothing),
    }


def note_json(note: Note) -> Json:
    return {
        "id": note.id,
        "text": "Note",
        "fields": [_note_field(part) for part in note.fields],
        "user": note.user,
        "secret": note.secret,
        "completedAt": note.created_at,
        "createdAt": note.created_at,
        "deletedAt": None,
    }


def _note_field(part: Any) -> Json:
    return {
        "type": "note",
        "text": "Comment",
        "value": part.value,
        "createdAt": part.created_at,
        "score": part.score,
        "stage": part.stage,
        "user": part.user,
    }


def contact_json(contact: Contact) -> Json:
    return {
        "id": contact.id,
        "name": contact.name,
        "headline": contact.headline,
        "isAnonymized": contact.is_anonymized,
        "location": {"name": contact.location},
        "emails": contact.emails,
        "phones": [phone_json(phone) for phone in contact.phones],
        "dataProtection": _data_protection(contact),
    }


def user_json(user: User) -> Json:
    return {
        "id": user.id,
        "name": user.name,
        "username": user.username,
        "email": user.email,
        "accessRole": user.access_role,
        "photo": None,
        "createdAt": user.created_at,
        "deactivatedAt": user.deactivated_at,
        "externalDirectoryId": None,
        "linkedContactIds": None,
        "jobTitle": user.job_title,
        "managerId": None,
    }


def stage_json(stage: Stage) -> Json:
    return {"id": stage.id, "text": stage.text}


def deletion_json(deletion: Deletion) -> Json:
    return {"id": deletion.id, "deletedAt": deletion.deleted_at}
