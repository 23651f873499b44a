"""Who came to which stage, and which stages there are: for what is to happen "when a stage is reached"."""

from django.db.models import QuerySet

from paletter.connections.models import Connection, StageMove
from paletter.vocabulary.hiring import Stage


def moves_after(connection: Connection, pk: int) -> QuerySet[StageMove]:
    """Return the moves seen after the one of this number, in the order in which they were seen; 0 for all.

    None slips in behind one that was told already: moves of a connection are stored one after the other.
    """
    rows = StageMove.objects.filter(opportunity__connection=connection, pk__gt=pk)
    return rows.select_related("opportunity__posting").order_by("pk")


def stages(connection: Connection) -> list[Stage]:
    """Return the stages in the order of the pipeline; those that only opportunities tell of come last, unnamed."""
    named = [Stage(row.external_id, row.name, row.rank) for row in connection.stages.order_by("rank")]
    known = {stage.id for stage in named}
    seen = connection.opportunities.exclude(stage_id="").order_by("stage_id").values_list("stage_id", flat=True)
    others = [stage_id for stage_id in seen.distinct() if stage_id not in known]
    rank = max((stage.rank for stage in named), default=0)
    return named + [Stage(stage_id, stage_id, rank + n) for n, stage_id in enumerate(others, start=1)]
