"""The part of a Lever account that is about postings."""

from collections.abc import Iterator
from datetime import datetime

from paletter.ats.lever import rights, translate
from paletter.ats.lever.client import Call, LeverClient, Query, address
from paletter.ats.lever.deletions import deletions
from paletter.ats.protocol import AtsNotFound, AtsRefused
from paletter.vocabulary.hiring import Deletion, Posting, PostingAnswer, Visibility

# `state=published` alone means the public job site only, and "internal" is Lever's word for Unlisted.
NOT_CONFIDENTIAL = "non-confidential"
LISTED: Query = {
    "state": "published",
    "distributionChannel": ["public", "internal"],
    "confidentiality": NOT_CONFIDENTIAL,
}
UNLISTED: Query = {"state": "internal", "confidentiality": NOT_CONFIDENTIAL}


class LeverPostings:
    def __init__(self, client: LeverClient) -> None:
        self._client = client

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
        yield from deletions(self._client, "/postings/deleted", right=rights.POSTINGS_READ, since=since)
