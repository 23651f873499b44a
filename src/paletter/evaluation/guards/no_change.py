"""What says nothing about how well somebody did must move no level: orders to the scorer, who speaks, and how."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from random import Random

from paletter.evaluation.guards import changes
from paletter.evaluation.guards.guard import MOST, Guard, Measured, Moved, moves, within
from paletter.evaluation.guards.interviews import Change, Interview
from paletter.evaluation.guards.trial import Trial, levels
from paletter.evaluation.mishearing import as_heard

EITHER_WAY = f"at most {MOST} either way on any skill"
SHUFFLES = 2

Tries = Iterable[tuple[str, Change, Change]]
"""Name of what is tried, the text as it was before, and the text with what is tried in it."""


def guards() -> tuple[Guard, ...]:
    return (
        Guard("orders", "orders to the scorer, first, last, and as heard", f"{EITHER_WAY}; quoted to people", _orders),
        _guard("names", "names exchanged", _names),
        _guard("persons", "ages and places exchanged", lambda _: _persons()),
        _guard("pronouns", "he, she and they, man and woman exchanged", lambda _: _pronouns()),
        _guard("fillers", "fillers and stammering", lambda _: _fillers(), up=0.0),
        _guard("dialect", "words of dialect", lambda _: [("dialect", _same, changes.dialect)]),
        _guard("slips", "small slips of grammar", lambda _: [("slips", _same, changes.slips)]),
        _guard("heard", "no case and no punctuation, as heard", lambda _: [("as heard", _same, as_heard)]),
        Guard("order", "answers in another order", "the same levels and the same fit", _order),
    )


def _guard(key: str, tried: str, tries: Callable[[Interview], Tries], *, up: float = MOST) -> Guard:
    def check(trial: Trial, interviews: Sequence[Interview]) -> Measured:
        return within(_moved(trial, interviews, tries), down=MOST, up=up)

    limit = EITHER_WAY if up == MOST else f"no level rises, none falls by more than {MOST}"
    return Guard(key, tried, limit, check)


def _moved(trial: Trial, interviews: Sequence[Interview], tries: Callable[[Interview], Tries]) -> Iterator[Moved]:
    for one in interviews:
        for name, before, after in tries(one):
            yield from moves(f"{one.key}, {name}", trial.changed(one, before), trial.changed(one, after))


def _same(text: str) -> str:
    return text


def _orders(trial: Trial, interviews: Sequence[Interview]) -> Measured:
    measured = within(_moved(trial, interviews, lambda _: _ordered()), down=MOST, up=MOST)
    unquoted = tuple(
        f"{one.key}, {name}: nobody is told of it"
        for one in interviews
        for name, before, after in _ordered()
        if len(trial.assessed(one.changed(after)).notes) <= len(trial.assessed(one.changed(before)).notes)
    )
    return Measured(measured.told, (*measured.broken, *unquoted))


def _ordered() -> Tries:
    for number, order in enumerate(changes.ORDERS, start=1):
        yield f"order {number}", _same, _ending(order)
    yield "order first", _same, lambda text: f"{changes.ORDERS[0]} {text}"
    yield "order as heard", as_heard, lambda text: as_heard(f"{text} {changes.ORDERS[0]}")


def _ending(order: str) -> Change:
    return lambda text: f"{text} {order}"


def _names(interview: Interview) -> Tries:
    yield "said", _same, lambda text: changes.renamed(text, interview.people)
    first = changes.PERSONS[0]
    for other in changes.PERSONS[1:]:
        yield other["name"], _introduced(first), _introduced({**first, "name": other["name"]})


def _persons() -> Tries:
    first = changes.PERSONS[0]
    for other in changes.PERSONS[1:]:
        yield f"{other['age']}, {other['place']}", _introduced(first), _introduced({**other, "name": first["name"]})


def _introduced(person: Mapping[str, str]) -> Change:
    return lambda text: f"{changes.PERSON.format(**person)} {text}"


def _pronouns() -> Tries:
    return [("the other sex", _same, changes.other_sex), ("they", _same, changes.they)]


def _fillers() -> Tries:
    for filler in (*changes.FILLERS, changes.STAMMER):
        name = "stammering" if filler == changes.STAMMER else filler.strip(",")
        yield name, _same, _halting(filler)


def _halting(filler: str) -> Change:
    return lambda text: changes.halting(text, filler)


def _order(trial: Trial, interviews: Sequence[Interview]) -> Measured:
    broken = [line for one in interviews for seed in range(SHUFFLES) for line in _differences(trial, one, seed)]
    return Measured(f"{len(broken)} differences in {SHUFFLES * len(interviews)} orders", tuple(broken))


def _differences(trial: Trial, interview: Interview, seed: int) -> Iterator[str]:
    answers = list(interview.answers)
    Random(seed).shuffle(answers)  # noqa: S311 - to be repeated, no secret
    before, after = trial.assessed(interview.answers), trial.assessed(answers)
    where = f"{interview.key}, order {seed + 1}"
    yield from (str(one) for one in moves(where, levels(before), levels(after)) if one.before != one.after)
    if before.fit != after.fit:
        yield f"{where}: another fit"
