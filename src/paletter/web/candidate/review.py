"""All answers before handing in: watch or read each, see what is missing, hand in for good."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from paletter.flow import triggers
from paletter.interviews import another_way, deadlines, sitting, takes
from paletter.interviews.models import Interview
from paletter.web.candidate import playing
from paletter.web.candidate.access import CandidateRequest, own_interview
from paletter.web.languages import speaks
from paletter.web.report.speeds import SPEEDS


@own_interview
@speaks
def review(request: CandidateRequest, interview: Interview) -> HttpResponseBase:
    if interview.submitted_at:
        return redirect("candidate:status", interview.key)
    if not sitting.has_consent(interview):
        return redirect("candidate:consent", interview.key)
    questions = {question.key: question for question in interview.template_version.value.questions}
    rows = interview.answers.select_related("kept").prefetch_related("takes", "kept__transcripts").order_by("position")
    lines = [
        {
            "answer": row,
            "question": questions[row.question_key],
            "is_covered": takes.is_covered(row, questions[row.question_key]),
            "takes": takes.takes_of(row, questions[row.question_key]),
            "playing": playing.of(row),
        }
        for row in rows
    ]
    until, now = deadlines.of(interview), timezone.now()
    missing, closes = sitting.missing(interview), deadlines.hand_in_until(interview)
    is_over = deadlines.is_over(interview, now=now)
    is_open = deadlines.why_not_close(closes, now=now) is None
    context = {
        "interview": interview,
        "lines": lines,
        "speeds": SPEEDS,
        "missing": missing,
        "left_out": ", ".join(map(str, missing)),
        "saved": len(lines) - len(missing),
        "until": until,
        "zone": deadlines.zone_of(interview.job),
        "is_over": is_over,
        "may_record": deadlines.why_not_answer(until, now=now) is None,
        "may_hand_in": deadlines.why_not_hand_in(until, now=now) is None,
        "hands_in": is_open and len(missing) < len(lines) and (is_over or not missing),
        "is_open": is_open,
        "hand_in_until": closes,
        "waits_for_time": another_way.waits_for_time(interview),
        "is_spoken": any(row.kept_id for row in rows),
    }
    return render(request, "candidate/review.html", context)


@require_POST
@own_interview
@speaks
def submit(request: CandidateRequest, interview: Interview) -> HttpResponseBase:
    """Hand in, once."""
    try:
        with transaction.atomic():
            interview = sitting.submit(interview, now=timezone.now())
            triggers.interview_submitted(interview)
    except sitting.Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("candidate:review", interview.key)
    return redirect("candidate:status", interview.key)
