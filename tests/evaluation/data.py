"""Rated answers made for tests: as the files that people give, and as values with a known relation to the text."""

import json
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from paletter.assessments import shelf
from paletter.evaluation.ratings import Rated, RatedAnswer
from paletter.scorers.protocol import Scorer
from paletter.vocabulary.rubrics import BarsRubric
from paletter.vocabulary.scores import CompetencyScore, Evidence, SkillResult, SpokenAnswer, Unscored

SKILLS = ("service", "communication", "teamwork", "problem_solving", "adaptability", "ownership")
RUBRICS: Mapping[str, BarsRubric] = {r.competency.key: r for r in shelf.template("general-hospitality-foh").rubrics}
TOLD = (
    "A guest was unhappy with her soup, so I asked her what was wrong and brought her another one at once. She said "
    "that it had been cold, and later the cook told me why: our old stove goes out when somebody opens the window."
)
HELPFUL = ("asked", "listened", "checked", "offered", "apologised", "called", "shared", "thanked")
IDLE = """
it was a day like many others and the room was rather full when people came in to sit down by their windows while we had
some old music on because nobody would choose new songs after such a long grey winter of rain snow wind trains cars
bread coffee plates cups chairs lamps doors stairs keys bags coats shoes then there also where
""".split()  # noqa: SIM905 - words are read more easily than a list of them


def an_answer(key: str = "a1", **fields: str) -> dict[str, str]:
    return {"id": key, "writer": "w1", "question": "Tell us about a guest.", "answer": TOLD} | fields


def written(folder: Path, answers: Sequence[Mapping[str, object]], rows: Iterable[str], header: str = "") -> Path:
    """Write answers.jsonl and rated.csv into a folder and return the latter; `rows` are lines of the table."""
    (folder / "answers.jsonl").write_text("".join(json.dumps(answer) + "\n" for answer in answers), encoding="utf-8")
    rated = folder / "rated.csv"
    rated.write_text("\n".join([header or "id,rater,service,teamwork", *rows]) + "\n", encoding="utf-8")
    return rated


def one(
    key: str = "a1", text: str = TOLD, *, given: Mapping[str, Mapping[str, float]] | None = None, **more: str
) -> RatedAnswer:
    """Return a rated answer; `given` is rater -> skill -> level, `more` are fields of its line."""
    levels = given if given is not None else {"r1": {"service": 3.0}}
    return RatedAnswer(key, "Tell us about a guest.", text, levels, fields={"writer": "w1", **more})


def some(*answers: RatedAnswer, skills: Sequence[str] = ("service",), groupings: Sequence[str] = ()) -> Rated:
    raters = tuple(sorted({rater for answer in answers for rater in answer.given}))
    return Rated(answers, tuple(skills), raters, tuple(groupings), digest="these")


def idle_words(count: int, chance: random.Random) -> list[str]:
    """Return words that tell nothing and pass the gates: few are said again soon after."""
    said = [word for _ in range(1 + count // len(IDLE)) for word in chance.sample(IDLE, len(IDLE))]
    return said[:count]


def helpful_answers(count: int = 60, *, writers: int = 12, seed: int = 1) -> Rated:
    """Return answers whose rated service rises with the number of helpful words in them, and with nothing else."""
    chance = random.Random(seed)  # noqa: S311
    answers = []
    for number in range(count):
        helps = chance.randrange(len(HELPFUL))
        words = [*chance.sample(HELPFUL, helps), *idle_words(chance.randrange(60, 160), chance)]
        chance.shuffle(words)
        level = min(5.0, max(1.0, 1.5 + helps * 0.4 + chance.gauss(0, 0.3)))
        given = {rater: {"service": min(5.0, max(1.0, level + chance.gauss(0, 0.1)))} for rater in ("r1", "r2", "r3")}
        answers.append(one(f"a{number}", " ".join(words), given=given, writer=f"w{number % writers}"))
    return some(*answers)


class CountsHelp:
    """A scorer for tests: a level from the helpful words in an answer, by weights that it was given."""

    name = "counts-help"

    def __init__(self, *, start: float = 1.5, each: float = 0.4, version: str = "1") -> None:
        self.version, self._start, self._each = version, start, each

    def score(self, answers: Sequence[SpokenAnswer], rubric: BarsRubric) -> SkillResult:
        said = [word for answer in answers for word in answer.words if word.text.lower() in HELPFUL]
        if not said:
            return Unscored(rubric.competency.key, "No help is told (0 of 8).")
        level = min(5.0, max(1.0, self._start + self._each * len(said)))
        quote = Evidence(answers[0].id, said[0].text, said[0].start, said[0].end)
        return CompetencyScore(rubric.competency.key, level, 0.5, "Counted help.", (quote,))


class Says:
    """A scorer for tests that answers by a rule on the text: a level, or a reason in words."""

    name, version = "says", "1"

    def __init__(self, rule: Callable[[str], float | str]) -> None:
        self._rule = rule

    def score(self, answers: Sequence[SpokenAnswer], rubric: BarsRubric) -> SkillResult:
        said = self._rule(" ".join(answer.text for answer in answers))
        if isinstance(said, str):
            return Unscored(rubric.competency.key, said)
        word = answers[0].words[0]
        return CompetencyScore(
            rubric.competency.key, said, 0.5, "So it is.", (Evidence(answers[0].id, word.text, word.start, word.end),)
        )


def a_scorer(rule: Callable[[str], float | str]) -> Scorer:
    return Says(rule)
