"""Two judgements beside each other."""

from paletter.scores.comparison import differences, fit, lines, told
from paletter.vocabulary.scores import Assessed, CompetencyScore, Evidence, FitScore, NoFitScore, Unscored

QUOTE = (Evidence("a", "I asked", 0.0, 1.0),)


def judged(**levels: float | str) -> Assessed:
    results = {
        key: Unscored(key, level) if isinstance(level, str) else CompetencyScore(key, level, 0.5, "so", QUOTE)
        for key, level in levels.items()
    }
    return Assessed(results, FitScore(3.0, 0.4), "s", "1")


def test_a_change_is_that_of_the_published_levels():
    (difference,) = differences(judged(service=3.04), judged(service=3.46))

    assert difference.change == 0.5


def test_there_is_no_change_where_one_has_no_level():
    was, came = differences(judged(a="not shown", b=3.0), judged(a=3.0, b="not shown"))

    assert (was.change, came.change) == (None, None)


def test_a_skill_that_only_one_judges_is_told_too():
    assert [d.competency for d in differences(judged(a=3.0), judged(b=3.0))] == ["a", "b"]


def test_changes_are_told_as_people_read_them():
    assert told(3.4, 3.9) == "3.4 → 3.9 (+0.5)"
    assert told(3.9, 3.4) == "3.9 → 3.4 (-0.5)"
    assert told(3.4, 3.4) == "3.4"
    assert told(None, 3.4) == "none → 3.4"
    assert dict(lines(judged(a=3.0), judged(a="not shown"))) == {"a": "3.0 → none"}


def test_no_fit_score_is_none():
    assert fit(NoFitScore("too little")) is None
