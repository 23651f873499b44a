"""Captions that can be read while the video plays."""

import re

from hypothesis import given
from hypothesis import strategies as st

from paletter.transcripts.captions import to_webvtt
from paletter.vocabulary.transcripts import Segment


def spoken(text, *, start=0.0, each=0.4):
    return [Segment(start + i * each, start + (i + 1) * each, word) for i, word in enumerate(text.split())]


def cues(vtt):
    return [block.split("\n") for block in vtt.strip().split("\n\n")[1:]]


def seconds(stamp):
    hours, minutes, rest = stamp.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


def times(vtt):
    return [tuple(seconds(t) for t in cue[0].split(" --> ")) for cue in cues(vtt)]


def test_a_short_answer_is_one_cue_with_its_times():
    assert to_webvtt(spoken("I greeted them.", start=61.25)) == (
        "WEBVTT\n\n00:01:01.250 --> 00:01:02.450\nI greeted them.\n"
    )


def test_no_words_make_an_empty_but_valid_file():
    assert to_webvtt([]) == "WEBVTT\n"


def test_a_sentence_ends_its_cue():
    assert [cue[1:] for cue in cues(to_webvtt(spoken("It was late. I stayed.")))] == [["It was late."], ["I stayed."]]


def test_a_pause_starts_a_new_cue():
    vtt = to_webvtt([*spoken("well then"), *spoken("i asked", start=3.0)])

    assert times(vtt) == [(0.0, 0.8), (3.0, 3.8)]


def test_a_long_answer_has_cues_of_two_short_lines_and_few_seconds():
    vtt = to_webvtt(spoken("the guests had been waiting for nearly forty minutes " * 12, each=0.3))

    assert all(len(cue) <= 3 and max(map(len, cue[1:])) <= 42 for cue in cues(vtt))
    assert all(end - start <= 6.001 for start, end in times(vtt))


def test_what_a_person_typed_can_not_end_a_cue_or_add_markup():
    vtt = to_webvtt([Segment(0, 1, "<b>a-->b</b>\n\nNOTE"), Segment(1, 2, "R&D")])

    assert vtt.count("-->") == 1
    assert "&lt;b&gt;a--&gt;b&lt;/b&gt; NOTE" in vtt
    assert "R&amp;D" in vtt


def test_a_word_without_length_is_still_shown():
    ((start, end),) = times(to_webvtt([Segment(2.0, 2.0, "yes")]))

    assert end - start >= 0.5


def test_hours_are_counted():
    assert "01:00:00.000 --> 01:00:01.000" in to_webvtt([Segment(3600, 3601, "still")])


@given(st.lists(st.tuples(st.floats(0, 3), st.floats(0, 3), st.from_regex(r"[a-z<&]{1,60}[.]?", fullmatch=True))))
def test_every_word_appears_once_and_in_order_and_each_cue_has_length(said):
    time, segments = 0.0, []
    for gap, length, text in said:
        segments.append(Segment(time + gap, time + gap + length, text))
        time += gap + length

    vtt = to_webvtt(segments)

    shown = " ".join(" ".join(cue[1:]) for cue in cues(vtt)).replace("&lt;", "<").replace("&amp;", "&")
    assert shown.split() == [text for _, _, text in said]
    assert all(start < end for start, end in times(vtt))
    assert re.fullmatch(r"WEBVTT\n(\n\S+ --> \S+\n.+\n(.+\n)*)*", vtt)
