"""The cast of the tests.

Alice recruits for Fjord Hotel and Carol applies there; Mallory works elsewhere and must see nothing.
"""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress

from paletter.accounts.models import Membership, Organisation, Role, User
from paletter.assessments import shelf
from paletter.assessments.models import Template, TemplateVersion
from paletter.connections.models import Connection, ConnectionState, MirroredPosting
from paletter.interviews import takes
from paletter.interviews.models import Answer, Interview, Recording
from paletter.jobs.models import Job
from paletter.vocabulary.hiring import Distribution, PostingState

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
_numbers = count(1)


def an_organisation(name: str = "Fjord Hotel Group") -> Organisation:
    found, _ = Organisation.objects.get_or_create(slug=name.lower().replace(" ", "-"), defaults={"name": name})
    return found


def a_person(email: str, name: str = "") -> User:
    """Return a user with this verified address."""
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, name=name)
    EmailAddress.objects.get_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
    return user


def a_recruiter(
    email: str = "alice@example.org", *, organisation: Organisation | None = None, role: Role = Role.ADMIN
) -> User:
    user = a_person(email, email.split("@")[0].title())
    Membership.objects.get_or_create(organisation=organisation or an_organisation(), user=user, defaults={"role": role})
    return user


def mallory() -> User:
    return a_recruiter("mallory@example.net", organisation=an_organisation("Rival Hotels"))


def a_candidate(email: str = "carol.candidate@example.org", name: str = "Carol Candidate") -> User:
    return a_person(email, name)


def a_connection(organisation: Organisation | None = None, **fields: Any) -> Connection:
    values: dict[str, Any] = {"state": ConnectionState.ON, "credentials": "x", "connected_at": NOON} | fields
    found, _ = Connection.objects.get_or_create(
        organisation=organisation or an_organisation(), provider="lever", defaults=values
    )
    return found


def a_posting(
    title: str = "Front of House Host", *, connection: Connection | None = None, **fields: Any
) -> MirroredPosting:
    values: dict[str, Any] = {
        "external_id": f"posting-{next(_numbers)}",
        "state": PostingState.OPEN,
        "distribution": Distribution.EXTERNAL,
        "location": "Oslo",
        "last_seen_at": NOON,
    } | fields
    return MirroredPosting.objects.create(connection=connection or a_connection(), title=title, **values)


def a_template(key: str = "general-hospitality-foh") -> Template:
    """Return a shipped template, stored as the product stores it."""
    value = shelf.template(key)
    template, _ = Template.objects.get_or_create(key=value.key, organisation=None, defaults={"name": value.name})
    TemplateVersion.objects.get_or_create(
        template=template,
        fingerprint=shelf.fingerprint(value),
        defaults={"version": value.version, "content": shelf.to_dict(value)},
    )
    return template


def a_job(posting: MirroredPosting | None = None, *, template: Template | None = None) -> Job:
    posting = posting or a_posting()
    return Job.objects.create(
        organisation=posting.connection.organisation, posting=posting, template=template or a_template()
    )


def an_interview(job: Job | None = None, candidate: User | None = None, **fields: Any) -> Interview:
    """Return an interview with its empty answers."""
    job = job or a_job()
    version = job.template_version
    interview = Interview.objects.create(
        job=job, candidate=candidate or a_candidate(), template_version=version, **fields
    )
    for position, question in enumerate(version.value.questions, start=1):
        Answer.objects.create(interview=interview, question_key=question.key, position=position)
    return interview


def saved(recording: Recording, *, now: datetime = NOON) -> Answer:
    """Make a whole take the answer, as the browser does that recorded it."""
    recording.refresh_from_db()
    return takes.keep(recording, sha256=recording.sha256, now=now)
