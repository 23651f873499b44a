from datetime import timedelta

import pytest

from paletter.interviews import consent, sitting
from paletter.interviews.models import AnswerKind, Consent, Interview
from tests.cast import NOON, an_interview

CONTACT = "help@example.org"


def a_text(**fields: object) -> consent.ConsentText:
    values = {"employer": "Fjord", "job": "Host", "skills": ["Service", "Teamwork"], "contact": CONTACT} | fields
    return consent.text(**values)  # type: ignore[arg-type]


def test_the_text_tells_what_the_law_asks_for() -> None:
    plain = a_text().plain

    for told in (
        "Video and sound of your answers",
        "Software, an AI",
        "two soft skills: Service and Teamwork",
        "Only the words you say",
        "It does not look at your face",
        "tone of your voice, your accent",
        "People of Fjord who have a login",
        "People of Fjord decide",
        "get a copy, and delete it",
        "Another way",
        CONTACT,
    ):
        assert told in plain


def test_sound_alone_promises_that_there_is_no_picture() -> None:
    plain = a_text(kinds=[AnswerKind.AUDIO]).plain

    assert "The sound of your answers, without a picture" in plain
    assert "ideo" not in plain.replace("Video interview", "").partition("Another way")[0]


def test_answers_in_writing_are_neither_recorded_nor_heard() -> None:
    told = a_text(kinds=[AnswerKind.TEXT])

    assert "There is no picture and no sound." in told.plain
    assert "Only the words you write." in told.plain
    assert "what you say" not in told.plain
    assert "recorded" not in told.agreement


def test_where_the_kind_is_chosen_all_kinds_are_told() -> None:
    plain = a_text(kinds=list(AnswerKind)).plain

    for told in ("Video and sound of your answers", "sound, without a picture", "Of an answer in writing"):
        assert told in plain


@pytest.mark.django_db
def test_a_kind_that_was_granted_is_told_too() -> None:
    granted = consent.of(an_interview(extra_kinds=["text"]), contact=CONTACT).plain

    assert "Of an answer in writing: the text" in granted
    assert "Of an answer in writing" not in a_text().plain


def test_the_hash_changes_with_any_word() -> None:
    assert a_text().sha256 != a_text(employer="Fjord Hotel").sha256


@pytest.mark.django_db
def test_what_was_agreed_to_is_stored_with_version_time_and_words() -> None:
    interview = an_interview()
    shown = consent.of(interview, contact=CONTACT)

    consent.give(interview, shown_sha256=shown.sha256, contact=CONTACT, now=NOON)

    stored = Consent.objects.get(interview=interview)
    assert (stored.version, stored.text_sha256, stored.given_at) == (consent.VERSION, shown.sha256, NOON)
    assert stored.text == shown.plain
    interview.refresh_from_db()
    assert interview.started_at == NOON


@pytest.mark.django_db
def test_the_six_skills_of_the_template_are_named() -> None:
    shown = consent.of(an_interview(), contact=CONTACT).plain

    assert "six soft skills" in shown


@pytest.mark.django_db
def test_a_text_that_changed_on_the_way_is_not_agreed_to() -> None:
    interview = an_interview()
    shown = consent.of(interview, contact="old@example.org")

    with pytest.raises(consent.ConsentChanged, match="read it again"):
        consent.give(interview, shown_sha256=shown.sha256, contact=CONTACT, now=NOON)

    assert not Consent.objects.exists()


@pytest.mark.django_db
def test_agreeing_twice_keeps_the_first_time() -> None:
    interview = an_interview()
    sha256 = consent.of(interview, contact=CONTACT).sha256
    first = consent.give(interview, shown_sha256=sha256, contact=CONTACT, now=NOON)

    second = consent.give(interview, shown_sha256="other", contact=CONTACT, now=NOON)

    assert first == second


def granted_later(kind: AnswerKind) -> Interview:
    """An interview whose candidate agreed to video before another kind was granted."""
    interview = an_interview()
    shown = consent.of(interview, contact=CONTACT).sha256
    consent.give(interview, shown_sha256=shown, contact=CONTACT, now=NOON)
    interview.extra_kinds = [kind.value]
    interview.save(update_fields=["extra_kinds"])
    return interview


@pytest.mark.django_db
def test_what_was_granted_later_is_not_agreed_to() -> None:
    interview = granted_later(AnswerKind.TEXT)

    assert sitting.agreed_kinds(interview) == {AnswerKind.VIDEO}
    assert consent.not_told(interview) == [AnswerKind.TEXT]


@pytest.mark.django_db
def test_who_agrees_anew_keeps_what_they_agreed_to_before() -> None:
    interview = granted_later(AnswerKind.TEXT)
    shown = consent.of(interview, contact=CONTACT)

    consent.give(interview, shown_sha256=shown.sha256, contact=CONTACT, now=NOON + timedelta(days=1))

    first, second = interview.consents.all()
    assert "answer in writing" not in first.text
    assert second.text == shown.plain
    assert consent.not_told(interview) == []
    interview.refresh_from_db()
    assert interview.started_at == NOON


@pytest.mark.django_db
def test_what_was_agreed_to_before_kinds_were_written_down_holds_for_all() -> None:
    interview = granted_later(AnswerKind.AUDIO)
    Consent.objects.update(kinds=[])

    assert sitting.agreed_kinds(interview) == set(AnswerKind)


@pytest.mark.django_db
def test_consent_taken_back_holds_for_no_kind() -> None:
    interview = sitting.withdraw(granted_later(AnswerKind.TEXT), now=NOON)

    assert sitting.agreed_kinds(interview) == set()
