"""A report reaches its opportunity, in steps that are kept."""

from datetime import timedelta
from typing import Any

import pytest

from paletter.ats.protocol import AtsDisconnected, AtsNotFound, AtsRefused, AtsSilent, AtsUnavailable
from paletter.vocabulary.hiring import Note
from paletter.writeback.deliver import Delivered
from paletter.writeback.kept import UNDER_WAY
from paletter.writeback.match import NoMatch
from paletter.writeback.models import Delivery
from tests.ats.memory import AFTER, BEFORE
from tests.cast import NOON
from tests.writeback.desk import CAROL, NOTE, TAGS, Desk, delivery_now


@pytest.mark.django_db
def test_note_and_tags_arrive(delivery: Delivery, desk: Desk) -> None:
    outcome = desk.send(delivery)

    assert outcome == Delivered(desk.carol)
    assert (desk.notes(), desk.tags()) == ([NOTE], list(TAGS))
    assert (delivery.state, delivery.opportunity_id, delivery.tags) == ("done", desk.carol, list(TAGS))
    assert delivery.note_id in desk.account.notes[desk.carol]


@pytest.mark.django_db
def test_a_finished_delivery_asks_the_ats_nothing(delivery: Delivery, desk: Desk) -> None:
    desk.send(delivery)
    desk.requests.clear()

    assert desk.send(delivery) == Delivered(desk.carol)
    assert desk.requests == []


@pytest.mark.django_db
def test_a_report_without_tags_is_done_with_its_note(delivery: Delivery, desk: Desk) -> None:
    desk.send(delivery, tags=())

    assert (desk.notes(), desk.tags(), delivery.state) == ([NOTE], [], "done")


@pytest.mark.django_db
def test_a_note_whose_reply_was_lost_is_found_again(delivery: Delivery, desk: Desk) -> None:
    desk.raises(AFTER, "add_note", AtsSilent("no answer"))
    with pytest.raises(AtsUnavailable):
        desk.send(delivery)
    assert delivery_now(delivery).note_tried_at is not None

    desk.send(delivery)

    assert desk.notes() == [NOTE]
    assert desk.requests.count("add_note") == 1
    assert delivery.note_id in desk.account.notes[desk.carol]


@pytest.mark.django_db
def test_a_note_that_was_never_added_is_added_at_the_next_try(delivery: Delivery, desk: Desk) -> None:
    desk.raises(BEFORE, "add_note", AtsUnavailable("down"))
    with pytest.raises(AtsUnavailable):
        desk.send(delivery)

    desk.send(delivery)

    assert desk.notes() == [NOTE]


@pytest.mark.django_db
def test_the_try_is_written_down_before_the_note_is_sent(delivery: Delivery, desk: Desk) -> None:
    seen: list[Any] = []
    desk.surprises[BEFORE, "add_note"] = lambda: seen.append(delivery_now(delivery).note_tried_at)

    desk.send(delivery)

    assert [NOON <= moment < NOON + timedelta(seconds=5) for moment in seen] == [True]


@pytest.mark.django_db
def test_a_note_that_is_still_under_way_is_waited_for(delivery: Delivery, desk: Desk) -> None:
    desk.raises(BEFORE, "add_note", AtsSilent("no answer"))
    with pytest.raises(AtsSilent):
        desk.send(delivery)

    with pytest.raises(AtsUnavailable) as early:
        desk.send(delivery, now=NOON + timedelta(seconds=20))
    # The first request was slow, not lost.
    desk.account.notes[desk.carol]["late"] = Note("late", NOTE)
    desk.send(delivery, now=NOON + UNDER_WAY)

    assert early.value.retry_after == pytest.approx(40, abs=5)
    assert desk.notes() == [NOTE]
    assert (delivery.state, delivery.note_id) == ("done", "late")


@pytest.mark.django_db
def test_a_note_that_never_came_is_sent_again_after_a_while(delivery: Delivery, desk: Desk) -> None:
    desk.raises(BEFORE, "add_note", AtsSilent("no answer"))
    with pytest.raises(AtsSilent):
        desk.send(delivery)

    desk.send(delivery, now=NOON + UNDER_WAY + timedelta(seconds=5))

    assert desk.notes() == [NOTE]


@pytest.mark.django_db
def test_a_note_is_found_even_when_our_own_memory_of_it_is_gone(delivery: Delivery, desk: Desk) -> None:
    desk.ats.add_note(desk.carol, NOTE)

    desk.send(delivery)

    assert desk.notes() == [NOTE]


@pytest.mark.django_db
def test_somebody_elses_note_is_not_taken_for_ours(delivery: Delivery, desk: Desk) -> None:
    desk.ats.add_note(desk.carol, "Spoke on the phone, see paletter.example.org/reports/another")

    desk.send(delivery)

    assert len(desk.notes()) == 2


@pytest.mark.django_db
def test_a_note_that_a_recruiter_deleted_stays_deleted(delivery: Delivery, desk: Desk) -> None:
    desk.raises(BEFORE, "add_tags", AtsUnavailable("down"))
    with pytest.raises(AtsUnavailable):
        desk.send(delivery)
    desk.account.notes[desk.carol].clear()

    desk.send(delivery)

    assert desk.notes() == []
    assert delivery.state == "done"


@pytest.mark.django_db
def test_tags_that_are_refused_do_not_bring_a_second_note(delivery: Delivery, desk: Desk) -> None:
    desk.raises(BEFORE, "add_tags", AtsRefused("tags are locked"))
    with pytest.raises(AtsRefused):
        desk.send(delivery)
    assert delivery_now(delivery).note_added_at == NOON

    desk.send(delivery)

    assert (desk.notes(), desk.tags()) == ([NOTE], list(TAGS))


@pytest.mark.django_db
def test_without_a_match_the_delivery_is_parked_with_the_reason(delivery: Delivery, desk: Desk) -> None:
    outcome = desk.send(delivery, emails=["someone.else@example.org"])

    assert isinstance(outcome, NoMatch)
    assert (delivery.state, delivery.sentence) == ("parked", outcome.reason)
    assert desk.notes() == []


@pytest.mark.django_db
def test_a_later_application_heals_a_missing_match(delivery: Delivery, desk: Desk) -> None:
    desk.send(delivery, emails=["late@example.org"])
    late = desk.account.has_applied("Carol Candidate", "late@example.org", desk.posting)

    outcome = desk.send(delivery, emails=["late@example.org"])

    assert outcome == Delivered(late)
    assert (delivery.state, delivery.sentence) == ("done", "")


@pytest.mark.django_db
def test_an_opportunity_that_a_recruiter_picked_is_used(delivery: Delivery, desk: Desk) -> None:
    delivery.opportunity_id = desk.carol
    delivery.save()

    assert desk.send(delivery, emails=["someone.else@example.org"]) == Delivered(desk.carol)


@pytest.mark.django_db
def test_an_opportunity_deleted_before_the_note_is_matched_anew(delivery: Delivery, desk: Desk) -> None:
    older = desk.carol
    newer = desk.account.has_applied("Carol Candidate", CAROL, desk.posting)
    desk.surprises[BEFORE, "notes"] = lambda: desk.account.deletes(newer)

    assert desk.send(delivery) == Delivered(older)
    assert desk.account.note_texts(older) == [NOTE]


@pytest.mark.django_db
def test_a_note_that_went_with_its_opportunity_is_added_to_the_other_one(delivery: Delivery, desk: Desk) -> None:
    older = desk.carol
    newer = desk.account.has_applied("Carol Candidate", CAROL, desk.posting)
    desk.surprises[BEFORE, "add_tags"] = lambda: desk.account.deletes(newer)

    desk.send(delivery)

    assert (desk.account.note_texts(older), desk.account.tags[older]) == ([NOTE], list(TAGS))
    assert delivery.opportunity_id == older


@pytest.mark.django_db
def test_when_the_only_opportunity_is_deleted_the_delivery_waits_for_a_new_application(
    delivery: Delivery, desk: Desk
) -> None:
    desk.surprises[BEFORE, "add_note"] = lambda: desk.account.deletes(desk.carol)

    outcome = desk.send(delivery)

    assert isinstance(outcome, NoMatch)
    assert (delivery.state, delivery.opportunity_id, delivery.note_tried_at) == ("parked", "", None)


@pytest.mark.django_db
def test_an_opportunity_that_is_listed_and_cannot_be_written_to_is_said_and_not_tried_for_ever(
    delivery: Delivery, desk: Desk
) -> None:
    desk.raises(BEFORE, "notes", AtsNotFound("gone"))

    with pytest.raises(AtsNotFound):
        desk.send(delivery)
    assert delivery_now(delivery).opportunity_id == desk.carol


@pytest.mark.django_db
def test_a_revoked_access_keeps_what_was_done(delivery: Delivery, desk: Desk) -> None:
    desk.surprises[BEFORE, "add_tags"] = lambda: setattr(desk.account, "is_revoked", True)
    with pytest.raises(AtsDisconnected):
        desk.send(delivery)
    desk.account.is_revoked = False

    desk.send(delivery)

    assert (desk.notes(), desk.tags()) == ([NOTE], list(TAGS))
