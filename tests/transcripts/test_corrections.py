import pytest

from paletter.interviews.models import Recording
from paletter.transcripts import corrections
from paletter.transcripts.models import Source, Transcript
from paletter.vocabulary import transcripts
from tests.cast import NOON, a_candidate, an_interview

HEARD = [[0.0, 0.5, "the", 0.9], [0.5, 1.0, "room", 0.8], [1.0, 1.5, "was", 0.9], [1.5, 2.0, "bean", 0.2]]


def what_was_heard(words: list[list[object]] = HEARD) -> Transcript:
    recording = Recording.objects.create(answer=an_interview().answers.get(position=1), take=1, duration=4.0)
    return Transcript.objects.create(
        recording=recording,
        source=Source.RECOGNISED,
        engine="sphinx",
        language="en",
        words=words,
        is_trusted=False,
        confidence=0.7,
    )


@pytest.mark.django_db
def test_a_correction_stands_beside_what_was_heard() -> None:
    heard = what_was_heard()

    corrected = corrections.correct(heard, "The room was clean.", by=a_candidate(), now=NOON)

    heard.refresh_from_db()
    assert (heard.value.text, heard.is_trusted) == ("the room was bean", False)
    assert (corrected.value.text, corrected.is_trusted) == ("The room was clean.", True)
    assert (corrected.source, corrected.made_by, corrected.created_at) == (Source.CORRECTED, a_candidate(), NOON)


@pytest.mark.django_db
def test_corrected_words_keep_their_times() -> None:
    corrected = corrections.correct(what_was_heard(), "The room was clean.", by=a_candidate(), now=NOON)

    assert corrected.words[1][:3] == [0.5, 1.0, "room"]
    assert corrected.words[3] == [1.5, 2.0, "clean.", None]


@pytest.mark.django_db
def test_the_share_that_changed_is_kept() -> None:
    corrected = corrections.correct(what_was_heard(), "The room was clean.", by=a_candidate(), now=NOON)

    assert corrected.share_changed == 0.25


@pytest.mark.django_db
def test_words_confirmed_as_heard_become_trusted() -> None:
    corrected = corrections.correct(what_was_heard(), "the room was bean", by=a_candidate(), now=NOON)

    assert corrected.is_trusted
    assert corrected.share_changed == 0.0
    assert corrected.words == HEARD


@pytest.mark.django_db
def test_a_second_correction_does_not_overwrite_the_first() -> None:
    heard = what_was_heard()
    first = corrections.correct(heard, "The room was clean.", by=a_candidate(), now=NOON)

    second = corrections.correct(heard, "The room was mine.", by=a_candidate(), now=NOON)

    assert (second.pk, second.value.text) == (first.pk, "The room was clean.")


@pytest.mark.django_db
def test_words_that_nobody_heard_may_be_written_down_within_the_recording() -> None:
    corrected = corrections.correct(what_was_heard([]), "I called housekeeping", by=a_candidate(), now=NOON)

    assert [word[2] for word in corrected.words] == ["I", "called", "housekeeping"]
    assert all(0.0 <= word[0] <= word[1] <= 4.0 for word in corrected.words)


def heard_with(*confidences: float | None) -> transcripts.Transcript:
    segments = tuple(transcripts.Segment(i, i + 1, "word", confidence) for i, confidence in enumerate(confidences))
    return transcripts.Transcript(language="en", engine="sphinx", segments=segments)


def test_the_words_that_the_recogniser_doubts_are_told_by_their_place() -> None:
    assert corrections.doubtful(heard_with(0.1, 0.9, 0.3, 0.2, None)) == {0, 2, 3}


def test_of_very_many_doubts_only_the_worst_are_told() -> None:
    worst = [0.1] * corrections.MOST_DOUBTFUL

    assert corrections.doubtful(heard_with(0.4, *worst, 0.4)) == set(range(1, corrections.MOST_DOUBTFUL + 1))


@pytest.mark.django_db
def test_words_in_english_are_english_though_an_accent_was_heard_as_another_language() -> None:
    heard = what_was_heard()
    Transcript.objects.update(language="cy")
    heard.refresh_from_db()

    assert (
        corrections.correct(heard, "The room was clean and I told her so.", by=a_candidate(), now=NOON).language == "en"
    )


@pytest.mark.django_db
def test_words_in_another_language_stay_in_it() -> None:
    heard = what_was_heard()
    Transcript.objects.update(language="de")
    heard.refresh_from_db()

    assert corrections.correct(heard, "Das Zimmer war sauber.", by=a_candidate(), now=NOON).language == "de"
