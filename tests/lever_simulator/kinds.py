"""The keys and JSON types of each object, as they were recorded from Lever; shape.py compares a reply with them."""

from typing import Any

from tests.lever_simulator.shape import MS_OR_NULL, NULL, TEXT_OR_NULL

URLS = {"list": str, "show": str, "apply": str}
POSTING: dict[str, Any] = {
    "id": str,
    "text": str,
    "state": str,
    "distributionChannels": [str],
    "confidentiality": str,
    "user": TEXT_OR_NULL,
    "owner": TEXT_OR_NULL,
    "hiringManager": TEXT_OR_NULL,
    "categories": {
        "team": str,
        "department": str,
        "location": str,
        "allLocations": [str],
        "commitment": str,
        "level": NULL,
    },
    "tags": [str],
    "content": {
        "description": str,
        "descriptionHtml": str,
        "lists": [{"text": str, "content": str}],
        "closing": str,
        "closingHtml": str,
    },
    "country": str,
    "followers": [str],
    "reqCode": NULL,
    "requisitionCodes": [str],
    "urls": URLS,
    "workplaceType": str,
    "createdAt": int,
    "updatedAt": int,
    "transcribeInterviews": bool,
    "screening": {"enabled": bool},
}
SALARY = {"min": int, "max": int, "currency": str, "interval": str}

ARCHIVED = {"reason": str, "archivedAt": int}
STAGE_CHANGE = {"toStageId": str, "toStageIndex": int, "updatedAt": int}
PHONE = {"type": TEXT_OR_NULL, "value": str}
ALLOWED = {"allowed": bool, "expiresAt": NULL}
WRITTEN_OPPORTUNITY: dict[str, Any] = {
    "id": str,
    "name": str,
    "contact": str,
    "headline": str,
    "stage": str,
    "stageChanges": [(STAGE_CHANGE, STAGE_CHANGE | {"userId": str})],
    "confidentiality": str,
    "location": str,
    "phones": [PHONE],
    "emails": [str],
    "links": [str],
    "archived": (ARCHIVED, NULL),
    "tags": [str],
    "sources": [str],
    "origin": str,
    "sourcedBy": TEXT_OR_NULL,
    "owner": TEXT_OR_NULL,
    "followers": [str],
    "applications": [str],
    "createdAt": int,
    "updatedAt": MS_OR_NULL,
    "lastInteractionAt": int,
    "lastAdvancedAt": int,
    "snoozedUntil": NULL,
    "urls": {"list": str, "show": str},
    "isAnonymized": bool,
    "dataProtection": ({"store": ALLOWED, "contact": ALLOWED}, NULL),
}
OPPORTUNITY = WRITTEN_OPPORTUNITY | {"opportunityLocation": str}

APPLICATION: dict[str, Any] = {
    "id": str,
    "type": str,
    "candidateId": str,
    "opportunityId": str,
    "posting": str,
    "postingHiringManager": TEXT_OR_NULL,
    "postingOwner": TEXT_OR_NULL,
    "user": TEXT_OR_NULL,
    "name": TEXT_OR_NULL,
    "company": NULL,
    "phone": ({"type": NULL, "value": str}, NULL),
    "email": TEXT_OR_NULL,
    "links": [str],
    "comments": TEXT_OR_NULL,
    "customQuestions": [dict],
    "createdAt": int,
    "archived": (ARCHIVED, NULL),
    "requisitionForHire": NULL,
    "ipAddress": NULL,
    "referer": NULL,
    "userAgent": NULL,
    "acceptLanguage": NULL,
    "timezone": NULL,
}
NOTE_FIELD = {
    "type": str,
    "text": str,
    "value": str,
    "createdAt": int,
    "score": (int, NULL),
    "stage": str,
    "user": TEXT_OR_NULL,
}
NOTE: dict[str, Any] = {
    "id": str,
    "text": str,
    "fields": [NOTE_FIELD],
    "user": TEXT_OR_NULL,
    "secret": bool,
    "completedAt": int,
    "createdAt": int,
    "deletedAt": NULL,
}
CHANGED_CONTACT = {
    "id": str,
    "name": str,
    "headline": str,
    "location": {"name": str},
    "emails": [str],
    "phones": [PHONE],
}
CONTACT = CHANGED_CONTACT | {"isAnonymized": bool, "dataProtection": NULL}
USER = {
    "id": str,
    "name": str,
    "username": str,
    "email": str,
    "accessRole": str,
    "photo": NULL,
    "createdAt": int,
    "deactivatedAt": MS_OR_NULL,
    "externalDirectoryId": NULL,
    "linkedContactIds": NULL,
    "jobTitle": TEXT_OR_NULL,
    "managerId": NULL,
}
QUESTION = {"text": str, "name": str, "type": str, "required": bool, "value": NULL}
FORM_OF_A_POSTING = {
    "id": str,
    "text": str,
    "customQuestions": [dict],
    "personalInformation": [QUESTION],
    "urls": [QUESTION],
    "consentDisclosures": NULL,
}
RANKED_STAGE = {"id": str, "text": str, "pipeline": str, "rank": int, "hasInterview": bool}
REASON = {"id": str, "text": str, "status": str, "type": str}

FIELD = {"description": str, "required": bool, "text": str, "type": str, "id": str}
OPTIONS = {"options": [{"text": str}]}
SCORES = {"scores": [{"text": str, "description": str}]}
TEMPLATE_FIELD = (FIELD, FIELD | OPTIONS, FIELD | OPTIONS | {"prompt": str}, FIELD | SCORES)
FEEDBACK_TEMPLATE = {
    "id": str,
    "text": str,
    "group": ({"id": str, "name": str}, NULL),
    "instructions": str,
    "fields": [TEMPLATE_FIELD],
    "createdAt": MS_OR_NULL,
    "stage": NULL,
    "updatedAt": MS_OR_NULL,
}

INTERVIEWER = {"id": str, "name": str, "email": str, "feedbackTemplate": str}
INTERVIEW: dict[str, Any] = {
    "id": str,
    "panel": str,
    "subject": str,
    "note": str,
    "interviewers": [INTERVIEWER],
    "timezone": str,
    "createdAt": int,
    "date": int,
    "duration": int,
    "location": NULL,
    "feedbackTemplate": TEXT_OR_NULL,
    "feedbackForms": [str],
    "feedbackReminder": str,
    "user": str,
    "stage": str,
    "canceledAt": NULL,
    "postings": [str],
    "gcalEventUrl": NULL,
    "opportunityId": str,
}
PANEL: dict[str, Any] = {
    "id": str,
    "applications": [str],
    "canceledAt": NULL,
    "createdAt": int,
    "end": int,
    "externallyManaged": bool,
    "externalUrl": NULL,
    "feedbackReminder": str,
    "interviews": [
        {
            "id": str,
            "date": int,
            "duration": int,
            "feedbackReminder": str,
            "feedbackTemplate": TEXT_OR_NULL,
            "interviewers": [INTERVIEWER | {"responseStatus": str}],
            "location": NULL,
            "note": str,
            "subject": str,
        }
    ],
    "note": NULL,
    "stage": str,
    "start": int,
    "timezone": str,
    "user": str,
}
