"""How long a sync of 10,000 opportunities takes, beside its anchor: the least time that Lever's limit admits.

    python bench/lever_sync.py [--workers 1] [--json FILE]

A simulated Lever (a process of its own, 10 requests a second and 20 at once), a fresh database, and workers as an
operator starts them. All 40 postings are joined; then one whole pass of postings and opportunities is measured, and the
next one, which asks for changes only. Requests, busiest second and 429s are those that Lever saw. The ratio is the time
from Lever's first to its last request, over the floor for just so many requests; "from asking to end" also holds what
comes before and after, such as the queue.
"""

import argparse
from pathlib import Path
from typing import Any

from lever_house import a_house, busiest_second, connected, floor, report, span, statuses, synced, workers

MOVED = 25


def main() -> None:
    parser = argparse.ArgumentParser(description="How long a sync of 10,000 opportunities takes.")
    parser.add_argument("--workers", type=int, default=1, help="worker processes, of two threads each")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with a_house("large") as lever:
        connection = connected(lever)
        with workers(asked.workers) as crew:
            # Brings the postings, which are joined then.
            synced(connection, crew)
            join_all(connection)
            idle = [worker.now_mb for worker in crew]
            whole = measured(lever, connection, crew)
            whole |= {"opportunities": connection.opportunities.count(), "rss_before_mb": max(idle)}
            move_some(lever)
            changes = measured(lever, connection, crew)
            changes |= {"changed_in_lever": MOVED, "moves_seen": moves_of(connection)}
    assert whole["opportunities"] == 10_000, whole
    assert changes["moves_seen"] == MOVED, changes
    figures = {f"whole_pass_{name}": value for name, value in whole.items()}
    report("a whole pass, then one of changes", figures | {f"changes_{k}": v for k, v in changes.items()}, asked.json)


def join_all(connection: Any) -> None:
    from paletter.assessments.models import Template
    from paletter.jobs import joining

    template = Template.objects.order_by("pk")[0]
    for posting in connection.postings.select_related("connection__organisation"):
        joining.join(posting=posting, template=template, user=connection.connected_by)


def measured(lever: Any, connection: Any, crew: list[Any]) -> dict[str, Any]:
    lever.forget("requests")
    cpu = sum(worker.cpu for worker in crew)
    seconds = synced(connection, crew)
    seen = lever.seen()
    least = floor(len(seen))
    return {
        "requests": len(seen),
        "statuses": statuses(seen),
        "busiest_second": busiest_second(seen),
        "floor_s": least,
        "seconds_in_lever": span(seen),
        "times_the_floor": span(seen) / least if least else None,
        "from_asking_to_end_s": seconds,
        "cpu_s": sum(worker.cpu for worker in crew) - cpu,
        "peak_rss_mb": max(worker.peak_mb for worker in crew),
    }


def move_some(lever: Any) -> None:
    """Let Lever's people move some candidates to another stage."""
    rows = [row for row in lever.look("opportunities")["opportunities"] if row["archived"] is None]
    for row in [row for row in rows if row["stage"] != "offer"][:MOVED]:
        lever.tell(f"opportunities/{row['id']}", stage="offer")


def moves_of(connection: Any) -> int:
    from paletter.connections import moves

    return moves.moves_after(connection, 0).count()


if __name__ == "__main__":
    main()
