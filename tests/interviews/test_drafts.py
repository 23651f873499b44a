"""Drafts of written answers: kept while they are written, never an answer by themselves."""

import pytest

from paletter.interviews import drafts, sitting, takes
from paletter.interviews.models import AnswerKind
from paletter.interviews.sitting import Refused
from paletter.vocabulary.rubrics import AskedKind
from tests.cast import NOON
from tests.interviews.test_takes import TEXT, a_kept_take, an_interview, first

pytestmark = pytest.mark.django_db


def test_a_draft_is_kept_letter_by_letter_and_answers_nothing() -> None:
    interview = an_interview(AskedKind.TEXT)

    assert drafts.keep(interview, 1, "A guest ", before="", now=NOON)
    assert drafts.keep(interview, 1, "A guest had \n", before="A guest ", now=NOON)

    assert first(interview).text == "A guest had \n"
    assert not first(interview).is_given
    assert sitting.missing(interview) == [1, 2, 3]


def test_a_draft_may_be_emptied_again() -> None:
    interview = an_interview(AskedKind.TEXT)
    drafts.keep(interview, 1, "No.", before="", now=NOON)

    assert drafts.keep(interview, 1, "", before="No.", now=NOON)
    assert first(interview).text == ""


def test_the_same_draft_twice_is_no_quarrel() -> None:
    interview = an_interview(AskedKind.TEXT)
    drafts.keep(interview, 1, TEXT, before="", now=NOON)

    assert drafts.keep(interview, 1, TEXT, before="", now=NOON)


def test_what_another_device_wrote_meanwhile_is_not_overwritten() -> None:
    interview = an_interview(AskedKind.TEXT)
    drafts.keep(interview, 1, "Written on the phone.", before="", now=NOON)

    with pytest.raises(drafts.Overtaken, match="another tab or on another device"):
        drafts.keep(interview, 1, "Written on the laptop.", before="", now=NOON)

    assert first(interview).text == "Written on the phone."


def test_a_saved_text_stays_until_it_is_saved_again() -> None:
    interview = an_interview(AskedKind.TEXT)
    takes.keep_text(interview, 1, TEXT, now=NOON)

    assert not drafts.keep(interview, 1, "Half a better one", before=TEXT, now=NOON)
    assert first(interview).text == TEXT


def test_a_draft_beside_a_saved_take_leaves_the_take_the_answer() -> None:
    interview = an_interview(AskedKind.CHOICE)
    take = a_kept_take(interview).kept

    assert drafts.keep(interview, 1, TEXT, before="", now=NOON)
    assert (first(interview).kept, first(interview).kind, first(interview).text) == (take, AnswerKind.VIDEO, TEXT)


def test_a_draft_follows_the_rules_of_answers() -> None:
    with pytest.raises(Refused, match="can't be answered by a text"):
        drafts.keep(an_interview(AskedKind.AUDIO), 1, TEXT, before="", now=NOON)
    assert "handed in" in (drafts.why_not_keep(TEXT, is_submitted=True, has_consent=True) or "")
    assert "agree" in (drafts.why_not_keep("", is_submitted=False, has_consent=False) or "")
    assert "20000 are the most" in (drafts.why_not_keep("x" * 20_001, is_submitted=False, has_consent=True) or "")


def test_no_draft_is_kept_once_consent_was_taken_back() -> None:
    interview = an_interview(AskedKind.TEXT)
    sitting.withdraw(interview, now=NOON)

    with pytest.raises(Refused, match="taken your consent back"):
        drafts.keep(interview, 1, TEXT, before="", now=NOON)
