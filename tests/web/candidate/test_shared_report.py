"""Carol reads her report where the organisation shares it, and only then; and is told whether her address is known."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from paletter.accounts.models import Organisation
from paletter.connections import addresses
from paletter.connections.models import MirroredOpportunity
from paletter.interviews.models import Interview
from paletter.jobs.models import Job
from paletter.reports.models import FirstLook
from paletter.scores.models import HumanLevel, SkillScore
from tests.cast import NOON, a_candidate, a_job, a_recruiter, an_interview, mallory
from tests.retention.scene import a_finished_interview

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CAROL = "carol.candidate@example.org"


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def finished(db: None) -> Interview:
    interview = a_finished_interview()
    for model in (SkillScore, HumanLevel):
        model.objects.update(competency="service")
    Organisation.objects.update(shares_reports=True)
    return interview


def test_she_reads_levels_quotes_and_reasons_and_no_members_name(carol: Client, finished: Interview) -> None:
    assert f'href="/i/{finished.key}/report"' in text(carol.get(f"/i/{finished.key}/"))

    page = text(carol.get(f"/i/{finished.key}/report"))

    assert "I asked her" in page
    assert "Heard it otherwise." in page
    assert "a person of Fjord Hotel Group" in page
    assert "Alice" not in page
    assert "I see it differently" not in page
    assert not FirstLook.objects.filter(user=finished.candidate).exists()


@pytest.mark.parametrize("why", ["not shared", "not scored", "withdrawn", "open again"])
def test_otherwise_there_is_no_such_page(carol: Client, finished: Interview, why: str) -> None:
    match why:
        case "not shared":
            Organisation.objects.update(shares_reports=False)
        case "not scored":
            Interview.objects.update(scored_at=None)
        case "withdrawn":
            Interview.objects.update(withdrawn_at=NOON)
        case _:
            Interview.objects.update(reopened_at=NOON, scored_at=None)

    assert carol.get(f"/i/{finished.key}/report").status_code == 404
    assert "Read your report" not in text(carol.get(f"/i/{finished.key}/", follow=True))


@pytest.mark.parametrize("who", ["dan", "mallory", "alice"])
def test_nobody_else_reads_it_there(client: Client, finished: Interview, who: str) -> None:
    people = {"dan": lambda: a_candidate("dan@example.org", "Dan"), "mallory": mallory, "alice": a_recruiter}
    client.force_login(people[who](), backend=BACKEND)

    assert client.get(f"/i/{finished.key}/report").status_code == 404


def test_while_it_is_under_way_the_page_says_how_long_that_takes(carol: Client) -> None:
    interview = an_interview(submitted_at=NOON)

    assert "This can take a few hours." in text(carol.get(f"/i/{interview.key}/"))


# --- is the address that of an application? ---


def mirrored(job: Job, email: str) -> None:
    job.posting.opportunities_read_at = NOON
    job.posting.save()
    MirroredOpportunity.objects.create(
        connection=job.posting.connection,
        external_id="o",
        posting=job.posting,
        digests=addresses.digests([email]),
        near_digests=addresses.near_digests([email]),
        created_at=NOON,
    )


@pytest.mark.parametrize(
    ("email", "told"),
    [
        (CAROL, "has an application of yours for this job"),
        ("carol.candidate+jobs@example.org", "under an address almost like"),
        ("somebody@example.org", "has no application for this job under"),
    ],
)
def test_she_is_told_kindly_and_may_begin_all_the_same(carol: Client, email: str, told: str) -> None:
    job = a_job()
    mirrored(job, email)

    page = text(carol.get(f"/j/{job.code}"))

    assert told in page
    assert f'action="/j/{job.code}/begin"' in page
    carol.post(f"/j/{job.code}/begin")
    assert Interview.objects.count() == 1


def test_while_nothing_was_read_nothing_is_claimed(carol: Client) -> None:
    page = text(carol.get(f"/j/{a_job().code}"))

    assert "no application" not in page
    assert "Is this the address you applied with?" in page


def test_a_stranger_learns_nothing_of_who_applies(client: Client) -> None:
    job = a_job()
    mirrored(job, CAROL)

    assert "application of yours" not in text(client.get(f"/j/{job.code}"))


def test_an_address_that_is_not_proven_is_not_looked_up(client: Client) -> None:
    job = a_job()
    mirrored(job, CAROL)
    eve = a_candidate("eve@example.org", "Eve")
    EmailAddress.objects.create(user=eve, email=CAROL, verified=False)
    client.force_login(eve, backend=BACKEND)

    assert "application of yours" not in text(client.get(f"/j/{job.code}"))
