"""Which opportunity a result belongs to. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from paletter.vocabulary.hiring import Opportunity


@dataclass(frozen=True)
class NoMatch:
    """No opportunity is certainly this person's on this posting. `reason` is for the recruiter, and blames nobody."""

    reason: str


def match(opportunities: Iterable[Opportunity], *, emails: Collection[str], posting_id: str) -> Opportunity | NoMatch:
    """Return the opportunity on that posting with one of these verified addresses, or NoMatch.

    Of several, one that is not archived comes first, then the newest. A name, or an address without the posting, is
    never enough. Addresses are compared without case and outer spaces, and in no cleverer way: "+tag" is another
    mailbox at some providers.
    """
    wanted = {_canonical(email) for email in emails} - {""}
    mine = [o for o in opportunities if posting_id in o.posting_ids and wanted & set(map(_canonical, o.emails))]
    if not mine:
        return NoMatch(_reason(emails))
    return min(mine, key=lambda o: (o.is_archived, -o.created_at.timestamp(), o.id))


def _canonical(email: str) -> str:
    # Not casefold(): it makes "ß" of one mailbox the "ss" of another.
    return email.strip().lower()


def _reason(emails: Collection[str]) -> str:
    if not emails:
        return "The candidate has no verified address yet, so the result cannot be matched with an application."
    return (
        f"No application for this posting has the address {' or '.join(sorted(emails))}. "
        "The candidate may have applied with another one, or not yet. Ask them, and add the address to the application "
        "in your ATS; Paletter keeps looking, and at once when you press “Try again”."
    )
