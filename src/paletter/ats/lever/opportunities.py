"""The part of a Lever account that is about opportunities and the pipeline they move through."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from paletter.ats.lever import rights, translate
from paletter.ats.lever.client import Call, Forbidden, LeverClient, Query, address
from paletter.ats.lever.deletions import deletions
from paletter.ats.protocol import AtsNotFound
from paletter.vocabulary.hiring import Deletion, Opportunity, Stage

POSTINGS_AT_ONCE = 40
"""Filters may be repeated; so many ids still fit into an address of 2,000 characters."""
ON_POSTINGS = ("posting_id", "archived_posting_id")
"""`posting_id` may leave archived candidacies out, for which Lever has a filter of its own: both are asked."""


class LeverOpportunities:
    def __init__(self, client: LeverClient) -> None:
        self._client = client

    def stages(self) -> Iterator[Stage]:
        for rank, row in enumerate(self._client.rows("/stages", right=rights.STAGES_READ), start=1):
            if stage := translate.stage(row, rank=rank):
                yield stage

    def opportunities(self, *, posting_id: str, email: str) -> Iterator[Opportunity]:
        # Archived ones are asked for only where there is no other: this is done for each result, and requests are few.
        seen: set[str] = set()
        is_active_there = False
        for name in ON_POSTINGS:
            if is_active_there:
                return
            for found in self._found([{name: posting_id, "email": email}], {posting_id}):
                if found.id not in seen:
                    seen.add(found.id)
                    is_active_there = is_active_there or not found.is_archived
                    yield found

    def opportunities_on(self, posting_ids: Collection[str], *, since: datetime | None = None) -> Iterator[Opportunity]:
        wanted = set(posting_ids)
        yield from self._found(_queries(sorted(wanted), since), wanted)

    def opportunity(self, opportunity_id: str) -> Opportunity | None:
        path = address("opportunities", opportunity_id)
        try:
            body = self._client.send(Call("GET", path, rights.OPPORTUNITIES_WRITE, query=EXPANDED))
        except AtsNotFound:
            return None
        except Forbidden:
            # Is this one confidential, or are we let in nowhere? The second must not pass for "gone".
            self._client.send(Call("GET", "/opportunities", rights.OPPORTUNITIES_WRITE, query={"limit": 1}))
            return None
        return translate.opportunity(translate.row(body))

    def deleted_opportunities(self, *, since: datetime) -> Iterator[Deletion]:
        yield from deletions(self._client, "/opportunities/deleted", right=rights.OPPORTUNITIES_WRITE, since=since)

    def _found(self, queries: "Iterator[Query] | list[Query]", posting_ids: set[str]) -> Iterator[Opportunity]:
        """Yield what any of the queries finds on these postings, each once."""
        seen: set[str] = set()
        for query in queries:
            rows = self._client.rows("/opportunities", right=rights.OPPORTUNITIES_WRITE, query={**query, **EXPANDED})
            for opportunity in map(translate.opportunity, rows):
                if opportunity and posting_ids & set(opportunity.posting_ids) and opportunity.id not in seen:
                    seen.add(opportunity.id)
                    yield opportunity


EXPANDED: Query = {"expand": ["applications"]}


def _queries(posting_ids: Sequence[str], since: datetime | None) -> Iterator[Query]:
    for start in range(0, len(posting_ids), POSTINGS_AT_ONCE):
        some = list(posting_ids[start : start + POSTINGS_AT_ONCE])
        for name in ON_POSTINGS:
            for window in _windows(since):
                yield {name: some, **window}


def _windows(since: datetime | None) -> list[Query]:
    if since is None:
        return [{}]
    # By `updated_at` alone those would be missed for which Lever keeps no such time.
    return [{f"{at}_at_start": translate.milliseconds(since)} for at in ("updated", "created")]
