"""A large employer: 10,000 opportunities over 40 postings."""

from lever_simulator.world import writes
from lever_simulator.world.account import Account
from lever_simulator.world.seeds.crowd import add_crowd
from lever_simulator.world.seeds.foundation import DAY, empty, seed_id

POSTINGS = 40
OPPORTUNITIES = 10_000

_ROLES = ("Host", "Receptionist", "Waiter", "Barista", "Housekeeper", "Porter", "Cook", "Concierge")
_HOUSES = ("Oslo", "Bergen", "Tromsø", "Stavanger", "Ålesund")


def large(now: int) -> Account:
    account = empty(now)
    for number in range(POSTINGS):
        house, role = _HOUSES[number % len(_HOUSES)], _ROLES[number // len(_HOUSES)]
        title = f"{role}, {house}"
        writes.add_posting(
            account,
            title,
            now=now - (number + 10) * DAY,
            distribution=("external", "internal", "external+internal", "unlisted")[number % 4],
            team="Guest service",
            department="Hospitality",
            locations=[house],
            commitment="Full-time",
            owner=seed_id("user", "Sigrid Solheim"),
            posting_id=seed_id("posting", title),
        )
    add_crowd(account, list(account.postings.values()), OPPORTUNITIES, now=now, spacing=120_000)
    return account
