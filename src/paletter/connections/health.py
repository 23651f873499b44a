"""How a connection goes, told from what is stored here: nothing on this page asks the ATS."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Count, Q

from paletter.ats.protocol import AtsProvider, Credentials
from paletter.connections import pace
from paletter.connections.models import Connection, Manner
from paletter.vocabulary.hiring import Distribution, PostingState

LATE = timedelta(minutes=10)
"""So long after its time a sync that has not come is nobody's patience but a worker that does not run."""
FORGOTTEN = timedelta(hours=1)
"""A sync that began so long ago and still counts as under way has died with its worker."""


@dataclass(frozen=True)
class Right:
    """Something that Paletter asked to be allowed. `is_granted` is None where nobody has found it out."""

    name: str
    purpose: str
    is_granted: bool | None


@dataclass(frozen=True)
class Sync:
    """When the ATS was asked last and is asked next; `counted` postings and opportunities were seen."""

    last_at: datetime | None
    next_at: datetime | None
    began_at: datetime | None
    counted: int
    is_late: bool


@dataclass(frozen=True)
class Requests:
    """How much of what the ATS allows is used."""

    last_minute: int
    this_minute: int
    per_minute: int
    slowed_at: datetime | None

    @property
    def percent(self) -> int:
        return min(100, round(100 * self.last_minute / self.per_minute)) if self.per_minute else 0


class Calls(StrEnum):
    """How it stands with calls of the ATS to us."""

    NONE = "none"
    """It has not been asked to call: the right is missing, or its calls could not reach us."""
    SILENT = "silent"
    """It has been asked and has never called."""
    HEARD = "heard"


@dataclass(frozen=True)
class Hooks:
    """`kinds` are in the ATS's own words."""

    calls: Calls
    kinds: tuple[str, ...]
    since: datetime | None
    last_at: datetime | None


@dataclass(frozen=True)
class Known:
    """How much of the account is mirrored here. `open` may be joined with a template."""

    postings: int
    open: int
    opportunities: int
    stages: tuple[str, ...]


@dataclass(frozen=True)
class Health:
    """All that an admin may want to know of one connection."""

    connection: Connection
    rights: tuple[Right, ...]
    sync: Sync
    requests: Requests
    hooks: Hooks
    known: Known

    @property
    def missing(self) -> tuple[Right, ...]:
        return tuple(right for right in self.rights if right.is_granted is False)

    @property
    def are_rights_told(self) -> bool:
        return all(right.is_granted is not None for right in self.rights)


def of(connection: Connection, provider: AtsProvider, *, every: timedelta, now: datetime) -> Health:
    """Return how a connection goes; `every` is how often it is synced. The number of queries is constant."""
    return Health(
        connection=connection,
        rights=_rights(connection, provider),
        sync=_sync(connection, every=every, now=now),
        requests=_requests(connection, provider, now=now),
        hooks=_hooks(connection),
        known=_known(connection),
    )


def _rights(connection: Connection, provider: AtsProvider) -> tuple[Right, ...]:
    is_by_key = connection.manner == Manner.KEY
    scopes = tuple(connection.scopes.split())
    # Which rights count depends on whether it is a key, not on which one.
    missing = provider.missing_rights(Credentials(api_key="a key" if is_by_key else "", scopes=scopes))
    asked = provider.rights_of_keys if is_by_key else provider.rights
    return tuple(Right(name, purpose, name not in missing if scopes else None) for name, purpose in asked.items())


def _sync(connection: Connection, *, every: timedelta, now: datetime) -> Sync:
    began = connection.sync_began_at
    is_under_way = began is not None and began + FORGOTTEN > now and connection.is_on
    last = connection.last_synced_at
    due = (last or connection.connected_at or now) + (every if last else timedelta())
    return Sync(
        last_at=last,
        next_at=max(due, now) if connection.is_on else None,
        began_at=began if is_under_way else None,
        counted=connection.sync_counted,
        is_late=connection.is_on and not is_under_way and due + LATE < now,
    )


def _requests(connection: Connection, provider: AtsProvider, *, now: datetime) -> Requests:
    used = pace.usage(connection, provider, now=now)
    return Requests(used.last_minute, used.this_minute, used.per_minute, used.slowed_at)


def _hooks(connection: Connection) -> Hooks:
    rows = list(connection.hooks.order_by("event"))
    calls = Calls.NONE if not rows else Calls.HEARD if connection.last_event_at else Calls.SILENT
    return Hooks(
        calls=calls,
        kinds=tuple(row.event for row in rows),
        since=min((row.created_at for row in rows), default=None),
        last_at=connection.last_event_at,
    )


def _known(connection: Connection) -> Known:
    told = connection.postings.exclude(distribution=Distribution.CONFIDENTIAL).filter(gone_at=None)
    may_be_joined = Q(state=PostingState.OPEN) & ~Q(distribution=Distribution.NONE)
    counts = told.aggregate(postings=Count("pk"), open=Count("pk", filter=may_be_joined))
    return Known(
        postings=counts["postings"],
        open=counts["open"],
        opportunities=connection.opportunities.count(),
        stages=tuple(connection.stages.order_by("rank").values_list("name", flat=True)),
    )
