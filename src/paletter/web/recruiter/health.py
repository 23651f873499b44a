"""Connection health: what an admin looks at once a year, and finds either all well or one sentence on what to do."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from paletter import plugins
from paletter.connections import health as reading
from paletter.connections.models import Connection
from paletter.web.access import MemberRequest, member_required
from paletter.web.recruiter import backlog


@member_required
@never_cache
def health(request: MemberRequest, provider: str) -> HttpResponse:
    """Show how a connection goes; all members read, admins act."""
    try:
        chosen = plugins.ats_provider(provider)
    except plugins.UnknownProvider as error:
        raise Http404 from error
    rows = Connection.objects.select_related("connected_by")
    connection = get_object_or_404(rows, organisation=request.organisation, provider=provider)
    page = {
        "section": "ats",
        "provider": chosen,
        "connection": connection,
        "health": reading.of(
            connection, chosen, every=timedelta(minutes=settings.OPTIONS.sync_minutes), now=timezone.now()
        ),
        "backlog": backlog.counts(request.organisation),
        "webhooks_words": [f"recruiter/providers/{provider}_webhooks.html", "recruiter/providers/any_webhooks.html"],
        "base_url": settings.BASE_URL,
    }
    return render(request, "recruiter/health.html", page)
