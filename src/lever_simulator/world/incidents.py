"""What shall go wrong next, and what was asked so far."""

import random
from collections import deque
from dataclasses import asdict, dataclass, field
from fnmatch import fnmatchcase
from typing import Any

ACTIONS = ("status", "drop_after", "drop_before", "hang")


@dataclass
class Fault:
    """One thing that goes wrong for the next `times` requests that match (`None`: until cleared).

    `skip` lets that many matching requests pass first; `chance` below 1 strikes only that share of them.
    """

    action: str
    method: str = "*"
    path: str = "/v1/*"
    times: int | None = 1
    skip: int = 0
    chance: float = 1.0
    status: int = 500
    seconds: float = 0.0
    body: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.action not in ACTIONS:
            raise ValueError(f"A fault's action is one of {', '.join(ACTIONS)}.")

    def matches(self, method: str, path: str) -> bool:
        return self.method in ("*", method) and fnmatchcase(path.rstrip("/") or "/", self.path)


def _dice() -> random.Random:
    return random.Random(1)  # noqa: S311 -- the same bad luck in every run


class FaultPlan:
    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._dice = _dice()

    def add(self, fault: Fault) -> None:
        self._faults.append(fault)

    def clear(self) -> None:
        self._faults.clear()
        self._dice = _dice()

    def strike(self, method: str, path: str) -> Fault | None:
        """Return the fault that hits this request, having counted it; None when the request may pass."""
        for fault in self._faults:
            if fault.matches(method, path) and self._is_due(fault):
                self._count(fault)
                return fault
        return None

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

    def listed(self) -> list[dict[str, Any]]:
        return [asdict(fault) for fault in self._faults]


@dataclass
class Request:
    method: str
    path: str
    query: str
    status: int
    at: int
    milliseconds: float
    credential: str | None
    fault: str | None


class RequestLog:
    """The last requests to Lever's own addresses; never their bodies or tokens."""

    def __init__(self, keep: int = 20_000) -> None:
        self._requests: deque[Request] = deque(maxlen=keep)

    def add(self, request: Request) -> None:
        self._requests.append(request)

    def clear(self) -> None:
        self._requests.clear()

    def __len__(self) -> int:
        return len(self._requests)

    def matching(self, method: str = "*", path: str = "*") -> list[Request]:
        return [r for r in list(self._requests) if method in ("*", r.method) and fnmatchcase(r.path, path)]
