import pytest

from paletter.scorers.language_model import kept
from paletter.scorers.language_model.kept import Kept
from paletter.vocabulary.scores import Unscored


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def counted(memory: Kept, key: str, made: list[str]):
    def judge():
        made.append(key)
        return Unscored(key, "No.")

    return memory.get(key, judge)


def test_what_was_judged_is_not_judged_again():
    memory, made = Kept(), []

    assert counted(memory, "a", made) == counted(memory, "a", made)
    assert made == ["a"]


def test_what_failed_is_not_kept():
    memory = Kept()
    with pytest.raises(KeyError):
        memory.get("a", lambda: {}["x"])

    assert memory.get("a", lambda: Unscored("a", "No."))


def test_after_its_time_and_behind_many_others_it_is_forgotten():
    clock, made = Clock(), []
    memory = Kept(clock=clock)
    counted(memory, "a", made)
    clock.now = kept.LONGEST
    counted(memory, "a", made)
    assert made == ["a", "a"]

    for number in range(kept.MOST):
        counted(memory, str(number), made)
    counted(memory, "a", made)
    assert made.count("a") == 3
