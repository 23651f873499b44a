import pytest

from paletter.assessments import shelf
from paletter.evaluation.guards import changes
from paletter.evaluation.guards.interviews import interviews
from paletter.scorers import gates

TEMPLATE = shelf.template("general-hospitality-foh")


def test_every_interview_answers_every_question_and_passes_the_gates():
    for interview in interviews(TEMPLATE):
        assert [answer.question for answer in interview.answers] == [question.text for question in TEMPLATE.questions]
        assert [gates.failed(answer, TEMPLATE.rubrics) for answer in interview.answers] == [None] * 6


def test_names_that_are_said_are_told_beside():
    for interview in interviews(TEMPLATE):
        said = " ".join(answer.text for answer in interview.answers)
        assert all(name in said for name in interview.people)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("He asked her, and she gave him his key.", "She asked him, and he gave her her key."),
        (
            "I asked her why. She took her bag to her and left her.",
            "I asked him why. He took his bag to him and left him.",
        ),
        ("she said her mother was ill", "he said his father was ill"),
        ("The lady's coat", "The gentleman's coat"),
    ],
)
def test_he_and_she_are_exchanged_with_what_belongs_to_them(text, other):
    assert changes.other_sex(text) == other


def test_they_stand_for_he_and_she():
    assert changes.they("She was late. I told her that her room was ready.") == (
        "They were late. I told them that their room was ready."
    )


def test_a_filler_comes_after_every_fifth_word_and_stammering_repeats_it():
    assert changes.halting("a b c d e f g", "um") == "a um b c d e f um g"
    assert changes.halting("a b c d e f g", changes.STAMMER) == "a a b c d e f f g"


def test_slips_leave_out_articles_and_bend_verbs():
    assert changes.slips("The guest was cold and he said that a lamp did not work.") == (
        "guest were cold and he say that lamp didn't work."
    )


def test_dialect_changes_words_in_at_least_three_interviews_of_four():
    changed = [
        interview
        for interview in interviews(TEMPLATE)
        if any(changes.dialect(answer.text) != answer.text for answer in interview.answers)
    ]

    assert len(changed) >= 3


def test_names_are_exchanged_with_their_capitals():
    assert changes.renamed("Carol told Dave, and carol smiled.", ["Carol", "Dave"]) == (
        "Nkechi told Rajesh, and Nkechi smiled."
    )


def test_a_salad_has_the_same_words_without_the_small_ones_in_another_order():
    mixed = changes.salad("The guest asked for soup and the cook made soup.", gates.STOP_WORDS)

    assert sorted(mixed.split()) == sorted(["guest", "asked", "soup", "cook", "made", "soup"])
    assert mixed != "guest asked soup cook made soup"
