from dataclasses import replace

import pytest
from hypothesis import given

from paletter.assessments import diff, shelf
from paletter.assessments.diff import Kind, Piece
from paletter.vocabulary.rubrics import AskedKind, Prompt, PromptKind, QuestionOrder
from tests.assessments.test_shelf import any_template
from tests.assessments.writing import ANCHORS, ASKED, a_skill, a_template, with_anchor, with_question, with_skill

OLD = a_template()


def told(new, old=OLD) -> list[str]:
    return [f"{change.place}: {change.sentence}" for change in diff.changes(old, new)]


def test_the_same_text_has_no_changes():
    assert diff.changes(OLD, a_template()) == ()
    assert diff.unified(OLD, a_template(), names=("old", "new")) == ""


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        (a_template(version="2"), "Template: The version is 2; it was 1."),
        (a_template(name="Other"), "Template: The name reads otherwise."),
        (a_template(description="Other."), "Template: The description reads otherwise."),
        (a_template(key="other"), "Template: These are two templates: “night-reception” and “other”."),
        (with_question("What happened?"), "Question “question-1”: The text reads otherwise."),
        (with_question(seconds=90), "Question “question-1”: An answer may take 90 seconds; it was 180."),
        (with_question(retakes=0), "Question “question-1”: An answer may be recorded again 0 times; it was 2."),
        (with_question(kind=AskedKind.TEXT), "Question “question-1”: The kind of answer is text; it was video."),
        (
            with_question(think_seconds=30),
            "Question “question-1”: The time to think, in seconds, is 30; it was not set.",
        ),
        (
            with_question(is_timing_essential=True),
            "Question “question-1”: The mark that its times are essential is yes; it was no.",
        ),
        (
            with_question(prompt=Prompt(PromptKind.IMAGE, "desk.png", text="A desk.")),
            "Question “question-1”: The prompt is image desk.png; it was none.",
        ),
        (a_template(order=QuestionOrder.SHUFFLED), "Template: The order of the questions is shuffled; it was fixed."),
        (
            a_template(shows_questions_first=True),
            "Template: The showing of all questions first is yes; it was no.",
        ),
        (a_template(days=7), "Template: The number of days to answer is 7; it was not set."),
        (a_template(check_hours=0), "Template: The number of hours to check the words is 0; it was not set."),
        (a_template(language="de"), "Template: The language of the answers is de; it was not set."),
        (with_question(competencies=("service",)), "Question “question-1”: Is no longer judged on repair."),
        (
            with_question(competencies=("repair", "service")),
            "Question “question-1”: Names its skills in another order: repair, service.",
        ),
        (with_skill(name="Other"), "Skill “service”: The name reads otherwise."),
        (with_skill(definition="Other."), "Skill “service”: The definition reads otherwise."),
        (with_skill(version="2"), "Skill “service”: The version of this skill is 2; it was 1."),
        (with_anchor("Other.", level=4), "Skill “service”: The anchor of level 4 reads otherwise."),
        (
            a_template(weights={"service": 3.0, "repair": 1.0}),
            "Skill “service”: It weighs 3 (75% of the fit score); it was 1 (50% of the fit score).",
        ),
    ],
)
def test_each_change_is_a_sentence(new, sentence):
    assert told(new) == [sentence]


def test_an_anchor_that_goes_and_one_that_comes():
    fewer = with_skill(anchors={level: text for level, text in ANCHORS.items() if level != 2})

    assert told(fewer) == ["Skill “service”: The anchor of level 2 is gone."]
    assert told(OLD, fewer) == ["Skill “service”: Level 2 has an anchor now."]


def test_a_question_that_goes_and_one_that_comes_show_their_text():
    first, *rest = OLD.questions
    other = a_template(questions=(replace(first, key="other"), *rest))

    gone, came, *order = diff.changes(OLD, other)
    assert (gone.place, gone.sentence, gone.before) == ("Question “question-1”", "Is no longer asked.", ASKED)
    assert (came.sentence, came.after) == ("Is new, up to 180 seconds, and shows service, repair.", ASKED)
    assert order == []


def test_another_order_of_questions_is_told_once():
    one, two, three = OLD.questions

    assert told(a_template(questions=(two, one, three))) == [
        "Questions: They are asked in another order: question-2, question-1, question-3."
    ]


def test_a_skill_that_comes_brings_its_weight():
    more = a_template(
        rubrics=(*OLD.rubrics, a_skill(key="calm", name="Calm")), weights={"service": 1.0, "repair": 1.0, "calm": 2.0}
    )

    assert told(more) == [
        "Skill “calm”: “Calm” is new.",
        "Skill “calm”: It weighs 2 (50% of the fit score); it was nothing.",
    ]
    assert "Skill “calm”: “Calm” is no longer judged." in told(OLD, more)


def test_a_reworded_text_is_shown_word_by_word():
    assert diff.pieces("Asks what is needed.", "Asks politely what was needed.") == (
        Piece(Kind.SAME, "Asks"),
        Piece(Kind.NEW, "politely"),
        Piece(Kind.SAME, "what"),
        Piece(Kind.GONE, "is"),
        Piece(Kind.NEW, "was"),
        Piece(Kind.SAME, "needed."),
    )


def test_the_line_by_line_difference_names_both_and_shows_the_lines():
    text = diff.unified(OLD, with_anchor("Other."), names=("before", "after"))

    assert text.startswith("--- before\n+++ after\n")
    assert f'-5 = "{ANCHORS[5]}"\n+5 = "Other."\n' in text


@given(any_template(), any_template())
def test_there_are_changes_exactly_where_fingerprints_differ(old, new):
    is_other = shelf.fingerprint(old) != shelf.fingerprint(new)

    assert bool(diff.changes(old, new)) is is_other
    assert bool(diff.unified(old, new, names=("a", "b"))) is is_other
    assert diff.changes(old, old) == ()
