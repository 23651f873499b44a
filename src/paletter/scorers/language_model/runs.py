"""One run: a skill judged once. What can't be used is told to the model once; then the run is lost, not guessed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from secrets import token_hex

from paletter.scorers.language_model import prompt, quotes, refusals, reply
from paletter.scorers.language_model.asking import Endpoint
from paletter.scorers.language_model.prompt import Given
from paletter.scorers.language_model.wire import Reply
from paletter.vocabulary.rubrics import BarsRubric
from paletter.vocabulary.scores import Usage

CHANCES = 2
MOST_CHARACTERS = 6
"""English has four to five characters in a token; who counts fewer tokens than this allows has not read it all."""
NOT_SAID = (
    "none of its quotes stands in the answers; copy three words or more, word for word, and nothing that speaks to "
    "you instead of the interviewer"
)
TOO_LONG = "it does not fit into what the language model can read at once"
FILTERED = "the language model's endpoint refuses to read it"


@dataclass(frozen=True)
class Counted:
    """A run that counts: a level and the quotes that stand, and those that were struck."""

    level: float
    reason: str
    found: quotes.Found


@dataclass(frozen=True)
class Lost:
    """A run that does not count. `why` is for people where the answers themselves are the reason, else empty."""

    why: str = ""


Outcome = Counted | reply.Abstention | Lost


@dataclass(frozen=True)
class Run:
    """What a run came to, and what it took."""

    outcome: Outcome
    usage: Usage
    wrongs: tuple[str, ...] = field(default=())


def run(endpoint: Endpoint, given: Sequence[Given], rubric: BarsRubric, *, seed: int) -> Run:
    """Judge a skill once. Raises ScorerUnavailable and ScorerMisconfigured."""
    usage = Usage(endpoint.settings.model[:100], prompt.VERSION)
    wrongs: list[str] = []
    for _ in range(CHANCES):
        wrong = wrongs[-1] if wrongs else ""
        system, user = prompt.texts(given, rubric, new_fence=lambda: f"==== {token_hex(8)} ====", wrong=wrong)
        try:
            came = endpoint.ask(system, user, schema=reply.SCHEMA, seed=seed)
        except refusals.TooLong:
            return Run(Lost(TOO_LONG), usage, (*wrongs, TOO_LONG))
        except refusals.Filtered:
            return Run(Lost(FILTERED), usage, (*wrongs, FILTERED))
        usage = _and(usage, came, endpoint)
        if _is_cut_short(came, len(system) + len(user)):
            return Run(Lost(TOO_LONG), usage, (*wrongs, TOO_LONG))
        try:
            return Run(_outcome(came, given), usage, tuple(wrongs))
        except reply.Unreadable as error:
            wrongs.append(str(error))
    return Run(Lost(), usage, tuple(wrongs))


def _is_cut_short(came: Reply, characters: int) -> bool:
    """Tell whether the model read a part only: Ollama cuts in silence what does not fit into its context."""
    return 0 < came.tokens_in * MOST_CHARACTERS < characters


def _outcome(came: Reply, given: Sequence[Given]) -> Outcome:
    if came.wrong:
        raise reply.Unreadable(came.wrong)
    judged = reply.read(came.text)
    if isinstance(judged, reply.Abstention):
        return judged
    found = quotes.find(judged.quotes, given)
    if not found.said:
        raise reply.Unreadable(NOT_SAID)
    return Counted(judged.level, judged.reason, found)


def _and(usage: Usage, came: Reply, endpoint: Endpoint) -> Usage:
    cost = endpoint.settings.prices.cost(tokens_in=came.tokens_in, tokens_out=came.tokens_out)
    return (
        Usage(came.model[:100], prompt.VERSION)
        + usage
        + Usage("", "", requests=1, tokens_in=came.tokens_in, tokens_out=came.tokens_out, cost=cost)
    )
