"""What a recruiter may do about one interview."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from paletter.flow import triggers
from paletter.interviews.models import Interview
from paletter.web.access import MemberRequest, member_required
from paletter.writeback.models import Delivery, DeliveryState


@member_required
@require_POST
def try_again(request: MemberRequest, key: uuid.UUID) -> HttpResponse:
    """Set going again what stopped: processing that failed, or a write-back that was parked."""
    interview = get_object_or_404(
        Interview.objects.select_related("job"), key=key, job__organisation__memberships__user=request.user
    )
    delivery = Delivery.objects.filter(report__interview=interview, state=DeliveryState.PARKED).first()
    if delivery:
        triggers.delivery_retried(delivery)
    elif interview.trouble:
        triggers.interview_retried(interview)
    messages.success(request, "Paletter tries again now. This page shows how it goes when you load it again.")
    return redirect("job", interview.job.code)
