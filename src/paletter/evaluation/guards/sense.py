"""A scorer that says the same of everybody passes every other guard: it must tell answers apart, and say something."""

from collections.abc import Sequence

from paletter.evaluation.guards import changes
from paletter.evaluation.guards.guard import DUST, Guard, Measured
from paletter.evaluation.guards.interviews import Interview, answered
from paletter.evaluation.guards.trial import Trial

FEWEST = 3
"""So many skills must get a level in each interview as it is."""
APART = 0.5
FURTHER = f"{APART} higher on its skills, or the weak one unscored"
SKILLS = ("service", "communication")
"""What the short answer is strong on; of a template without these skills, its first."""

SHORT = (
    "A guest at table nine was unhappy with her soup. I went to the table and asked her what was wrong with it. I took "
    "it back to the kitchen and found out that the stove had gone out. I told the cook, brought her a new one, and "
    "asked her afterwards whether it was good. She thanked me and stayed for dessert."
)
"""About fifty words in which something happened."""
LONG = " ".join(
    [
        changes.BLAND,
        "I think service is very important and one should always be nice to people.",
        "Every place has its own way of doing things, and in ours there is a lot of coming and going.",
        "Some weeks are full and others are not, and you never really know which one it is going to be.",
        "There are always people around you, and everybody has their own opinion about how it ought to be done.",
        "In my experience it mostly works out somehow, and if it does not, then there is the next day for it.",
        "I have been doing this for a while, and I would say that I know more or less what it is about.",
    ]
)
"""More than twice as long, and nothing in it happened."""


def guards() -> tuple[Guard, ...]:
    return (
        Guard("says_something", "each interview as it is", f"a level on {FEWEST} skills at least in each", _scored),
        Guard("tells_apart", "a short strong answer against a long weak one", FURTHER, _apart),
    )


def _scored(trial: Trial, interviews: Sequence[Interview]) -> Measured:
    counts = {one.key: sum(level is not None for level in trial.levels(one.answers).values()) for one in interviews}
    broken = tuple(f"{key}: {count} skills with a level" for key, count in counts.items() if count < FEWEST)
    return Measured(f"{min(counts.values())} to {max(counts.values())} skills with a level", broken)


def _apart(trial: Trial, _: Sequence[Interview]) -> Measured:
    size = len(trial.template.questions)
    strong, weak = (trial.levels(answered([text] * size, trial.template)) for text in (SHORT, LONG))
    skills = [skill for skill in SKILLS if skill in strong] or list(strong)[:1]
    told = {skill: f"{skill} {_told(strong[skill])} against {_told(weak[skill])}" for skill in skills}
    broken = tuple(told[skill] for skill in skills if not _is_apart(strong[skill], weak[skill]))
    return Measured(", ".join(told.values()), broken)


def _is_apart(strong: float | None, weak: float | None) -> bool:
    return strong is not None and (weak is None or strong >= weak + APART - DUST)


def _told(level: float | None) -> str:
    return "unscored" if level is None else f"{level:.1f}"
