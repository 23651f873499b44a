import pytest
from django.db import IntegrityError

from paletter.interviews.models import Answer, Recording
from paletter.transcripts.models import Source, Transcript
from tests.cast import an_interview

pytestmark = pytest.mark.django_db


def words(source: Source, *, recording: Recording | None = None, answer: Answer | None = None) -> Transcript:
    return Transcript.objects.create(
        recording=recording, answer=answer, source=source, engine="", language="en", words=[], is_trusted=True
    )


def test_words_are_a_recordings_or_written_and_never_both_or_neither() -> None:
    answer = an_interview().answers.get(position=1)
    take = Recording.objects.create(answer=answer, take=1)

    assert words(Source.RECOGNISED, recording=take).answer is None
    assert words(Source.WRITTEN, answer=answer).recording is None


@pytest.mark.parametrize("source", [Source.RECOGNISED, Source.CORRECTED, Source.WRITTEN])
def test_words_of_nothing_are_refused(source: Source) -> None:
    with pytest.raises(IntegrityError, match="words_are_a_recordings_or_written"):
        words(source)


def test_written_words_have_no_recording() -> None:
    take = Recording.objects.create(answer=an_interview().answers.get(position=1), take=1)

    with pytest.raises(IntegrityError, match="words_are_a_recordings_or_written"):
        words(Source.WRITTEN, recording=take)


def test_what_was_heard_is_not_an_answers_own() -> None:
    with pytest.raises(IntegrityError, match="words_are_a_recordings_or_written"):
        words(Source.RECOGNISED, answer=an_interview().answers.get(position=1))
