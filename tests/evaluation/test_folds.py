import pytest

from paletter.evaluation import folds
from paletter.evaluation.lines import Unreadable
from tests.evaluation.data import CountsHelp, helpful_answers, one, some


def test_nobody_is_judged_by_a_model_that_has_seen_their_answers():
    rated = helpful_answers(30, writers=5)
    taught: dict[str, set[str]] = {}

    def train(answers):
        scorer = CountsHelp(version=str(len(taught)))
        taught[scorer.version] = {answer.fields["writer"] for answer in answers}
        return scorer

    judges = folds.held_out(rated.answers, train)

    assert len(taught) == 5
    for answer in rated.answers:
        writers = taught[judges.of(answer).version]
        assert answer.fields["writer"] not in writers
        assert len(writers) == 4


def test_of_many_writers_some_are_held_out_together_and_none_is_forgotten():
    rated = helpful_answers(60, writers=23)
    taught: dict[str, set[str]] = {}

    def train(answers):
        scorer = CountsHelp(version=str(len(taught)))
        taught[scorer.version] = {answer.fields["writer"] for answer in answers}
        return scorer

    judges = folds.held_out(rated.answers, train)

    assert len(taught) == judges.models == folds.MOST_MODELS
    assert {len(writers) for writers in taught.values()} == {20, 21}
    for answer in rated.answers:
        assert answer.fields["writer"] not in taught[judges.of(answer).version]


def test_answers_can_be_held_together_by_any_field_of_their_lines():
    rated = some(one("a1", region="north"), one("a2", region="south"), one("a3", region="north"))
    sizes = []

    folds.held_out(rated.answers, lambda answers: sizes.append(len(answers)) or CountsHelp(), by="region")

    assert sizes == [1, 2]


def test_a_field_that_an_answer_does_not_say_is_named_with_those_it_does():
    with pytest.raises(Unreadable) as told:
        folds.folds([one("a7")], "region")

    assert str(told.value) == (
        "Answer “a7” does not say its “region”, so answers can't be held together by it. Its line may name: writer."
    )


def test_with_one_writer_only_nothing_can_be_held_out():
    with pytest.raises(Unreadable, match="All answers have the same “writer”"):
        folds.folds([one("a1"), one("a2")], "writer")


def test_answers_without_writers_stand_for_themselves():
    assert folds.clusters([one("a1", writer="w1"), one("a2", writer="")]) == ["a1", "a2"]
    assert folds.clusters([one("a1", writer="w1"), one("a2", writer="w1")]) == ["w1", "w1"]
