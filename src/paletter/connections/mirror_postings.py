"""Brings rows of the mirror in line with postings as the ATS tells them; confidential ones never come in."""

from collections.abc import Iterable
from datetime import datetime

from paletter.connections.models import Connection, MirroredPosting
from paletter.vocabulary.hiring import Distribution, Posting, PostingState


def follow(
    connection: Connection, mirrored: dict[str, MirroredPosting], postings: Iterable[Posting], *, now: datetime
) -> int:
    """Bring rows, by the ATS's id, in line with what the ATS said and return how many changed or are new."""
    changed = 0
    for posting in postings:
        row = mirrored.get(posting.id)
        if row is None and not posting.is_confidential:
            mirrored[posting.id] = row = MirroredPosting(connection=connection, external_id=posting.id)
            changed += _write(row, posting, now=now)
        elif row is not None and posting.is_confidential:
            changed += hide(row)
        elif row is not None and not _is_older(posting, row):
            changed += _write(row, posting, now=now)
    return changed


def hide(row: MirroredPosting) -> bool:
    """Mark a posting as confidential; the title it had in the open stays, a later one never comes in."""
    was_confidential = row.is_confidential
    row.distribution = Distribution.CONFIDENTIAL
    row.save(update_fields=["distribution"])
    return not was_confidential


def _write(row: MirroredPosting, posting: Posting, *, now: datetime) -> bool:
    before = None if row.pk is None else row.value
    row.title = posting.title
    row.state = PostingState(posting.state)
    row.distribution = Distribution(posting.distribution)
    row.location = posting.location[:300]
    row.url = posting.url if len(posting.url) <= 1000 else ""
    row.updated_at = posting.updated_at
    row.last_seen_at = now
    row.gone_at = None
    row.save()
    return row.value != before


def _is_older(posting: Posting, row: MirroredPosting) -> bool:
    """Two passes may overtake each other; the one that asked first must not bring an old title back."""
    return bool(posting.updated_at and row.updated_at and posting.updated_at < row.updated_at)
