"""What shall go wrong next, and on which request."""

import random
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field
from fnmatch import fnmatchcase
from typing import Any

# What happens to the request, and what status it is answered unless another is ordered.
ACTIONS: dict[str, int] = {
    "status": 500,
    "invalid_offset": 400,
    "proxy_page": 502,
    "redirect": 301,
    "hang": 200,
    "drop_before": 200,
    "drop_after": 200,
    "cut_short": 200,
    "half_json": 200,
    "trickle": 200,
    "change": 200,
}
CHANGE = "change"


@dataclass
class Change:
    """Something that somebody does in Lever; changes.py knows all of them.

    `id` names the thing it is done to; without one it is what the struck request is about. `to` is the new value.
    """

    what: str
    id: str | None = None
    to: str | None = None


@dataclass
class Fault:
    """One thing that goes wrong for the next `times` requests that match (`None`: until cleared).

    `skip` lets that many matching requests pass first; `chance` below 1 strikes only that share of them. `query`
    names a parameter that the request must carry: with "offset", only second and later pages are struck.
    """

    action: str
    method: str = "*"
    path: str = "/v1/*"
    query: str | None = None
    times: int | None = 1
    skip: int = 0
    chance: float = 1.0
    status: int | None = None
    seconds: float = 0.0
    body: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    location: str | None = None
    change: Change | None = None
    number: int = 0

    def __post_init__(self) -> None:
        if self.action not in ACTIONS:
            raise ValueError(f"A fault's action is one of {', '.join(ACTIONS)}.")
        if self.action == "invalid_offset":
            self.query = "offset"
        if isinstance(self.change, dict):
            self.change = Change(**self.change)
        for problem in self._problems():
            raise ValueError(problem)

    def _problems(self) -> Iterable[str]:
        if not 100 <= self.answered <= 599:
            yield "A status is between 100 and 599."
        if self.action == CHANGE and self.change is None:
            yield "A fault of action “change” needs a change: {“what”: …}."
        if self.action == "redirect" and not self.location:
            yield "A fault of action “redirect” needs a location."
        if self.times is not None and self.times < 1:
            yield "A fault strikes at least once; times is 1 or more, or null."
        if self.skip < 0 or self.seconds < 0 or not 0 <= self.chance <= 1:
            yield "skip and seconds are not below 0, and chance is between 0 and 1."

    @property
    def answered(self) -> int:
        """Return the status that the caller gets to see."""
        return ACTIONS[self.action] if self.status is None else self.status

    @property
    def label(self) -> str:
        """Return what the log says of a request that was struck."""
        return f"change: {self.change.what}" if self.change else self.action

    def matches(self, method: str, path: str, asked: Collection[str] = ()) -> bool:
        if self.query is not None and self.query not in asked:
            return False
        return self.method in ("*", method) and fnmatchcase(path.rstrip("/") or "/", self.path)


def _dice() -> random.Random:
    return random.Random(1)  # noqa: S311 -- the same bad luck in every run


class FaultPlan:
    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._dice = _dice()
        self._ordered = 0

    def add(self, fault: Fault) -> None:
        self._ordered += 1
        fault.number = self._ordered
        self._faults.append(fault)

    def call_off(self, number: int) -> bool:
        """Take back one fault; return False when it has struck for the last time already."""
        before = len(self._faults)
        self._faults = [fault for fault in self._faults if fault.number != number]
        return len(self._faults) < before

    def clear(self) -> None:
        self._faults.clear()
        self._dice = _dice()

    def restore(self, faults: Iterable[Fault]) -> None:
        """Put back the faults of a saved world; what chance brings begins anew."""
        self.clear()
        for fault in faults:
            self.add(fault)

    def strike(self, method: str, path: str, asked: Collection[str] = ()) -> list[Fault]:
        """Return the faults that hit this request, having counted them: all changes that are due, and one other."""
        struck: list[Fault] = []
        for fault in list(self._faults):
            spent = fault.action != CHANGE and any(other.action != CHANGE for other in struck)
            if not spent and fault.matches(method, path, asked) and self._is_due(fault):
                self._count(fault)
                struck.append(fault)
        return struck

    def _is_due(self, fault: Fault) -> bool:
        if fault.skip > 0:
            fault.skip -= 1
            return False
        return self._dice.random() < fault.chance

    def _count(self, fault: Fault) -> None:
        if fault.times is None:
            return
        fault.times -= 1
        if fault.times <= 0:
            self._faults.remove(fault)

    def standing(self) -> list[Fault]:
        return list(self._faults)

    def listed(self) -> list[dict[str, Any]]:
        return [asdict(fault) for fault in self._faults]
