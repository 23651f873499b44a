"""An organisation's ATS account, our mirror of it, and the calls between it and us."""

from paletter.connections.models.calls import Allowance, Hook, ReceivedEvent
from paletter.connections.models.connection import Connection, ConnectionState, Manner
from paletter.connections.models.mirror import (
    Farewell,
    MirroredOpportunity,
    MirroredPosting,
    PipelineStage,
    StageMove,
)

__all__ = [
    "Allowance",
    "Connection",
    "ConnectionState",
    "Farewell",
    "Hook",
    "Manner",
    "MirroredOpportunity",
    "MirroredPosting",
    "PipelineStage",
    "ReceivedEvent",
    "StageMove",
]
