"""ATS CONFIGURATION, with Lever played over HTTP."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from paletter.accounts.models import Membership, Role
from paletter.connections.models import Connection, ConnectionState, Manner
from tests import cast
from tests.ats.simulated import Lever
from tests.web.recruiter import stories
from tests.web.recruiter.conftest import text_of

pytestmark = pytest.mark.django_db
API_KEY = "demo-api-key"


def consent_page(page: str) -> str:
    return re.search(r'href="([^"]*/authorize[^"]*)"', page)[1].replace("&amp;", "&")


def presses_the_toggle(who) -> str:
    return consent_page(text_of(who.post("/settings/ats/lever/toggle")))


def comes_back(who, lever: Lever, address: str, *, user: str = "sigrid", accept: bool = True):
    back = urlsplit(lever.simulator.consent(address, user=user, accept=accept))
    return who.get(f"{back.path}?{back.query}", follow=True)


def state() -> str:
    return getattr(Connection.objects.first(), "state", ConnectionState.OFF)


def steps_deferred() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs")
        return [row[0] for row in cursor.fetchall()]


def test_the_toggle_leads_to_levers_own_page_and_accept_back_to_the_same_screen_with_it_on(alice, lever):
    answer = comes_back(alice, lever, presses_the_toggle(alice))

    assert answer.redirect_chain[-1][0] == "/settings/ats"
    assert 'aria-checked="true"' in text_of(answer)
    assert "Lever is connected" in text_of(answer)
    assert state() == ConnectionState.ON


def test_after_connecting_postings_are_fetched(alice, lever):
    comes_back(alice, lever, presses_the_toggle(alice))

    assert any("sync" in name for name in steps_deferred())


def test_deny_leaves_it_off_and_says_so(alice, lever):
    answer = comes_back(alice, lever, presses_the_toggle(alice), accept=False)

    assert "because the permissions were not accepted" in text_of(answer)
    assert 'aria-checked="false"' in text_of(answer)
    assert state() == ConnectionState.OFF


def test_while_lever_has_not_answered_the_toggle_says_connecting(alice, lever):
    presses_the_toggle(alice)

    assert 'data-state="connecting"' in text_of(alice.get("/settings/ats"))


def test_an_answer_that_nobody_asked_for_connects_nothing(alice, lever):
    address = presses_the_toggle(alice)
    back = urlsplit(lever.simulator.consent(address, user="sigrid", accept=True))
    code = parse_qs(back.query)["code"][0]

    page = text_of(alice.get(f"{back.path}?code={code}&state=forged", follow=True))

    assert "does not belong to a connect that you began here" in page
    assert state() == ConnectionState.OFF


def test_an_answer_that_nobody_asked_for_keeps_nobody_from_finishing(alice, lever):
    address = presses_the_toggle(alice)
    alice.get("/ats/lever/callback?code=forged&state=forged")

    comes_back(alice, lever, address)

    assert state() == ConnectionState.ON


def test_an_answer_works_once(alice, lever):
    address = presses_the_toggle(alice)
    back = urlsplit(lever.simulator.consent(address, user="sigrid", accept=True))
    alice.get(f"{back.path}?{back.query}")

    page = text_of(alice.get(f"{back.path}?{back.query}", follow=True))

    assert "Lever is connected already, and this answer changed nothing." in page
    assert "Press the toggle again" not in page
    assert state() == ConnectionState.ON


def test_an_answer_begun_for_one_organisation_connects_no_other(alice, lever):
    rival = cast.an_organisation("Rival Hotels")
    Membership.objects.create(organisation=rival, user=cast.a_recruiter(), role=Role.ADMIN)
    address = presses_the_toggle(alice)
    alice.post("/settings/organisation", {"organisation": rival.pk})

    page = text_of(comes_back(alice, lever, address))

    assert "does not belong to a connect that you began here" in page
    assert not Connection.objects.filter(state=ConnectionState.ON).exists()


def test_toggling_again_asks_once_and_then_destroys_the_tokens(alice, lever):
    comes_back(alice, lever, presses_the_toggle(alice))
    asked = alice.post("/settings/ats/lever/toggle", follow=True)
    assert "Disconnect Lever?" in text_of(asked)
    assert state() == ConnectionState.ON

    page = text_of(alice.post("/settings/ats/lever/disconnect", follow=True))

    row = Connection.objects.get()
    assert (row.state, row.credentials) == (ConnectionState.OFF, "")
    assert 'aria-checked="false"' in page
    assert "Authorized Apps" in page


def test_a_lost_connection_needs_somebody_and_says_why(alice):
    cast.a_connection(state=ConnectionState.NEEDS_YOU, credentials="", trouble="Paletter was revoked in Lever.")
    page = text_of(alice.get("/settings/ats"))

    assert 'data-state="needs_you"' in page
    assert "Paletter was revoked in Lever." in page


def test_a_lost_connection_can_be_switched_off_instead(alice):
    cast.a_connection(state=ConnectionState.NEEDS_YOU, credentials="", trouble="Paletter was revoked in Lever.")
    assert "/settings/ats/lever/disconnect" in text_of(alice.get("/settings/ats"))

    alice.post("/settings/ats/lever/disconnect")

    assert state() == ConnectionState.OFF


def test_without_a_registration_at_lever_the_toggle_says_whose_turn_it_is(alice, settings):
    settings.OPTIONS = settings.OPTIONS.model_copy(update={"lever_client_id": ""})
    page = text_of(alice.post("/settings/ats/lever/toggle", follow=True))

    assert "alert-error" in page
    assert state() == ConnectionState.OFF


def test_a_lever_that_does_not_answer_leaves_it_off_and_says_so(alice, lever, settings):
    address = presses_the_toggle(alice)
    back = urlsplit(lever.simulator.consent(address, user="sigrid", accept=True))
    lever.fails("status", path="/oauth/token", status=500)

    page = text_of(alice.get(f"{back.path}?{back.query}", follow=True))

    assert "alert-error" in page
    assert state() == ConnectionState.OFF


def test_a_recruiter_sees_the_screen_without_a_switch_and_learns_who_can(bob):
    cast.a_recruiter()
    page = text_of(bob.get("/settings/ats"))

    assert 'role="switch"' not in page
    assert "Only admins of Fjord Hotel Group can switch this on or off. Ask Alice." in page


def test_any_member_may_have_postings_fetched(bob):
    cast.a_connection()
    bob.post("/settings/ats/lever/sync")

    assert any("sync" in name for name in steps_deferred())


def test_nothing_is_fetched_from_an_ats_that_is_off(bob):
    page = text_of(bob.post("/settings/ats/lever/sync", follow=True))

    assert "not connected" in page
    assert steps_deferred() == []


def test_an_unknown_ats_is_not_found(alice):
    assert alice.post("/settings/ats/nothing/toggle").status_code == 404


def test_the_screen_says_what_is_read_and_written(alice):
    page = text_of(alice.get("/settings/ats"))

    assert "Paletter AI Assessment Ready" in page
    assert "Paletter AI Fit Check Score: 3+ out of 5" in page
    assert "Super Admin" in page


def pastes(who, key: str):
    return who.post("/settings/ats/lever/key", {"api_key": key}, follow=True)


def test_a_key_connects_and_the_page_says_so(alice, lever):
    page = text_of(pastes(alice, API_KEY))

    row = Connection.objects.get()
    assert (row.state, row.manner) == (ConnectionState.ON, Manner.KEY)
    assert "Lever is connected" in page
    assert 'aria-checked="true"' in page
    assert any("sync" in name for name in steps_deferred())


def test_a_key_is_stored_encrypted_and_never_shown_again(alice, lever):
    pages = text_of(pastes(alice, API_KEY)) + text_of(alice.get("/settings/ats/lever/health"))

    assert API_KEY not in Connection.objects.get().credentials
    assert API_KEY not in pages


def test_a_key_that_lever_does_not_know_is_said_to_be_so_beside_the_field_and_not_repeated(alice, lever):
    page = text_of(pastes(alice, "no-such-key"))

    assert re.search(r'id="lever_api_key_error">.*Lever does not know this key', page)
    assert "no-such-key" not in page
    assert state() == ConnectionState.OFF


def test_a_key_left_out_is_asked_for(alice, lever):
    assert "Paste the key first." in text_of(pastes(alice, " "))


def test_a_lever_that_does_not_answer_a_key_is_told_beside_the_field(alice, lever):
    lever.fails("status", status=500, times=None)

    assert 'id="lever_api_key_error"' in text_of(pastes(alice, API_KEY))
    assert state() == ConnectionState.OFF


def test_the_way_by_a_key_tells_where_it_is_made_and_that_confidential_access_stays_out(alice):
    page = text_of(alice.get("/settings/ats"))

    assert "Settings &gt; Integrations and API &gt; API Credentials" in page
    assert "access to confidential data unticked" in page


def test_without_a_registration_the_page_shows_the_key_as_the_way(alice, settings):
    settings.OPTIONS = settings.OPTIONS.model_copy(update={"lever_client_id": ""})
    page = text_of(alice.get("/settings/ats"))

    assert "This installation is not registered with Lever yet." in page
    assert '<details class="more" open>\n      <summary>Make a key and paste it' in page


def test_only_admins_paste_keys(bob, carol, mallory, lever):
    assert bob.post("/settings/ats/lever/key", {"api_key": API_KEY}).status_code == 404
    assert carol.post("/settings/ats/lever/key", {"api_key": API_KEY}).status_code == 404
    pastes(mallory, API_KEY)
    assert not Connection.objects.filter(organisation=cast.an_organisation()).exists()


def test_what_went_wrong_stands_in_the_card_of_its_ats(alice, settings):
    settings.OPTIONS = settings.OPTIONS.model_copy(update={"lever_client_id": ""})
    page = text_of(alice.post("/settings/ats/lever/toggle", follow=True))

    assert page.index('id="ats-lever"') < page.index("alert-error")


def test_disconnecting_a_key_tells_where_it_is_deleted_in_lever(alice, lever):
    pastes(alice, API_KEY)
    assert "API Credentials" in text_of(alice.get("/settings/ats/lever/disconnect"))

    assert "delete the key under API Credentials" in text_of(alice.post("/settings/ats/lever/disconnect", follow=True))


def test_the_line_of_a_connected_ats_leads_to_its_health(alice):
    cast.a_connection()

    assert 'href="/settings/ats/lever/health"' in text_of(alice.get("/settings/ats"))


def test_the_page_costs_the_same_number_of_queries_however_much_there_is(alice, django_assert_num_queries):
    stories.a_parked_result()
    with CaptureQueriesContext(connection) as few:
        alice.get("/settings/ats")
    for number in range(5):
        stories.a_parked_result(cast.a_job(cast.a_posting(f"Host {number}")), f"p{number}@example.org")

    with django_assert_num_queries(len(few)):
        alice.get("/settings/ats")
