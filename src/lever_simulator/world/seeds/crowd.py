"""Makes invented people in any number, the same ones in every run."""

from lever_simulator.world import writes
from lever_simulator.world.account import Account
from lever_simulator.world.hiring import Application, Opportunity, Posting
from lever_simulator.world.people import Contact, Phone
from lever_simulator.world.seeds.foundation import seed_id

_FIRST_NAMES = (
    "Ada Bela Cato Dora Eskil Frida Gro Halvor Idun Jonas Kari Leif Mina Nils Oda Per Ragna Sondre Tiril Ulf Vilde"
    " Yngve Amara Bashir Chidi Daria Elif Farid Grace Hiro Ilse Jomar Keiko Luca Maya Noor Omar Priya Quinn Rosa"
)
FIRST_NAMES = _FIRST_NAMES.split()
_LAST_NAMES = (
    "Applewood Birkedal Candela Dalsnes Elvestad Fjordheim Granlie Havnes Ivarstad Juvik Kvitfjell Lysebo Moldestad"
    " Nordmark Osvik Plassen Quistad Rosendal Skogly Tindholt Utvik Vassbotn Westlund Ytrefjord Aaserud"
)
LAST_NAMES = _LAST_NAMES.split()
MAIL_HOSTS = ("example.org", "example.com", "example.net")
ORIGINS = ("applied", "applied", "applied", "sourced", "referred", "internal", "agency", "university")
SOURCES = {
    "applied": "Job site",
    "sourced": "LinkedIn",
    "referred": "Referral",
    "internal": "Internal",
    "agency": "Agency",
    "university": "University fair",
}
TOWNS = ("Oslo", "Bergen", "Tromsø", "Stavanger", "Ålesund", "")
EMPLOYERS = ("Hotel Havblikk", "Café Nordlys", "Stasjonen Bistro", "Brygga Spa", "")


def add_person(account: Account, name: str, email: str | None, *, number: int = 0) -> Contact:
    contact = Contact(
        id=seed_id("contact", name + (email or "")),
        name=name,
        headline=EMPLOYERS[number % len(EMPLOYERS)],
        location=TOWNS[number % len(TOWNS)],
        emails=[email] if email else [],
        phones=[Phone(f"+47 555 {number // 100 % 100:02} {number % 100:02}", "mobile")],
    )
    account.contacts[contact.id] = contact
    return contact


def add_candidacy(
    account: Account, contact: Contact, posting: Posting | None, *, at: int, origin: str = "applied"
) -> Opportunity:
    key = f"{contact.id}:{posting.id if posting else ''}"
    return writes.open_opportunity(
        account,
        contact,
        now=at,
        application=_application(contact, posting, key, at, origin) if posting else None,
        stage="applicant-new" if posting else "lead-new",
        origin=origin,
        sources=[SOURCES[origin]],
        opportunity_id=seed_id("opportunity", key),
    )


def add_crowd(account: Account, postings: list[Posting], size: int, *, now: int, spacing: int) -> None:
    """Spread `size` people over the postings, one every `spacing` ms back in time."""
    stages = [stage.id for stage in account.stages]
    for number in range(size):
        name, email = _name(number), _email(number)
        contact = add_person(account, name, email, number=number)
        at = now - (number + 1) * spacing
        posting = postings[number % len(postings)]
        opportunity = add_candidacy(account, contact, posting, at=at, origin=ORIGINS[number % len(ORIGINS)])
        if number % 3 == 0:
            stage = stages[number // 3 % len(stages)]
            writes.move_to_stage(account, opportunity, stage, now=at + spacing // 2)
        if number % 4 == 1:
            opportunity.updated_at = None  # old ones have none (lever-api, surprise 6)
        if number % 11 == 5:
            writes.archive(account, opportunity, account.archive_reasons[1 + number % 2].id, now=at + spacing // 2)


def _application(contact: Contact, posting: Posting, key: str, at: int, origin: str) -> Application:
    application = Application(seed_id("application", key), posting.id, at)
    if origin in ("sourced", "agency"):
        application.type = "user"  # added by hand: name, address and phone stay empty
        return application
    application.type = "referral" if origin == "referred" else "posting"
    application.name = contact.name
    application.email = contact.emails[0] if contact.emails else None
    application.phone = contact.phones[0].value if contact.phones else None
    return application


def _name(number: int) -> str:
    first = FIRST_NAMES[number % len(FIRST_NAMES)]
    rounds, place = divmod(number, len(FIRST_NAMES))
    last = LAST_NAMES[(place * 7 + rounds) % len(LAST_NAMES)]
    generation = number // (len(FIRST_NAMES) * len(LAST_NAMES))
    return f"{first} {last}" + (f" {generation + 1}" if generation else "")


def _email(number: int) -> str:
    host = MAIL_HOSTS[number % len(MAIL_HOSTS)]
    return f"{_name(number).lower().replace(' ', '.')}@{host}"
