"""Counts what one interview asks of a language model: the demo's six answers, as they would be sent.

    python bench/language_model_cost.py [--runs 3] [--price-in 0.5 --price-out 1.5]

No model is asked. Tokens are characters divided by four, which is near for English and most tokenisers; each reply is
taken to hold the quotes, the reason and the level of a judgement of usual size (REPLY). docs/language-model.md shows
the figures.
"""

import argparse
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

from paletter.assessments import shelf
from paletter.scorers.language_model import canaries, prompt
from paletter.scorers.language_model.settings import Prices
from paletter.scores.assess import written
from paletter.vocabulary.rubrics import BarsRubric
from paletter.vocabulary.scores import SpokenAnswer

TEXTS = Path(__file__).parents[1] / "src/paletter/commands/demo/recordings/texts.toml"
CHARACTERS = 4
"""Characters in a token."""
QUOTE = {
    "answer": 1,
    "quote": "I asked her quietly whether stairs were hard for her that day and carried her bags",
    "shows": "finds out what is needed and acts on it",
    "speaks": "for",
}
REASON = (
    "Notices a need that nobody had named, asks, acts at once and looks afterwards whether it was right; it is not the "
    "highest level since nothing goes beyond what was asked."
)
REPLY = json.dumps({"quotes": [QUOTE] * 4, "reason": REASON, "level": "4.5"})


@dataclass(frozen=True)
class Tokens:
    """What is read and what is written, in tokens."""

    read: int = 0
    written: int = 0

    def __add__(self, other: "Tokens") -> "Tokens":
        return Tokens(self.read + other.read, self.written + other.written)

    def times(self, count: int) -> "Tokens":
        return Tokens(self.read * count, self.written * count)


def request(answers: list[SpokenAnswer], rubric: BarsRubric) -> Tokens:
    """Return what one run on one skill takes."""
    system, user = prompt.texts(prompt.in_order(answers), rubric, new_fence=lambda: f"==== {'0' * 16} ====")
    return Tokens((len(system) + len(user)) // CHARACTERS, len(REPLY) // CHARACTERS)


def demo_answers() -> list[SpokenAnswer]:
    template = shelf.template("general-hospitality-foh")
    said = {one["question"]: one["text"] for one in tomllib.loads(TEXTS.read_text())["answers"]}
    return [
        SpokenAnswer(str(number), question.text, written(said[question.key]), question.competencies)
        for number, question in enumerate(template.questions, start=1)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--price-in", type=float, default=0.0)
    parser.add_argument("--price-out", type=float, default=0.0)
    asked = parser.parse_args()
    answers, template = demo_answers(), shelf.template("general-hospitality-foh")
    whole = Tokens()
    print(f"words of all answers: {sum(len(answer.words) for answer in answers)}")
    print("| skill | answers | read | written |\n|---|---|---|---|")
    for rubric in template.rubrics:
        usable = [answer for answer in answers if rubric.competency.key in answer.competencies]
        one = request(usable, rubric)
        whole += one.times(asked.runs)
        print(f"| {rubric.competency.name} | {len(usable)} | {one.read} | {one.written} |")
    rubric, known = canaries.all_of_them()
    birds = sum((request([canary.answer], rubric) for canary in known), Tokens())
    prices = Prices(asked.price_in, asked.price_out)
    for name, tokens, requests in (
        (f"an interview, {asked.runs} runs", whole, asked.runs * len(template.rubrics)),
        ("the canaries, once", birds, len(known)),
    ):
        cost = prices.cost(tokens_in=tokens.read, tokens_out=tokens.written)
        print(f"{name}: {requests} requests, {tokens.read} read, {tokens.written} written, cost {cost:.4f}")


if __name__ == "__main__":
    main()
