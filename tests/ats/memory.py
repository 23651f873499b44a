"""An honest ATS in memory: the Ats that opens a MemoryAccount, and its provider.

Trouble is ordered by a function that is called before and after each request's effect and may raise.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar, TypeVar

from paletter.ats.protocol import (
    AtsDisconnected,
    AtsNotFound,
    AtsRefused,
    CredentialKeeper,
    Credentials,
    EventRejected,
    Pace,
    StandingSubscription,
    Subscription,
)
from paletter.vocabulary.hiring import (
    AtsEvent,
    AtsPerson,
    Deletion,
    EventKind,
    Note,
    Opportunity,
    Posting,
    PostingAnswer,
    Stage,
    Visibility,
)
from tests.ats.memory_account import MemoryAccount

T = TypeVar("T")
BEFORE, AFTER = "before", "after"
Trouble = Callable[[str, str], None]


def no_trouble(when: str, request: str) -> None:
    """Nothing goes wrong."""


class MemoryAts:
    """Implements Ats on a MemoryAccount."""

    def __init__(self, account: MemoryAccount, trouble: Trouble = no_trouble) -> None:
        self.account = account
        self.trouble = trouble

    def try_out(self) -> None:
        self._request("try_out")

    def person(self) -> AtsPerson | None:
        self._request("person")
        return self.account.person

    def postings(self, *, since: datetime | None = None) -> Iterator[Posting]:
        self._request("postings")
        for posting in list(self.account.postings.values()):
            is_new = (
                posting.is_assessable if since is None else bool(posting.updated_at and posting.updated_at >= since)
            )
            if is_new and not posting.is_confidential:
                yield posting

    def posting(self, posting_id: str) -> Posting | None:
        self._request("posting")
        found = self.account.postings.get(posting_id)
        return None if found is None or found.is_confidential else found

    def look_up(self, posting_id: str) -> PostingAnswer:
        self._request("look_up")
        found = self.account.postings.get(posting_id)
        if found is None:
            return PostingAnswer(Visibility.MISSING)
        if found.is_confidential:
            return PostingAnswer(Visibility.WITHHELD)
        return PostingAnswer(Visibility.READABLE, found)

    def deleted_postings(self, *, since: datetime) -> Iterator[Deletion]:
        self._request("deleted_postings")
        yield from [gone for gone in self.account.deleted_postings if gone.deleted_at >= since]

    def stages(self) -> Iterator[Stage]:
        self._request("stages")
        yield from self.account.stages

    def opportunities(self, *, posting_id: str, email: str) -> Iterator[Opportunity]:
        self._request("opportunities")
        for opportunity in self._on_postings({posting_id}):
            if email.lower() in {address.lower() for address in opportunity.emails}:
                yield opportunity

    def opportunities_on(self, posting_ids: Collection[str], *, since: datetime | None = None) -> Iterator[Opportunity]:
        self._request("opportunities_on")
        for opportunity in self._on_postings(set(posting_ids)):
            changed_at = opportunity.updated_at or opportunity.created_at
            if since is None or changed_at >= since:
                yield opportunity

    def _on_postings(self, posting_ids: set[str]) -> list[Opportunity]:
        account = self.account
        rows = list(account.opportunities.values())
        return [row for row in rows if posting_ids & set(row.posting_ids) and not account.is_secret(row)]

    def opportunity(self, opportunity_id: str) -> Opportunity | None:
        self._request("opportunity")
        found = self.account.opportunities.get(opportunity_id)
        return None if found is None or self.account.is_secret(found) else found

    def deleted_opportunities(self, *, since: datetime) -> Iterator[Deletion]:
        self._request("deleted_opportunities")
        yield from [gone for gone in self.account.deleted_opportunities if gone.deleted_at >= since]

    def notes(self, opportunity_id: str) -> Iterator[Note]:
        self._request("notes")
        yield from list(self._on(self.account.notes, opportunity_id).values())

    def add_note(self, opportunity_id: str, text: str) -> str:
        self._request("add_note")
        notes = self._on(self.account.notes, opportunity_id)
        note = Note(self.account.number(), text)
        notes[note.id] = note
        self.trouble(AFTER, "add_note")
        return note.id

    def remove_note(self, opportunity_id: str, note_id: str) -> None:
        self._request("remove_note")
        self.account.notes.get(opportunity_id, {}).pop(note_id, None)
        self.trouble(AFTER, "remove_note")

    def add_tags(self, opportunity_id: str, tags: Collection[str]) -> None:
        self._request("add_tags")
        kept = self._on(self.account.tags, opportunity_id)
        kept += [tag for tag in tags if tag not in kept]
        self.trouble(AFTER, "add_tags")

    def remove_tags(self, opportunity_id: str, tags: Collection[str]) -> None:
        self._request("remove_tags")
        kept = self._on(self.account.tags, opportunity_id)
        kept[:] = [tag for tag in kept if tag not in tags]
        self.trouble(AFTER, "remove_tags")

    def subscribe(self, url: str, kinds: Collection[EventKind]) -> Iterator[Subscription]:
        for kind in kinds:
            self._request("subscribe")
            made = Subscription(self.account.number(), kind.value, f"token of {kind.value}")
            self.account.subscriptions[made.id], self.account.called_at[made.id] = made, url
            self.trouble(AFTER, "subscribe")
            yield made

    def subscriptions(self) -> Iterator[StandingSubscription]:
        self._request("subscriptions")
        for made in list(self.account.subscriptions.values()):
            yield StandingSubscription(made.id, made.event, self.account.called_at[made.id])

    def unsubscribe(self, subscription_id: str) -> None:
        self._request("unsubscribe")
        self.account.subscriptions.pop(subscription_id, None)

    def _request(self, name: str) -> None:
        self.trouble(BEFORE, name)
        if self.account.is_revoked:
            raise AtsDisconnected("The authorisation was revoked. Connect again.")

    def _on(self, things: dict[str, T], opportunity_id: str) -> T:
        if opportunity_id not in things:
            raise AtsNotFound("This opportunity does not exist.")
        return things[opportunity_id]


@dataclass
class MemoryProvider:
    """Implements AtsProvider for one MemoryAccount: a code for each consent, tokens that are renewed, keys."""

    account: MemoryAccount = field(default_factory=MemoryAccount)
    trouble: Trouble = no_trouble
    codes: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)

    key = "memory"
    name = "Memory"
    takes_keys = True
    takes_consent = True
    rights: ClassVar[Mapping[str, str]] = {"read": "show postings", "write": "add the note with the result"}
    rights_of_keys = rights
    requests_per_second = 1000.0
    requests_at_once = 100

    def consent_url(self, *, state: str, return_to: str) -> str:
        return f"https://memory.example.org/consent?state={state}&return_to={return_to}"

    def accepts(self) -> str:
        """Let a person accept and return the code that the browser brings back."""
        self.codes.add(code := f"code-{self.account.number()}")
        return code

    def makes_key(self) -> str:
        self.keys.add(key := f"key-{self.account.number()}")
        return key

    def connect(self, *, code: str, return_to: str) -> Credentials:
        if code not in self.codes:
            raise AtsRefused("The permission was used up. Press the toggle once more.")
        self.codes.remove(code)
        return self._tokens()

    def connect_with_key(self, api_key: str) -> Credentials:
        if api_key.strip() not in self.keys:
            raise AtsRefused("There is no such key. Ask whoever made it.")
        return Credentials(api_key=api_key.strip())

    def renew(self, credentials: Credentials) -> Credentials:
        if credentials.api_key:
            return credentials
        if self.account.is_revoked:
            raise AtsDisconnected("The authorisation was revoked. Connect again.")
        return self._tokens()

    def denial(self, *, error: str, description: str) -> str:
        return "Memory was not connected, because the permissions were not accepted. Its owner can accept them."

    def missing_rights(self, credentials: Credentials) -> Collection[str]:
        return ()

    def posting_id_in(self, text: str) -> str | None:
        return next((word for word in text.replace("/", " ").split() if word.startswith("id-")), None)

    def why_no_calls(self, *, url: str, credentials: Credentials) -> str:
        return "" if url.startswith("https://") else "Memory calls only https. Whoever runs Paletter can change that."

    def open(self, keeper: CredentialKeeper, *, pace: Pace | None = None, is_hurried: bool = False) -> MemoryAts:
        def asked(when: str, request: str) -> None:
            if when == BEFORE:
                keeper.read()
                if pace:
                    pace.wait()
            self.trouble(when, request)

        return MemoryAts(self.account, asked)

    def read_event(
        self, headers: Mapping[str, str], body: bytes, *, signing_tokens: Mapping[str, str], now: datetime
    ) -> AtsEvent | None:
        try:
            call = json.loads(body)
            if signing_tokens[call["event"]] != call["token"]:
                raise EventRejected("the token does not fit")
            return AtsEvent(EventKind(call["event"]), call["subject"], now, call["nonce"])
        except (ValueError, LookupError, TypeError, RecursionError) as error:
            raise EventRejected("the call can't be read") from error

    def _tokens(self) -> Credentials:
        number = self.account.number()
        life = self.account.clock + timedelta(hours=1)
        return Credentials(f"access-{number}", f"refresh-{number}", expires_at=life, account_id="memory-account")
