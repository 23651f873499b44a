"""A person and their address. Anybody may type an address; only a code sent to it proves whose it is (R35)."""

from collections.abc import Iterable
from typing import TypeVar

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from paletter.accounts.models import User

Row = TypeVar("Row", User, EmailAddress)


def with_address(email: str, *, name: str = "") -> User:
    """Return the person who has this address, made without a password and with the address unproven when unknown.

    A name that the person already has stays.
    """
    user = found(email) or _made(email.strip().lower(), name=name)
    if name and not user.name:
        rename(user, name)
    return user


def found(email: str) -> User | None:
    """Return the person who proved this address, else the one who signed up with it, else None."""
    proven = _first(
        EmailAddress.objects.filter(email__iexact=email.strip(), verified=True).select_related("user"), email
    )
    return proven.user if proven else _first(User.objects.filter(email__iexact=email.strip()), email)


def has_proved(user: User, email: str) -> bool:
    """Tell whether this person showed, by a code, that mail to this address reaches them."""
    return _first(EmailAddress.objects.filter(user=user, email__iexact=email.strip(), verified=True), email) is not None


def rename(user: User, name: str) -> None:
    user.name = " ".join(name.split())[:200]
    user.save(update_fields=["name"])


def _first(rows: Iterable[Row], email: str) -> Row | None:
    """Return the row whose address is this one, case aside.

    Databases compare capitals, in which a dotless i or a long s is an I or an S: the mailbox of a stranger, who would
    get the code to this account.
    """
    return next((row for row in rows if row.email.strip().lower() == email.strip().lower()), None)


def _made(email: str, *, name: str) -> User:
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, name=" ".join(name.split())[:200])
            EmailAddress.objects.create(user=user, email=email, primary=True, verified=False)
            return user
    except IntegrityError:
        # Two requests with one address at once: the other one made the person.
        return User.objects.get(email=email)
