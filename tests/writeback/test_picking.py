"""A recruiter chooses the opportunity by hand."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import connections, transaction

from paletter.ats.protocol import AtsUnavailable
from paletter.writeback import picking
from paletter.writeback.deliver import Delivered
from paletter.writeback.lock import alone
from paletter.writeback.models import Delivery
from tests import cast
from tests.ats.memory import BEFORE
from tests.writeback.desk import NOTE, TAGS, Desk

pytestmark = pytest.mark.django_db
UNKNOWN = ["somebody@example.org"]


def pick(desk: Desk, delivery: Delivery, opportunity: str) -> None:
    picking.pick(delivery, opportunity, ats=desk.ats, posting_id=desk.posting, user=cast.a_recruiter())


def test_the_chosen_opportunity_gets_note_and_tags_whatever_its_address(delivery: Delivery, desk: Desk) -> None:
    desk.send(delivery, emails=UNKNOWN)

    pick(desk, delivery, desk.carol)

    assert (delivery.state, delivery.sentence, delivery.picked_by) == ("waiting", "", cast.a_recruiter())
    assert desk.send(delivery, emails=UNKNOWN) == Delivered(desk.carol)
    assert (desk.notes(), desk.tags()) == ([NOTE], list(TAGS))


@pytest.mark.parametrize("change", ["elsewhere", "gone", "anonymised", "not to be kept"])
def test_what_is_no_longer_there_to_be_chosen_is_refused(delivery: Delivery, desk: Desk, change: str) -> None:
    carol = desk.account.opportunities[desk.carol]
    changed = {
        "elsewhere": replace(carol, posting_ids=("another",)),
        "anonymised": replace(carol, is_anonymised=True),
        "not to be kept": replace(carol, may_be_kept=False),
    }
    if change == "gone":
        desk.account.deletes(desk.carol)
    else:
        desk.account.opportunities[desk.carol] = changed[change]

    with pytest.raises(picking.PickRefused, match="any more"):
        pick(desk, delivery, desk.carol)
    assert delivery.opportunity_id == ""


@pytest.mark.django_db(transaction=True)
def test_nothing_is_chosen_inside_a_callers_transaction(delivery: Delivery, desk: Desk) -> None:
    """A worker would find the result free before it could see where it is to go."""
    pick(desk, delivery, desk.carol)

    with pytest.raises(RuntimeError), transaction.atomic():
        picking.undo(delivery)

    assert Delivery.objects.get().opportunity_id == desk.carol


def test_what_was_erased_meanwhile_is_not_chosen_for(delivery: Delivery, desk: Desk) -> None:
    Delivery.objects.filter(pk=delivery.pk).delete()

    with pytest.raises(picking.PickRefused, match="erased"):
        pick(desk, delivery, desk.carol)


def test_a_choice_is_undone_while_nothing_is_written(delivery: Delivery, desk: Desk) -> None:
    stranger = desk.account.has_applied("Dana Demo", "dana.demo@example.org", desk.posting)
    pick(desk, delivery, stranger)

    picking.undo(delivery)

    assert (delivery.opportunity_id, delivery.picked_by) == ("", None)
    assert desk.send(delivery) == Delivered(desk.carol)


def test_once_a_note_is_written_or_may_be_there_is_nothing_to_choose(delivery: Delivery, desk: Desk) -> None:
    desk.send(delivery)
    other = desk.account.has_applied("Dana Demo", "dana.demo@example.org", desk.posting)

    with pytest.raises(picking.PickRefused, match="written"):
        pick(desk, delivery, other)
    with pytest.raises(picking.PickRefused, match="written"):
        picking.undo(delivery)
    assert delivery.opportunity_id == desk.carol


def test_a_chosen_opportunity_that_is_deleted_before_the_note_is_matched_by_address_again(
    delivery: Delivery, desk: Desk
) -> None:
    stranger = desk.account.has_applied("Dana Demo", "dana.demo@example.org", desk.posting)
    pick(desk, delivery, stranger)
    desk.account.deletes(stranger)

    assert desk.send(delivery) == Delivered(desk.carol)
    assert delivery.picked_by is None


def test_a_choice_made_while_the_ats_is_down_waits_for_it(delivery: Delivery, desk: Desk) -> None:
    pick(desk, delivery, desk.carol)
    desk.raises(BEFORE, "notes", AtsUnavailable("down"))
    with pytest.raises(AtsUnavailable):
        desk.send(delivery, emails=UNKNOWN)

    assert picking.is_open(Delivery.objects.get())
    assert desk.send(delivery, emails=UNKNOWN) == Delivered(desk.carol)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_chosen_while_a_worker_is_at_it(delivery: Delivery, desk: Desk) -> None:
    def choose() -> None:
        try:
            pick(desk, Delivery.objects.get(), desk.carol)
        finally:
            connections.close_all()

    with alone(delivery.pk), ThreadPoolExecutor(1) as pool, pytest.raises(picking.PickRefused, match="just now"):
        pool.submit(choose).result(timeout=20)
