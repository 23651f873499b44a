"""Each way in which a write-back does not end leaves a sentence that somebody can act on."""

from datetime import timedelta
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from django.utils import timezone

from paletter.connections import connect
from paletter.connections.addresses import near_digests
from paletter.connections.models import MirroredOpportunity
from paletter.flow import triggers, writing
from paletter.flow.failures import Postpone
from paletter.flow.steps import ats as steps
from paletter.reports import publish
from paletter.reports.tags import FIT_3_PLUS, READY
from paletter.writeback.models import Delivery
from tests import cast
from tests.ats.simulated import Lever
from tests.flow.conftest import a_scoring
from tests.flow.story import CAROL, work

pytestmark = pytest.mark.django_db(transaction=True)


def sent(delivery: Delivery, lever: Lever) -> Delivery:
    writing.write_back(delivery, now=lever.now())
    return Delivery.objects.get(pk=delivery.pk)


def mirror(posting, opportunity: str, address: str) -> None:
    MirroredOpportunity.objects.create(
        connection=posting.connection,
        posting=posting,
        external_id=opportunity,
        created_at=cast.NOON,
        near_digests=near_digests([address]),
    )


def test_a_result_costs_three_requests_when_nothing_has_happened_since(delivery, posting, lever) -> None:
    carol = lever.has_applied("Carol Candidate", CAROL, posting.external_id)
    Delivery.objects.update(created_at=timezone.now() + timedelta(hours=1))
    lever.simulator.world.log.clear()

    sent(delivery, lever)

    assert [(r.method, r.path.rsplit("/", 1)[1]) for r in lever.simulator.world.log.matching()] == [
        ("GET", "opportunities"),
        ("POST", "notes"),
        ("POST", "addTags"),
    ]
    assert lever.tags(carol) == [READY, FIT_3_PLUS]


def test_a_corrected_report_goes_out_by_itself_as_one_more_note(delivery, posting, lever) -> None:
    carol = lever.has_applied("Carol Candidate", CAROL, posting.external_id)
    sent(delivery, lever)

    triggers.report_corrected(publish.publish(a_scoring(delivery.report.interview, "2.8"), now=timezone.now()))
    assert Delivery.objects.get().state == "waiting"
    work()

    second, first = lever.note_texts(carol)
    assert "Corrects" not in first
    assert "fit score 3.6 → 2.8 · Service 3.6 → 2.8" in second
    assert lever.tags(carol) == [READY]
    assert Delivery.objects.get().state == "done"


@pytest.mark.parametrize("corrections", [["2.8"], ["3.6", "2.9", "2.8"]])
def test_a_correction_after_the_database_forgot_the_note_is_still_told(delivery, posting, lever, corrections) -> None:
    carol = lever.has_applied("Carol Candidate", CAROL, posting.external_id)
    backup = Delivery.objects.values().get()
    sent(delivery, lever)
    Delivery.objects.update(**backup)

    for fit in corrections:
        triggers.report_corrected(publish.publish(a_scoring(delivery.report.interview, fit), now=timezone.now()))
    work()

    second, first = lever.note_texts(carol)
    assert "Fit score: 3.6" in first
    assert "fit score 3.6 → 2.8" in second
    assert lever.tags(carol) == [READY]


def test_a_report_that_is_published_again_without_a_change_sends_nothing(delivery, posting, lever) -> None:
    carol = lever.has_applied("Carol Candidate", CAROL, posting.external_id)
    sent(delivery, lever)

    triggers.report_corrected(delivery.report)
    work()

    assert len(lever.note_texts(carol)) == 1
    assert Delivery.objects.get().state == "done"


def test_a_correction_made_while_disconnected_goes_out_after_the_next_connect(delivery, posting, lever) -> None:
    carol = lever.has_applied("Carol Candidate", CAROL, posting.external_id)
    sent(delivery, lever)
    connection = posting.connection
    connect.disconnect(connection=connection, now=timezone.now())
    triggers.report_corrected(publish.publish(a_scoring(delivery.report.interview, "2.8"), now=timezone.now()))
    work()
    assert "disconnected" in Delivery.objects.get().sentence

    connected = connect.complete(
        organisation=connection.organisation,
        user=cast.a_recruiter(),
        provider=lever.provider(),
        code=lever.consent()["code"],
        state="s",
        expected_state="s",
        return_to="http://127.0.0.1:8000/ats/lever/callback",
        now=timezone.now(),
    )
    triggers.connected(connected)
    work()

    assert len(lever.note_texts(carol)) == 2


def test_a_similar_address_is_offered_and_not_printed(delivery, posting, lever) -> None:
    other = lever.has_applied("Carol Candidate", "carol.candidate+jobs@example.org", posting.external_id)
    mirror(posting, other, "carol.candidate+jobs@example.org")

    parked = sent(delivery, lever)

    assert parked.state == "parked"
    assert "similar address" in parked.sentence
    assert "+jobs" not in parked.sentence
    assert lever.note_texts(other) == []


def test_a_similar_address_on_another_posting_is_not_offered(delivery, posting, lever) -> None:
    elsewhere = cast.a_posting("Night Receptionist", connection=posting.connection)
    mirror(elsewhere, "aa11", "carol.candidate+jobs@example.org")

    assert "similar address" not in sent(delivery, lever).sentence


def test_tags_that_are_locked_leave_the_note_and_say_who_can_help(delivery, posting, lever) -> None:
    carol = lever.has_applied("Carol Candidate", CAROL, posting.external_id)
    lever.switch(tags_locked=True)

    parked = sent(delivery, lever)
    assert parked.state == "parked"
    assert "The note is in Lever, the tags are not" in parked.sentence

    lever.switch(tags_locked=False)
    triggers.delivery_retried(parked)
    work()
    assert len(lever.note_texts(carol)) == 1
    assert lever.tags(carol) == [READY, FIT_3_PLUS]


def test_on_a_posting_that_turned_confidential_the_result_is_parked_with_the_reason(delivery, posting, lever) -> None:
    lever.has_applied("Carol Candidate", CAROL, posting.external_id)
    lever.distributes(posting.external_id, "confidential")
    posting.distribution = "confidential"
    posting.save()

    parked = sent(delivery, lever)

    assert parked.state == "parked"
    assert "confidential" in parked.sentence
    assert CAROL not in parked.sentence


def test_of_a_confidential_posting_an_opportunity_that_was_known_before_is_tried_and_then_explained(
    delivery, posting, lever
) -> None:
    carol = lever.has_applied("Carol Candidate", CAROL, posting.external_id)
    lever.fails("status", method="POST", path="/v1/opportunities/*/notes", status=500)
    with pytest.raises(Postpone):
        sent(delivery, lever)
    lever.distributes(posting.external_id, "confidential")
    posting.distribution = "confidential"
    posting.save()

    parked = sent(Delivery.objects.get(), lever)

    assert lever.requests("GET", f"/v1/opportunities/{carol}/notes") > 0
    assert (parked.state, "confidential" in parked.sentence) == ("parked", True)


def test_an_erased_delivery_ends_quietly(delivery, posting, lever) -> None:
    lever.has_applied("Carol Candidate", CAROL, posting.external_id)
    copy = Delivery.objects.get()
    Delivery.objects.all().delete()

    writing.write_back(copy, now=lever.now())

    assert lever.requests("POST", "/v1/opportunities/*/notes") == 0


def test_a_host_whose_clock_is_fast_waits_as_long_for_a_note_in_doubt(delivery, posting, lever) -> None:
    """Another host's worker has just sent it; it may be there any moment."""
    carol = lever.has_applied("Carol Candidate", CAROL, posting.external_id)
    Delivery.objects.update(opportunity_id=carol, note_tried_at=timezone.now(), attempts=1)
    fast = timezone.now() + timedelta(minutes=5)
    context = SimpleNamespace(job=SimpleNamespace(attempts=0))

    with patch("paletter.flow.steps.ats.now", return_value=fast), pytest.raises(Postpone):
        steps.write_back(context, delivery_id=delivery.pk)

    assert lever.note_texts(carol) == []
