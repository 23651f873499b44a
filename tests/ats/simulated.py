"""The Lever simulator on the wire, with a connected Paletter in front of it and its account at hand behind it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from lever_simulator.server import RunningSimulator, running
from lever_simulator.world import consents, writes
from lever_simulator.world.grants import ApiKey
from lever_simulator.world.hiring import Opportunity
from lever_simulator.world.hiring import Posting as LeverPosting
from lever_simulator.world.incidents import Fault
from lever_simulator.world.seeds.foundation import API_KEY, CLIENT_ID, CLIENT_SECRET
from paletter.ats.lever.provider import LeverProvider, LeverSettings, Patience
from paletter.ats.protocol import Ats, Credentials
from paletter.connections.keeper import HeldCredentials

RETURN_TO = "http://127.0.0.1:8000/ats/lever/callback"
HASTY = Patience(connect=2, read=2, first_wait=0.01, longest_wait=0.02)


@dataclass
class Lever:
    """One Lever account as its people use it, and as Paletter reaches it."""

    simulator: RunningSimulator
    skipped: timedelta = field(default_factory=timedelta)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.skipped

    def time_passes(self, **span: float) -> None:
        self.skipped += timedelta(**span)
        with self.simulator.world.lock:
            self.simulator.world.clock.advance(timedelta(**span).total_seconds())

    def provider(self, **settings: Any) -> LeverProvider:
        url = self.simulator.url
        given: dict[str, Any] = {
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "api_url": f"{url}/v1",
            "authorize_url": f"{url}/authorize",
            "token_url": f"{url}/oauth/token",
            "audience": f"{url}/v1/",
            "app_url": url,
            "patience": HASTY,
        }
        return LeverProvider(LeverSettings(**given | settings), now=self.now)

    def consent(self, *, user: str = "sigrid", accept: bool = True, state: str = "state") -> dict[str, str]:
        """Go through Lever's pages and return what the browser brings back."""
        url = self.provider().consent_url(state=state, return_to=RETURN_TO)
        location = self.simulator.consent(url, user=user, accept=accept)
        return {key: values[0] for key, values in parse_qs(urlsplit(location).query).items()}

    def credentials(self, *, user: str = "sigrid") -> Credentials:
        return self.provider().connect(code=self.consent(user=user)["code"], return_to=RETURN_TO)

    def open(self, credentials: Credentials | None = None, **settings: Any) -> Ats:
        return self.provider(**settings).open(HeldCredentials(credentials or self.credentials()))

    def has_key(self, *scopes: str) -> str:
        """Let Sigrid make an API key with these rights."""
        key = f"key-{len(self._account.api_keys)}"
        with self.simulator.world.lock:
            self._account.api_keys[key] = ApiKey(key, key, list(scopes))
        return key

    def removes_key(self, key: str) -> None:
        with self.simulator.world.lock:
            del self._account.api_keys[key]

    def takes_back(self, *scopes: str) -> None:
        """Let all tokens in use lose these rights, whatever was once granted."""
        with self.simulator.world.lock:
            for token in self._account.access_tokens.values():
                token.scopes = [scope for scope in token.scopes if scope not in scopes]

    def fails(self, action: str, *, method: str = "*", path: str = "/v1/*", **fields: Any) -> None:
        self.simulator.world.faults.add(Fault(action, method=method, path=path, **fields))

    def switch(self, **changes: Any) -> None:
        self.simulator.world.switch(changes)

    def revokes(self) -> None:
        with self.simulator.world.lock:
            consents.revoke(self.simulator.world, CLIENT_ID)

    def requests(self, method: str = "*", path: str = "*") -> int:
        return len(self.simulator.world.log.matching(method, path))

    def settles(self, is_so: Callable[[], bool], *, seconds: float = 3) -> bool:
        """Tell whether something is so once what is still under way at Lever has ended."""
        end = time.monotonic() + seconds
        while not is_so() and time.monotonic() < end:
            time.sleep(0.02)
        return is_so()

    def has_posting(self, title: str, *, distribution: str = "external", status: str = "open") -> str:
        with self.simulator.world.lock:
            return writes.add_posting(
                self._account, title, now=self._ms(), distribution=distribution, status=status, locations=["Oslo"]
            ).id

    def renames(self, posting_id: str, title: str) -> None:
        with self.simulator.world.lock:
            writes.rename_posting(self._posting(posting_id), title, now=self._ms())

    def distributes(self, posting_id: str, distribution: str) -> None:
        with self.simulator.world.lock:
            writes.distribute_posting(self._posting(posting_id), distribution, now=self._ms())

    def closes(self, posting_id: str) -> None:
        with self.simulator.world.lock:
            writes.set_posting_status(self._posting(posting_id), "closed", now=self._ms())

    def deletes_posting(self, posting_id: str) -> None:
        with self.simulator.world.lock:
            writes.delete_posting(self._account, self._posting(posting_id), now=self._ms())

    def has_applied(self, name: str, email: str, posting_id: str) -> str:
        with self.simulator.world.lock:
            candidate = writes.Candidate(name, [email] if email else [])
            return writes.apply(self._account, self._posting(posting_id), candidate, now=self._ms()).id

    def archives(self, opportunity_id: str) -> None:
        with self.simulator.world.lock:
            reason = self._account.archive_reasons[1].id
            writes.archive(self._account, self._opportunity(opportunity_id), reason, now=self._ms())

    def moves(self, opportunity_id: str, stage_id: str) -> None:
        url = f"{self.simulator.url}/v1/opportunities/{opportunity_id}/stage"
        httpx.put(url, json={"stage": stage_id}, auth=(API_KEY, "")).raise_for_status()

    def anonymises(self, opportunity_id: str) -> None:
        with self.simulator.world.lock:
            self._account.contact_of(self._opportunity(opportunity_id)).anonymize()

    def deletes(self, opportunity_id: str) -> None:
        with self.simulator.world.lock:
            writes.delete_opportunity(self._account, self._opportunity(opportunity_id), now=self._ms())

    def deletes_notes_by_hand(self, opportunity_id: str) -> None:
        with self.simulator.world.lock:
            for note in self._account.notes_on(opportunity_id):
                del self._account.notes[note.id]

    def note_texts(self, opportunity_id: str) -> list[str]:
        return [part.value for note in self._account.notes_on(opportunity_id) for part in note.fields]

    def tags(self, opportunity_id: str) -> list[str]:
        """Return what a recruiter sees on the active opportunity."""
        return self._account.visible_tags_of(self._opportunity(opportunity_id))

    @property
    def _account(self) -> Any:
        return self.simulator.world.account

    def _posting(self, posting_id: str) -> LeverPosting:
        return self.simulator.world.account.postings[posting_id]

    def _opportunity(self, opportunity_id: str) -> Opportunity:
        return self.simulator.world.account.opportunities[opportunity_id]

    def _ms(self) -> int:
        return self.simulator.world.clock.ms()


@contextmanager
def a_lever(seed: str = "empty") -> Iterator[Lever]:
    with running(seed=seed) as simulator:
        simulator.world.switch({"requests_per_second": 0})
        yield Lever(simulator)
