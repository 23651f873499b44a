import pytest

from paletter.interviews.models import Answer, AnswerKind
from paletter.transcripts import hearing, writing
from paletter.transcripts.models import Source, Transcript
from tests.cast import NOON, a_candidate, an_interview

pytestmark = pytest.mark.django_db


def a_text(text: str = "A guest\n\nhad lost her key.", *, is_kept: bool = True) -> Answer:
    answer = an_interview().answers.get(position=1)
    answer.kind, answer.text, answer.kept_at = AnswerKind.TEXT, text, NOON if is_kept else None
    answer.save()
    return answer


def test_a_text_becomes_words_without_times_that_its_writer_vouches_for() -> None:
    answer = a_text()

    writing.write_down(answer.interview, now=NOON)

    row = Transcript.objects.get(answer=answer)
    assert row.value.text == "A guest had lost her key."
    assert {(one.start, one.end) for one in row.value.segments} == {(0.0, 0.0)}
    assert (row.source, row.is_trusted, row.made_by) == (Source.WRITTEN, True, a_candidate())
    assert hearing.of_answer(answer) == row


def test_writing_down_twice_is_writing_down_once() -> None:
    answer = a_text()
    writing.write_down(answer.interview, now=NOON)
    Answer.objects.filter(pk=answer.pk).update(text="Something else.")

    writing.write_down(answer.interview, now=NOON)

    assert Transcript.objects.get().value.text == "A guest had lost her key."


def test_a_draft_is_no_answer() -> None:
    answer = a_text(is_kept=False)

    writing.write_down(answer.interview, now=NOON)

    assert not Transcript.objects.exists()
    assert hearing.of_answer(answer) is None
