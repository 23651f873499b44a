"""The rights that Paletter asks of Lever, each with its reason.

`confidential:access:admin` is not among them and never may be: what we cannot read, we cannot leak.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from paletter.ats.protocol import Credentials

OFFLINE_ACCESS = "offline_access"
POSTINGS_READ = "postings:read:admin"
OPPORTUNITIES_WRITE = "opportunities:write:admin"
APPLICATIONS_READ = "applications:read:admin"
NOTES_WRITE = "notes:write:admin"
USERS_READ = "users:read:admin"
STAGES_READ = "stages:read:admin"
WEBHOOKS_WRITE = "webhooks:write:admin"

RIGHTS: Mapping[str, str] = MappingProxyType(
    {
        OFFLINE_ACCESS: "stay connected after the hour that one token lives",
        POSTINGS_READ: "show the postings that can be joined with a template, and follow their titles",
        OPPORTUNITIES_WRITE: "find a candidate's opportunity and add the two tags",
        APPLICATIONS_READ: "see which posting an opportunity belongs to, so that a result never lands on another one",
        NOTES_WRITE: "add the note with the result and the link, and see whether it is already there",
        USERS_READ: "show who connected Paletter, and in which role",
        STAGES_READ: "show the stages of your pipeline by name",
        WEBHOOKS_WRITE: "be told at once when something changes in Lever, also when a person is deleted there",
    }
)
# Without these something is missing from a page or comes later; without the others nothing would work.
WELCOME = (USERS_READ, STAGES_READ, WEBHOOKS_WRITE)
NEEDED = tuple(right for right in RIGHTS if right not in WELCOME)
# A key lives until somebody removes it: there is nothing to stay connected by.
OF_KEYS: Mapping[str, str] = MappingProxyType({right: RIGHTS[right] for right in RIGHTS if right != OFFLINE_ACCESS})
NEEDED_BY_KEYS = tuple(right for right in NEEDED if right != OFFLINE_ACCESS)


def missing(granted: Iterable[str], *, of: Iterable[str] = NEEDED) -> tuple[str, ...]:
    """Return the rights that were not granted; at Lever the right to write includes the right to read."""
    have = set(granted)
    have |= {right.replace(":write:", ":read:") for right in have}
    return tuple(right for right in of if right not in have)


def why_no_calls(credentials: Credentials) -> str:
    """Tell which right is missing to be called by Lever, or ""; what a key may do shows when it is used."""
    if not credentials.scopes or not missing(credentials.scopes, of=[WEBHOOKS_WRITE]):
        return ""
    how = "give the key that right" if credentials.api_key else "connect it again and accept all rights"
    return f"Lever has not given Paletter the right {WEBHOOKS_WRITE}. A Super Admin can {how}."
