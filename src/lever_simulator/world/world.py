"""The world a running simulator lives in: the account, the clock, what is switched how, what goes wrong next."""

import threading
from dataclasses import asdict, dataclass, field
from typing import Any

from lever_simulator.world.account import Account
from lever_simulator.world.clock import Clock
from lever_simulator.world.incidents import FaultPlan, RequestLog
from lever_simulator.world.limits import Limiter
from lever_simulator.world.seeds import seeded


@dataclass
class Switches:
    """Where Lever's behaviour is unknown, or a test wants the other one."""

    rotation: str = "strict"
    revoking_kills_access_tokens: bool = True
    tags_locked: bool = False
    requests_per_second: float = 10.0
    burst: float = 20.0
    access_token_seconds: int = 3600
    code_seconds: int = 120
    webhook_first_gap_seconds: float = 60.0
    webhook_gap_factor: float = 5.0
    webhook_timeout_seconds: float = 10.0
    webhook_calls_at_once: int = 1
    revoking_ends_webhooks: bool = False


@dataclass
class World:
    seed: str = "demo"
    switches: Switches = field(default_factory=Switches)
    clock: Clock = field(default_factory=Clock)
    redirect_uris: tuple[str, ...] = ()
    account: Account = field(init=False)

    def __post_init__(self) -> None:
        self.lock = threading.RLock()
        self.faults = FaultPlan()
        self.log = RequestLog()
        self.limiter = Limiter()
        self._first_switches = asdict(self.switches)
        self.start_over(self.seed)

    def start_over(self, seed: str | None = None) -> None:
        """Forget everything that happened and open the seeded account again."""
        self.seed = seed or self.seed
        self.switches = Switches(**self._first_switches)
        self.clock.offset = 0.0
        self.adopt(seeded(self.seed, now=self.clock.ms()))
        for part in (self.faults, self.log, self.limiter):
            part.clear()

    def adopt(self, account: Account) -> None:
        self.account = account
        self.seed = account.seed
        for uri in self.redirect_uris:
            self.add_redirect_uri(uri)

    def add_redirect_uri(self, uri: str) -> None:
        for app in self.account.apps.values():
            if uri not in app.redirect_uris:
                app.redirect_uris.append(uri)

    def switch(self, changes: dict[str, Any]) -> None:
        """Change switches by name; an unknown name or a wrong kind of value raises ValueError."""
        for name, value in changes.items():
            self._check_switch(name, value)
        self.switches = Switches(**(asdict(self.switches) | changes))

    def _check_switch(self, name: str, value: Any) -> None:
        known = asdict(self.switches)
        if name not in known:
            raise ValueError(f"There is no switch “{name}”. There are: {', '.join(known)}.")
        if name == "rotation" and value not in ("strict", "lenient"):
            raise ValueError("rotation is “strict” or “lenient”.")
        wanted = bool if isinstance(known[name], bool) else str if isinstance(known[name], str) else (int, float)
        if not isinstance(value, wanted) or (wanted is not bool and isinstance(value, bool)):
            raise ValueError(f"{name} cannot be {value!r}.")
