"""Whether a candidate's proven addresses are those of an application, as far as the mirror knows: a hint, never a gate.

Only addresses that somebody has proven are looked up: else anybody could find out who applies where.
"""

from collections.abc import Collection
from enum import StrEnum

from paletter.connections import addresses
from paletter.connections.models import MirroredOpportunity, MirroredPosting


class Recognised(StrEnum):
    """What the mirror says of somebody's addresses on a posting."""

    YES = "yes"
    NEARLY = "nearly"
    """An application has the same address with another "+tag"."""
    NO = "no"
    UNKNOWN = "unknown"
    """The applications on the posting have not been read, or not lately enough to say no."""


def recognised(posting: MirroredPosting, emails: Collection[str]) -> Recognised:
    """Tell whether an application on the posting has one of these addresses."""
    if posting.opportunities_read_at is None or not posting.connection.is_on:
        return Recognised.UNKNOWN
    rows = MirroredOpportunity.objects.filter(posting=posting)
    if rows.filter(digests__overlap=addresses.digests(emails)).exists():
        return Recognised.YES
    is_near = rows.filter(near_digests__overlap=addresses.near_digests(emails)).exists()
    return Recognised.NEARLY if is_near else Recognised.NO
