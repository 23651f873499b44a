"""Which opportunity a result belongs to. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from paletter.connections.addresses import without_tag
from paletter.vocabulary.hiring import Opportunity


@dataclass(frozen=True)
class NoMatch:
    """No opportunity is certainly this person's on this posting. `reason` is for the recruiter, and blames nobody.

    `near` are those whose address is the same but for a "+tag", by id: to be offered to a person, never to be taken.
    """

    reason: str
    near: tuple[str, ...] = ()


def match(opportunities: Iterable[Opportunity], *, emails: Collection[str], posting_id: str) -> Opportunity | NoMatch:
    """Return the opportunity on that posting with one of these verified addresses, or NoMatch.

    Of several, one that is not archived comes first, then the newest. A name, or an address without the posting, is
    never enough. Addresses are compared without case and outer spaces, and in no cleverer way: "+tag" is another
    mailbox at some providers.
    """
    wanted = {_canonical(email) for email in emails} - {""}
    on_posting = [o for o in opportunities if posting_id in o.posting_ids]
    mine = [o for o in on_posting if wanted & set(map(_canonical, o.emails))]
    if not mine:
        near = tuple(sorted(o.id for o in on_posting if is_near(o, emails)))
        return NoMatch(reason(emails, is_near=bool(near)), near)
    return min(mine, key=lambda o: (o.is_archived, -o.created_at.timestamp(), o.id))


def is_near(opportunity: Opportunity, emails: Collection[str]) -> bool:
    """Tell whether an opportunity has one of these addresses, give or take a "+tag"."""
    return bool(_near(emails) & _near(opportunity.emails))


def _near(emails: Iterable[str]) -> set[str]:
    return {_canonical(without_tag(email)) for email in emails if email.strip()}


def _canonical(email: str) -> str:
    # Not casefold(): it makes "ß" of one mailbox the "ss" of another.
    return email.strip().lower()


def reason(emails: Collection[str], *, is_near: bool = False) -> str:
    """Return why nothing was matched; of a similar address only that there is one, since it may be another person's."""
    if not emails:
        return "The candidate has no verified address yet, so the result cannot be matched with an application."
    told = f"No application for this posting has the address {' or '.join(sorted(emails))}. "
    if is_near:
        return told + (
            "An application with a similar address is there. If it is the same person's, choose it by hand; otherwise "
            "ask the candidate which address they applied with."
        )
    return told + (
        "The candidate may have applied with another one, or not yet. Ask them, and add the address to the application "
        "in your ATS; Paletter keeps looking, and at once when you press “Try again”."
    )
