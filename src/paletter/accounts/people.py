"""A person and their address. Anybody may type an address; only a code sent to it proves whose it is (R35)."""

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from paletter.accounts.models import User


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
    email = email.strip().lower()
    proven = EmailAddress.objects.filter(email__iexact=email, verified=True).select_related("user").first()
    return proven.user if proven else User.objects.filter(email__iexact=email).first()


def has_proved(user: User, email: str) -> bool:
    """Tell whether this person showed, by a code, that mail to this address reaches them."""
    return bool(EmailAddress.objects.filter(user=user, email__iexact=email.strip(), verified=True).exists())


def rename(user: User, name: str) -> None:
    user.name = " ".join(name.split())[:200]
    user.save(update_fields=["name"])


def _made(email: str, *, name: str) -> User:
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, name=" ".join(name.split())[:200])
            EmailAddress.objects.create(user=user, email=email, primary=True, verified=False)
            return user
    except IntegrityError:
        # Two requests with one address at once: the other one made the person.
        return User.objects.get(email__iexact=email)
