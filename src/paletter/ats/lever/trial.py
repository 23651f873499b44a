"""Tries what credentials open, and changes nothing in Lever by it.

The right to write is tried on an opportunity that cannot exist: who has the right hears that there is none, who lacks
it hears that first.
"""

from collections.abc import Sequence
from contextlib import suppress

from paletter.ats.lever import refusals, rights
from paletter.ats.lever.client import Call, Forbidden, LeverClient, Query, address
from paletter.ats.protocol import AtsDisconnected, AtsRefused

NOBODY = "00000000-0000-0000-0000-000000000000"
EXPANDED: Query = {"expand": ["applications"], "limit": 1}

# A consent told its rights; these reads show whether the account lets them be used.
OF_A_CONSENT: Sequence[Call] = (
    Call("GET", "/postings", rights.POSTINGS_READ, query={"limit": 1}),
    Call("GET", "/opportunities", rights.OPPORTUNITIES_WRITE, query={"limit": 1}),
    Call("GET", "/opportunities", rights.APPLICATIONS_READ, query=EXPANDED),
)
# A key tells nothing, and Lever gives keys their rights one by one.
OF_A_KEY: Sequence[Call] = (
    *OF_A_CONSENT,
    Call("POST", address("opportunities", NOBODY, "addTags"), rights.OPPORTUNITIES_WRITE, body={"tags": ["Paletter"]}),
    Call("GET", address("opportunities", NOBODY, "notes"), rights.NOTES_WRITE),
    Call("POST", address("opportunities", NOBODY, "notes"), rights.NOTES_WRITE, body={"value": "Paletter"}),
    Call("GET", "/users", rights.USERS_READ, query={"limit": 1}),
    Call("GET", "/stages", rights.STAGES_READ, query={"limit": 1}),
    Call("GET", "/webhooks", rights.WEBHOOKS_WRITE),
    Call("DELETE", address("webhooks", NOBODY), rights.WEBHOOKS_WRITE),
)


def of_consent(client: LeverClient) -> None:
    """Raise AtsRefused when the account withholds what was granted."""
    refused = [error for call in OF_A_CONSENT if (error := _refusal(client, call))]
    if len(refused) == len(OF_A_CONSENT) and refusals.PACKAGE not in map(str, refused):
        raise AtsRefused(refusals.account_withholds()) from refused[0]
    for error in refused:
        raise error


def of_key(client: LeverClient) -> tuple[str, ...]:
    """Return the rights that a key was found to have. Raises AtsRefused when it lacks one that is needed."""
    try:
        refused = [(call.right, error) for call in OF_A_KEY if (error := _refusal(client, call))]
    except AtsDisconnected as error:
        raise AtsRefused(refusals.KEY_UNKNOWN) from error
    if len(refused) == len(OF_A_KEY):
        is_package = any(str(error) == refusals.PACKAGE for _, error in refused)
        raise AtsRefused(refusals.PACKAGE if is_package else refusals.key_opens_nothing())
    absent = {right for right, _ in refused}
    if lacking := [right for right in rights.NEEDED_BY_KEYS if right in absent]:
        raise AtsRefused(refusals.key_lacks(lacking))
    return tuple(right for right in rights.OF_KEYS if right not in absent)


def _refusal(client: LeverClient, call: Call) -> Forbidden | None:
    """Return how Lever forbade us this call, None when we were let in, whatever became of it then."""
    with suppress(AtsRefused):
        try:
            client.send(call)
        except Forbidden as error:
            return error
    return None
