"""/v1/opportunities/:id/panels and /v1/opportunities/:id/interviews"""

from typing import Any

from lever_simulator.here import now_ms, the_account
from lever_simulator.resources.addresses import Noun
from lever_simulator.resources.answering import Json, bad_request, forbidden, not_found, page, single
from lever_simulator.resources.asking import acting_user, asked_page, body, flag, moment, needs, required_text
from lever_simulator.resources.interview_shapes import interview_json, panel_json
from lever_simulator.resources.opportunities import find, find_on
from lever_simulator.world import meetings
from lever_simulator.world.hiring import Opportunity
from lever_simulator.world.interviews import NO_FEEDBACK, Interview, Interviewer, Panel
from lever_simulator.world.writes import new_id

api = Noun("interviews", __name__)

PANELS, PANEL = "/opportunities/<opportunity_id>/panels", "/opportunities/<opportunity_id>/panels/<panel_id>"
INTERVIEWS = "/opportunities/<opportunity_id>/interviews"
INTERVIEW = f"{INTERVIEWS}/<interview_id>"


@api.get(PANELS)
@needs("panels:read:admin")
def list_panels(opportunity_id: str) -> Json:
    panels = the_account().panels_on(find(opportunity_id).id)
    return page(panels, shape=panel_json, place=lambda p: (0, p.created_at, p.id), **asked_page())


@api.get(PANEL)
@needs("panels:read:admin")
def get_panel(opportunity_id: str, panel_id: str) -> tuple[Json, int]:
    return single(panel_json(_panel(find(opportunity_id), panel_id)))


@api.post(PANELS)
@needs("panels:write:admin")
def create_panel(opportunity_id: str) -> tuple[Json, int]:
    opportunity, user, sent = find(opportunity_id), acting_user(), body()
    panel = Panel(new_id(), opportunity.id, required_text(sent, "timezone"), now_ms(), user, opportunity.stage)
    _fill(panel, sent, opportunity)
    panel.interviews = _interviews(sent, user)
    meetings.plan_panel(the_account(), opportunity, panel, now=now_ms())
    return single(panel_json(panel), 201)


@api.put(PANEL)
@needs("panels:write:admin")
def replace_panel(opportunity_id: str, panel_id: str) -> tuple[Json, int]:
    opportunity, user, sent = find(opportunity_id), acting_user(), body()
    panel, timezone = _changeable(_panel(opportunity, panel_id)), required_text(sent, "timezone")
    interviews = _interviews(sent, user, panel)
    _fill(panel, sent, opportunity)
    panel.timezone = timezone
    meetings.replace_interviews(the_account(), opportunity, panel, interviews, now=now_ms())
    return single(panel_json(panel))


@api.delete(PANEL)
@needs("panels:write:admin")
def delete_panel(opportunity_id: str, panel_id: str) -> tuple[str, int]:
    opportunity, _user = find(opportunity_id), acting_user()
    panel = _changeable(_panel(opportunity, panel_id))
    meetings.delete_panel(the_account(), opportunity, panel, now=now_ms())
    return "", 204


@api.get(INTERVIEWS)
@needs("interviews:read:admin")
def list_interviews(opportunity_id: str) -> Json:
    held = the_account().interviews_on(find(opportunity_id).id)
    return page(
        held,
        shape=lambda pair: interview_json(*pair),
        place=lambda pair: (0, pair[1].created_at, pair[1].id),
        **asked_page(),
    )


@api.get(INTERVIEW)
@needs("interviews:read:admin")
def get_interview(opportunity_id: str, interview_id: str) -> tuple[Json, int]:
    return single(interview_json(*_interview(find(opportunity_id), interview_id)))


@api.post(INTERVIEWS)
@needs("interviews:write:admin")
def create_interview(opportunity_id: str) -> tuple[Json, int]:
    opportunity, user, sent = find(opportunity_id), acting_user(), body()
    panel = _changeable(_panel(opportunity, required_text(sent, "panel")))
    interview = _read(sent, user)
    meetings.put_interview(the_account(), opportunity, panel, interview, now=now_ms())
    return single(interview_json(panel, interview), 201)


@api.put(INTERVIEW)
@needs("interviews:write:admin")
def replace_interview(opportunity_id: str, interview_id: str) -> tuple[Json, int]:
    opportunity, user, sent = find(opportunity_id), acting_user(), body()
    panel, known = _interview(opportunity, interview_id)
    interview = _read(sent, user, known)
    meetings.put_interview(the_account(), opportunity, _changeable(panel), interview, now=now_ms())
    return single(interview_json(panel, interview))


@api.delete(INTERVIEW)
@needs("interviews:write:admin")
def delete_interview(opportunity_id: str, interview_id: str) -> tuple[str, int]:
    opportunity, _user = find(opportunity_id), acting_user()
    panel, interview = _interview(opportunity, interview_id)
    meetings.delete_interview(the_account(), opportunity, _changeable(panel), interview, now=now_ms())
    return "", 204


def _panel(opportunity: Opportunity, panel_id: str) -> Panel:
    return find_on(opportunity, "panels", the_account().panels, panel_id)


def _interview(opportunity: Opportunity, interview_id: str) -> tuple[Panel, Interview]:
    for panel, interview in the_account().interviews_on(opportunity.id):
        if interview.id == interview_id:
            return panel, interview
    raise not_found("interviews", interview_id)


def _changeable(panel: Panel) -> Panel:
    if not panel.externally_managed:
        raise forbidden("Only panels that are externally managed can be changed by the API.")
    return panel


def _fill(panel: Panel, sent: Json, opportunity: Opportunity) -> None:
    # Recorded: without a word about it, a panel made by API is externally managed.
    if "externallyManaged" in sent and not flag(sent, "externallyManaged"):
        raise bad_request("externallyManaged must be true")
    panel.applications = _applications(sent, opportunity)
    panel.external_url = sent.get("externalUrl") or None
    panel.note = sent.get("note") or None
    panel.feedback_reminder = str(sent.get("feedbackReminder") or "daily")


def _applications(sent: Json, opportunity: Opportunity) -> list[str]:
    ids = sent.get("applications") or []
    own = [opportunity.application.id] if opportunity.application else []
    if not isinstance(ids, list) or not set(ids) <= set(own):
        raise bad_request("applications must be those of the opportunity")
    return ids


def _interviews(sent: Json, user: str, panel: Panel | None = None) -> list[Interview]:
    rows = sent.get("interviews")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise bad_request("interviews must be a list of interviews")
    return [_read(row, user, panel.interview(str(row.get("id"))) if panel else None) for row in rows]


def _read(sent: Json, user: str, known: Interview | None = None) -> Interview:
    date, duration = moment(sent, "date"), moment(sent, "duration")
    if date is None or not duration or duration < 0:
        raise bad_request("an interview needs a date in milliseconds and a duration in minutes")
    return Interview(
        id=known.id if known else new_id(),
        subject=str(sent.get("subject") or "Interview"),
        date=date,
        duration=duration,
        created_at=known.created_at if known else now_ms(),
        user=user,
        interviewers=_interviewers(sent.get("interviewers")),
        note=str(sent.get("note") or ""),
        location=sent.get("location") or None,
        feedback_template=_feedback_template(sent),
        feedback_reminder=str(sent.get("feedbackReminder") or "daily"),
    )


def _interviewers(rows: Any) -> list[Interviewer]:
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise bad_request("interviewers must be a list of {id}")
    return [Interviewer(_active_user(row.get("id")), _feedback_template(row)) for row in rows]


def _active_user(user_id: Any) -> str:
    user = the_account().users.get(str(user_id))
    if user is None or user.deactivated_at is not None:
        raise bad_request(f"interviewers: user {user_id} was not found or is deactivated")
    return user.id


def _feedback_template(sent: Json) -> str:
    wanted = str(sent.get("feedbackTemplate") or NO_FEEDBACK)
    if wanted != NO_FEEDBACK and wanted not in the_account().feedback_templates:
        raise bad_request(f"feedbackTemplate {wanted} was not found")
    return wanted
