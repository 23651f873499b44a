import pytest

from paletter.interviews import consent
from paletter.interviews.models import AnswerKind, Consent
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
