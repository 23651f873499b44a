"""What people do in Lever while an integration looks away: by name, so that it can be ordered for a later moment."""

import re
from collections.abc import Callable

from lever_simulator.world import consents, contacts, happenings, writes
from lever_simulator.world.hiring import CLOSED, CONFIDENTIAL, UNLISTED, Application, Opportunity, Posting
from lever_simulator.world.incidents import Change
from lever_simulator.world.people import Contact, User
from lever_simulator.world.world import World
from lever_simulator.world.writes import Refused

_IN_ADDRESS = re.compile(r"/(?P<noun>opportunities|candidates|postings)/(?P<id>[^/]+)")


class Aimless(Refused):
    """A change names nothing, or nothing that is there."""


def check(change: Change) -> None:
    """Raise Refused when nobody knows how to do this."""
    if change.what not in CHANGES:
        raise Refused(f"A change is one of {', '.join(CHANGES)}.")
    if change.what in NEEDS_VALUE and not (change.to or "").strip():
        raise Refused(f"The change {change.what} needs “to”, the new value.")


def do(world: World, change: Change, *, address: str = "") -> None:
    """Do `change` now. Without an id it is done to what the path `address` is about."""
    check(change)
    if change.what in ON_OPPORTUNITY:
        ON_OPPORTUNITY[change.what](world, _opportunity(world, change.id, address), change.to)
    elif change.what in ON_POSTING:
        ON_POSTING[change.what](world, _posting(world, change.id, address), change.to)
    else:
        ON_ACCOUNT[change.what](world, change.id)


# ---- who or what it is done to


def _opportunity(world: World, id_or_email: str | None, address: str) -> Opportunity:
    wanted = id_or_email or _met(address, "opportunities", "candidates")
    account = world.account
    if wanted and "@" in wanted:
        contact = account.contact_with(wanted)
        theirs = account.opportunities_of(contact.id) if contact else iter(())
        found = max(theirs, key=lambda o: o.created_at, default=None)
    else:
        found = account.opportunities.get(wanted or "")
    if found is None:
        raise Aimless(f"There is no opportunity “{wanted or address}”. Give its id, or an address of its person.")
    return found


def _posting(world: World, id_or_title: str | None, address: str) -> Posting:
    postings = world.account.postings
    wanted: str | None = id_or_title or _met(address, "postings")
    if not wanted and (met := _met(address, "opportunities", "candidates")) in world.account.opportunities:
        wanted = world.account.opportunities[met].posting
    by_title = {posting.text: posting for posting in postings.values()}
    found = postings.get(wanted or "") or by_title.get(wanted or "")
    if found is None:
        raise Aimless(f"There is no posting “{wanted or address}”. Give its id or its title.")
    return found


def _met(address: str, *nouns: str) -> str:
    found = _IN_ADDRESS.search(address)
    return found["id"] if found and found["noun"] in nouns else ""


# ---- people and their candidacies


def _delete(world: World, opportunity: Opportunity, _to: str | None) -> None:
    writes.delete_opportunity(world.account, opportunity, now=world.clock.ms())


def _archive(world: World, opportunity: Opportunity, _to: str | None) -> None:
    reason = next(r for r in world.account.archive_reasons if r.type == "non-hired" and r.status == "active")
    writes.archive(world.account, opportunity, reason.id, now=world.clock.ms())


def _anonymize(world: World, opportunity: Opportunity, _to: str | None) -> None:
    contacts.anonymize(world.account, opportunity, now=world.clock.ms())


def _merge(world: World, opportunity: Opportunity, into: str | None) -> None:
    """Join the person with the contact `into`, or with a twin of theirs that somebody had made by hand."""
    account, person = world.account, world.account.contact_of(opportunity)
    kept = account.contacts.get(into) if into else _twin_of(world, person)
    if kept is None or kept is person:
        raise Aimless(f"There is no other contact “{into}”.")
    writes.merge_contacts(account, kept, person, now=world.clock.ms())
    writes.touch(opportunity, world.clock.ms())


def _twin_of(world: World, person: Contact) -> Contact:
    twin = Contact(writes.new_id(), person.name, person.headline, person.location, list(person.emails))
    twin.phones = list(person.phones)
    world.account.contacts[twin.id] = twin
    happenings.contact_created(world.account, twin, now=world.clock.ms())
    return twin


def _apply_twice(world: World, opportunity: Opportunity, _to: str | None) -> None:
    """Add a second active candidacy on the same posting, by somebody with the same address whom Lever did not join."""
    account, now = world.account, world.clock.ms()
    posting, person = account.posting_of(opportunity), account.contact_of(opportunity)
    if posting is None:
        raise Refused("This opportunity is on no posting.")
    twin = _twin_of(world, person)
    application = Application(writes.new_id(), posting.id, now, name=twin.name, email=next(iter(twin.emails), None))
    writes.open_opportunity(account, twin, now=now, application=application, sources=["Job site"])


def _readdress(rule: Callable[[list[str], str], list[str]]) -> Callable[[World, Opportunity, str | None], None]:
    def change(world: World, opportunity: Opportunity, to: str | None) -> None:
        contact = world.account.contact_of(opportunity)
        contact.emails = rule(contact.emails, (to or "").strip())
        writes.touch(opportunity, world.clock.ms())
        happenings.contact_updated(world.account, contact, now=world.clock.ms())

    return change


def _plus_tagged(email: str, tag: str) -> str:
    name, _, host = email.partition("@")
    return f"{name}+{tag or 'jobs'}@{host}"


def _lose_updated_at(_world: World, opportunity: Opportunity, _to: str | None) -> None:
    opportunity.updated_at = None


def _forbid_storing(world: World, opportunity: Opportunity, _to: str | None) -> None:
    contact = world.account.contact_of(opportunity)
    contact.may_be_stored = False
    happenings.contact_updated(world.account, contact, now=world.clock.ms())


# ---- postings


def _rename(world: World, posting: Posting, title: str | None) -> None:
    writes.rename_posting(posting, title or "", now=world.clock.ms())


def _close(world: World, posting: Posting, _to: str | None) -> None:
    writes.set_posting_status(posting, CLOSED, now=world.clock.ms())


def _distribute(distribution: str) -> Callable[[World, Posting, str | None], None]:
    def change(world: World, posting: Posting, _to: str | None) -> None:
        writes.distribute_posting(posting, distribution, now=world.clock.ms())

    return change


def _delete_posting(world: World, posting: Posting, _to: str | None) -> None:
    writes.delete_posting(world.account, posting, now=world.clock.ms())


# ---- the account


def _revoke(world: World, client_id: str | None) -> None:
    for wanted in [client_id] if client_id else list(world.account.apps):
        consents.revoke(world, wanted)


def _deactivate(world: World, username: str | None) -> None:
    _user(world, username).deactivated_at = world.clock.ms()


def _reactivate(world: World, username: str | None) -> None:
    _user(world, username).deactivated_at = None


def _user(world: World, username: str | None) -> User:
    """Return the user named, or whoever authorized an app last."""
    users = world.account.users
    grants = sorted(world.account.grants.values(), key=lambda grant: grant.granted_at)
    if not username and grants:
        return users[grants[-1].user_id]
    found = next((user for user in users.values() if username in (user.id, user.username)), None)
    if found is None:
        raise Aimless(f"There is no user “{username or ''}”. Give a user name, such as sigrid.")
    return found


def _lock_tags(world: World, _id: str | None) -> None:
    world.switch({"tags_locked": True})


def _leave_package(world: World, _id: str | None) -> None:
    world.switch({"package_has_api": False})


ON_OPPORTUNITY: dict[str, Callable[[World, Opportunity, str | None], None]] = {
    "delete_opportunity": _delete,
    "archive_opportunity": _archive,
    "anonymize_contact": _anonymize,
    "merge_contact": _merge,
    "apply_twice": _apply_twice,
    "drop_emails": _readdress(lambda emails, _to: []),
    "add_email": _readdress(lambda emails, to: [*emails, to]),
    "capitalize_emails": _readdress(lambda emails, _to: [email.upper() for email in emails]),
    "plus_tag_emails": _readdress(lambda emails, to: [_plus_tagged(email, to) for email in emails]),
    "lose_updated_at": _lose_updated_at,
    "forbid_storing": _forbid_storing,
}
ON_POSTING: dict[str, Callable[[World, Posting, str | None], None]] = {
    "rename_posting": _rename,
    "close_posting": _close,
    "unlist_posting": _distribute(UNLISTED),
    "make_posting_confidential": _distribute(CONFIDENTIAL),
    "delete_posting": _delete_posting,
}
ON_ACCOUNT: dict[str, Callable[[World, str | None], None]] = {
    "revoke_access": _revoke,
    "deactivate_user": _deactivate,
    "reactivate_user": _reactivate,
    "lock_tags": _lock_tags,
    "leave_package": _leave_package,
}
NEEDS_VALUE = ("rename_posting", "add_email")
CHANGES = (*ON_OPPORTUNITY, *ON_POSTING, *ON_ACCOUNT)
