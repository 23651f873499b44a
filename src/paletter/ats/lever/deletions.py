"""What was deleted in Lever, which lists thirty days at most at a time."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from paletter.ats.lever import translate
from paletter.ats.lever.client import LeverClient, Query
from paletter.vocabulary.hiring import Deletion

CLOCKS_DIFFER = timedelta(hours=1)
LONGEST_WINDOW = timedelta(days=30)


def deletions(client: LeverClient, path: str, *, right: str, since: datetime) -> Iterator[Deletion]:
    """Yield what was deleted since then, each once."""
    seen: set[str] = set()
    for start, end in pairwise(_marks(since, client.now() + CLOCKS_DIFFER)):
        query: Query = {
            "deleted_at_start": translate.milliseconds(start),
            "deleted_at_end": translate.milliseconds(end),
        }
        for row in client.rows(path, right=right, query=query):
            deletion = translate.deletion(row)
            # Both ends of a window belong to it, so the moment between two of them is told twice.
            if deletion and deletion.id not in seen:
                seen.add(deletion.id)
                yield deletion


def _marks(start: datetime, end: datetime) -> Iterator[datetime]:
    """Yield the ends of windows that are short enough, from start to end."""
    while start < end:
        yield start
        start += LONGEST_WINDOW
    yield end
