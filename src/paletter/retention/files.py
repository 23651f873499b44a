"""Files of what was erased: listed with the rows' end, removed afterwards, tried again until the disk lets go."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

import structlog
from django.conf import settings
from django.db.models import QuerySet

from paletter.retention.models import Erasure

log = structlog.get_logger()


def remove(erasure: Erasure) -> None:
    """Remove the folders that are still listed; what the disk refuses stays on the list. Safe to repeat."""
    left = [name for name in erasure.folders if not (_is_of_a_take(name) and _is_removed(_folder(name)))]
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


def _folder(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / name


def _is_of_a_take(name: str) -> bool:
    """Whoever can write into the database must not be able to remove anything else on the disk."""
    try:
        return str(UUID(name)) == name
    except ValueError:
        return False


def _is_removed(folder: Path) -> bool:
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        # The folder, or a file in it that somebody else has just removed. No root at all is no answer.
        return folder.parent.is_dir() and not folder.exists()
    except OSError:
        return False
    return True
