"""What the machine of random misfortune acts on: a delivery, a Lever over HTTP, and a worker that may be killed."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
from django.utils import timezone

from lever_simulator.world import writes
from paletter.ats.lever.provider import LeverProvider, Patience
from paletter.ats.protocol import Ats, AtsDisconnected, AtsProvider
from paletter.connections import connect
from paletter.connections.keeper import ConnectionKeeper
from paletter.connections.models import Connection
from paletter.flow import triggers, writing
from paletter.flow.failures import Postpone
from paletter.reports import publish
from paletter.scores.models import Scoring
from paletter.writeback import picking, waiting
from paletter.writeback.models import Delivery, EarlierNote
from tests import cast
from tests.ats.simulated import RETURN_TO, Lever
from tests.reports.cast import a_scored_skill

READ = 0.15
HANG = 0.35
IMPATIENT = Patience(connect=2, read=READ, attempts=2, first_wait=0.001, longest_wait=0.002)
EDITION = re.compile(r"/reports/[0-9a-f-]{36}(?:\?edition=(\d+)-(\d+))?$")
THEIRS = "Phone screen done"


class Killed(BaseException):
    """The worker's process ends here."""


@dataclass
class Wire(httpx.BaseTransport):
    """The network of a worker that is killed at its nth request, before it leaves or after it came back."""

    line: httpx.HTTPTransport = field(default_factory=httpx.HTTPTransport)
    kill_at: int = 0
    is_after: bool = False

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.kill_at -= 1
        if self.kill_at == 0 and not self.is_after:
            raise Killed
        response = self.line.handle_request(request)
        if self.kill_at == 0:
            raise Killed
        return response


@dataclass(frozen=True)
class Killing:
    """The worker is killed at its nth request."""

    at: int
    is_after: bool


@dataclass(frozen=True)
class Trouble:
    """What goes wrong with the next requests of a kind, while the worker tries so many times."""

    action: str
    call: tuple[str, str]
    status: int = 500
    times: int = 1
    tries: int = 1


NO_TROUBLE = Trouble("", ("", ""))


@dataclass
class World:
    """One result of Carol's on a posting of its own."""

    lever: Lever
    connection: Connection
    wire: Wire = field(default_factory=Wire)
    note_ids_deleted_by_hand: set[str] = field(default_factory=set)
    has_hung: bool = False

    def __post_init__(self) -> None:
        number = uuid4().hex[:12]
        self.email = f"carol.{number}@example.org"
        self.posting = self.lever.has_posting("Host")
        mirrored = cast.a_posting("Host", connection=self.connection, external_id=self.posting)
        interview = cast.an_interview(cast.a_job(mirrored), cast.a_candidate(self.email), submitted_at=cast.NOON)
        report = publish.publish(self._scoring(interview, 3.6), now=timezone.now())
        self.delivery_id = Delivery.objects.create(report=report, created_at=self.lever.now()).pk
        self.backups: list[dict[str, Any]] = []
        self.opportunities: list[str] = []
        self.applies(self.email)

    @property
    def delivery(self) -> Delivery:
        return Delivery.objects.get(pk=self.delivery_id)

    def _scoring(self, interview: Any, fit: float) -> Scoring:
        scoring = Scoring.objects.create(
            interview=interview,
            scorer="s",
            scorer_version="1",
            fit_value=f"{fit:.1f}",
            fit_error=0.5,
            created_at=timezone.now(),
        )
        a_scored_skill(scoring, "service", fit)
        return scoring

    # ---- Paletter

    def tries(self, trouble: Trouble | Killing) -> None:
        """Let the worker try to bring the result to Lever, in trouble."""
        if isinstance(trouble, Killing):
            self.wire.kill_at, self.wire.is_after = trouble.at, trouble.is_after
            self._works()
            return
        if trouble.action:
            self._orders(trouble)
        for _ in range(trouble.tries):
            self._works()

    def comes_to_rest(self) -> bool:
        """Let the worker try until nothing is left to do for it; tell whether all was delivered."""
        for _ in range(4):
            self.time_passes(70)
            self._works()
            if self.delivery.state != "waiting":
                break
        return waiting.is_settled(self.delivery)

    def _works(self) -> None:
        self.backups.append(Delivery.objects.values().get(pk=self.delivery_id))
        with suppress(Postpone, Killed):
            writing.write_back(self.delivery, now=self.lever.now(), opened=self._opened)
        self.wire.kill_at = 0

    def _opened(self, connection: Connection, provider: AtsProvider) -> Ats:
        settings = self.lever.provider(patience=IMPATIENT)._settings
        impatient = LeverProvider(settings, transport=self.wire, now=self.lever.now)
        return impatient.open(ConnectionKeeper(connection.pk))

    def corrects(self, fit: float) -> None:
        report = self.delivery.report
        publish.publish(self._scoring(report.interview, fit), now=timezone.now())
        triggers.report_corrected(report)
        self.backups.clear()

    def is_restored(self, tries_ago: int) -> None:
        """The database comes back as it was before one of the worker's last tries, which takes a while."""
        self.time_passes(70)
        if self.backups:
            fields = self.backups[-1 - tries_ago % len(self.backups)]
            EarlierNote.objects.filter(delivery_id=self.delivery_id, edition__gte=fields["edition"]).delete()
            Delivery.objects.filter(pk=self.delivery_id).update(**fields)

    def picks(self, opportunity: str) -> None:
        ats = self.lever.provider().open(ConnectionKeeper(self.connection.pk))
        with self.calm(), suppress(picking.PickRefused, AtsDisconnected):
            picking.pick(self.delivery, opportunity, ats=ats, posting_id=self.posting, user=cast.a_recruiter())

    def reconnects(self) -> None:
        with self.calm():
            self.connection = connect.complete(
                organisation=self.connection.organisation,
                user=cast.a_recruiter(),
                provider=self.lever.provider(),
                code=self.lever.consent()["code"],
                state="s",
                expected_state="s",
                return_to=RETURN_TO,
                now=timezone.now(),
            )

    # ---- Lever

    @contextmanager
    def calm(self) -> Iterator[None]:
        """Nothing goes wrong while a person does this; what was ordered comes afterwards."""
        faults = self.lever.simulator.world.faults
        ordered, faults._faults = faults._faults, []
        yield
        faults._faults = ordered

    def _orders(self, trouble: Trouble) -> None:
        self.has_hung = self.has_hung or trouble.action == "hang"
        method, path = trouble.call
        self.lever.fails(
            trouble.action, method=method, path=path, status=trouble.status, times=trouble.times, seconds=HANG
        )

    def time_passes(self, seconds: float) -> None:
        """What hangs for real must have had its effect when the clocks have moved."""
        if self.has_hung and seconds >= 60:
            time.sleep(HANG)
            self.has_hung = any(fault.action == "hang" for fault in self.lever.simulator.world.faults._faults)
        self.lever.time_passes(seconds=seconds)

    def applies(self, email: str) -> str:
        key = self.lever.has_applied("Carol Candidate", email, self.posting)
        if key not in self.opportunities:
            self.opportunities.append(key)
            with self.lever.simulator.world.lock:
                opportunity = self.account.opportunities[key]
                writes.add_tags(opportunity, [THEIRS], now=self.lever._ms())
                opportunity.last_interaction_at -= 3_600_000
        return key

    def deletes(self, opportunity: str) -> None:
        self.opportunities.remove(opportunity)
        self.lever.deletes(opportunity)

    def archives(self, opportunity: str) -> None:
        self.lever.archives(opportunity)

    def merges(self, kept: str) -> None:
        """All who applied here turn out to be one person."""
        people = self.account.opportunities
        with self.lever.simulator.world.lock:
            for merged in sorted(self.opportunities):
                one, other = self.account.contact_of(people[kept]), self.account.contact_of(people[merged])
                if one.id != other.id:
                    writes.merge_contacts(self.account, one, other, now=self.lever._ms())

    def deletes_notes_by_hand(self, opportunity: str) -> None:
        with self.lever.simulator.world.lock:
            self.note_ids_deleted_by_hand |= {note.id for note in self.account.notes_on(opportunity)}
        self.lever.deletes_notes_by_hand(opportunity)

    @property
    def account(self) -> Any:
        return self.lever.simulator.world.account

    def editions(self, opportunity: str) -> list[tuple[int, int]]:
        """Return the editions whose notes are there, in the order in which they came, each with its scoring's time."""
        with self.lever.simulator.world.lock:
            notes = [note for note in self.account.notes.values() if note.opportunity == opportunity]
        texts = [part.value for note in notes for part in note.fields]
        found = [EDITION.search(text) for text in texts]
        return [(int(match[1] or 1), int(match[2] or 0)) for match in found if match]

    def note_text(self, note_id: str) -> str:
        note = self.account.notes.get(note_id)
        return note.fields[0].value if note else ""

    def tags(self, opportunity: str) -> set[str]:
        return set(self.account.opportunities[opportunity].added_tags)

    def has_home(self) -> bool:
        """Tell whether one of the living opportunities is Carol's by address."""
        mine = [self.account.opportunities[key] for key in self.opportunities]
        return any(self.account.contact_of(o).has_email(self.email) for o in mine)
