"""What is done to a person, whichever of their candidacies it is done on."""

from typing import Any

from lever_simulator.world import happenings
from lever_simulator.world.account import Account
from lever_simulator.world.hiring import Opportunity, unique
from lever_simulator.world.people import Contact
from lever_simulator.world.writes import touch


def anonymize(account: Account, opportunity: Opportunity, *, now: int) -> None:
    """Take the person behind an opportunity out of it, and out of all their others."""
    contact = account.contact_of(opportunity)
    contact.anonymize()
    touch(opportunity, now)
    happenings.contact_updated(account, contact, now=now)


def add_links(account: Account, opportunity: Opportunity, links: list[str], *, now: int) -> None:
    _set_links(account, opportunity, unique(account.contact_of(opportunity).links + links), now=now)


def remove_links(account: Account, opportunity: Opportunity, links: list[str], *, now: int) -> None:
    kept = [link for link in account.contact_of(opportunity).links if link not in links]
    _set_links(account, opportunity, kept, now=now)


def change(account: Account, contact: Contact, changes: dict[str, Any], *, now: int) -> None:
    """Give the contact these values, by the names of its fields."""
    before = {name: getattr(contact, name) for name in changes}
    for name, value in changes.items():
        setattr(contact, name, value)
    if before != changes:
        happenings.contact_updated(account, contact, now=now)


def _set_links(account: Account, opportunity: Opportunity, links: list[str], *, now: int) -> None:
    contact = account.contact_of(opportunity)
    touch(opportunity, now)
    if contact.links != links:
        contact.links = links
        happenings.contact_updated(account, contact, now=now)
