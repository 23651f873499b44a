"""All questions at once, before the first is answered, where the template shows them (C6)."""

from django.http import HttpResponseBase
from django.shortcuts import redirect, render

from paletter.interviews import limits, sitting, takes
from paletter.interviews.models import AnswerKind, Interview
from paletter.web.candidate.access import CandidateRequest, own_interview
from paletter.web.languages import speaks


@own_interview
@speaks
def overview(request: CandidateRequest, interview: Interview) -> HttpResponseBase:
    template = interview.template_version.value
    if interview.submitted_at or not template.shows_questions_first:
        return redirect("candidate:status", interview.key)
    if not sitting.has_consent(interview):
        return redirect("candidate:consent", interview.key)
    rows = [
        {
            "answer": answer,
            "question": question,
            "kinds": [kind.value for kind in takes.kinds_of(interview, question)],
            "time": _clock(limits.seconds(question, time_factor=interview.time_factor)),
            "think": _clock(limits.think_seconds(question, time_factor=interview.time_factor)),
        }
        for answer in interview.answers.select_related("kept").order_by("position")
        for question in [sitting.question_of(interview, answer)]
    ]
    is_begun = any(row["answer"].is_given for row in rows)  # type: ignore[attr-defined]
    needs_devices = takes.offered_first(interview) != {AnswerKind.TEXT} and not is_begun
    context = {
        "interview": interview,
        "rows": rows,
        "position": sitting.next_position(interview),
        "needs_devices": needs_devices,
    }
    return render(request, "candidate/overview.html", context)


def _clock(seconds: int | None) -> str:
    """Write a length of time as the recorder does: 3:00."""
    return "" if seconds is None else f"{seconds // 60}:{seconds % 60:02}"
