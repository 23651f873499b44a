"""E-mail addresses as digests: enough to recognise a person who comes to Paletter, of no use to anybody else.

The key is derived from the installation's SECRET_KEY. Once that is changed, digests match nothing until the next full
pass of the sync has made them anew.
"""

from collections.abc import Iterable

from django.utils.crypto import salted_hmac

PURPOSE = "paletter.connections.addresses"


def digest(email: str) -> str:
    """Return an address, without case and outer spaces, as a digest that only this installation can make."""
    return salted_hmac(PURPOSE, _canonical(email), algorithm="sha256").hexdigest()


def digests(emails: Iterable[str]) -> list[str]:
    return sorted({digest(email) for email in emails if email.strip()})


def near_digests(emails: Iterable[str]) -> list[str]:
    """Return the digests of these addresses without "+tag": who writes with another tag may be the same person."""
    return digests(map(without_tag, emails))


def _canonical(email: str) -> str:
    # Not casefold(): it makes "ß" of one mailbox the "ss" of another.
    return email.strip().lower()


def without_tag(email: str) -> str:
    """Return an address as its mailbox would be called without a "+tag"."""
    mailbox, at, host = email.strip().rpartition("@")
    name = mailbox.partition("+")[0]
    return f"{name}{at}{host}" if name else email
