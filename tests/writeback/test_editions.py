"""A corrected report reaches the ATS as one more note, and the tags follow."""

from datetime import timedelta

import pytest

from paletter.ats.protocol import AtsNotFound, AtsRefused, AtsSilent, AtsUnavailable
from paletter.reports import publish
from paletter.scores.models import Scoring
from paletter.vocabulary.hiring import Note
from paletter.writeback.deliver import Delivered
from paletter.writeback.kept import UNDER_WAY
from paletter.writeback.match import NoMatch
from paletter.writeback.models import Delivery, EarlierNote
from tests.ats.memory import AFTER, BEFORE
from tests.cast import NOON
from tests.writeback.desk import NOTE, TAGS, Desk, delivery_now, letter_for

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def correct(delivery: Delivery, fit: str = "2.8") -> Scoring:
    interview = delivery.report.interview
    scoring = Scoring.objects.create(
        interview=interview, scorer="s", scorer_version="1", fit_value=fit, fit_error=0.5, created_at=LATER
    )
    delivery.report = publish.publish(scoring, now=LATER)
    return scoring


def second_note() -> str:
    return letter_for(Delivery(edition=2)).note


def test_the_first_edition_tells_what_the_report_shows(delivery: Delivery, desk: Desk) -> None:
    desk.send(delivery)

    assert (delivery.edition, delivery.scoring) == (1, delivery.report.scoring)


def test_a_correction_adds_a_note_and_leaves_the_earlier_one(delivery: Delivery, desk: Desk) -> None:
    desk.send(delivery)
    first_scoring, first_note = delivery.scoring, delivery.note_id
    corrected = correct(delivery)

    assert desk.send(delivery, now=LATER) == Delivered(desk.carol)

    assert desk.notes() == [NOTE, second_note()]
    assert (delivery.state, delivery.edition, delivery.scoring) == ("done", 2, corrected)
    earlier = EarlierNote.objects.get()
    assert (earlier.edition, earlier.scoring, earlier.note_id) == (1, first_scoring, first_note)
    assert (earlier.opportunity_id, earlier.added_at) == (desk.carol, NOON)


def test_a_tag_that_no_longer_holds_goes_and_the_others_stay(delivery: Delivery, desk: Desk) -> None:
    desk.send(delivery)
    desk.account.tags[desk.carol].append("Phone screen done")
    correct(delivery)

    desk.send(delivery, now=LATER)

    assert desk.tags() == [TAGS[0], "Phone screen done"]
    assert (delivery.tags, delivery.tags_tried) == ([TAGS[0]], [])


def test_a_tag_of_ours_that_somebody_else_had_put_there_stays(delivery: Delivery, desk: Desk) -> None:
    desk.account.tags[desk.carol].append(TAGS[1])
    desk.send(delivery, tags=TAGS[:1])
    correct(delivery)

    desk.send(delivery, tags=TAGS[:1], now=LATER)

    assert desk.tags() == [TAGS[1], TAGS[0]]


def test_a_tag_comes_back_when_a_second_correction_earns_it(delivery: Delivery, desk: Desk) -> None:
    desk.send(delivery)
    correct(delivery, "2.8")
    desk.send(delivery, now=LATER)
    correct(delivery, "3.4")

    desk.send(delivery, now=LATER)

    assert desk.tags() == list(TAGS)
    assert (len(desk.notes()), delivery.edition) == (3, 3)
    assert list(EarlierNote.objects.order_by("edition").values_list("edition", flat=True)) == [1, 2]


def test_a_tag_that_a_recruiter_took_away_stays_away(delivery: Delivery, desk: Desk) -> None:
    desk.send(delivery)
    desk.account.tags[desk.carol].remove(TAGS[0])
    correct(delivery)

    desk.send(delivery, now=LATER)

    assert desk.tags() == []


def test_a_tag_that_no_longer_holds_goes_also_when_the_application_was_out_of_sight(
    delivery: Delivery, desk: Desk
) -> None:
    """For an hour the ATS found nothing: neither the application nor anybody by the address."""
    desk.send(delivery)
    correct(delivery)
    hidden = desk.account.opportunities.pop(desk.carol)
    desk.raises(BEFORE, "notes", AtsNotFound("gone"))
    assert isinstance(desk.send(delivery, now=LATER), NoMatch)
    assert delivery_now(delivery).opportunity_id == ""

    desk.account.opportunities[desk.carol] = hidden
    desk.send(delivery, now=LATER + timedelta(hours=1))

    assert desk.notes() == [NOTE, second_note()]
    assert desk.tags() == [TAGS[0]]


def test_a_correction_before_the_first_note_needs_no_second_one(delivery: Delivery, desk: Desk) -> None:
    desk.raises(BEFORE, "opportunities", AtsUnavailable("down"))
    with pytest.raises(AtsUnavailable):
        desk.send(delivery)
    corrected = correct(delivery)

    desk.send(delivery, now=LATER)

    assert desk.notes() == [NOTE]
    assert (delivery.edition, delivery.scoring) == (1, corrected)


def test_a_note_in_doubt_is_found_before_the_next_edition_begins(delivery: Delivery, desk: Desk) -> None:
    desk.raises(AFTER, "add_note", AtsSilent("no answer"))
    with pytest.raises(AtsSilent):
        desk.send(delivery)
    correct(delivery)

    desk.send(delivery, now=NOON + timedelta(seconds=5))

    assert desk.notes() == [NOTE, second_note()]
    assert (delivery.edition, desk.tags()) == (2, [TAGS[0]])
    assert EarlierNote.objects.get().note_id in desk.account.notes[desk.carol]


def test_a_note_in_doubt_is_waited_for_before_the_next_edition_begins(delivery: Delivery, desk: Desk) -> None:
    desk.raises(BEFORE, "add_note", AtsSilent("no answer"))
    with pytest.raises(AtsSilent):
        desk.send(delivery)
    correct(delivery)

    with pytest.raises(AtsUnavailable):
        desk.send(delivery, now=NOON + timedelta(seconds=20))
    desk.account.notes[desk.carol]["late"] = Note("late", NOTE)
    desk.send(delivery, now=NOON + UNDER_WAY)

    assert desk.notes() == [NOTE, second_note()]


def test_a_note_that_never_came_is_replaced_by_the_corrected_one(delivery: Delivery, desk: Desk) -> None:
    desk.raises(BEFORE, "add_note", AtsSilent("no answer"))
    with pytest.raises(AtsSilent):
        desk.send(delivery)
    corrected = correct(delivery)

    desk.send(delivery, now=NOON + UNDER_WAY + timedelta(seconds=5))

    assert desk.notes() == [NOTE]
    assert (delivery.edition, delivery.scoring) == (1, corrected)


def test_refused_tags_do_not_hold_the_corrected_note_back(delivery: Delivery, desk: Desk) -> None:
    desk.raises(BEFORE, "add_tags", AtsRefused("tags are locked"))
    with pytest.raises(AtsRefused):
        desk.send(delivery)
    correct(delivery)

    desk.send(delivery, now=LATER)

    assert desk.notes() == [NOTE, second_note()]
    assert desk.tags() == [TAGS[0]]


def test_tags_whose_adding_was_never_confirmed_are_taken_away_too(delivery: Delivery, desk: Desk) -> None:
    desk.raises(AFTER, "add_tags", AtsSilent("no answer"))
    with pytest.raises(AtsSilent):
        desk.send(delivery)
    correct(delivery)

    desk.send(delivery, now=LATER)

    assert desk.tags() == [TAGS[0]]


def test_no_tag_is_taken_away_while_its_adding_may_still_be_under_way(delivery: Delivery, desk: Desk) -> None:
    desk.raises(BEFORE, "add_tags", AtsSilent("no answer"))
    with pytest.raises(AtsSilent):
        desk.send(delivery)
    correct(delivery)

    with pytest.raises(AtsUnavailable, match="tags"):
        desk.send(delivery, now=NOON + timedelta(seconds=5))
    desk.account.tags[desk.carol] += TAGS
    desk.send(delivery, now=NOON + UNDER_WAY + timedelta(seconds=5))

    assert desk.tags() == [TAGS[0]]


def test_a_note_that_a_recruiter_deleted_stays_deleted_after_a_correction(delivery: Delivery, desk: Desk) -> None:
    desk.send(delivery)
    desk.account.notes[desk.carol].clear()
    correct(delivery)

    desk.send(delivery, now=LATER)

    assert desk.notes() == [second_note()]


def test_a_correction_during_the_tags_is_told_at_once(delivery: Delivery, desk: Desk) -> None:
    desk.surprises[BEFORE, "add_tags"] = lambda: correct(delivery) and None

    desk.send(delivery)

    assert desk.notes() == [NOTE, second_note()]
    assert (delivery.state, desk.tags()) == ("done", [TAGS[0]])


def test_a_correction_of_a_report_whose_opportunity_is_gone_begins_anew_on_the_other_one(
    delivery: Delivery, desk: Desk
) -> None:
    older = desk.carol
    newer = desk.account.has_applied("Carol Candidate", "carol.candidate@example.org", desk.posting)
    desk.send(delivery)
    desk.account.deletes(newer)
    correct(delivery)

    assert desk.send(delivery, now=LATER) == Delivered(older)

    assert desk.account.note_texts(older) == [second_note()]
    assert desk.account.tags[older] == [TAGS[0]]


def test_a_delivery_that_was_erased_sends_nothing_more(delivery: Delivery, desk: Desk) -> None:
    desk.surprises[BEFORE, "opportunities"] = lambda: Delivery.objects.all().delete() and None

    with pytest.raises(Delivery.DoesNotExist):
        desk.send(delivery)

    assert desk.notes() == []
    assert "add_note" not in desk.requests


def test_the_state_says_that_a_correction_is_on_its_way(delivery: Delivery, desk: Desk) -> None:
    desk.send(delivery)
    correct(delivery)
    desk.raises(BEFORE, "notes", AtsUnavailable("down"))

    with pytest.raises(AtsUnavailable):
        desk.send(delivery, now=LATER)

    assert delivery_now(delivery).state == "waiting"
