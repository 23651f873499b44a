"""The demo account: every kind of posting once, and the people that demos and journeys are about."""

from lever_simulator.world import notes, writes
from lever_simulator.world.account import Account
from lever_simulator.world.hiring import CLOSED, DRAFT, OPEN, PENDING, Posting, Salary
from lever_simulator.world.people import Contact
from lever_simulator.world.seeds.crowd import add_candidacy, add_crowd, add_person
from lever_simulator.world.seeds.foundation import DAY, empty, seed_id
from lever_simulator.world.seeds.interviews import add_planned_interview, add_templates

HOUR = 3_600_000

HOST = "Front of House Host"
NIGHT = "Night Receptionist"
JOST = "Jost Post # 4 (Test # 4)"
MANAGER = "Restaurant Manager"
ATTENDANT = "Breakfast Attendant"

Row = tuple[str, str, str, str, list[str], str, list[str]]

# title, distribution, status, team, locations, commitment, own tags
_POSTINGS: tuple[Row, ...] = (
    (HOST, "external", OPEN, "Front of House", ["Oslo"], "Full-time", ["paletter"]),
    (NIGHT, "internal", OPEN, "Front of House", ["Bergen"], "Part-time", []),
    (JOST, "unlisted", OPEN, "Front of House", ["Oslo"], "Full-time", []),
    (MANAGER, "confidential", OPEN, "Food and Drink", ["Oslo"], "Full-time", []),
    (ATTENDANT, "external+internal", OPEN, "Food and Drink", ["Oslo", "Bergen", "Tromsø"], "Seasonal", []),
    ("Sauna and Spa Host", "external", DRAFT, "Wellness", ["Stavanger"], "Full-time", []),
    ("Ski Season Bartender", "external", CLOSED, "Food and Drink", ["Tromsø"], "Seasonal", []),
    ("Guest Relations Trainee", "external", PENDING, "Front of House", ["Oslo"], "Internship", []),
)
_DESCRIPTIONS = {
    HOST: "You are the first face our guests see. You greet, listen, seat, and notice what nobody asked for.",
    NIGHT: "You keep the house calm from eleven to seven, and arrivals at three in the morning feel expected.",
    JOST: "A posting that is not listed anywhere. Who has the link can apply.",
    MANAGER: "You lead the restaurant. Nobody outside the search team knows of this posting.",
    ATTENDANT: "You run the morning: coffee, eggs, and two hundred guests who have not woken up yet.",
}


def demo(now: int) -> Account:
    account = empty(now)
    add_templates(account)
    owner = seed_id("user", "Sigrid Solheim")
    postings = {row[0]: _add_posting(account, row, now - (60 - i) * DAY, owner) for i, row in enumerate(_POSTINGS)}
    postings[ATTENDANT].salary = Salary(380_000, 440_000, "NOK", "per-year-salary")
    _add_cast(account, postings, now)
    listed = [postings[title] for title in (HOST, NIGHT, ATTENDANT, JOST, "Ski Season Bartender")]
    add_crowd(account, listed, 130, now=now - 2 * DAY, spacing=9 * HOUR)
    return account


def _add_posting(account: Account, row: Row, at: int, owner: str) -> Posting:
    title, distribution, status, team, locations, commitment, tags = row
    return writes.add_posting(
        account,
        title,
        now=at,
        distribution=distribution,
        status=status,
        team=team,
        department="Hospitality",
        locations=list(locations),
        commitment=commitment,
        tags=list(tags),
        description=_DESCRIPTIONS.get(title, f"Join us as {title}."),
        owner=owner,
        posting_id=seed_id("posting", title),
    )


def _add_cast(account: Account, postings: dict[str, Posting], now: int) -> None:
    host, manager = postings[HOST], postings[MANAGER]
    _applies(account, host, "Carol Candidate", "carol.candidate@example.org", now - 5 * HOUR)
    _applies(account, host, "Dana Demo", "dana.demo@example.org", now - 7 * HOUR)

    twice = _applies(account, host, "Tove Twice", "tove.twice@example.org", now - 20 * HOUR)
    add_candidacy(account, twice, postings[NIGHT], at=now - 30 * HOUR)

    without_email = add_person(account, "Nomi Nomail", None, number=3)
    add_candidacy(account, without_email, host, at=now - 26 * HOUR, origin="sourced")

    archived = _applies(account, host, "Arne Archived", "arne.archived@example.org", now - 6 * DAY)
    reason = seed_id("archive reason", "Withdrew")
    writes.archive(account, next(account.opportunities_of(archived.id)), reason, now=now - 3 * DAY)

    _applies(account, host, "Anna Anonymised", "anna.anonymised@example.org", now - 9 * DAY).anonymize()
    _applies(account, manager, "Sverre Secret", "sverre.secret@example.org", now - 40 * HOUR)
    lead = add_person(account, "Lea Lead", "lea.lead@example.net", number=9)
    add_candidacy(account, lead, None, at=now - 50 * HOUR, origin="sourced")
    _add_human_note(account, twice, now)
    add_planned_interview(account, next(account.opportunities_of(twice.id)), now - 2 * HOUR)
    _add_hard_to_match(account, host, now)


def _add_hard_to_match(account: Account, host: Posting, now: int) -> None:
    """Add those whose address is not simply the one that they give to others."""
    _applies(account, host, "Pia Plus", "pia.plus+hotels@example.org", now - 11 * HOUR)
    _applies(account, host, "Ulla Upper", "ULLA.UPPER@EXAMPLE.ORG", now - 12 * HOUR)
    several = _applies(account, host, "Sara Several", "sara.several@example.org", now - 13 * HOUR)
    several.emails += ["sara@example.net", "s.several@example.com"]
    _applies(account, host, "Stig Stop", "stig.stop@example.org", now - 14 * HOUR).may_be_stored = False
    # Two contacts that Lever has not joined: both candidacies are active, on one posting, with one address.
    for number, name in enumerate(("Dorte Double", "Dorte L. Double")):
        _applies(account, host, name, "dorte.double@example.org", now - (15 + number) * HOUR)


def _applies(account: Account, posting: Posting, name: str, email: str, at: int) -> Contact:
    contact = add_person(account, name, email, number=len(name))
    add_candidacy(account, contact, posting, at=at)
    return contact


def _add_human_note(account: Account, contact: Contact, now: int) -> None:
    opportunity = next(account.opportunities_of(contact.id))
    text = "Spoke on the phone, asks whether both houses may see her papers.\nCalls back on Thursday."
    notes.add_note(
        account,
        opportunity,
        text,
        now=now - 4 * HOUR,
        user=seed_id("user", "Tova Teammate"),
        by_api=False,
        note_id=seed_id("note", "Tove Twice"),
    )
