"""Which interviews belong to a candidacy in the ATS: those sent there, and those of people whose address it has."""

from collections.abc import Collection, Iterable

from allauth.account.models import EmailAddress
from django.db.models import Q

from paletter.accounts.models import User
from paletter.connections import addresses, farewells
from paletter.connections.models import Connection, MirroredOpportunity
from paletter.interviews.models import Interview
from paletter.writeback import waiting
from paletter.writeback.models import Delivery

UNSENT = Q(report=None) | Q(report__delivery=None) | Q(report__delivery__opportunity_id="")


def verified(candidate: User) -> tuple[str, ...]:
    """Return the addresses that a person has proven; nobody is recognised by another one (R35)."""
    rows = EmailAddress.objects.filter(user=candidate, verified=True).order_by("-primary", "pk")
    return tuple(row.email.lower() for row in rows)


def interviews_of(connection: Connection, opportunity_id: str) -> list[Interview]:
    """Return the interviews whose result went to an opportunity, or would go there by what our mirror knows."""
    wanted = Q(report__delivery__opportunity_id=opportunity_id)
    row = connection.opportunities.filter(external_id=opportunity_id).first()
    if row is not None:
        wanted |= UNSENT & Q(job__posting=row.posting_id, candidate__in=_recognised(row.posting_id, row.digests))
    rows = Interview.objects.filter(wanted, job__posting__connection=connection)
    return list(rows.select_related("candidate", "job__posting").order_by("pk"))


def others(connection: Connection, opportunity_id: str, *, posting_id: int, emails: Collection[str]) -> list[str]:
    """Return the mirrored opportunities, not on their way out, that a person has on the posting beside this one."""
    contact = connection.opportunities.filter(external_id=opportunity_id).exclude(contact_id="").values("contact_id")
    is_theirs = Q(digests__overlap=addresses.digests(emails)) | Q(contact_id__in=contact)
    going = farewells.unhandled(connection).values("opportunity_id")
    rows = connection.opportunities.filter(is_theirs, posting=posting_id).exclude(external_id=opportunity_id)
    return list(rows.exclude(external_id__in=going).values_list("external_id", flat=True))


def deliveries_for(opportunities: Iterable[MirroredOpportunity]) -> list[Delivery]:
    """Return the deliveries that found no opportunity, and whose candidate has an address of one of these."""
    digests: dict[int, set[str]] = {}
    for row in opportunities:
        digests.setdefault(row.posting_id, set()).update(row.digests)
    lost = waiting.unmatched().filter(report__interview__job__posting__in=digests)
    interviews = {one: one.report.interview for one in lost.select_related("report__interview__job")}
    postings = {interview.job.posting_id for interview in interviews.values()}
    people = {posting: _recognised(posting, digests[posting]) for posting in postings}
    return [one for one, interview in interviews.items() if interview.candidate_id in people[interview.job.posting_id]]


def _recognised(posting_id: int, digests: Collection[str]) -> set[int]:
    """Return the candidates on a posting who have proven an address of these digests."""
    rows = EmailAddress.objects.filter(verified=True, user__interviews__job__posting=posting_id)
    return {user for user, email in rows.values_list("user", "email") if addresses.digest(email) in digests}
