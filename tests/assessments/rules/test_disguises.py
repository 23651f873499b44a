"""Words that are written so that a list of words would not find them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paletter.assessments.rules.disguises import plain, spellings


@pytest.mark.parametrize(
    "text",
    [
        "INTEGRITY",
        "Ｉｎｔｅｇｒｉｔｙ",
        "𝐈𝐧𝐭𝐞𝐠𝐫𝐢𝐭𝐲",
        "Inte\u00adgrity",
        "Inte\u200bgrity",
        "Inte\u200dgrity",
        "Inte\u2060grity",
        "\ufeffIntegrity",
        "\u0406ntegrity",
        "Int\u0435grity",
        "Intégrity",
        "Inte\u0301grity",
        "I n t e g r i t y",
        "I.n.t.e.g.r.i.t.y",
        "I-n-t-e-g-r-i-t-y",
    ],
)
def test_a_word_is_read_whatever_it_is_written_in(text):
    assert plain(text) == "integrity"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1ntegrity", "integrity"),
        ("1nt3gr1ty", "integrity"),
        ("H0nesty", "honesty"),
        ("app3ar@nce", "appearance"),
        ("CultureFit", "culture fit"),
        ("Integrity2", "integrity 2"),
    ],
)
def test_figures_and_words_that_have_grown_together_are_read_both_ways(text, meant):
    assert spellings(text).split(" . ")[0] == plain(text)
    assert meant in spellings(text).split(" . ")


@pytest.mark.parametrize("text", ["a table for 12 on the 3rd of May", "I asked her, and we did it.", "room 404, b2b"])
def test_ordinary_words_are_read_once_and_as_they_stand(text):
    assert spellings(text) == plain(text) == text.casefold()


@given(st.text(max_size=80))
def test_what_is_plain_stays_as_it_is(text):
    assert plain(plain(text)) == plain(text)
