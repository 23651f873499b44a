"""An evaluation with every part in it, for tests of what is written of it."""

from dataclasses import replace
from functools import lru_cache

from paletter.evaluation import findings
from paletter.evaluation.findings import Contender, Findings, Wishes
from paletter.evaluation.pairs import Pair
from tests.evaluation.data import RUBRICS, TOLD, CountsHelp, helpful_answers, some


@lru_cache(maxsize=1)
def everything() -> Findings:
    answers = helpful_answers(40).answers
    grouped = [replace(one, groups={"group": "<b>" if n % 2 else "day"}) for n, one in enumerate(answers)]
    contender = Contender("counts-help", CountsHelp(), trained_on=frozenset({"these"}))
    wishes = Wishes(draws=200, words_wrong=(20,), as_heard=True)
    agreed = findings.agree(contender, some(*grouped, groupings=["group"]), RUBRICS, wishes)
    pair = Pair("p1", "equal_length", "service", "?", f"{TOLD} asked listened", TOLD, "test")
    compared = findings.compare(contender, [pair], RUBRICS, part="test")
    return replace(agreed, pairs=compared.pairs, part="test", names=compared.names)
