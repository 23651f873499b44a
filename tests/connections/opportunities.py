"""Alice's organisation with a joined posting in Lever, for tests of the mirror of opportunities."""

from collections.abc import Callable
from typing import Any

from paletter.connections.keeper import keeper
from paletter.connections.models import Connection, MirroredOpportunity, MirroredPosting, StageMove
from paletter.connections.sync import sync_postings
from paletter.connections.sync_opportunities import sync_opportunities
from tests import cast
from tests.ats.simulated import Lever

CAROL, DAVE = "carol.candidate@example.org", "dave@example.org"


class House:
    """Alice's organisation, connected with Lever, whose Host is joined and whose Porter is not."""

    def __init__(self, lever: Lever, connection: Connection) -> None:
        self.lever, self.connection = lever, connection
        self.ats = lever.provider().open(keeper(connection))
        self.host, self.porter = lever.has_posting("Host"), lever.has_posting("Porter")
        self.sync_postings()
        cast.a_job(self.row(self.host))

    def row(self, posting_id: str) -> MirroredPosting:
        return MirroredPosting.objects.get(external_id=posting_id)

    def sync_postings(self) -> None:
        sync_postings(connection=self.connection, ats=self.ats, now=self.lever.now(), full=True)

    def sync(self, ats: Any = None, came: Callable[..., None] = lambda rows: None) -> int:
        self.lever.time_passes(minutes=1)
        return sync_opportunities(connection=self.connection, ats=ats or self.ats, now=self.lever.now(), came=came)

    def asked(self) -> int:
        return self.lever.requests("GET", "/v1/opportunities")

    def changes(self, opportunity_id: str, *, is_noticed: bool = True, **fields: Any) -> None:
        """Change an opportunity in Lever; unless `is_noticed`, Lever keeps no time of it."""
        with self.lever.simulator.world.lock:
            opportunity = self.lever._opportunity(opportunity_id)
            for name, value in fields.items():
                setattr(opportunity, name, value)
            opportunity.updated_at = self.lever._ms() if is_noticed else None

    def contact(self, opportunity_id: str) -> Any:
        return self.lever._account.contacts[self.lever._opportunity(opportunity_id).contact]


def the_row() -> MirroredOpportunity:
    return MirroredOpportunity.objects.get()


def ids() -> set[str]:
    return set(MirroredOpportunity.objects.values_list("external_id", flat=True))


def seen_moves() -> list[tuple[str, str]]:
    return list(StageMove.objects.order_by("pk").values_list("from_stage", "to_stage"))
