"""One organisation's Lever account, as the rest of Paletter sees it."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from paletter.ats.lever import events, rights, translate
from paletter.ats.lever.client import Call, LeverClient, Query, address
from paletter.ats.protocol import AtsNotFound, AtsRefused, AtsUnavailable, Subscription
from paletter.vocabulary.hiring import (
    AtsPerson,
    Deletion,
    EventKind,
    Note,
    Opportunity,
    Posting,
    PostingAnswer,
    Stage,
    Visibility,
)

# `state=published` alone means the public job site only, and "internal" is Lever's word for Unlisted.
NOT_CONFIDENTIAL = "non-confidential"
LISTED: Query = {
    "state": "published",
    "distributionChannel": ["public", "internal"],
    "confidentiality": NOT_CONFIDENTIAL,
}
UNLISTED: Query = {"state": "internal", "confidentiality": NOT_CONFIDENTIAL}
POSTINGS_AT_ONCE = 40
"""Filters may be repeated; so many ids still fit into an address of 2,000 characters."""
CLOCKS_DIFFER = timedelta(hours=1)
LONGEST_WINDOW = timedelta(days=30)
"""Lever lists deletions of thirty days at most at a time."""


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

    def try_out(self) -> None:
        """Read one of each thing that Paletter reads. Raises AtsRefused, naming the right that is missing."""
        reads: tuple[tuple[str, str, Query], ...] = (
            ("/postings", rights.POSTINGS_READ, {}),
            ("/opportunities", rights.OPPORTUNITIES_WRITE, {}),
            ("/opportunities", rights.APPLICATIONS_READ, {"expand": ["applications"]}),
        )
        for path, right, query in reads:
            self._client.send(Call("GET", path, right, query={**query, "limit": 1}))

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
        return self.look_up(posting_id).posting

    def look_up(self, posting_id: str) -> PostingAnswer:
        try:
            body = self._client.send(Call("GET", address("postings", posting_id), rights.POSTINGS_READ))
        except AtsNotFound:
            return PostingAnswer(Visibility.MISSING)
        except AtsRefused:
            # "An access error" for a confidential one.
            return PostingAnswer(Visibility.WITHHELD)
        posting = translate.posting(translate.row(body))
        if posting is None or posting.is_confidential:
            return PostingAnswer(Visibility.WITHHELD)
        return PostingAnswer(Visibility.READABLE, posting)

    def deleted_postings(self, *, since: datetime) -> Iterator[Deletion]:
        yield from self._deleted("/postings/deleted", rights.POSTINGS_READ, since)

    def stages(self) -> Iterator[Stage]:
        for rank, row in enumerate(self._client.rows("/stages", right=rights.STAGES_READ), start=1):
            if stage := translate.stage(row, rank=rank):
                yield stage

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

    def opportunities_on(self, posting_ids: Collection[str], *, since: datetime | None = None) -> Iterator[Opportunity]:
        wanted, seen = set(posting_ids), set[str]()
        for query in self._candidacy_queries(sorted(wanted), since):
            for row in self._client.rows("/opportunities", right=rights.OPPORTUNITIES_WRITE, query=query):
                opportunity = translate.opportunity(row)
                if opportunity and wanted & set(opportunity.posting_ids) and opportunity.id not in seen:
                    seen.add(opportunity.id)
                    yield opportunity

    def _candidacy_queries(self, posting_ids: Sequence[str], since: datetime | None) -> Iterator[Query]:
        # A window by `updated_at` alone would miss those for which Lever keeps no such time.
        windows = (
            [{}]
            if since is None
            else [{f"{at}_at_start": translate.milliseconds(since)} for at in ("updated", "created")]
        )
        for start in range(0, len(posting_ids), POSTINGS_AT_ONCE):
            some = posting_ids[start : start + POSTINGS_AT_ONCE]
            for name in ("posting_id", "archived_posting_id"):
                for window in windows:
                    yield {name: list(some), "expand": ["applications"], **window}

    def opportunity(self, opportunity_id: str) -> Opportunity | None:
        path, query = address("opportunities", opportunity_id), {"expand": ["applications"]}
        try:
            body = self._client.send(Call("GET", path, rights.OPPORTUNITIES_WRITE, query=query))
        except AtsNotFound:
            return None
        return translate.opportunity(translate.row(body))

    def deleted_opportunities(self, *, since: datetime) -> Iterator[Deletion]:
        yield from self._deleted("/opportunities/deleted", rights.OPPORTUNITIES_WRITE, since)

    def _deleted(self, path: str, right: str, since: datetime) -> Iterator[Deletion]:
        for start, end in pairwise(_marks(since, self._client.now() + CLOCKS_DIFFER)):
            query: Query = {
                "deleted_at_start": translate.milliseconds(start),
                "deleted_at_end": translate.milliseconds(end),
            }
            for row in self._client.rows(path, right=right, query=query):
                if deletion := translate.deletion(row):
                    yield deletion

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

    def subscribe(self, url: str, kinds: Collection[EventKind]) -> Iterator[Subscription]:
        for event in events.words_for(kinds):
            call = Call(
                "POST", "/webhooks", rights.WEBHOOKS_WRITE, body={"url": url, "event": event}, is_repeatable=False
            )
            if subscription := events.subscription(translate.row(self._client.send(call))):
                yield subscription

    def unsubscribe(self, subscription_id: str) -> None:
        try:
            self._client.send(Call("DELETE", address("webhooks", subscription_id), rights.WEBHOOKS_WRITE))
        except AtsNotFound:
            return


def _marks(start: datetime, end: datetime) -> Iterator[datetime]:
    """Yield the ends of windows that are short enough, from start to end."""
    while start < end:
        yield start
        start += LONGEST_WINDOW
    yield end
