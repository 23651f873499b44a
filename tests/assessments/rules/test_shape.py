from dataclasses import replace

import pytest

from paletter.assessments.rules import shape
from paletter.assessments.rules.findings import Severity
from tests.assessments.writing import a_skill, a_template, with_anchor, with_question, with_skill


def told(template) -> list[str]:
    found = list(shape.findings(template))
    assert {finding.severity for finding in found} <= {Severity.ERROR}
    return [str(finding) for finding in found]


def test_a_good_template_has_the_right_shape():
    assert told(a_template()) == []


@pytest.mark.parametrize("key", ["night reception", "nacht-über", "a/b", "key@2", "x" * 81])
def test_a_key_that_could_not_stand_in_an_address_is_told(key):
    (sentence,) = told(a_template(key=key))

    assert sentence.startswith("field “key”: a key is made of letters a-z, digits, - and _")


def test_keys_of_questions_and_skills_must_fit_an_address_too():
    template = replace(with_question(key="the first"), weights={"service": 1.0, "repair": 1.0})

    assert "question “the first”: a key is made of letters" in told(template)[0]


def test_a_name_or_version_too_long_to_be_stored_is_told():
    assert told(a_template(name="N" * 201)) == ["field “name”: has 201 characters; 200 are the most."]
    assert told(a_template(version="1" * 41)) == ["field “version”: has 41 characters; 40 are the most."]


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\r"])
def test_a_control_character_that_a_database_or_a_screen_would_choke_on_is_told(character):
    (sentence,) = told(with_anchor(f"Asks{character}what is needed."))

    assert sentence == "skill “service”: holds a control character, which can't be stored; type the text anew."


def test_a_line_break_in_a_text_is_fine():
    assert told(with_question("Tell us about a time.\nWhat did you do?")) == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"seconds": 9}, "“seconds” must be at least 10."),
        ({"seconds": 1801}, "“seconds” must be at most 1800; longer ones can't be processed."),
        ({"retakes": -1}, "“retakes” must be 0 or more."),
        ({"retakes": 21}, "“retakes” must be at most 20."),
        ({"competencies": ("service", "repair", "service")}, "names a skill twice in “competencies”."),
        ({"competencies": ()}, "names no skill in “competencies”."),
    ],
)
def test_times_retakes_and_skills_of_a_question_have_bounds(fields, sentence):
    assert told(with_question(**fields)) == [f"question “question-1”: {sentence}"]


def test_a_template_has_at_least_one_question_and_not_hundreds():
    many = tuple(replace(a_template().questions[0], key=f"q{number}") for number in range(31))

    assert "field “questions”: a template needs at least one, and 30 at most." in told(a_template(questions=()))
    assert told(a_template(questions=many)) == ["field “questions”: a template needs at least one, and 30 at most."]


def test_a_skill_without_a_weight_and_a_weight_without_a_skill_are_told():
    assert told(a_template(weights={"service": 1.0})) == ["skill “repair”: has no weight; add it under [weights]."]
    assert told(a_template(weights={"service": 1.0, "repair": 1.0, "humour": 1.0})) == [
        "weights, “humour”: there is no such skill in this file."
    ]


@pytest.mark.parametrize("field", ["name", "definition", "version"])
def test_a_skill_says_its_name_definition_and_version(field):
    assert told(with_skill(**{field: " "})) == [f"skill “service”: field “{field}” is empty."]


def test_a_key_used_twice_is_told_once():
    twice = a_template(rubrics=(a_skill(), a_skill()), weights={"service": 1.0})

    assert "skill “service”: the key is used twice." in told(twice)
