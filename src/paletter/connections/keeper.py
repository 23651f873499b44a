"""Keeps a connection's credentials: sealed in its row, renewed under the row's lock.

Lever's refresh tokens can be used once. So a renewed one is committed before anybody uses it, whatever happens to the
caller afterwards: `renew` opens a *durable* transaction, which Django refuses to open inside another one. Code that
talks to an ATS therefore cannot hold a transaction open, and no rollback can bring a used-up token back.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from paletter.ats.protocol import AtsDisconnected, AtsProvider, Credentials
from paletter.connections import encryption
from paletter.connections.models import Connection, Hook, Manner

IDLE = timedelta(days=7)
"""Lever ends what was not renewed for 90 days; so often there are a dozen chances before that."""
NOT_CONNECTED = "The ATS is not connected. Connect it on the page “ATS CONFIGURATION”."
UNREADABLE = (
    "Paletter can no longer open its stored access to the ATS, because its encryption key has changed. "
    "Connect the ATS again on the page “ATS CONFIGURATION”."
)


@dataclass(frozen=True)
class ConnectionKeeper:
    """Implements `paletter.ats.protocol.CredentialKeeper` for one connection."""

    connection_id: int
    now: Callable[[], datetime] = timezone.now

    def read(self) -> Credentials:
        """Return what is stored now. Raises AtsDisconnected when nothing is, or nothing that can be opened."""
        sealed = Connection.objects.filter(pk=self.connection_id).values_list("credentials", flat=True).first()
        return opened(sealed or "")

    def renew(self, stale: Credentials, renewal: Callable[[Credentials], Credentials]) -> Credentials:
        """Return fresh credentials, stored for good before they are returned.

        All renewals of a connection wait here for each other; only the first finds `stale` still stored and calls
        `renewal`. Raises AtsDisconnected, whatever `renewal` raises, and RuntimeError inside a transaction.
        """
        # The one request that is made inside a transaction: it is the lock that this transaction is for.
        with transaction.atomic(durable=True):
            # Not the row's key: calls of the ATS that come meanwhile are stored all the same.
            row = Connection.objects.select_for_update(no_key=True).filter(pk=self.connection_id).first()
            stored = opened(row.credentials if row else "")
            if row is None or stored.access_token != stale.access_token:
                return stored
            fresh = renewal(stored)
            row.credentials, row.credentials_renewed_at = closed(fresh), self.now()
            row.scopes = " ".join(fresh.scopes)
            row.save(update_fields=["credentials", "credentials_renewed_at", "scopes"])
        return fresh


@dataclass
class HeldCredentials:
    """Credentials that belong to no connection yet: what is held while a person connects."""

    credentials: Credentials

    def read(self) -> Credentials:
        return self.credentials

    def renew(self, stale: Credentials, renewal: Callable[[Credentials], Credentials]) -> Credentials:
        if self.credentials == stale:
            self.credentials = renewal(stale)
        return self.credentials


def keeper(connection: Connection) -> ConnectionKeeper:
    """Return the keeper of a connection's credentials, to open its ATS with."""
    return ConnectionKeeper(connection.pk)


def renew_idle(connection: Connection, provider: AtsProvider, now: datetime) -> bool:
    """Renew the credentials of a connection that did so last a week ago or earlier; tell whether it was done.

    An ATS ends an access that nobody renews. Keys are left alone, and so is a connection that is not on. Raises any
    AtsError; after AtsDisconnected a person must connect again.
    """
    row = Connection.objects.get(pk=connection.pk)
    is_idle = row.credentials_renewed_at is None or row.credentials_renewed_at + IDLE <= now
    if not row.is_on or row.manner != Manner.CONSENT or not is_idle:
        return False
    kept = ConnectionKeeper(row.pk, lambda: now)
    kept.renew(kept.read(), provider.renew)
    return True


def closed(credentials: Credentials) -> str:
    """Return credentials sealed for `Connection.credentials`."""
    return encryption.seal(
        json.dumps(
            {
                "access_token": credentials.access_token,
                "refresh_token": credentials.refresh_token,
                "api_key": credentials.api_key,
                "expires_at": credentials.expires_at.isoformat() if credentials.expires_at else None,
                "scopes": list(credentials.scopes),
                "account_id": credentials.account_id,
                "user_id": credentials.user_id,
            }
        )
    )


def opened(sealed: str) -> Credentials:
    """Return what `closed` sealed. Raises AtsDisconnected for "" and for what no key opens."""
    if not sealed:
        raise AtsDisconnected(NOT_CONNECTED)
    try:
        kept = json.loads(encryption.unseal(sealed))
    except encryption.CannotUnseal as error:
        raise AtsDisconnected(UNREADABLE) from error
    return Credentials(
        access_token=kept["access_token"],
        refresh_token=kept["refresh_token"],
        api_key=kept.get("api_key", ""),
        expires_at=datetime.fromisoformat(kept["expires_at"]) if kept["expires_at"] else None,
        scopes=tuple(kept["scopes"]),
        account_id=kept["account_id"],
        user_id=kept["user_id"],
    )


def reseal_all() -> int:
    """Seal every connection's secrets with the newest key and return how many credentials there were.

    Raises CannotUnseal, having changed nothing, when one of them cannot be opened.
    """
    with transaction.atomic():
        rows = list(Connection.objects.select_for_update().exclude(credentials=""))
        for row in rows:
            row.credentials = encryption.rotate(row.credentials)
            row.save(update_fields=["credentials"])
        for hook in Hook.objects.select_for_update():
            hook.signing_token = encryption.rotate(hook.signing_token)
            hook.save(update_fields=["signing_token"])
    return len(rows)
