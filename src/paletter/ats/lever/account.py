"""One organisation's Lever account, as the rest of Paletter sees it."""

from paletter.ats.lever import rights, translate, trial
from paletter.ats.lever.client import Call, LeverClient, address
from paletter.ats.lever.notes import LeverHooks, LeverNotes
from paletter.ats.lever.opportunities import LeverOpportunities
from paletter.ats.lever.postings import LeverPostings
from paletter.ats.protocol import AtsRefused
from paletter.vocabulary.hiring import AtsPerson


class LeverAccount(LeverPostings, LeverOpportunities, LeverNotes, LeverHooks):
    """Implements `paletter.ats.protocol.Ats`."""

    def __init__(self, client: LeverClient) -> None:
        self._client = client

    def try_out(self) -> None:
        if not self._client.credentials().api_key:
            trial.of_consent(self._client)
        else:
            trial.of_key(self._client)

    def person(self) -> AtsPerson | None:
        """Lever has no "who am I": the token names the user, and the users' list tells the rest where it may."""
        user_id = self._client.credentials().user_id
        if not user_id:
            return None
        try:
            body = self._client.send(Call("GET", address("users", user_id), rights.USERS_READ))
        except AtsRefused:
            return None
        return translate.person(translate.row(body))
