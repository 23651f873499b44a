"""Workers that meet, die and come back leave one note and each tag once."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paletter.ats.protocol import AtsDisconnected, AtsSilent, AtsUnavailable
from paletter.writeback.deliver import Delivered
from paletter.writeback.kept import UNDER_WAY
from paletter.writeback.match import NoMatch
from paletter.writeback.models import Delivery
from tests.ats.memory import AFTER, BEFORE
from tests.cast import NOON
from tests.writeback.desk import NOTE, TAGS, Desk, delivery_now


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_inside_a_transaction_that_could_forget_it(delivery: Delivery, desk: Desk) -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        desk.send(delivery)
    assert desk.requests == []


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_leave_one_note(delivery: Delivery, desk: Desk) -> None:
    # The first one lingers between reading the notes and adding its own: time enough for the others to do the same.
    desk.surprises[BEFORE, "add_note"] = lambda: time.sleep(0.5)

    def work() -> Delivered | NoMatch:
        try:
            return desk.send(Delivery.objects.get(pk=delivery.pk))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        outcomes = [pool.submit(work) for _ in range(4)]

    assert {outcome.result() for outcome in outcomes} == {Delivered(desk.carol)}
    assert desk.requests.count("add_note") == 1
    assert (desk.notes(), desk.tags()) == ([NOTE], list(TAGS))


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_fails_lets_the_next_one_in(delivery: Delivery, desk: Desk) -> None:
    desk.raises(BEFORE, "notes", AtsUnavailable("down"))
    with pytest.raises(AtsUnavailable):
        desk.send(delivery)

    def work() -> Delivered | NoMatch:
        try:
            return desk.send(Delivery.objects.get(pk=delivery.pk))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(work).result(timeout=20) == Delivered(desk.carol)


class Killed(BaseException):
    """The worker's process ends here."""


FAULTS = st.lists(
    st.one_of(
        st.none(),
        st.tuples(
            st.sampled_from([BEFORE, AFTER]),
            st.sampled_from(["opportunities", "notes", "add_note", "add_tags"]),
            st.sampled_from([AtsUnavailable("down"), AtsSilent("no answer"), AtsDisconnected("revoked"), Killed()]),
        ),
    ),
    max_size=8,
)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(faults=FAULTS)
def test_whatever_goes_wrong_and_how_often_there_is_one_note_and_each_tag_once(
    delivery: Delivery, faults: list[tuple[str, str, BaseException] | None]
) -> None:
    desk = Desk()
    fresh(delivery)
    moment = NOON
    for fault in faults:
        moment += timedelta(seconds=25)
        desk.surprises.clear()
        if fault:
            desk.raises(*fault)
        with suppress(AtsUnavailable, AtsDisconnected, Killed):
            desk.send(delivery, now=moment)
        assert len(desk.notes()) <= 1

    desk.surprises.clear()
    desk.send(delivery, now=moment + 2 * UNDER_WAY)

    assert (desk.notes(), desk.tags()) == ([NOTE], list(TAGS))
    assert desk.requests.count("add_note") <= 1 + sum(fault is not None and fault[1] == "add_note" for fault in faults)
    assert delivery_now(delivery).state == "done"


def fresh(delivery: Delivery) -> None:
    Delivery.objects.filter(pk=delivery.pk).delete()
    Delivery(pk=delivery.pk, report_id=delivery.report_id).save(force_insert=True)
