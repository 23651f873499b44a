from dataclasses import replace

import pytest

from paletter.evaluation import groups
from paletter.evaluation.judging import Judgement
from tests.evaluation.data import one, some


def test_each_group_has_its_levels_its_error_and_its_share_unscored():
    answers = [
        replace(one(f"a{n}", given={"r1": {"service": 3.0}}), groups={"first language": language})
        for n, language in enumerate(("English", "English", "Thai", "Thai"))
    ]
    levels = {"a0": 3.0, "a1": 4.0, "a2": 2.0, "a3": None}
    judged = {(key, "service"): Judgement(level) for key, level in levels.items()}

    english, thai = groups.figures(some(*answers, groupings=["first language"]), judged)

    assert (english.group, english.rated, english.level, english.error) == ("English", 2, 3.5, 0.5)
    assert english.share_unscored == 0.0
    assert (thai.group, thai.rated, thai.scored, thai.level, thai.error) == ("Thai", 2, 1, 2.0, -1.0)
    assert thai.share_unscored == pytest.approx(0.5)


def test_a_group_of_which_nothing_is_scored_has_no_means():
    answers = some(replace(one(), groups={"group": "x"}), groupings=["group"])

    (found,) = groups.figures(answers, {("a1", "service"): Judgement(None, "Nothing.")})

    assert (found.level, found.error, found.share_unscored) == (None, None, 1.0)


def test_without_groups_there_is_no_table():
    assert groups.figures(some(one()), {("a1", "service"): Judgement(3.0)}) == ()
