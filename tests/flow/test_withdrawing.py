"""Consent taken back stops scoring and write-back at once, also what is under way."""

from typing import Any

import pytest

from paletter import plugins
from paletter.flow import advance, concluding, erasing, queue, rescoring, triggers
from paletter.flow.steps import interviews as steps
from paletter.interviews import sitting, takes
from paletter.interviews.models import Interview, Recording
from paletter.interviews.sitting import Refused
from paletter.reports.models import Report
from paletter.retention.models import Erasure
from paletter.writeback import kept
from paletter.writeback import waiting as deliveries
from paletter.writeback.models import Delivery
from tests.cast import NOON, a_candidate, a_recruiter, an_interview, saved
from tests.flow.heard import SAID, a_heard_interview, waiting

pytestmark = pytest.mark.django_db(transaction=True)


def withdrawn(interview: Interview) -> Interview:
    gone = sitting.withdraw(interview, now=NOON)
    triggers.consent_withdrawn(gone)
    return gone


def due(**fields: Any) -> Interview:
    return a_heard_interview(SAID, checked_at=NOON, check_until=NOON, **fields)


def test_nothing_waits_for_it_any_more_and_nothing_is_deferred_again() -> None:
    interview = a_heard_interview(check_until=NOON)
    triggers.interview_submitted(interview)
    assert waiting(step=queue.SCORE_INTERVIEW.name) == [NOON]

    withdrawn(interview)
    advance.advance(interview.pk, hurry=True)
    triggers.interview_retried(interview)

    assert waiting(step=queue.SCORE_INTERVIEW.name) == []
    assert interview.pk not in advance.expected_to_move(now=NOON)


def test_no_scorer_is_asked_by_a_step_that_comes_late() -> None:
    interview = due()
    withdrawn(interview)

    concluding.conclude(interview.pk, scorer=None, now=NOON)  # type: ignore[arg-type]

    assert not interview.scorings.exists()


def test_what_a_scorer_made_meanwhile_is_not_kept() -> None:
    interview = due()
    real = plugins.scorer()

    class Interrupted:
        name, version = real.name, real.version

        def score(self, answers: Any, rubric: Any) -> Any:
            withdrawn(interview)
            return real.score(answers, rubric)

    concluding.conclude(interview.pk, scorer=Interrupted(), now=NOON)

    assert not interview.scorings.exists()
    assert not Delivery.objects.exists()


def test_takes_are_neither_prepared_nor_heard() -> None:
    interview = withdrawn(due())
    take = Recording.objects.filter(answer__interview=interview).first()

    assert take is not None
    assert not steps._counts(take)


def test_nothing_goes_to_the_ats() -> None:
    interview = due()
    concluding.conclude(interview.pk, scorer=plugins.scorer(), now=NOON)
    delivery = Delivery.objects.get()
    assert waiting(step=queue.WRITE_BACK.name) == [None]

    withdrawn(interview)

    assert waiting(step=queue.WRITE_BACK.name) == []
    assert deliveries.is_settled(delivery)
    assert not deliveries.expected_to_go_out().exists()
    assert not deliveries.worth_a_try(interview.job.organisation).exists()
    Delivery.objects.update(state="parked")
    assert not deliveries.worth_another_look(now=NOON).exists()
    assert not deliveries.unmatched().exists()


def test_a_worker_that_is_about_to_send_sends_nothing() -> None:
    interview = due()
    concluding.conclude(interview.pk, scorer=plugins.scorer(), now=NOON)
    under_way = kept.KeptDelivery(Delivery.objects.get(), NOON)
    under_way.intend(note_tried_at=NOON)
    withdrawn(interview)

    with pytest.raises(Delivery.DoesNotExist):
        under_way.intend(note_tried_at=NOON)
    # What is known to have happened is still written down.
    under_way.keep(note_id="note-1")


def test_it_is_not_scored_again() -> None:
    interview = due()
    concluding.conclude(interview.pk, scorer=plugins.scorer(), now=NOON)
    withdrawn(interview)
    wish = rescoring.Wish(scorer=plugins.scorer(), newest_template=False, is_kept=True, is_published=True)

    (left,) = rescoring.score_again([Report.objects.get().pk], wish, now=NOON)

    assert isinstance(left, rescoring.Left)
    assert "consent" in left.reason


def test_nothing_more_is_recorded_or_handed_in() -> None:
    interview = withdrawn(a_heard_interview(submitted_at=None, heard_at=None))
    take = Recording.objects.filter(answer__interview=interview).first()

    for move in (
        lambda: takes.open_take(interview, 1, length=None, now=NOON),
        lambda: saved(take),  # type: ignore[arg-type]
        lambda: takes.keep_text(interview, 1, "Words.", now=NOON),
        lambda: sitting.submit(interview, now=NOON),
    ):
        with pytest.raises(Refused, match="taken your consent back"):
            move()


def test_taking_it_back_twice_keeps_the_first_time() -> None:
    first = sitting.withdraw(due(), now=NOON)

    assert sitting.withdraw(first, now=NOON.replace(year=2030)).withdrawn_at == NOON


# --- deleting ---


def test_an_account_goes_with_all_its_interviews() -> None:
    interview = due()
    person = interview.candidate
    concluding.conclude(interview.pk, scorer=plugins.scorer(), now=NOON)
    an_interview(candidate=person)
    other = an_interview(candidate=a_candidate("dan@example.org", "Dan"))

    erasing.erase_account(person, now=NOON)

    assert list(Interview.objects.all()) == [other]
    assert not type(person).objects.filter(pk=person.pk).exists()
    assert {row.reason for row in Erasure.objects.all()} == {Erasure.Reason.BY_CANDIDATE}


def test_a_member_is_told_what_to_do_first_and_nothing_goes() -> None:
    alice = a_recruiter()
    an_interview(candidate=alice)

    with pytest.raises(erasing.AccountStays, match="Fjord Hotel Group"):
        erasing.erase_account(alice, now=NOON)
    assert Interview.objects.count() == 1
