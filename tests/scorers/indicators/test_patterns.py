import pytest

from paletter.scorers.indicators.patterns import Pattern, RuleError
from paletter.scorers.reading import Reading
from paletter.scores.assess import written

LISTS = {"guest": ["guest*", "elderly man"], "person": ["<guest>", "she"]}


def found(pattern: str, text: str, *, also_negated: bool = False) -> list[str]:
    reading = Reading(written(text))
    return [reading.quote(s)[0] for s in Pattern(pattern, LISTS).find(reading.stream(), also_negated=also_negated)]


def test_words_stand_next_to_each_other():
    assert found("i asked", "Then I asked, and I had asked before.") == ["I asked,"]


def test_a_bar_means_one_of_several_words_and_brackets_one_of_several_phrases():
    assert found("i|we asked|told", "We told them. They asked.") == ["We told"]
    assert found("i (gave up|let it be)", "I let it be. I gave in.") == ["I let it be."]


def test_a_star_stands_for_the_rest_of_a_word_at_either_end():
    assert found("apologi*", "She apologised.") == ["apologised."]
    assert found("i *ed", "I need rest, so I waited.") == ["I waited."]


def test_a_gap_jumps_over_so_many_words_at_most():
    assert found("i ~2 asked", "I then politely asked.") == ["I then politely asked."]
    assert found("i ~2 asked", "I then very politely and slowly asked.") == []


def test_a_list_is_named_in_angle_brackets_and_may_name_another():
    assert found("<person> left", "The elderly man left. She left. It left.") == ["elderly man left.", "She left."]


def test_what_was_not_done_is_not_found():
    assert found("i ~2 asked", "I never asked.") == []
    assert found("i ~3 ask*", "I didn't even ask.") == []
    assert found("asked her", "I have not asked her.") == []


def test_what_is_said_with_a_not_is_found_where_that_counts():
    assert found("working", "The lift was not working.") == []
    assert found("working", "The lift was not working.", also_negated=True) == ["working."]


def test_a_word_inside_another_is_not_found():
    assert found("ask", "The mask and the task.") == []


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("<nobody> left", "names the list <nobody>"),
        ("the guest", "holds “the”, which is taken out"),
        ("i like it", "holds “like”"),
        ("i (asked", "holds “(asked”"),
        ("i | we", "has a “|” with nothing beside it"),
    ],
)
def test_a_rule_that_can_never_work_is_refused(pattern, told):
    with pytest.raises(RuleError) as refused:
        Pattern(pattern, LISTS)

    assert told in str(refused.value)
