"""One organisation's Lever account, as the rest of Paletter sees it."""

from collections.abc import Collection, Iterator
from datetime import datetime

from paletter.ats.lever import rights, translate
from paletter.ats.lever.client import Call, LeverClient, Query, address
from paletter.ats.protocol import AtsNotFound, AtsRefused, AtsUnavailable
from paletter.vocabulary.hiring import AtsPerson, Note, Opportunity, Posting

# `state=published` alone means the public job site only, and "internal" is Lever's word for Unlisted.
NOT_CONFIDENTIAL = "non-confidential"
LISTED: Query = {
    "state": "published",
    "distributionChannel": ["public", "internal"],
    "confidentiality": NOT_CONFIDENTIAL,
}
UNLISTED: Query = {"state": "internal", "confidentiality": NOT_CONFIDENTIAL}


class LeverAccount:
    """Implements `paletter.ats.protocol.Ats`."""

    def __init__(self, client: LeverClient) -> None:
        self._client = client

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

    def postings(self, *, since: datetime | None = None) -> Iterator[Posting]:
        seen: set[str] = set()
        for query in self._posting_queries(since):
            for row in self._client.rows("/postings", right=rights.POSTINGS_READ, query=query):
                posting = translate.posting(row)
                if posting and not posting.is_confidential and posting.id not in seen:
                    seen.add(posting.id)
                    yield posting

    def _posting_queries(self, since: datetime | None) -> list[Query]:
        if since is None:
            return [LISTED, UNLISTED]
        # Lever combines a time window with `confidentiality` and with no other filter.
        return [{"updated_at_start": translate.milliseconds(since), "confidentiality": NOT_CONFIDENTIAL}]

    def posting(self, posting_id: str) -> Posting | None:
        try:
            body = self._client.send(Call("GET", address("postings", posting_id), rights.POSTINGS_READ))
        except AtsRefused:
            # 404 for a deleted one, "an access error" for a confidential one; both are closed to us.
            return None
        posting = translate.posting(translate.row(body))
        return None if posting is None or posting.is_confidential else posting

    def opportunities(self, *, posting_id: str, email: str) -> Iterator[Opportunity]:
        # `posting_id` may leave archived candidacies out, for which Lever has a filter of its own: ask both.
        seen: set[str] = set()
        for name in ("posting_id", "archived_posting_id"):
            query: Query = {name: posting_id, "email": email, "expand": ["applications"]}
            for row in self._client.rows("/opportunities", right=rights.OPPORTUNITIES_WRITE, query=query):
                opportunity = translate.opportunity(row)
                if opportunity and posting_id in opportunity.posting_ids and opportunity.id not in seen:
                    seen.add(opportunity.id)
                    yield opportunity

    def notes(self, opportunity_id: str) -> Iterator[Note]:
        path = address("opportunities", opportunity_id, "notes")
        for row in self._client.rows(path, right=rights.NOTES_WRITE):
            if note := translate.note(row):
                yield note

    def add_note(self, opportunity_id: str, text: str) -> str:
        path = address("opportunities", opportunity_id, "notes")
        # Neither `score`, which would look like a colleague's thumbs-up, nor `notifyFollowers`, which mails people.
        call = Call("POST", path, rights.NOTES_WRITE, body={"value": text}, is_repeatable=False)
        note_id = translate.note_id(translate.row(self._client.send(call)))
        if not note_id:
            raise AtsUnavailable("Lever did not say whether it kept the note. Paletter looks again by itself.")
        return note_id

    def remove_note(self, opportunity_id: str, note_id: str) -> None:
        path = address("opportunities", opportunity_id, "notes", note_id)
        try:
            self._client.send(Call("DELETE", path, rights.NOTES_WRITE))
        except AtsNotFound:
            return

    def add_tags(self, opportunity_id: str, tags: Collection[str]) -> None:
        self._tags(opportunity_id, "addTags", tags)

    def remove_tags(self, opportunity_id: str, tags: Collection[str]) -> None:
        self._tags(opportunity_id, "removeTags", tags)

    def _tags(self, opportunity_id: str, verb: str, tags: Collection[str]) -> None:
        # The reply has the person's name and addresses blanked out; nothing is read from it.
        path = address("opportunities", opportunity_id, verb)
        self._client.send(Call("POST", path, rights.OPPORTUNITIES_WRITE, body={"tags": list(tags)}))
