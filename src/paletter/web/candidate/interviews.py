"""The Interview screen: all of a candidate's jobs, across employers, with their state and what comes next."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from paletter.interviews import deadlines, progress
from paletter.interviews.models import AnotherWay, Answer, Interview
from paletter.interviews.progress import Progress, State
from paletter.web.candidate import remembered
from paletter.web.candidate.access import CandidateRequest, person_required
from paletter.web.languages import speaks


@dataclass(frozen=True)
class Line:
    """One interview as the screen shows it."""

    interview: Interview
    progress: Progress
    answered: int
    asked: int
    next_label: str
    until: datetime | None
    zone: str
    asked_for: bool
    is_asking: bool


NEXT: dict[State, Promise] = {
    State.NOT_STARTED: gettext_lazy("Begin"),
    State.IN_PROGRESS: gettext_lazy("Go on"),
    State.CHECK_WORDS: gettext_lazy("Check the words"),
}


@person_required
@speaks
def interviews(request: CandidateRequest) -> HttpResponseBase:
    rows = (
        Interview.objects.filter(candidate=request.user)
        .select_related("job__organisation", "job__posting", "template_version")
        .prefetch_related("answers", "another_ways")
        .order_by("-created_at")
    )
    begun = {row.job_id for row in rows}
    opened = [job for job in remembered.jobs(request) if job.pk not in begun]
    context = {"lines": [_line(row) for row in rows], "opened": opened, "section": "interviews"}
    return render(request, "candidate/interviews.html", context)


def _line(interview: Interview) -> Line:
    answers = interview.answers.all()
    found = progress.of(interview)
    states = {way.state for way in interview.another_ways.all()} - {AnotherWay.State.TAKEN_BACK.value}
    return Line(
        interview=interview,
        progress=found,
        answered=sum(_is_saved(answer) for answer in answers),
        asked=len(answers),
        next_label=_next_label(found.state, is_complete=all(map(_is_saved, answers))),
        until=deadlines.of(interview) if found.is_open else None,
        zone=deadlines.zone_of(interview.job),
        asked_for=bool(states),
        is_asking=AnotherWay.State.ASKED in states,
    )


def _is_saved(answer: Answer) -> bool:
    return answer.kept_id is not None or answer.is_written


def _next_label(state: State, *, is_complete: bool) -> str:
    if state is State.IN_PROGRESS and is_complete:
        return gettext("Look through and hand in")
    return str(NEXT.get(state) or gettext("See how far it is"))
