"""In which kinds a question may be answered, and texts as answers."""

from dataclasses import replace

import pytest

from paletter.assessments import stored
from paletter.interviews import drafts, sitting, takes
from paletter.interviews.models import Answer, AnswerKind, Consent, Interview, Recording
from paletter.interviews.sitting import Refused
from paletter.vocabulary.rubrics import AskedKind
from tests.assessments.writing import a_template
from tests.cast import NOON, a_candidate, a_job, saved

pytestmark = pytest.mark.django_db

TEXT = "A guest had lost her key.\n\nI opened the room."


def an_interview(kind: AskedKind = AskedKind.VIDEO, *, extra: tuple[AnswerKind, ...] = ()) -> Interview:
    """An interview all of whose questions ask for this kind of answer, agreed to."""
    value = a_template()
    stored.store(replace(value, questions=tuple(replace(question, kind=kind) for question in value.questions)))
    job = a_job()
    job.template = job.template.__class__.objects.get(key=value.key)
    job.save()
    interview = sitting.begin(job, a_candidate(), now=NOON)
    interview.extra_kinds = list(extra)
    interview.save()
    Consent.objects.create(interview=interview, version="1", text_sha256="0" * 64, text="yes")
    return interview


def a_kept_take(interview: Interview, position: int = 1) -> Answer:
    take = takes.open_take(interview, position, length=None, now=NOON)
    Recording.objects.filter(pk=take.pk).update(completed_at=NOON)
    return saved(take)


def first(interview: Interview) -> Answer:
    return interview.answers.get(position=1)


def test_a_question_is_recorded_with_a_picture_unless_the_template_says_otherwise() -> None:
    assert a_kept_take(an_interview()).kind == AnswerKind.VIDEO


def test_a_question_that_asks_for_sound_is_recorded_without_a_picture() -> None:
    assert a_kept_take(an_interview(AskedKind.AUDIO)).kind == AnswerKind.AUDIO


def test_the_candidate_chooses_where_the_template_lets_them() -> None:
    interview = an_interview(AskedKind.CHOICE)

    assert takes.open_take(interview, 1, length=None, now=NOON, kind=AnswerKind.AUDIO).kind == AnswerKind.AUDIO
    assert takes.keep_text(interview, 2, TEXT, now=NOON).kind == AnswerKind.TEXT


def test_a_kind_that_nobody_offered_is_refused() -> None:
    interview = an_interview()

    with pytest.raises(Refused, match="can't be answered by a sound recording"):
        takes.open_take(interview, 1, length=None, now=NOON, kind=AnswerKind.AUDIO)
    with pytest.raises(Refused, match="can't be answered by a text"):
        takes.keep_text(interview, 1, TEXT, now=NOON)
    with pytest.raises(Refused, match="can't be answered by a video"):
        takes.open_take(an_interview(AskedKind.TEXT), 1, length=None, now=NOON)


def test_what_was_granted_to_one_person_is_offered_after_what_the_template_asks_for() -> None:
    interview = an_interview(extra=(AnswerKind.TEXT, AnswerKind.VIDEO))
    question = interview.template_version.value.questions[0]

    assert takes.kinds_of(interview, question) == (AnswerKind.VIDEO, AnswerKind.TEXT)
    assert takes.keep_text(interview, 1, TEXT, now=NOON).is_given


def test_a_text_is_kept_with_its_paragraphs_and_may_be_changed_until_it_is_handed_in() -> None:
    interview = an_interview(AskedKind.TEXT)
    takes.keep_text(interview, 1, "Too early.", now=NOON)

    takes.keep_text(interview, 1, f"  {TEXT}\n", now=NOON)

    assert first(interview).text == TEXT
    assert sitting.missing(interview) == [2, 3]


@pytest.mark.parametrize(
    ("text", "why"), [("", "nothing written"), (" \n", "nothing written"), ("x" * 20_001, "20000 are the most")]
)
def test_a_text_without_words_or_without_end_is_refused(text: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        takes.keep_text(an_interview(AskedKind.TEXT), 1, text, now=NOON)


def test_nothing_is_written_before_consent_or_after_handing_in() -> None:
    interview = an_interview(AskedKind.TEXT)
    for position in (1, 2, 3):
        takes.keep_text(interview, position, TEXT, now=NOON)
    sitting.submit(interview, now=NOON)

    with pytest.raises(Refused, match="handed in"):
        takes.keep_text(interview, 1, "Another.", now=NOON)
    assert "agree" in (takes.why_not_write(is_submitted=False, has_consent=False, text=TEXT) or "")


def test_a_text_replaces_a_take_and_a_take_replaces_a_text() -> None:
    interview = an_interview(AskedKind.CHOICE)
    take = a_kept_take(interview).kept

    takes.keep_text(interview, 1, TEXT, now=NOON)
    assert (first(interview).kept, first(interview).is_written) == (None, True)

    assert take is not None
    saved(take)
    assert (first(interview).kept, first(interview).is_written) == (take, False)


def test_what_was_written_and_not_kept_goes_when_the_interview_is_handed_in() -> None:
    interview = an_interview(AskedKind.CHOICE)
    takes.keep_text(interview, 1, TEXT, now=NOON)
    for position in (1, 2):
        a_kept_take(interview, position)
    takes.keep_text(interview, 3, TEXT, now=NOON)

    sitting.submit(interview, now=NOON)

    assert [answer.text for answer in interview.answers.order_by("position")] == ["", "", TEXT]


def test_nothing_is_recorded_or_written_in_a_kind_that_was_not_told_of() -> None:
    interview = an_interview(extra=(AnswerKind.AUDIO, AnswerKind.TEXT))
    Consent.objects.update(kinds=["video"])

    with pytest.raises(Refused, match="voice alone"):
        takes.open_take(interview, 1, length=None, now=NOON, kind=AnswerKind.AUDIO)
    with pytest.raises(Refused, match="what is kept of a text"):
        takes.keep_text(interview, 1, TEXT, now=NOON)
    with pytest.raises(Refused, match="what is kept of a text"):
        drafts.keep(interview, 1, TEXT, before="", now=NOON)
    assert a_kept_take(interview).kind == AnswerKind.VIDEO
