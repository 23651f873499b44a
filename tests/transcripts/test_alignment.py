"""A corrected text keeps the times of the words that were heard."""

from hypothesis import given
from hypothesis import strategies as st

from paletter.transcripts.alignment import realign, share_changed
from paletter.vocabulary.transcripts import Segment

HEARD = (
    Segment(0.5, 0.8, "i", 0.9),
    Segment(0.8, 1.2, "steamed", 0.3),
    Segment(2.0, 2.3, "the", 0.8),
    Segment(2.3, 2.9, "gas", 0.4),
    Segment(3.0, 3.6, "carefully", 0.7),
)

words = st.sampled_from(["the", "guest", "was", "late", "and", "Angry,", "so", "I", "—", "it's", "it’s", "Straße"])


@st.composite
def heard_segments(draw):
    time, segments = draw(st.floats(0, 5)), []
    for text in draw(st.lists(words, max_size=25)):
        start = time + draw(st.floats(0, 1))
        time = start + draw(st.floats(0, 1))
        segments.append(Segment(start, time, text, draw(st.none() | st.floats(0, 1))))
    return tuple(segments)


def test_a_replaced_word_takes_the_time_of_the_word_it_replaces():
    corrected = realign(HEARD, "i seated the guests carefully")

    assert corrected[1] == Segment(0.8, 1.2, "seated", None)
    assert corrected[3] == Segment(2.3, 2.9, "guests", None)


def test_a_kept_word_keeps_time_and_confidence_in_the_persons_spelling():
    assert realign(HEARD, "I seated the guests, carefully.")[0] == Segment(0.5, 0.8, "I", 0.9)
    assert realign(HEARD, "I seated the guests, Carefully.")[4] == Segment(3.0, 3.6, "Carefully.", 0.7)


def test_an_inserted_word_lies_between_its_neighbours():
    inserted = realign(HEARD, "i steamed all the gas carefully")[2]

    assert (inserted.start, inserted.end, inserted.confidence) == (1.2, 2.0, None)


def test_a_deleted_word_vanishes_and_leaves_the_others_where_they_were():
    assert realign(HEARD, "i steamed gas carefully") == (*HEARD[:2], *HEARD[3:])


def test_several_words_share_the_time_of_the_one_they_replace():
    first, second = realign(HEARD, "i steamed the two guests carefully")[3:5]

    assert first.start == 2.3
    assert first.end == second.start
    assert second.end == 2.9


def test_words_after_the_last_one_heard_reach_to_the_end_of_the_recording():
    added = realign(HEARD, "i steamed the gas carefully every evening", duration=5.6)[5:]

    assert [word.text for word in added] == ["every", "evening"]
    assert added[0].start == 3.6
    assert added[1].end == 5.6


def test_text_for_a_recording_in_which_nothing_was_heard_is_spread_over_it():
    assert realign((), "hello there", duration=4.0) == (Segment(0, 2, "hello"), Segment(2, 4, "there"))


def test_a_run_of_words_in_one_segment_is_aligned_word_by_word():
    corrected = realign([Segment(0, 2, "good evening", 0.5)], "good morning")

    assert corrected == (Segment(0, 1, "good", 0.5), Segment(1, 2, "morning", None))


def test_an_emptied_text_leaves_no_words():
    assert realign(HEARD, "  \n ") == ()


def test_the_share_changed_counts_words_and_not_case_or_punctuation():
    assert share_changed(HEARD, realign(HEARD, "I steamed the gas, carefully!")) == 0.0
    assert share_changed(HEARD, realign(HEARD, "I seated the guests carefully")) == 0.4
    assert share_changed(HEARD, ()) == 1.0
    assert share_changed((), ()) == 0.0


@given(heard_segments(), st.lists(words, max_size=25))
def test_the_text_is_preserved_word_for_word(heard, text):
    assert [word.text for word in realign(heard, " ".join(text))] == text


@given(heard_segments(), st.lists(words, max_size=25), st.floats(0, 60))
def test_times_never_go_back_and_stay_inside_the_recording(heard, text, extra):
    duration = max((word.end for word in heard), default=0.0) + extra

    corrected = realign(heard, " ".join(text), duration=duration)

    starts = [word.start for word in corrected]
    assert starts == sorted(starts)
    assert all(0 <= word.start <= word.end <= duration for word in corrected)


@given(heard_segments())
def test_unchanged_text_gives_back_what_was_heard(heard):
    assert realign(heard, " ".join(word.text for word in heard)) == heard


@given(heard_segments(), st.lists(words, max_size=25))
def test_the_share_changed_is_a_share(heard, text):
    corrected = realign(heard, " ".join(text))

    assert 0.0 <= share_changed(heard, corrected) <= 1.0


def test_a_chance_match_does_not_squeeze_a_sentence_into_no_time():
    heard = [Segment(0.5 * i, 0.5 * i + 0.4, f"noise{i}", 0.3) for i in range(60)]
    heard[2] = Segment(1.0, 1.2, "to", 0.4)
    heard[3] = Segment(1.2, 1.4, "the", 0.4)
    said = " ".join(f"word{i}" for i in range(50)) + " to the end"

    words = realign(heard, said, duration=30.0)

    assert words[25].start > 8
    assert words[-1].start > 20
