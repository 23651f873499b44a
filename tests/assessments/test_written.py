import tomllib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from paletter.assessments import shelf, written
from tests.assessments.test_shelf import any_template
from tests.assessments.writing import a_template, with_anchor, with_question


def read_back(text: str):
    return shelf.parse(text.encode(), name="canonical.toml")


@pytest.mark.parametrize("template", shelf.templates(), ids=lambda template: template.key)
def test_a_shipped_template_comes_back_with_the_same_fingerprint(template):
    again = read_back(written.to_toml(template))

    assert again == template
    assert shelf.fingerprint(again) == shelf.fingerprint(template)


@given(any_template())
def test_every_template_comes_back_as_it_was(template):
    assert read_back(written.to_toml(template)) == template


@given(any_template())
def test_equal_fingerprints_are_equal_files(template):
    stored = shelf.to_dict(template)
    # A database keeps the fields of JSON in an order of its own.
    shuffled = shelf.from_dict(stored | {"weights": dict(sorted(stored["weights"].items(), reverse=True))})

    assert written.to_toml(shuffled) == written.to_toml(template)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=400))
@example("a. " * 50)
@example("Ends in space. " + "x" * 100 + ".   \t")
@example('"""' + "quotes, " * 20)
@example("back\\slash. " * 20)
@example("line\r\nbreaks.\n" * 20)
@example("\x7f\x00\x1f, " * 40)
@example("no\u00a0break. \u2028separator, " * 9)
def test_any_words_at_all_come_back(words):
    assert read_back(written.to_toml(with_anchor(words))).rubric("service").anchors[5] == words


def test_a_long_text_has_a_line_for_each_sentence():
    first, second = "Tell us about a time when a guest needed something that nobody had thought of.", "What did you do?"
    text = written.to_toml(with_question(f"{first} {second} {second}"))

    assert f'text = """\n{first} \\\n{second} \\\n{second}"""\n' in text


def test_weights_stand_in_the_order_of_the_skills():
    text = written.to_toml(a_template(weights={"repair": 2, "service": 1.5}))

    assert "[weights]\nservice = 1.5\nrepair = 2.0\n" in text


def test_a_key_that_needs_quotes_has_them():
    text = written.to_toml(a_template(weights={"a b": 1.0}))

    assert tomllib.loads(text)["weights"] == {"a b": 1.0}
