"""How fast a candidate's line is: takes random bytes of their browser, counts them and throws them away."""

from allauth.core.internal import ratelimit as limits
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from paletter.interviews.models import Interview
from paletter.web.candidate.access import CandidateRequest, own_interview

LARGEST = 1024 * 1024
PIECE = 64 * 1024
RATE = "20/5m/key"
"""Ten measurements of two requests each: enough for somebody who walks through the house for a better place."""


@require_POST
@own_interview
def line(request: CandidateRequest, interview: Interview) -> HttpResponse:
    """Answer once all has arrived: 204, 413 for more than is needed to measure, 429 for too often."""
    rates = {"measure_line": RATE}
    if not limits.consume(request, app="paletter", action="measure_line", config=rates, key=str(request.user.pk)):
        return HttpResponse(status=429)
    arrived = 0
    while piece := request.read(PIECE):
        arrived += len(piece)
        if arrived > LARGEST:
            return HttpResponse(status=413)
    return HttpResponse(status=204)
