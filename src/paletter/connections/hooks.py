"""Which events the ATS calls us about, and what a call proves.

An ATS tells the token of a subscription once. So a subscription whose row was never committed (a kill between the ATS's
answer and our commit) is of no use: it is recognised by our address in it, ended, and made anew. Nothing that others
subscribed for themselves is touched.
"""

import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import connection as database
from django.db import transaction
from django.db.models import Q, QuerySet

from paletter.ats.protocol import (
    Ats,
    AtsDisconnected,
    AtsError,
    AtsProvider,
    AtsRefused,
    StandingSubscription,
    Subscription,
)
from paletter.connections import encryption
from paletter.connections.keeper import ConnectionKeeper
from paletter.connections.models import Connection, ConnectionState, Hook
from paletter.vocabulary.hiring import EventKind

PATH = "/hooks/"
KEY = re.compile(r"[\w-]{1,64}", re.ASCII)
# As it stands: an ATS may ask this hundreds of times a second.
_CALLED_BY = """
SELECT connection.id, provider, state, event, signing_token
FROM connections_connection AS connection LEFT JOIN connections_hook AS hook ON hook.connection_id = connection.id
WHERE hook_key = %s
"""
WANTED = (
    EventKind.APPLIED,
    EventKind.STAGE_CHANGED,
    EventKind.ARCHIVED,
    EventKind.HIRED,
    EventKind.DELETED,
    EventKind.CONTACT_CHANGED,
)
CHECK_EVERY = timedelta(days=1)
"""Subscriptions may be ended in the ATS by hand, which nobody tells us."""


def address(connection: Connection, *, base_url: str) -> str:
    """Return where the ATS is to call; the last part is this connection's secret, made at its first use."""
    if not connection.hook_key:
        keyless = Connection.objects.filter(Q(hook_key=None) | Q(hook_key=""), pk=connection.pk)
        keyless.update(hook_key=secrets.token_urlsafe(32))
        connection.refresh_from_db(fields=["hook_key"])
    return f"{base_url}{PATH}{connection.hook_key}"


def due(*, base_url: str, now: datetime) -> QuerySet[Connection]:
    """Return the connections of which it is not known that the ATS calls us at our present address."""
    on = Connection.objects.filter(state=ConnectionState.ON)
    elsewhere = Hook.objects.exclude(url__startswith=f"{base_url}{PATH}").values("connection")
    unchecked = Q(hooks_checked_at=None) | Q(hooks_checked_at__lte=now - CHECK_EVERY)
    # Where that can't be had, it is not asked for each minute.
    return on.filter(unchecked | Q(pk__in=elsewhere, hooks_trouble=""))


def subscribe(connection: Connection, provider: AtsProvider, ats: Ats, *, base_url: str, now: datetime) -> None:
    """Make sure that the ATS calls us about all that we want to hear; safe to repeat, also after a kill anywhere.

    Where that is not to be, the connection keeps a sentence and works on without. Raises AtsDisconnected and
    AtsUnavailable.
    """
    url = address(connection, base_url=base_url)
    trouble = provider.why_no_calls(url=url, credentials=ConnectionKeeper(connection.pk).read())
    if trouble:
        _note(connection, trouble, now=now)
        return
    try:
        _clear(connection, ats, url)
        for kind in _missing(connection):
            for made in ats.subscribe(url, [kind]):
                _keep(connection, kind, made, url=url, now=now)
    except AtsRefused as refusal:
        # The ATS may repeat what it was sent, and who reads the page may not know the address.
        _note(connection, str(refusal).replace(str(connection.hook_key), "…"), now=now)
        return
    _note(connection, "", now=now)


def _missing(connection: Connection) -> list[EventKind]:
    there = set(connection.hooks.values_list("kind", flat=True))
    return [kind for kind in WANTED if kind not in there]


def _clear(connection: Connection, ats: Ats, url: str) -> None:
    """End what calls us without a row of ours or at an earlier address, and forget rows of what is ended there."""
    ours = [subscription for subscription in ats.subscriptions() if _is_ours(subscription, connection)]
    kept = set(connection.hooks.filter(url=url).values_list("external_id", flat=True))
    good = {subscription.id for subscription in ours if subscription.id in kept and subscription.url == url}
    for subscription in ours:
        if subscription.id not in good:
            ats.unsubscribe(subscription.id)
    connection.hooks.exclude(external_id__in=good).delete()


def _is_ours(subscription: StandingSubscription, connection: Connection) -> bool:
    """Our key is in it, whatever address Paletter had then."""
    return urlsplit(subscription.url).path.endswith(f"{PATH}{connection.hook_key}")


def _keep(connection: Connection, kind: EventKind, made: Subscription, *, url: str, now: datetime) -> None:
    """Commit what the ATS tells once. Raises AtsDisconnected when somebody switched off meanwhile."""
    with transaction.atomic(durable=True):
        row = Connection.objects.select_for_update(no_key=True).get(pk=connection.pk)
        if not row.is_on or row.connected_at != connection.connected_at:
            raise AtsDisconnected("The ATS was disconnected while it was asked to call.")
        Hook.objects.create(
            connection=row,
            kind=kind,
            event=made.event,
            external_id=made.id,
            signing_token=encryption.seal(made.signing_token),
            url=url,
            created_at=now,
        )


def _note(connection: Connection, trouble: str, *, now: datetime) -> None:
    Connection.objects.filter(pk=connection.pk).update(hooks_trouble=trouble, hooks_checked_at=now)
    connection.refresh_from_db(fields=["hooks_trouble", "hooks_checked_at"])


def end(connection: Connection, provider: AtsProvider, ats: Ats) -> str:
    """End our subscriptions while the tokens are still there; returns a sentence when the ATS did not let us.

    The rows go anyway with the tokens (connect.py): a call that still comes opens nothing.
    """
    try:
        for external_id in connection.hooks.values_list("external_id", flat=True):
            ats.unsubscribe(external_id)
    except AtsDisconnected:
        return ""
    except AtsError:
        return (
            f"{provider.name} did not confirm that it stops calling Paletter. Its calls are not answered any more; "
            f"to be thorough, remove Paletter's webhooks in {provider.name}."
        )
    return ""


class SigningTokens(Mapping[str, str]):
    """The tokens of a connection's subscriptions by event; only the one that is asked for is opened."""

    def __init__(self, sealed: Mapping[str, str]) -> None:
        self._sealed = sealed

    def __getitem__(self, event: str) -> str:
        try:
            return encryption.unseal(self._sealed[event])
        except encryption.CannotUnseal as error:
            raise KeyError(event) from error

    def __iter__(self) -> Iterator[str]:
        return iter(self._sealed)

    def __len__(self) -> int:
        return len(self._sealed)


@dataclass(frozen=True)
class Called:
    """Whom an address belongs to, and what calls there are signed with."""

    connection_id: int
    provider: str
    is_on: bool
    tokens: SigningTokens


def called_by(key: str) -> Called | None:
    """Return whose address this is, in one question to the database; None when it is nobody's."""
    if not KEY.fullmatch(key):
        return None
    with database.cursor() as cursor:
        cursor.execute(_CALLED_BY, [key])
        rows = cursor.fetchall()
    if not rows:
        return None
    connection_id, provider, state = rows[0][:3]
    sealed = {event: token for *_, event, token in rows if event}
    return Called(connection_id, provider, state == ConnectionState.ON, SigningTokens(sealed))


def signing_tokens(connection: Connection) -> SigningTokens:
    """Return what the connection's calls are signed with."""
    return SigningTokens(dict(connection.hooks.values_list("event", "signing_token")))
