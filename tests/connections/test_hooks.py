"""Lever is asked to call, exactly once about each thing, whatever happened in between."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from paletter.accounts.models import User
from paletter.ats.lever.addresses import why_no_calls
from paletter.ats.protocol import Ats, AtsDisconnected, AtsRefused, AtsUnavailable, Subscription
from paletter.connections import connect, encryption, hooks, keeper, opening
from paletter.connections.models import Connection, Hook
from paletter.vocabulary.hiring import EventKind
from tests.ats.simulated import Lever
from tests.cast import NOON
from tests.connections.conftest import connects

# Secrets that Lever tells once are committed before anything else happens.
pytestmark = pytest.mark.django_db(transaction=True)
HOME = "http://127.0.0.1:8000"


@pytest.fixture
def connection(alice: User, lever: Lever) -> Connection:
    return connects(alice, lever)


def subscribe(connection: Connection, lever: Lever, *, base_url: str = HOME, ats: Ats | None = None) -> None:
    ats = ats or opening.opened(connection, lever.provider())
    hooks.subscribe(connection, lever.provider(), ats, base_url=base_url, now=NOON)


def at_lever(lever: Lever) -> list[tuple[str, str, str]]:
    webhooks = lever.simulator.world.account.hooks.in_order()
    return [(webhook.event, webhook.url, webhook.id) for webhook in webhooks]


def here(connection: Connection) -> list[tuple[str, str, str]]:
    return sorted(connection.hooks.values_list("event", "url", "external_id"))


class Killed(BaseException):
    """The process ends here."""


class Dies:
    """An account that is left in the middle of a request, before or after it had its effect."""

    def __init__(self, ats: Ats, *, after: int) -> None:
        self._ats, self._left = ats, after

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ats, name)

    def subscribe(self, url: str, kinds: list[EventKind]) -> Iterator[Subscription]:
        made = list(self._ats.subscribe(url, kinds))
        if self._left == 0:
            raise Killed
        self._left -= 1
        yield from made


def test_lever_calls_about_all_that_we_want_to_hear(connection: Connection, lever: Lever) -> None:
    subscribe(connection, lever)

    assert sorted(at_lever(lever)) == here(connection)
    assert {url for _, url, _ in at_lever(lever)} == {f"{HOME}/hooks/{connection.hook_key}"}
    assert set(connection.hooks.values_list("kind", flat=True)) == set(hooks.WANTED)
    assert len(connection.hook_key or "") >= 40
    assert (connection.hooks_trouble, connection.hooks_checked_at) == ("", NOON)


def test_the_signing_tokens_are_sealed(connection: Connection, lever: Lever) -> None:
    subscribe(connection, lever)

    known = {w.event: w.signature_token for w in lever.simulator.world.account.hooks.webhooks.values()}
    assert dict(hooks.signing_tokens(connection)) == known
    assert not set(known.values()) & set(connection.hooks.values_list("signing_token", flat=True))


def test_asking_again_changes_nothing(connection: Connection, lever: Lever) -> None:
    subscribe(connection, lever)
    before = at_lever(lever)

    subscribe(connection, lever)

    assert at_lever(lever) == before
    assert here(connection) == sorted(before)


@pytest.mark.parametrize("after", range(6))
def test_a_kill_between_levers_answer_and_our_commit_leaves_nothing_twice(
    connection: Connection, lever: Lever, after: int
) -> None:
    dying: Any = Dies(opening.opened(connection, lever.provider()), after=after)
    with pytest.raises(Killed):
        subscribe(connection, lever, ats=dying)
    assert len(at_lever(lever)) == after + 1
    assert connection.hooks.count() == after

    subscribe(connection, lever)

    assert len(at_lever(lever)) == len(hooks.WANTED)
    assert sorted(at_lever(lever)) == here(connection)


def test_a_webhook_that_was_ended_in_lever_is_made_anew(connection: Connection, lever: Lever) -> None:
    subscribe(connection, lever)
    with lever.simulator.world.lock:
        account_hooks = lever.simulator.world.account.hooks
        account_hooks.remove(account_hooks.in_order()[0])

    subscribe(connection, lever)

    assert len(at_lever(lever)) == len(hooks.WANTED)
    assert sorted(at_lever(lever)) == here(connection)


def test_another_address_of_ours_ends_the_calls_to_the_earlier_one(connection: Connection, lever: Lever) -> None:
    subscribe(connection, lever)
    assert not hooks.due(base_url=HOME, now=NOON).exists()
    assert hooks.due(base_url="http://localhost:9000", now=NOON).get() == connection

    subscribe(connection, lever, base_url="http://localhost:9000")

    assert {url.partition("/hooks/")[0] for _, url, _ in at_lever(lever)} == {"http://localhost:9000"}
    assert sorted(at_lever(lever)) == here(connection)


def test_a_new_address_that_lever_refuses_is_not_asked_for_each_minute(connection: Connection, lever: Lever) -> None:
    subscribe(connection, lever)
    lever.fails("status", status=403, path="/v1/webhooks", times=None)

    subscribe(connection, lever, base_url="http://localhost:9000")

    assert connection.hooks_trouble
    assert not hooks.due(base_url="http://localhost:9000", now=NOON + timedelta(hours=23)).exists()
    assert hooks.due(base_url="http://localhost:9000", now=NOON + timedelta(hours=24)).exists()


def test_what_others_subscribed_is_left_alone(connection: Connection, lever: Lever) -> None:
    url = f"{HOME}/hooks/somebody-elses"
    ats = opening.opened(connection, lever.provider())
    (others,) = ats.subscribe(url, [EventKind.HIRED])

    subscribe(connection, lever)
    hooks.end(connection, lever.provider(), ats)

    assert at_lever(lever) == [("candidateHired", url, others.id)]


def test_subscriptions_are_looked_at_daily(connection: Connection, lever: Lever) -> None:
    assert hooks.due(base_url=HOME, now=NOON).exists()
    subscribe(connection, lever)

    assert not hooks.due(base_url=HOME, now=NOON + timedelta(hours=23)).exists()
    assert hooks.due(base_url=HOME, now=NOON + timedelta(hours=24)).exists()
    Connection.objects.update(state="needs_you")
    assert not hooks.due(base_url=HOME, now=NOON + timedelta(hours=24)).exists()


def test_a_missing_right_is_told_and_breaks_nothing(connection: Connection, lever: Lever) -> None:
    stored = keeper.keeper(connection).read()
    poorer = replace(stored, scopes=tuple(s for s in stored.scopes if not s.startswith("webhooks")))
    Connection.objects.update(credentials=keeper.closed(poorer))
    before = lever.requests(path="/v1/webhooks")

    subscribe(connection, lever)

    assert "webhooks:write:admin" in connection.hooks_trouble
    assert "Super Admin" in connection.hooks_trouble
    assert connection.hooks_checked_at == NOON
    assert lever.requests(path="/v1/webhooks") == before
    connection.refresh_from_db()
    assert connection.is_on


def test_a_refusal_is_told_and_breaks_nothing(connection: Connection, lever: Lever) -> None:
    lever.fails("status", status=403, method="POST", path="/v1/webhooks")

    subscribe(connection, lever)

    connection.refresh_from_db()
    assert connection.is_on
    assert "webhooks:write:admin" in connection.hooks_trouble


def test_lever_that_does_not_answer_is_tried_again(connection: Connection, lever: Lever) -> None:
    lever.fails("status", status=500, path="/v1/webhooks", times=50)

    with pytest.raises(AtsUnavailable):
        subscribe(connection, lever)

    assert connection.hooks_checked_at is None


def test_a_connection_that_is_switched_off_meanwhile_keeps_no_secret(connection: Connection, lever: Lever) -> None:
    class SwitchedOff(Dies):
        def subscribe(self, url: str, kinds: list[EventKind]) -> Iterator[Subscription]:
            made = list(self._ats.subscribe(url, kinds))
            connect.disconnect(connection=Connection.objects.get(), now=NOON)
            yield from made

    ats: Any = SwitchedOff(opening.opened(connection, lever.provider()), after=0)
    with pytest.raises(AtsDisconnected):
        subscribe(connection, lever, ats=ats)

    assert not Hook.objects.exists()


class TestEnding:
    def test_disconnecting_ends_the_calls_and_forgets_their_secrets(self, connection: Connection, lever: Lever) -> None:
        subscribe(connection, lever)

        sentence = hooks.end(connection, lever.provider(), opening.opened(connection, lever.provider()))
        connect.disconnect(connection=connection, now=NOON)

        assert (sentence, at_lever(lever)) == ("", [])
        assert not Hook.objects.exists()

    def test_lever_that_does_not_answer_is_told_in_one_sentence(self, connection: Connection, lever: Lever) -> None:
        subscribe(connection, lever)
        lever.fails("status", status=500, method="DELETE", path="/v1/webhooks/*", times=50)

        sentence = hooks.end(connection, lever.provider(), opening.opened_for_a_page(connection, lever.provider()))

        assert "Lever did not confirm" in sentence
        assert lever.requests("DELETE", "/v1/webhooks/*") == 1

    def test_after_a_revocation_nothing_is_said(self, connection: Connection, lever: Lever) -> None:
        subscribe(connection, lever)
        lever.revokes()

        assert hooks.end(connection, lever.provider(), opening.opened(connection, lever.provider())) == ""

    def test_after_connecting_again_lever_calls_at_the_same_address(
        self, connection: Connection, lever: Lever, alice: User
    ) -> None:
        subscribe(connection, lever)
        key = connection.hook_key
        connect.disconnect(connection=connection, now=NOON)

        again = connects(alice, lever)
        assert hooks.due(base_url=HOME, now=NOON).exists()
        subscribe(again, lever)

        assert again.hook_key == key
        assert len(at_lever(lever)) == len(hooks.WANTED)
        assert sorted(at_lever(lever)) == here(again)


def test_the_newest_key_seals_what_calls_are_signed_with(connection: Connection, lever: Lever, settings: Any) -> None:
    subscribe(connection, lever)
    before = dict(hooks.signing_tokens(connection))
    old = settings.PALETTER_ENCRYPTION_KEYS
    settings.PALETTER_ENCRYPTION_KEYS = [encryption.Fernet.generate_key(), *old]

    keeper.reseal_all()

    settings.PALETTER_ENCRYPTION_KEYS = settings.PALETTER_ENCRYPTION_KEYS[:1]
    assert dict(hooks.signing_tokens(connection)) == before


@pytest.mark.parametrize(
    ("url", "lever_is_at", "calls"),
    [
        ("https://interviews.example.org/hooks/k", "https://api.lever.co/v1", True),
        ("http://interviews.example.org/hooks/k", "https://api.lever.co/v1", False),
        ("http://127.0.0.1:8000/hooks/k", "https://api.lever.co/v1", False),
        ("https://localhost/hooks/k", "https://api.lever.co/v1", False),
        ("http://127.0.0.1:8000/hooks/k", "http://127.0.0.1:8100/v1", True),
        ("http://localhost:8000/hooks/k", "http://[::1]:8100/v1", True),
        ("http://192.168.0.7/hooks/k", "http://127.0.0.1:8100/v1", False),
    ],
)
def test_lever_calls_https_and_a_played_lever_calls_its_own_machine(url: str, lever_is_at: str, calls: bool) -> None:
    assert (why_no_calls(url, lever=lever_is_at) == "") is calls


def test_a_refusal_that_repeats_our_address_does_not_give_it_away(connection: Connection, lever: Lever) -> None:
    class Talkative:
        def subscriptions(self) -> list[Any]:
            return []

        def subscribe(self, url: str, kinds: list[EventKind]) -> Iterator[Subscription]:
            raise AtsRefused(f"Lever did not accept “{url}”.")

    subscribe(connection, lever, ats=Talkative())  # type: ignore[arg-type]

    assert connection.hooks_trouble == f"Lever did not accept “{HOME}/hooks/…”."
