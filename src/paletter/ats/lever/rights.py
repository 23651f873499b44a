"""The rights that Paletter asks of Lever, each with its reason.

`confidential:access:admin` is not among them and never may be: what we cannot read, we cannot leak.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

OFFLINE_ACCESS = "offline_access"
POSTINGS_READ = "postings:read:admin"
OPPORTUNITIES_WRITE = "opportunities:write:admin"
APPLICATIONS_READ = "applications:read:admin"
NOTES_WRITE = "notes:write:admin"
USERS_READ = "users:read:admin"

RIGHTS: Mapping[str, str] = MappingProxyType(
    {
        OFFLINE_ACCESS: "stay connected after the hour that one token lives",
        POSTINGS_READ: "show the postings that can be joined with a template, and follow their titles",
        OPPORTUNITIES_WRITE: "find a candidate's opportunity and add the two tags",
        APPLICATIONS_READ: "see which posting an opportunity belongs to, so that a result never lands on another one",
        NOTES_WRITE: "add the note with the result and the link, and see whether it is already there",
        USERS_READ: "show who connected Paletter, and in which role",
    }
)
# Without users:read only a name is missing from a page; everything else would fail at the first use.
NEEDED = tuple(right for right in RIGHTS if right != USERS_READ)


def missing(granted: Iterable[str]) -> tuple[str, ...]:
    """Return the needed rights that were not granted; at Lever the right to write includes the right to read."""
    have = set(granted)
    have |= {right.replace(":write:", ":read:") for right in have}
    return tuple(right for right in NEEDED if right not in have)
