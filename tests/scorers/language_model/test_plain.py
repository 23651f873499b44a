from hypothesis import given
from hypothesis import strategies as st

from paletter.scorers.language_model.plain import plain, visible


def test_a_reason_becomes_one_sentence_of_plain_words():
    assert plain("  she *asked*\n\n# and `acted`  ", longest=100) == "She asked and acted."


def test_links_lose_their_addresses():
    assert (
        plain("See [her answer](https://evil.example/x) and www.evil.example/y", longest=100) == "See her answer and …"
    )


def test_a_long_text_is_cut_at_a_word():
    assert plain("one two three four", longest=12) == "One two…"


def test_invisible_characters_and_those_that_turn_writing_around_go():
    assert visible("a\u202eb\u200bc\x00d\ue000e") == "a b c d e"


def test_what_is_no_text_is_empty():
    assert [plain(value, longest=10) for value in (None, 3, ["x"], {})] == ["", "", "", ""]


@given(st.text(), st.integers(min_value=2, max_value=50))
def test_nothing_comes_through_that_could_be_markup_or_breaks_the_line(text, longest):
    result = plain(text, longest=longest)

    assert not set(result) & set("<>*`{}|\n\r\t\x00")
    assert len(result) <= longest + 3  # a capital may be two letters (ß), and a stop is added
