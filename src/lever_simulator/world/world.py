"""The world a running simulator lives in: the account, the clock, what is switched how, what goes wrong next."""

import threading
from dataclasses import asdict, dataclass, field
from typing import Any

from lever_simulator.world.account import Account
from lever_simulator.world.clock import Clock
from lever_simulator.world.incidents import FaultPlan
from lever_simulator.world.limits import Limiter
from lever_simulator.world.request_log import RequestLog
from lever_simulator.world.seeds import seeded
from lever_simulator.world.switches import Switches


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
        self.faults.clear()
        self.log.start_over()
        self.limiter.clear()

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
        self.switches = self.switches.changed(changes)
