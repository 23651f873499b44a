"""The accounts a simulator can open with. Everybody in them is invented; ids are the same in every run."""

from collections.abc import Callable

from lever_simulator.world.account import Account
from lever_simulator.world.seeds.demo import demo
from lever_simulator.world.seeds.foundation import empty
from lever_simulator.world.seeds.large import large

SEEDS: dict[str, Callable[[int], Account]] = {"demo": demo, "large": large, "empty": empty}


class UnknownSeed(ValueError):
    pass


def seeded(name: str, *, now: int) -> Account:
    """Return a fresh account; times in it are counted back from `now` (ms)."""
    if name not in SEEDS:
        raise UnknownSeed(f"There is no seed “{name}”. There are: {', '.join(SEEDS)}.")
    account = SEEDS[name](now)
    account.seed = name
    return account
