"""Connection health, as admins and recruiters see it."""

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from paletter.ats.lever.provider import LeverProvider
from paletter.connections.models import ConnectionState, Hook, Manner
from tests import cast
from tests.web.recruiter import stories
from tests.web.recruiter.conftest import text_of

pytestmark = pytest.mark.django_db
HEALTH = "/settings/ats/lever/health"
ALL = " ".join(LeverProvider.rights)


def a_sound_connection(**fields):
    return cast.a_connection(**{"scopes": ALL, "last_synced_at": timezone.now()} | fields)


def test_a_connection_without_trouble_is_said_to_be_well(alice):
    a_sound_connection(person_name="Sigrid Solheim", person_role="Super Admin")
    page = text_of(alice.get(HEALTH))

    assert "All is well." in page
    assert "Sigrid Solheim" in page
    assert "Super Admin" in page


def test_the_last_error_is_told_in_its_own_words(alice):
    a_sound_connection(trouble="Lever is not answering.", trouble_at=timezone.now())

    assert "Lever is not answering." in text_of(alice.get(HEALTH))


def test_a_lost_connection_says_who_must_act(alice):
    a_sound_connection(state=ConnectionState.NEEDS_YOU, credentials="", trouble="Paletter was revoked in Lever.")
    page = text_of(alice.get(HEALTH))

    assert "Lever no longer lets Paletter in." in page
    assert "until an admin connects again" in page


def test_a_missing_right_is_named_with_what_it_is_for(alice):
    a_sound_connection(scopes=ALL.replace("stages:read:admin", ""))
    page = text_of(alice.get(HEALTH))

    assert "Paletter lacks 1 right." in page
    assert "show the stages of your pipeline by name" in page


def test_a_key_is_said_to_name_nobody(alice):
    a_sound_connection(manner=Manner.KEY)

    assert "a key names nobody" in text_of(alice.get(HEALTH))


def test_a_right_that_a_key_lacks_is_named_with_who_gives_it_to_the_key(alice):
    a_sound_connection(manner=Manner.KEY, scopes=ALL.replace("stages:read:admin", ""))
    page = text_of(alice.get(HEALTH))

    assert "Paletter lacks 1 right." in page
    assert "A Super Admin in Lever gives it to the key" in page
    assert "accept all permissions" not in page


def test_an_ats_that_is_off_is_said_to_grant_nothing(alice):
    a_sound_connection(state=ConnectionState.OFF, credentials="", person_name="Sigrid Solheim")
    page = text_of(alice.get(HEALTH))

    assert "Who was connected" in page
    assert "Nothing is granted now." in page
    assert "Was granted" in page


def test_webhooks_that_never_came_name_the_switch_in_lever(alice):
    Hook.objects.create(connection=a_sound_connection(), event="candidateDeleted", signing_token="x")
    page = text_of(alice.get(HEALTH))

    assert "Settings &gt; Integrations and API &gt; Webhooks" in page
    assert "candidateDeleted" in page


def test_webhooks_that_came_name_no_switch(alice):
    connection = a_sound_connection(last_event_at=timezone.now())
    Hook.objects.create(connection=connection, event="candidateDeleted", signing_token="x")
    page = text_of(alice.get(HEALTH))

    assert "Calls arrive" in page
    assert "One switch in Lever may still be off" not in page


def test_without_webhooks_asking_is_said_to_be_enough(alice):
    a_sound_connection()

    assert "that alone is enough" in text_of(alice.get(HEALTH))


def test_the_backlog_is_counted_and_leads_to_its_reasons(alice):
    a_sound_connection()
    stories.a_parked_result()
    page = text_of(alice.get(HEALTH))

    assert "1 thing needs a person" in page
    assert 'href="/parked"' in page


def test_an_overdue_sync_points_to_whoever_runs_paletter(alice):
    a_sound_connection(last_synced_at=cast.NOON)

    assert "The last sync is overdue." in text_of(alice.get(HEALTH))


def test_recruiters_read_and_are_told_who_acts(bob):
    a_sound_connection(state=ConnectionState.NEEDS_YOU, credentials="")
    page = text_of(bob.get(HEALTH))

    assert "admins connect and disconnect" in page
    assert ">Connect again<" not in page


def test_an_ats_never_connected_has_no_health(alice):
    assert alice.get(HEALTH).status_code == 404
    assert alice.get("/settings/ats/nothing/health").status_code == 404


def test_the_connection_of_another_organisation_is_not_found(mallory):
    a_sound_connection()

    assert mallory.get(HEALTH).status_code == 404


def test_fetching_from_the_page_comes_back_to_it(bob):
    a_sound_connection()

    assert bob.post("/settings/ats/lever/sync", {"back": "health"}).url == HEALTH


def test_the_page_costs_the_same_number_of_queries_however_much_there_is(alice, django_assert_num_queries):
    connection = a_sound_connection()
    stories.a_parked_result()
    with CaptureQueriesContext(database) as few:
        alice.get(HEALTH)
    for number in range(5):
        stories.a_parked_result(cast.a_job(cast.a_posting(f"Host {number}")), f"p{number}@example.org")
        Hook.objects.create(connection=connection, event=f"event{number}", signing_token="x")

    with django_assert_num_queries(len(few)):
        alice.get(HEALTH)
