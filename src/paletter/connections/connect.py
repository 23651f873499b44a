"""How an organisation's ATS is switched on, off, and found to be lost.

The row of a connection is never deleted and its postings hang on it, so that a second connect brings jobs and links
back. Requests to the ATS happen before a transaction begins.
"""

import hmac
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from paletter.accounts.models import Organisation, User
from paletter.ats.protocol import Ats, AtsError, AtsProvider, AtsUnavailable, Credentials
from paletter.connections import pace
from paletter.connections.keeper import HeldCredentials, closed
from paletter.connections.models import Connection, ConnectionState, Manner
from paletter.vocabulary.hiring import AtsPerson, Visibility

POSTINGS_COMPARED = 10
"""So many postings of ours are looked for, to tell whether two credentials open one account."""


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
    return provider.denial(error=error, description=description)


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
    ats = provider.open(held)
    _try_out(ats)
    entry = _Entry(organisation, user, provider, Manner.CONSENT, now)
    return _let_in(entry, held, ats, person=_person(ats))


def complete_with_key(
    *, organisation: Organisation, user: User, provider: AtsProvider, api_key: str, now: datetime
) -> Connection:
    """Try a key that somebody made in the ATS and return the connection, on. Who made it, no ATS tells.

    Raises OtherAccount or any AtsError; a connection that was on before stays as it is then.
    """
    if not provider.takes_keys:
        raise ConnectRefused(f"{provider.name} is connected by a login, not by a key.")
    held = HeldCredentials(provider.connect_with_key(api_key))
    entry = _Entry(organisation, user, provider, Manner.KEY, now)
    return _let_in(entry, held, provider.open(held), person=None)


def disconnect(*, connection: Connection, now: datetime) -> None:
    """Switch off and destroy the tokens; postings, jobs and results stay. Off already: nothing happens."""
    with transaction.atomic():
        row = Connection.objects.select_for_update().get(pk=connection.pk)
        if row.state != ConnectionState.OFF:
            row.state, row.credentials = ConnectionState.OFF, ""
            row.trouble, row.trouble_at, row.disconnected_at = "", None, now
            row.save(update_fields=["state", "credentials", "trouble", "trouble_at", "disconnected_at"])
            _forget_hooks(row)
    connection.refresh_from_db()


def lost(*, connection: Connection, sentence: str, now: datetime) -> None:
    """Write down that the ATS ended the authorisation: a person must connect again, the tokens are of no use.

    Nothing happens when somebody has connected again, or disconnected, since `connection` was read.
    """
    with transaction.atomic():
        row = Connection.objects.select_for_update().get(pk=connection.pk)
        if row.state == ConnectionState.ON and row.connected_at == connection.connected_at:
            row.state, row.credentials = ConnectionState.NEEDS_YOU, ""
            row.trouble, row.trouble_at, row.disconnected_at = sentence, now, now
            row.save(update_fields=["state", "credentials", "trouble", "trouble_at", "disconnected_at"])
            _forget_hooks(row)
    connection.refresh_from_db()


def _forget_hooks(row: Connection) -> None:
    """What the ATS signs its calls with is a secret of the connection, as its tokens are."""
    row.hooks.all().delete()
    Connection.objects.filter(pk=row.pk).update(hooks_trouble="", hooks_checked_at=None)


@dataclass(frozen=True)
class _Entry:
    """Who connects what, how and when."""

    organisation: Organisation
    user: User
    provider: AtsProvider
    manner: Manner
    now: datetime


def _let_in(entry: _Entry, held: HeldCredentials, ats: Ats, *, person: AtsPerson | None) -> Connection:
    before = Connection.objects.filter(organisation=entry.organisation, provider=entry.provider.key).first()
    if before:
        _check_account(before, held.credentials, ats, entry.provider)
    with transaction.atomic():
        row = _locked(entry.organisation, entry.provider)
        if row.connected_at != (before.connected_at if before else None):
            # What was compared is not what is here any more.
            raise ConnectRefused(f"Somebody else connected {entry.provider.name} just now. Look whether it is right.")
        _switch_on(row, held.credentials, person)
        row.manner = entry.manner
        row.connected_by, row.connected_at, row.credentials_renewed_at = entry.user, entry.now, entry.now
        row.save()
    # Nobody knew yet whose account it is: what was asked to try the credentials is in no allowance.
    pace.of(row, entry.provider).use_up()
    return row


def _try_out(ats: Ats) -> None:
    """The one-time code is spent by now: an ATS that is busy must not make the person start over, a "no" must."""
    with suppress(AtsUnavailable):
        ats.try_out()


def _person(ats: Ats) -> AtsPerson | None:
    """A name that cannot be read keeps nobody from connecting."""
    try:
        return ats.person()
    except AtsError:
        return None


def _locked(organisation: Organisation, provider: AtsProvider) -> Connection:
    Connection.objects.get_or_create(organisation=organisation, provider=provider.key)
    return Connection.objects.select_for_update().get(organisation=organisation, provider=provider.key)


def _check_account(row: Connection, credentials: Credentials, ats: Ats, provider: AtsProvider) -> None:
    """Postings and opportunities of two accounts must never mix; without postings there is nothing to mix.

    Where the ATS does not say which account opens, it must know a posting of ours, or that it was deleted there.
    """
    if not row.postings.exists():
        return
    if row.account_id and credentials.account_id:
        is_same = row.account_id == credentials.account_id
    else:
        is_same = _knows_our_postings(row, ats)
    if not is_same:
        raise OtherAccount(
            f"This login or key belongs to another {provider.name} account than the one your jobs came from. "
            f"Log out at {provider.name} and connect with a login or a key of the earlier account. "
            f"To move to the new account, ask whoever runs Paletter for a new organisation."
        )


def _knows_our_postings(row: Connection, ats: Ats) -> bool:
    ours = list(row.postings.order_by("-last_seen_at").values_list("external_id", flat=True))
    known = (ats.look_up(posting_id).visibility is Visibility.READABLE for posting_id in ours[:POSTINGS_COMPARED])
    if any(known):
        return True
    since = row.last_synced_at or row.connected_at
    return since is not None and any(gone.id in ours for gone in ats.deleted_postings(since=since))


def _switch_on(row: Connection, credentials: Credentials, person: AtsPerson | None) -> None:
    row.state, row.trouble, row.trouble_at = ConnectionState.ON, "", None
    row.credentials = closed(credentials)
    # An account that does not tell its name keeps the one it had, as long as something of it is here.
    row.account_id = credentials.account_id or (row.account_id if row.postings.exists() else "")
    row.scopes = " ".join(credentials.scopes)
    row.person_name = person.name[:200] if person else ""
    row.person_role = person.role[:80] if person else ""
    row.disconnected_at = None
    # What changed while nobody looked is found by a full pass only.
    row.last_full_sync_at = None
    row.hooks_checked_at = None
