"""How Lever writes panels and interviews: an interview looks otherwise inside its panel than by itself."""

from lever_simulator.here import the_account
from lever_simulator.resources.answering import Json
from lever_simulator.world.interviews import NO_FEEDBACK, Interview, Interviewer, Panel


def panel_json(panel: Panel) -> Json:
    return {
        "id": panel.id,
        "applications": panel.applications,
        "canceledAt": panel.canceled_at,
        "createdAt": panel.created_at,
        "end": panel.end,
        "externallyManaged": panel.externally_managed,
        "externalUrl": panel.external_url,
        "feedbackReminder": panel.feedback_reminder,
        "interviews": [_inside(interview) for interview in panel.interviews],
        "note": panel.note,
        "stage": panel.stage,
        "start": panel.start,
        "timezone": panel.timezone,
        "user": panel.user,
    }


def interview_json(panel: Panel, interview: Interview) -> Json:
    account = the_account()
    posting = account.opportunities[panel.opportunity].posting
    template = interview.feedback_template
    return {
        "id": interview.id,
        "panel": panel.id,
        "subject": interview.subject,
        "note": interview.note,
        "interviewers": [_interviewer(one) for one in interview.interviewers],
        "timezone": panel.timezone,
        "createdAt": interview.created_at,
        "date": interview.date,
        "duration": interview.duration,
        "location": interview.location,
        "feedbackTemplate": None if template == NO_FEEDBACK else template,
        "feedbackForms": [f.id for f in account.feedback.values() if f.interview == interview.id and not f.deleted_at],
        "feedbackReminder": interview.feedback_reminder,
        "user": interview.user,
        "stage": panel.stage,
        "canceledAt": interview.canceled_at,
        "postings": [posting] if posting and panel.applications else [],
        "gcalEventUrl": None,
        "opportunityId": panel.opportunity,
    }


def _inside(interview: Interview) -> Json:
    return {
        "id": interview.id,
        "date": interview.date,
        "duration": interview.duration,
        "feedbackReminder": interview.feedback_reminder,
        "feedbackTemplate": interview.feedback_template,
        "interviewers": [_interviewer(one) | {"responseStatus": "needsAction"} for one in interview.interviewers],
        "location": interview.location,
        "note": interview.note,
        "subject": interview.subject,
    }


def _interviewer(interviewer: Interviewer) -> Json:
    user = the_account().users[interviewer.user]
    return {
        "id": user.id,
        "name": user.name,
        "email": user.email,
        "feedbackTemplate": interviewer.feedback_template,
    }
