"""Brings rows of the mirror in line with opportunities as the ATS tells them; writes down who came to which stage."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from paletter.connections import addresses, farewells, sync_passes
from paletter.connections.models import Connection, Farewell, MirroredOpportunity, MirroredPosting, StageMove
from paletter.vocabulary.hiring import Distribution, Opportunity

FOLLOWED = (
    "posting",
    "contact_id",
    "stage_id",
    "digests",
    "near_digests",
    "created_at",
    "updated_at",
    "archived_at",
    "last_seen_at",
)


@dataclass(frozen=True)
class Mirrored:
    """Rows as they are now; those in `new` were not there before, or not on this posting or with these addresses."""

    rows: tuple[MirroredOpportunity, ...]
    new: tuple[MirroredOpportunity, ...]


def joined_postings(connection: Connection) -> QuerySet[MirroredPosting]:
    """Return the postings whose opportunities concern us: joined with a template, and there for us to read."""
    hidden = Distribution.CONFIDENTIAL
    return connection.postings.filter(job__isnull=False, gone_at=None).exclude(distribution=hidden)


def mirror_opportunity(
    connection: Connection, opportunity: Opportunity, *, now: datetime
) -> MirroredOpportunity | None:
    """Bring one row in line with what the ATS says now and return it.

    None, storing nothing, unless its posting is joined; None and a farewell when it may not be kept. Raises
    AtsDisconnected when the connection is not on any more.
    """
    rows = mirror(connection, [opportunity], now=now).rows
    return rows[0] if rows else None


@transaction.atomic
def mirror(connection: Connection, opportunities: Sequence[Opportunity], *, now: datetime) -> Mirrored:
    """Bring the rows of these opportunities in line, as `mirror_opportunity` does for one."""
    row = sync_passes.locked(connection)
    # Told twice, such as when it moved between two pages: the later one is how it is now.
    opportunities = list({opportunity.id: opportunity for opportunity in opportunities}.values())
    known = {one.external_id: one for one in row.opportunities.filter(external_id__in=[o.id for o in opportunities])}
    _say_farewells(row, opportunities, known, now=now)
    kept = [o for o in opportunities if farewells.reason_for(o) is None]
    changes = list(_changes(row, kept, known, now=now))
    _store([change.row for change in changes])
    StageMove.objects.bulk_create(move for change in changes if (move := change.move(now=now)))
    rows = tuple(change.row for change in changes)
    return Mirrored(rows, tuple(one for one in rows if _is_news(one, known.get(one.external_id))))


def _is_news(row: MirroredOpportunity, before: MirroredOpportunity | None) -> bool:
    """Tell whether somebody may be recognised by this row who was not before."""
    if before is None or before.posting_id != row.posting_id:
        return True
    return not set(row.digests) <= set(before.digests)


@dataclass(frozen=True)
class _Change:
    """A row as it is to be; `before` is the stage it was seen in, None when it is new."""

    row: MirroredOpportunity
    before: str | None

    def move(self, *, now: datetime) -> StageMove | None:
        """Return the move that was seen. Who was there before the posting was first read has not come just now."""
        came = self.before is None and self.row.posting.opportunities_read_at is not None
        moved = self.before is not None and self.before != self.row.stage_id
        if not self.row.stage_id or not (came or moved):
            return None
        return StageMove(opportunity=self.row, from_stage=self.before or "", to_stage=self.row.stage_id, seen_at=now)


def _changes(
    connection: Connection, told: Sequence[Opportunity], known: Mapping[str, MirroredOpportunity], *, now: datetime
) -> Iterator[_Change]:
    wanted = {posting_id for opportunity in told for posting_id in opportunity.posting_ids}
    postings = {one.external_id: one for one in joined_postings(connection).filter(external_id__in=wanted)}
    for opportunity in told:
        posting = next((postings[key] for key in opportunity.posting_ids if key in postings), None)
        row = known.get(opportunity.id)
        if posting is None or (row is not None and _is_older(opportunity, row)):
            continue
        yield _Change(_as_told(connection, opportunity, posting, now=now), None if row is None else row.stage_id)


def _as_told(
    connection: Connection, opportunity: Opportunity, posting: MirroredPosting, *, now: datetime
) -> MirroredOpportunity:
    return MirroredOpportunity(
        connection=connection,
        external_id=opportunity.id,
        posting=posting,
        contact_id=opportunity.contact_id[:200],
        stage_id=opportunity.stage_id[:200],
        digests=addresses.digests(opportunity.emails),
        near_digests=addresses.near_digests(opportunity.emails),
        created_at=opportunity.created_at,
        updated_at=opportunity.updated_at,
        archived_at=opportunity.archived_at,
        last_seen_at=now,
    )


def _is_older(opportunity: Opportunity, row: MirroredOpportunity) -> bool:
    """A page of a list may be older than what a call of the ATS made us read meanwhile."""
    return bool(opportunity.updated_at and row.updated_at and opportunity.updated_at < row.updated_at)


def _store(rows: Sequence[MirroredOpportunity]) -> None:
    """Insert or overwrite rows in one statement; they know their number afterwards."""
    MirroredOpportunity.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["connection", "external_id"], update_fields=FOLLOWED
    )


def _say_farewells(
    connection: Connection,
    told: Sequence[Opportunity],
    known: Mapping[str, MirroredOpportunity],
    *,
    now: datetime,
) -> None:
    """Once for each; strangers who were anonymised long ago are in every list, and need no second one."""
    leaving = {o.id: reason for o in told if (reason := farewells.reason_for(o)) is not None}
    said = Farewell.objects.filter(connection=connection, opportunity_id__in=leaving)
    before = set(said.values_list("opportunity_id", flat=True)) if leaving else set[str]()
    for opportunity_id, reason in leaving.items():
        if opportunity_id in known or opportunity_id not in before:
            farewells.say(connection, opportunity_id, reason, now)
