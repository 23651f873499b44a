"""What every seeded account has: users, stages, archive reasons, the app "Paletter", two API keys."""

from uuid import NAMESPACE_DNS, uuid5

from lever_simulator.world.account import Account
from lever_simulator.world.grants import CONFIDENTIAL_ACCESS, OFFLINE_ACCESS, SCOPES, ApiKey, App
from lever_simulator.world.hiring import ArchiveReason, Stage
from lever_simulator.world.people import User

CLIENT_ID = "paletter-demo"
CLIENT_SECRET = "paletter-demo-secret"  # noqa: S105 -- opens a toy
API_KEY = "demo-api-key"
CONFIDENTIAL_API_KEY = "demo-confidential-key"
REDIRECT_URIS = (
    "http://127.0.0.1:8000/ats/lever/callback",
    "http://localhost:8000/ats/lever/callback",
)
DAY = 86_400_000

_SPACE = uuid5(NAMESPACE_DNS, "lever-simulator.example.org")


def seed_id(kind: str, name: str) -> str:
    """Return the id that this thing has in every run."""
    return str(uuid5(_SPACE, f"{kind}:{name}"))


def empty(now: int) -> Account:
    """An account with its users and pipeline, but nobody to hire yet."""
    account = Account(seed_id("account", "fjordhotel"), "Fjord Hotel Group", "fjordhotel", "demo signing secret")
    account.users = {user.id: user for user in _users(now)}
    account.stages = _stages()
    account.archive_reasons = _archive_reasons()
    account.apps = {CLIENT_ID: _paletter()}
    account.api_keys = {key.key: key for key in _api_keys()}
    return account


def _users(now: int) -> list[User]:
    rows = [
        ("Sigrid Solheim", "sigrid", "super admin", "Head of Talent"),
        ("Amir Admin", "amir", "admin", "Recruiting Lead"),
        ("Tova Teammate", "tova", "team member", "Recruiter"),
        ("Linus Limited", "linus", "limited team member", "Hiring Manager"),
        ("Ines Interviewer", "ines", "interviewer", "Front Office Supervisor"),
        ("Dag Departed", "dag", "super admin", "Former Head of Talent"),
    ]
    users = [
        User(seed_id("user", name), name, username, f"{username}@example.org", role, now - 900 * DAY, title)
        for name, username, role, title in rows
    ]
    users[-1].deactivated_at = now - 40 * DAY
    return users


def _stages() -> list[Stage]:
    return [
        Stage("lead-new", "New lead", "lead"),
        Stage("lead-reached-out", "Reached out", "lead"),
        Stage("lead-responded", "Responded", "lead"),
        Stage("applicant-new", "New applicant", "applicant"),
        Stage(seed_id("stage", "Paletter interview"), "Paletter interview"),
        Stage(seed_id("stage", "On-site interview"), "On-site interview", "onsite"),
        Stage("offer", "Offer", "offer"),
    ]


def _archive_reasons() -> list[ArchiveReason]:
    rows = [
        ("Hired", "hired", "active"),
        ("Underqualified", "non-hired", "active"),
        ("Withdrew", "non-hired", "active"),
        ("Position closed", "non-hired", "inactive"),
    ]
    return [ArchiveReason(seed_id("archive reason", text), text, kind, status) for text, kind, status in rows]


def _paletter() -> App:
    description = "One-way video interviews with soft-skill scores that show their evidence."
    return App(CLIENT_ID, CLIENT_SECRET, "Paletter", description, list(REDIRECT_URIS), registered_scopes())


def registered_scopes() -> list[str]:
    """Return the 20 scopes, Lever's most, that "Paletter" may choose from: never confidential access."""
    read = "applications archive_reasons sources stages tags users"
    write = (
        "contact feedback feedback_templates files form_templates forms interviews notes opportunities panels postings"
        " uploads webhooks"
    )
    reading = [f"{noun}:read:admin" for noun in read.split()]
    return [OFFLINE_ACCESS, *reading, *(f"{noun}:write:admin" for noun in write.split())]


def _api_keys() -> list[ApiKey]:
    plain = [scope for scope in SCOPES if scope != CONFIDENTIAL_ACCESS]
    return [
        ApiKey(API_KEY, "Demo key", plain),
        ApiKey(CONFIDENTIAL_API_KEY, "Demo key with confidential access", list(SCOPES)),
    ]
