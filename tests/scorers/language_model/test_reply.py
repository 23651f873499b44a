import json

import pytest

from paletter.scorers.language_model import reply
from paletter.scorers.language_model.reply import Abstention, Judgement, Quoted, Unreadable, read

QUOTE = {"answer": 1, "quote": "I asked him", "shows": "asks", "speaks": "for"}
GOOD = {"quotes": [QUOTE], "reason": "He asks.", "level": "3.5"}


def a_reply(**changed) -> str:
    return json.dumps(GOOD | changed)


def test_a_judgement_is_read():
    assert read(a_reply()) == Judgement(3.5, "He asks.", (Quoted(1, "I asked him", "asks", against=False),))


@pytest.mark.parametrize(
    "around",
    [
        "```json\n{}\n```",
        "Here is my judgement:\n{}\nI hope that this helps.",
        "<think>The level {{could}} be 2, or 5.</think>\n{}",
    ],
)
def test_a_judgement_in_a_fence_amid_talk_or_after_thoughts_is_read(around):
    text = around.replace("{}", a_reply(), 1) if "think" not in around else around.format(a_reply())

    assert read(text).level == 3.5


@pytest.mark.parametrize("level", [1, 1.5, 5, "1", "5.0", " 2.5 "])
def test_half_points_from_one_to_five_are_levels_whether_number_or_text(level):
    assert read(a_reply(level=level)).level == float(level)


@pytest.mark.parametrize(
    "level", [0, 0.5, 5.5, 7, -3, 3.27, "3.27", "4/5", "high", "", None, True, [3], {}, "nan", "inf"]
)
def test_what_is_no_level_is_not_bent_into_one(level):
    with pytest.raises(Unreadable, match=r"“level” must be “abstain” or one of 1, 1\.5, 2,"):
        read(a_reply(level=level))


def test_nan_and_endless_numbers_are_no_levels():
    for number in ("NaN", "Infinity", "-Infinity"):
        with pytest.raises(Unreadable, match="level"):
            read(a_reply().replace('"3.5"', number))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("I can't rate people.", "no JSON object"),
        ("[1, 2]", "no JSON object"),
        ('{"level": "3", "quotes": [', "no valid JSON"),
        ("{'level': 3}", "no valid JSON"),
        ("{" * 5000, "no valid JSON"),
        ("[" * 50 + "{" + "[" * 9000, "no valid JSON"),
        (a_reply() + " " * 20_000, "too long"),
        ("<think>hm", "no JSON object"),
    ],
)
def test_what_is_no_judgement_says_what_is_wrong_with_it(text, wrong):
    with pytest.raises(Unreadable, match=wrong):
        read(text)


@pytest.mark.parametrize("quotes", [None, [], "I asked him", {}, 3])
def test_a_level_without_quotes_is_none(quotes):
    with pytest.raises(Unreadable, match="without a quote there is no level"):
        read(a_reply(quotes=quotes))


@pytest.mark.parametrize("quote", ["I asked him", {"answer": 1}, {"quote": 4}, None])
def test_a_quote_in_another_form_is_told_to_the_model(quote):
    with pytest.raises(Unreadable, match="each of “quotes” must be an object"):
        read(a_reply(quotes=[quote]))


@pytest.mark.parametrize("number", [None, "1", True, 1.0, -2])
def test_an_answers_number_that_is_none_leaves_the_quote_to_be_found_by_its_words(number):
    (quote,) = read(a_reply(quotes=[QUOTE | {"answer": number}])).quotes

    assert quote.answer <= 0 and quote.text == "I asked him"


def test_a_level_needs_a_reason():
    for reason in (None, "", 7, "<b></b>"):
        with pytest.raises(Unreadable, match="reason"):
            read(a_reply(reason=reason))


def test_an_abstention_needs_neither_quotes_nor_a_reason():
    assert read('{"level": "Abstain"}') == Abstention("")
    assert read(a_reply(level="abstain", reason="Nothing shows it")) == Abstention("Nothing shows it.")


def test_dozens_of_quotes_are_not_all_taken():
    assert len(read(a_reply(quotes=[QUOTE] * 100)).quotes) == reply.MOST_QUOTES


def test_markup_in_reasons_and_behaviours_is_taken_out():
    judged = read(
        a_reply(
            reason="<script>alert(1)</script> **He** asks, see http://x.example/y",
            quotes=[QUOTE | {"shows": "`asks` <i>"}],
        )
    )

    assert judged.reason == "Alert(1) He asks, see …"
    assert judged.quotes[0].behaviour == "asks"


def test_the_schema_asks_for_nothing_that_open_servers_do_not_know():
    def words(part) -> set[str]:
        if isinstance(part, dict):
            return set(part) | set().union(*map(words, part.values()))
        return set().union(*map(words, part)) if isinstance(part, list) else set()

    known = {"type", "properties", "items", "required", "additionalProperties", "enum"}
    fields = {"quotes", "answer", "quote", "shows", "speaks", "reason", "level"}
    assert words(reply.SCHEMA) <= known | fields
