"""How long many write-backs take while Lever fails now and then, beside the least time that its limit admits.

    python bench/lever_writeback.py [--count 1000] [--processes 4] [--json FILE]

A simulated Lever (a process of its own, 10 requests a second and 20 at once) answers 2 in 100 requests with 429 and 2
with 500, hangs on 1 in 100 for longer than anybody waits, and does 1 in 100 of the notes without answering. Worker
processes of two threads send one report each for so many candidates. How many requests one write-back needs is measured
first, without faults; the floor is what the limit admits for as many of them. Doubles and missing notes are counted in
Lever.
"""

import argparse
import time
from pathlib import Path
from typing import Any

from lever_house import a_house, busiest_second, connected, floor, report, statuses, synced, until, waiting, workers

FIRST = 10
HANG = 25.0
FAULTS: list[dict[str, Any]] = [
    {"action": "status", "status": 429, "chance": 0.02, "times": None},
    {"action": "status", "status": 500, "chance": 0.02, "times": None},
    {"action": "hang", "seconds": HANG, "chance": 0.01, "times": None},
    {"action": "drop_after", "method": "POST", "path": "/v1/opportunities/*/notes", "chance": 0.01, "times": None},
]


def main() -> None:
    parser = argparse.ArgumentParser(description="How long many write-backs take while Lever fails now and then.")
    parser.add_argument("--count", type=int, default=300, help="reports to send (300)")
    parser.add_argument("--processes", type=int, default=4, help="worker processes, of two threads each (4)")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    # The sync has its own benchmark; here it would only add requests.
    with a_house("large", PALETTER_SYNC_MINUTES="1000") as lever:
        connection = connected(lever)
        with workers(asked.processes) as crew:
            synced(connection, crew)
            deliveries = reports_for(connection, people(lever)[: FIRST + asked.count])
            each = requests_for_one(lever, deliveries[:FIRST])
            figures = measured(lever, deliveries[FIRST:], each)
            figures |= {"cpu_s": sum(worker.cpu for worker in crew), "peak_rss_mb": max(w.peak_mb for w in crew)}
    report(f"{asked.count} write-backs while Lever fails now and then", figures, asked.json)
    assert figures["doubles"] == figures["missing"] == figures["without_tags"] == 0, figures


def people(lever: Any) -> list[dict[str, Any]]:
    """Return candidacies of people who have an address and no other candidacy."""
    rows = lever.look("opportunities")["opportunities"]
    return [row for row in rows if row["emails"] and row["posting"] and row["archived"] is None]


def reports_for(connection: Any, rows: list[dict[str, Any]]) -> list[Any]:
    """Store an interview with scores and a report for each of these people, and return the deliveries."""
    from paletter.assessments.models import Template
    from paletter.jobs import joining

    template = Template.objects.order_by("pk")[0]
    postings = connection.postings.select_related("connection__organisation")
    jobs = {
        posting.external_id: joining.join(posting=posting, template=template, user=connection.connected_by)
        for posting in postings
    }
    return [delivery_for(jobs[row["posting"]], row) for row in rows]


def delivery_for(job: Any, row: dict[str, Any]) -> Any:
    from allauth.account.models import EmailAddress
    from django.db import transaction
    from django.utils import timezone

    from paletter.accounts.models import User
    from paletter.interviews.models import Answer, Interview
    from paletter.reports import publish
    from paletter.scores import scoring
    from paletter.writeback.models import Delivery

    now, email = timezone.now(), row["emails"][0]
    with transaction.atomic():
        user = User.objects.create_user(email, name=row["name"])
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        interview = Interview.objects.create(
            job=job, candidate=user, template_version=job.template_version, submitted_at=now, scored_at=now
        )
        question = interview.template_version.value.questions[0]
        answer = Answer.objects.create(interview=interview, question_key=question.key, position=1)
        kept = scoring.keep(interview, judged(interview.template_version.value, answer.pk), now=now)
        # Parked until it is asked for: the rounds that look for what waits must not begin early.
        return Delivery.objects.create(report=publish.publish(kept, now=now), state="parked", opportunity_id="-")


def judged(template: Any, answer_id: int) -> Any:
    from paletter.vocabulary.scores import Assessed, CompetencyScore, Evidence, FitScore

    said = (Evidence(answer_id=str(answer_id), quote="I carried the bags to her room", start=1.0, end=3.0),)
    skills = {
        one.key: CompetencyScore(competency=one.key, level=3.4, band=0.5, rationale="", evidence=said)
        for one in template.competencies
    }
    return Assessed(results=skills, fit=FitScore(value=3.4, error=0.3), scorer="bench", scorer_version="1")


def send(deliveries: list[Any]) -> None:
    from django.db import transaction

    from paletter.flow import queue
    from paletter.writeback.models import Delivery

    with transaction.atomic():
        for delivery in deliveries:
            Delivery.objects.filter(pk=delivery.pk).update(state="waiting", opportunity_id="")
            queue.defer(queue.WRITE_BACK, str(delivery.pk), delivery_id=delivery.pk)


def done(deliveries: list[Any]) -> int:
    from paletter.writeback.models import Delivery

    return Delivery.objects.filter(pk__in=[one.pk for one in deliveries], state="done").count()


def requests_for_one(lever: Any, deliveries: list[Any]) -> float:
    lever.forget("requests")
    send(deliveries)
    until(lambda: done(deliveries) == len(deliveries) and not waiting("write_back"), seconds=120)
    return len(lever.seen()) / len(deliveries)


def measured(lever: Any, deliveries: list[Any], each: float) -> dict[str, Any]:
    lever.tell("faults", faults=FAULTS)
    lever.forget("requests")
    began = time.monotonic()
    send(deliveries)
    until(lambda: done(deliveries) >= 0.99 * len(deliveries), seconds=3600)
    nearly = time.monotonic() - began
    until(lambda: done(deliveries) == len(deliveries), seconds=3600)
    seconds = time.monotonic() - began
    lever.forget("faults")
    # What was told to hang is done by Lever later, whether anybody still waits or not.
    time.sleep(HANG + 5)
    seen, least = lever.seen(), floor(round(each * len(deliveries)))
    return {
        "requests_for_one_without_faults": each,
        "requests": len(seen),
        "statuses": statuses(seen),
        "busiest_second": busiest_second(seen),
        "429s_by_the_limit": sum(row["status"] == 429 and row["fault"] is None for row in seen),
        "floor_s": least,
        "seconds_until_99_in_100": nearly,
        "seconds": seconds,
        "times_the_floor": seconds / least,
        **in_lever(lever, deliveries),
    }


def in_lever(lever: Any, deliveries: list[Any]) -> dict[str, int]:
    """Count what Lever has: notes that are there twice, or not at all."""
    rows = lever.look("opportunities")["opportunities"]
    texts = [part["value"] for row in rows for note in row["notes"] for part in note["fields"]]
    keys = [text.rpartition("/reports/")[2].strip() for text in texts if "/reports/" in text]
    counts = [keys.count(str(delivery.report.key)) for delivery in deliveries]
    tagged = {note_key(row) for row in rows if row["addedTags"]}
    return {
        "doubles": sum(count > 1 for count in counts),
        "missing": sum(count == 0 for count in counts),
        "without_tags": sum(str(delivery.report.key) not in tagged for delivery in deliveries),
    }


def note_key(row: dict[str, Any]) -> str:
    texts = [part["value"] for note in row["notes"] for part in note["fields"]]
    return next((text.rpartition("/reports/")[2].strip() for text in texts if "/reports/" in text), "")


if __name__ == "__main__":
    main()
