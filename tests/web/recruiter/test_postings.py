"""“Why is my job not here?”: the answer for one posting, and the table of all."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from paletter.connections.keeper import closed
from paletter.connections.models import Allowance, ConnectionState
from paletter.connections.pace import key_of
from paletter.vocabulary.hiring import Distribution, PostingState
from tests import cast
from tests.web.recruiter.conftest import text_of

pytestmark = pytest.mark.django_db
UNKNOWN = "00000000-0000-4000-8000-000000000001"


@pytest.fixture
def connected(lever):
    """Return Lever with Fjord Hotel Group connected to it."""
    cast.a_connection(credentials=closed(lever.credentials()))
    return lever


def look_for(who, words: str) -> str:
    return text_of(who.get("/jobs/missing", {"title": words}))


def answers(page: str) -> str:
    """Return the part of the page that answers, without the table below it."""
    return page.split('class="answers"')[1].split('class="checks"')[0] if 'class="answers"' in page else ""


def test_a_missing_job_is_explained_when_the_ats_is_off(alice):
    assert "No. That is the reason." in text_of(alice.get("/jobs/missing"))


def test_a_posting_that_waits_to_be_joined_is_found_by_a_part_of_its_title(alice):
    cast.a_posting("Night Auditor")

    assert "waits to be joined" in answers(look_for(alice, "audit"))


def test_a_joined_posting_leads_to_its_job(alice):
    job = cast.a_job(cast.a_posting("Night Auditor"))

    found = answers(look_for(alice, "audit"))

    assert "joined with a template" in found
    assert f"/j/{job.code}" in found


@pytest.mark.parametrize(
    ("state", "word", "reason"),
    [
        (PostingState.CLOSED, "Closed", "nobody new can begin"),
        (PostingState.DRAFT, "Draft", "It is a draft there"),
        (PostingState.PENDING, "Pending approval", "waits for an approval"),
        (PostingState.REJECTED, "Rejected", "Its approval was refused"),
    ],
)
def test_a_posting_that_is_not_open_is_found_with_its_state_and_what_to_do(alice, state, word, reason):
    cast.a_posting("Night Auditor", state=state, distribution=Distribution.NONE)

    found = answers(look_for(alice, "audit"))

    assert f"<dd>{word}</dd>" in found
    assert reason in found


def test_a_deleted_posting_is_said_to_be_deleted(alice):
    cast.a_posting("Night Auditor", gone_at=cast.NOON)

    assert "It was deleted in Lever" in answers(look_for(alice, "audit"))


def test_a_search_for_a_confidential_title_answers_as_if_there_were_none(alice):
    cast.a_posting("Head of Secrets", distribution=Distribution.CONFIDENTIAL)

    secret, nothing = look_for(alice, "Secrets"), look_for(alice, "Nothing")

    assert answers(secret).replace("Secrets", "Nothing") == answers(nothing)
    assert "Head of Secrets" not in secret


def test_a_confidential_posting_found_by_its_id_is_said_to_be_unreadable_without_its_title(alice):
    cast.a_posting("Head of Secrets", distribution=Distribution.CONFIDENTIAL, external_id=UNKNOWN)

    page = look_for(alice, UNKNOWN)

    assert "Paletter may not read this posting" in answers(page)
    assert "Secrets" not in page


def test_a_hidden_posting_that_the_ats_no_longer_has_is_not_called_confidential(alice, connected):
    job = cast.a_job(cast.a_posting("Night Auditor", distribution=Distribution.CONFIDENTIAL, external_id=UNKNOWN))

    found = answers(look_for(alice, UNKNOWN))

    assert "Lever has no posting with this id: it was deleted" in found
    assert f"/j/{job.code}" in found
    assert "Auditor" not in found


def test_a_hidden_posting_is_told_as_it_was_known_when_the_ats_does_not_answer(alice, connected):
    cast.a_posting("Night Auditor", distribution=Distribution.CONFIDENTIAL, external_id=UNKNOWN)
    connected.fails("status", status=500)

    assert "Paletter may not read this posting" in answers(look_for(alice, UNKNOWN))


def test_while_the_ats_is_off_nothing_is_said_to_be_here(alice):
    cast.a_posting("Night Auditor", connection=cast.a_connection(state=ConnectionState.OFF, credentials=""))

    found = answers(look_for(alice, "audit"))

    assert "Until Lever is connected again, nobody can begin an interview." in found
    assert "Join it with a template" not in found


@pytest.mark.parametrize("form", ["{id}", "https://hire.lever.co/jobs/{id}", "https://jobs.lever.co/fjord/{id}/apply"])
def test_a_posting_never_seen_is_asked_for_by_id_or_link(alice, connected, form):
    posting = connected.has_posting("Night Auditor")

    found = answers(look_for(alice, form.format(id=posting)))

    assert "Night Auditor" in found
    assert "Paletter has not fetched it yet" in found
    assert "Fetch now" in found


@pytest.mark.parametrize(
    ("status", "reason"),
    [("draft", "It is a draft there"), ("closed", "nobody new can begin"), ("pending", "approval")],
)
def test_a_posting_never_seen_that_is_not_open_is_explained(alice, connected, status, reason):
    posting = connected.has_posting("Night Auditor", status=status)

    assert reason in answers(look_for(alice, posting))


def test_a_confidential_posting_never_seen_is_said_to_be_unreadable_and_nothing_else(alice, connected):
    posting = connected.has_posting("Head of Secrets", distribution="confidential")

    page = look_for(alice, posting)

    assert "Paletter may not read this posting" in answers(page)
    assert "Secrets" not in page


def test_an_id_that_the_ats_does_not_know_is_said_to_be_deleted_or_of_another_account(alice, connected):
    assert "Lever has no posting with this id" in answers(look_for(alice, UNKNOWN))


def test_an_ats_that_does_not_answer_is_quoted_instead_of_an_answer(alice, connected):
    connected.fails("status", status=500)

    assert "asked Lever: Lever has a disturbance." in answers(look_for(alice, UNKNOWN))


def test_nobody_waits_for_an_ats_that_asked_for_slowness(alice, connected):
    row = cast.a_connection()
    Allowance.objects.create(key=key_of(row))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE connections_allowance SET free_at = clock_timestamp() + interval '1 hour'")

    assert "as fast as it may just now" in answers(look_for(alice, UNKNOWN))
    assert connected.requests("GET", "/v1/postings/*") == 0


def test_an_unknown_id_is_not_asked_for_while_the_ats_is_off(alice):
    cast.a_connection(state=ConnectionState.OFF, credentials="")

    assert "cannot ask while the ATS is not connected" in answers(look_for(alice, UNKNOWN))


def test_the_table_lists_what_is_known_with_state_and_distribution(alice):
    cast.a_posting("Jost Post # 4 (Test # 4)", distribution=Distribution.UNLISTED)

    page = text_of(alice.get("/jobs/missing"))

    assert "Jost Post # 4 (Test # 4)" in page
    assert "Unlisted" in page


def test_the_table_hides_confidential_postings_and_the_titles_of_jobs_that_became_so(alice):
    cast.a_posting("Head of Secrets", distribution=Distribution.CONFIDENTIAL)
    cast.a_job(cast.a_posting("Head of Whispers", distribution=Distribution.CONFIDENTIAL, location="Atlantis"))

    page = text_of(alice.get("/jobs/missing"))

    assert "Secrets" not in page
    assert "Whispers" not in page
    assert "Atlantis" not in page
    assert "Confidential posting" in page


@pytest.mark.parametrize(
    ("show", "titles"),
    [("all", {"Joined", "Free", "Shut"}), ("joined", {"Joined"}), ("free", {"Free"}), ("closed", {"Shut"})],
)
def test_the_table_shows_what_is_chosen(alice, show, titles):
    cast.a_job(cast.a_posting("Role Joined"))
    cast.a_posting("Role Free")
    cast.a_posting("Role Shut", state=PostingState.CLOSED)

    page = text_of(alice.get("/jobs/missing", {"show": show}))

    assert {word for word in ("Joined", "Free", "Shut") if f"Role {word}" in page} == titles


def test_a_long_table_is_paged(alice):
    for number in range(30):
        cast.a_posting(f"Host {number:02}")

    first, second = text_of(alice.get("/jobs/missing")), text_of(alice.get("/jobs/missing?show=all&page=2"))

    assert ("Host 00" in first, "Host 29" in first) == (True, False)
    assert ("Host 00" in second, "Host 29" in second) == (False, True)


def test_the_page_costs_the_same_number_of_queries_however_many_postings(alice, django_assert_num_queries):
    cast.a_job(cast.a_posting("Host"))
    with CaptureQueriesContext(connection) as few:
        look_for(alice, "Host")
    for number in range(10):
        cast.a_job(cast.a_posting(f"Host {number}"))

    with django_assert_num_queries(len(few)):
        look_for(alice, "Host")


def test_nothing_of_another_organisation_is_answered_or_listed(mallory):
    cast.a_posting("Secret Host of Fjord", external_id=UNKNOWN)

    assert "Secret Host of Fjord" not in look_for(mallory, "Host")
    assert "Secret Host of Fjord" not in look_for(mallory, UNKNOWN)


def test_an_access_that_was_revoked_is_noticed_by_the_question(alice, connected):
    connected.revokes()
    connected.time_passes(hours=2)

    page = look_for(alice, UNKNOWN)

    assert "asked Lever:" in answers(page)
    assert "Look again in a minute" not in page
    assert cast.a_connection().state == ConnectionState.NEEDS_YOU


def test_the_place_in_the_table_does_not_tell_how_a_confidential_title_begins(alice):
    cast.a_job(cast.a_posting("Auditor", distribution=Distribution.CONFIDENTIAL))
    cast.a_posting("Barista")

    table = text_of(alice.get("/jobs/missing")).split("<table")[1]

    assert table.index("Barista") < table.index("Confidential posting")
