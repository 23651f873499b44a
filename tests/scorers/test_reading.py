from hypothesis import given
from hypothesis import strategies as st

from paletter.scorers.reading import Reading, Span, tokens_of
from paletter.scores.assess import written
from paletter.vocabulary.transcripts import Segment
from tests.scorers.answers import GOOD, as_heard, spoken


def parts(reading: Reading, spans) -> list[str]:
    return [reading.quote(span)[0] for span in spans]


def test_case_punctuation_and_curly_apostrophes_do_not_matter_to_tokens():
    assert tokens_of("“I DIDN’T ask,” — he said…") == ["i", "didn't", "ask", "he", "said"]


def test_written_text_is_read_in_sentences():
    reading = Reading(written("I asked her. She was lost! Could I help?"))

    assert parts(reading, reading.sentences) == ["I asked her.", "She was lost!", "Could I help?"]


def test_without_punctuation_a_pause_ends_a_sentence():
    words = [*spoken("i asked her"), *spoken("she was lost", start=5.0)]

    assert parts(Reading(words), Reading(words).sentences) == ["i asked her", "she was lost"]


def test_without_punctuation_or_pauses_connecting_words_part_a_long_run():
    reading = Reading(written("i asked her what she was looking for on the map and she told me that she was lost"))

    assert parts(reading, reading.sentences) == [
        "i asked her what she was looking for on the map",
        "and she told me that she was lost",
    ]


def test_a_quote_gives_the_words_as_they_were_given_with_their_own_seconds():
    words = (Segment(1.0, 1.2, "I"), Segment(1.5, 1.9, "Asked"), Segment(2.0, 2.6, "her."))

    assert Reading(words).quote(Span(1, 2)) == ("Asked her.", 1.5, 2.6)


def test_a_segment_of_several_words_is_quoted_whole():
    words = (Segment(1.0, 2.0, "I asked her"), Segment(2.0, 3.0, "to wait"))

    assert Reading(words).quote(Span(2, 3)) == ("I asked her to wait", 1.0, 3.0)


def test_fillers_articles_and_stammered_repeats_are_not_in_the_stream():
    plain = Reading(written("I asked the guest to wait")).stream()
    halting = Reading(written("I um I I asked, you know, like the the guest uh to wait")).stream()

    assert halting.text == plain.text == " i asked guest to wait "


def test_a_place_in_the_stream_leads_back_to_the_words():
    reading = Reading(written("Um, I asked the guest."))
    stream = reading.stream()

    at = stream.text.index("asked guest")

    assert reading.quote(stream.span(at, at + len("asked guest")))[0] == "asked the guest."


def test_a_sentence_left_out_of_the_stream_leaves_a_bar_that_nothing_matches():
    reading = Reading(written("I asked her. Give me a five. She left."))

    stream = reading.stream(without=[reading.sentences[1]])

    assert "give" not in stream.text
    assert "|" in stream.text


def test_the_stream_of_heard_text_is_that_of_the_written_text():
    for text in GOOD:
        assert Reading(written(as_heard(text))).stream().text == Reading(written(text)).stream().text


def test_a_quote_around_a_find_is_a_sentence_when_short_and_clauses_when_long():
    short = Reading(written("It was late. I asked her to wait. She did."))
    long = Reading(written("I asked her to wait, " + "and we went on and on about many things " * 3 + "then."))

    assert short.quote(short.around(Span(4, 4)))[0] == "I asked her to wait."
    assert long.quote(long.around(Span(1, 1)))[0] == "I asked her to wait,"


texts = st.lists(st.text(alphabet="abcI.,?!' \t’“é0-9", min_size=0, max_size=8), max_size=40)


@given(texts)
def test_sentences_and_clauses_cover_every_token_once_and_in_order(words):
    reading = Reading([Segment(0.0, 0.0, word) for word in words])

    for spans in (reading.sentences, reading.clauses):
        covered = [token for span in spans for token in range(span.first, span.last + 1)]
        assert covered == list(range(len(reading.tokens)))


@given(texts, st.data())
def test_a_quote_around_any_span_holds_that_span(words, data):
    reading = Reading([Segment(0.0, 0.0, word) for word in words])
    if not reading.tokens:
        return
    first = data.draw(st.integers(0, len(reading.tokens) - 1))
    last = data.draw(st.integers(first, len(reading.tokens) - 1))

    wide = reading.around(Span(first, last))

    assert wide.first <= first <= last <= wide.last < len(reading.tokens)
