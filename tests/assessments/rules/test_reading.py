import pytest

from paletter.assessments.rules import reading


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("guest", 1),
        ("notice", 2),
        ("table", 2),
        ("asked", 1),
        ("wanted", 2),
        ("service", 2),
        ("decision", 3),
        ("the", 1),
    ],
)
def test_syllables_are_counted_as_people_speak_them(word, count):
    assert reading.syllables(word) == count


def test_the_ease_is_flesch_s_formula():
    # One sentence, six words, six syllables.
    assert reading.ease("The cat sat on the mat.") == pytest.approx(206.835 - 1.015 * 6 - 84.6)


def test_short_words_read_easier_than_long_ones():
    assert (
        reading.ease("What did you do then?") > 80 > 30 > reading.ease("Characterise interdepartmental collaboration.")
    )


@pytest.mark.parametrize("text", ["", "…", "12 + 7", "?!"])
def test_a_text_without_words_is_easy(text):
    assert reading.ease(text) == 100
    assert reading.longest_sentence(text) == 0


def test_the_longest_sentence_is_found():
    assert reading.longest_sentence("One two. Three four five! Six?") == 3
