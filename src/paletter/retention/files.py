"""Files of what was erased: listed with the rows' end, removed afterwards, tried again until the disk lets go."""

from collections.abc import Iterable
from uuid import UUID

import structlog
from django.db.models import QuerySet

from paletter.interviews import places
from paletter.retention.models import Erasure

log = structlog.get_logger()


def remove(erasure: Erasure) -> None:
    """Remove the folders that are still listed; what the disk refuses stays on the list. Safe to repeat."""
    left = [name for name in erasure.folders if not (_is_of_a_take(name) and places.current().remove(UUID(name)))]
    if left:
        log.warning("files of an erased interview could not be removed yet", erasure=erasure.pk, folders=len(left))
    Erasure.objects.filter(pk=erasure.pk).update(folders=left)
    erasure.folders = left


def unremoved() -> QuerySet[Erasure]:
    """Return the erasures whose files may still be there."""
    return Erasure.objects.exclude(folders=[]).order_by("pk")


def remove_all(erasures: Iterable[Erasure]) -> None:
    for erasure in erasures:
        remove(erasure)


def _is_of_a_take(name: str) -> bool:
    """Whoever can write into the database must not be able to remove anything else on the disk."""
    try:
        return str(UUID(name)) == name
    except ValueError:
        return False
