"""Who of an organisation is looking."""

from django.http import HttpRequest

from paletter.accounts.models import Membership


def membership(request: HttpRequest, organisation_id: int) -> Membership | None:
    """Return this person's membership of that organisation; None for all others, also when nobody is logged in."""
    if not request.user.is_authenticated:
        return None
    memberships = Membership.objects.select_related("organisation", "user")
    return memberships.filter(organisation_id=organisation_id, user_id=request.user.pk).first()
