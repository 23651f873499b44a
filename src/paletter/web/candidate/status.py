"""How far a handed-in interview is: stations with times, what comes next, and what stands in the way."""

from datetime import datetime, timedelta

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from paletter.interviews import another_way, checking, expectation, letters, progress
from paletter.interviews.models import Interview
from paletter.web.candidate import report
from paletter.web.candidate.access import CandidateRequest, own_interview
from paletter.web.candidate.start import way_on
from paletter.web.languages import speaks
from paletter.writeback.models import Delivery, DeliveryState


@own_interview
@speaks
def status(request: CandidateRequest, interview: Interview) -> HttpResponseBase:
    """Show the status; an interview that is still open goes on where it stands."""
    if not interview.submitted_at and not interview.withdrawn_at:
        return redirect(way_on(interview))
    prepared = [at for at in _prepared(interview) if at is not None]
    found = progress.of(interview, prepared=len(prepared))
    allowed = checking.window(interview)
    context = {
        "interview": interview,
        "progress": found,
        "prepared": len(prepared),
        "recorded": interview.answers.exclude(kept=None).count(),
        "may_check": bool(allowed),
        "is_told": letters.reach_people() and allowed >= checking.WORTH_A_LETTER,
        "is_unmatched": _is_unmatched(interview),
        "is_shared": report.is_shared(interview),
        "expected": _expected(found, now=timezone.now()),
        "is_asking_for_people": another_way.waits_for_people(interview),
        "unusable": interview.answers.exclude(kept__unusable_reason="").exclude(kept=None).select_related("kept"),
        "section": "interviews",
    }
    return render(request, "candidate/status.html", context)


def _prepared(interview: Interview) -> list[object]:
    return list(interview.answers.values_list("kept__prepared_at", flat=True))


def _is_unmatched(interview: Interview) -> bool:
    """Tell whether the employer's system has no application under this candidate's address (D4)."""
    delivery = Delivery.objects.filter(report__interview=interview).first()
    return delivery is not None and delivery.state == DeliveryState.PARKED and not delivery.opportunity_id


def _expected(found: progress.Progress, *, now: datetime) -> timedelta | None:
    """Return within what time the next station was reached by most others lately; None where nobody can say."""
    if found.state in (progress.State.SUBMITTED, progress.State.PROCESSING):
        return expectation.until_written_down(now=now)
    return expectation.until_scored(now=now) if found.state is progress.State.SCORING else None
