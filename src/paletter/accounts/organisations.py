"""Organisations begin here: an operator makes one with its first admin, who makes the rest (R10)."""

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from paletter.accounts import people
from paletter.accounts.models import Membership, Organisation, Role, User


class OrganisationRefused(Exception):
    """No organisation was made; the message says why."""


class UnknownOrganisation(LookupError):
    """No organisation goes by that name; the message lists those there are."""


@transaction.atomic
def create(*, name: str, admin_email: str, admin_name: str = "") -> Organisation:
    """Return a new organisation whose first admin is the person with this address, made when unknown.

    The admin proves the address with the first code by e-mail. Raises OrganisationRefused for an empty name or an
    organisation of the same name.
    """
    name = " ".join(name.split())
    if not name:
        raise OrganisationRefused("An organisation needs a name.")
    if Organisation.objects.filter(name__iexact=name).exists():
        raise OrganisationRefused(f"There is an organisation named {name} already. Its admins can invite more people.")
    organisation = Organisation.objects.create(name=name[:200], slug=_free_slug(name))
    admin = people.with_address(admin_email, name=admin_name)
    Membership.objects.create(organisation=organisation, user=admin, role=Role.ADMIN)
    return organisation


def named(name: str) -> Organisation:
    """Return the organisation of this name or slug, whatever the case; raises UnknownOrganisation."""
    wanted = " ".join(name.split())
    found = Organisation.objects.filter(Q(name__iexact=wanted) | Q(slug=wanted.lower())).order_by("pk").first()
    if found is None:
        known = "; ".join(Organisation.objects.order_by("name").values_list("name", flat=True)) or "none"
        raise UnknownOrganisation(f"There is no organisation named “{name}”. Known organisations: {known}.")
    return found


def of(user: User) -> list[Membership]:
    """Return a person's memberships, oldest first."""
    return list(Membership.objects.filter(user=user).select_related("organisation").order_by("pk"))


def _free_slug(name: str) -> str:
    stem = slugify(name)[:70] or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (stem, *numbered) if slug not in taken)


def share_reports(organisation: Organisation, *, shares: bool) -> None:
    """Let candidates read the reports of their own interviews, or no longer."""
    organisation.shares_reports = shares
    organisation.save(update_fields=["shares_reports"])
