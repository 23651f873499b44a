"""How an organisation's ATS is switched on, off, and found to be lost.

The row of a connection is never deleted and its postings hang on it, so that a second connect brings jobs and links
back. Requests to the ATS happen before a transaction begins.
"""

import hmac
import secrets
from datetime import datetime

from django.db import transaction

from paletter.accounts.models import Organisation, User
from paletter.ats.protocol import AtsError, AtsProvider, Credentials
from paletter.connections.keeper import HeldCredentials, closed
from paletter.connections.models import Connection, ConnectionState, Manner
from paletter.vocabulary.hiring import AtsPerson


class ConnectRefused(Exception):
    """Nothing was connected; the message tells the recruiter why and what to do."""


class StrangeState(ConnectRefused):
    """The answer does not belong to a question that this browser asked."""


class OtherAccount(ConnectRefused):
    """The login belongs to another account than the one whose postings are already here."""


def begin(*, provider: AtsProvider, return_to: str) -> tuple[str, str]:
    """Return (state, address): keep the state in the session, send the person to the address.

    Raises AtsRefused when the provider cannot be connected from this installation.
    """
    state = secrets.token_urlsafe(32)
    return state, provider.consent_url(state=state, return_to=return_to)


def check_state(*, expected: str, given: str) -> None:
    """Raise StrangeState unless the ATS's answer carries the state that this session began with."""
    if not expected or not hmac.compare_digest(expected.encode(), given.encode()):
        raise StrangeState("This answer does not belong to a connect that you began here. Press the toggle again.")


def denial(*, provider: AtsProvider, error: str, description: str = "") -> str:
    """Return the sentence for a person whom the ATS sent back without a permission."""
    if error == "access_denied" and description in ("", "user_did_not_authorize_the_request"):
        return f"{provider.name} was not connected, because the permissions were not accepted."
    said = " ".join((description or error).replace("_", " ").split())[:200]
    return (
        f"{provider.name} was not connected; it says: “{said}”. "
        f"Only somebody with the highest role at {provider.name} (a Super Admin at Lever) can connect it."
    )


def complete(
    *,
    organisation: Organisation,
    user: User,
    provider: AtsProvider,
    code: str,
    state: str,
    expected_state: str,
    return_to: str,
    now: datetime,
) -> Connection:
    """Exchange a granted code and return the connection, on.

    Raises StrangeState, OtherAccount or any AtsError; a connection that was on before stays as it is then.
    """
    check_state(expected=expected_state, given=state)
    held = HeldCredentials(provider.connect(code=code, return_to=return_to))
    return _connected(organisation, user, provider, held, now=now)


def complete_with_key(
    *, organisation: Organisation, user: User, provider: AtsProvider, api_key: str, now: datetime
) -> Connection:
    """Try a key that somebody made in the ATS and return the connection, on.

    Raises OtherAccount or any AtsError; a connection that was on before stays as it is then.
    """
    held = HeldCredentials(provider.connect_with_key(api_key))
    return _connected(organisation, user, provider, held, now=now)


def _connected(
    organisation: Organisation, user: User, provider: AtsProvider, held: HeldCredentials, *, now: datetime
) -> Connection:
    person = _person(provider, held)
    with transaction.atomic():
        row = _locked(organisation, provider)
        _check_account(row, held.credentials, provider)
        _switch_on(row, held.credentials, person)
        row.connected_by, row.connected_at = user, now
        row.save()
    return row


def disconnect(*, connection: Connection, now: datetime) -> None:
    """Switch off and destroy the tokens; postings, jobs and results stay. Off already: nothing happens."""
    with transaction.atomic():
        row = Connection.objects.select_for_update().get(pk=connection.pk)
        if row.state != ConnectionState.OFF:
            row.state, row.credentials, row.trouble = ConnectionState.OFF, "", ""
            row.disconnected_at = now
            row.save(update_fields=["state", "credentials", "trouble", "disconnected_at"])
    connection.refresh_from_db()


def lost(*, connection: Connection, sentence: str, now: datetime) -> None:
    """Write down that the ATS ended the authorisation: a person must connect again, the tokens are of no use.

    Nothing happens when somebody has connected again, or disconnected, since `connection` was read.
    """
    with transaction.atomic():
        row = Connection.objects.select_for_update().get(pk=connection.pk)
        if row.state == ConnectionState.ON and row.connected_at == connection.connected_at:
            row.state, row.credentials, row.trouble = ConnectionState.NEEDS_YOU, "", sentence
            row.disconnected_at = now
            row.save(update_fields=["state", "credentials", "trouble", "disconnected_at"])
    connection.refresh_from_db()


def _person(provider: AtsProvider, held: HeldCredentials) -> AtsPerson | None:
    """The one-time code is spent by now: a name that cannot be read must not make the person start over."""
    try:
        return provider.open(held).person()
    except AtsError:
        return None


def _locked(organisation: Organisation, provider: AtsProvider) -> Connection:
    Connection.objects.get_or_create(organisation=organisation, provider=provider.key)
    return Connection.objects.select_for_update().get(organisation=organisation, provider=provider.key)


def _check_account(row: Connection, credentials: Credentials, provider: AtsProvider) -> None:
    """Postings and opportunities of two accounts must never mix; without postings there is nothing to mix."""
    is_other = row.account_id and credentials.account_id and row.account_id != credentials.account_id
    if is_other and row.postings.exists():
        raise OtherAccount(
            f"This login belongs to another {provider.name} account than the one your jobs came from. "
            f"Log out at {provider.name} and connect with a login of the earlier account. "
            f"To move to the new account, ask whoever runs Paletter for a new organisation."
        )


def _switch_on(row: Connection, credentials: Credentials, person: AtsPerson | None) -> None:
    row.state, row.trouble = ConnectionState.ON, ""
    row.manner = Manner.KEY if credentials.api_key else Manner.CONSENT
    row.credentials = closed(credentials)
    row.account_id = credentials.account_id or row.account_id
    row.scopes = " ".join(credentials.scopes)
    row.person_name = person.name[:200] if person else ""
    row.person_role = person.role[:80] if person else ""
    row.disconnected_at = None
    # What changed while nobody looked is found by a full pass only.
    row.last_full_sync_at = None
