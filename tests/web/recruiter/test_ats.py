"""ATS CONFIGURATION, with Lever played over HTTP."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from pydantic import SecretStr

from lever_simulator.world.seeds.foundation import CLIENT_ID, CLIENT_SECRET
from paletter.accounts.models import Membership, Role
from paletter.connections.models import Connection, ConnectionState
from tests import cast
from tests.ats.simulated import Lever, a_lever
from tests.web.recruiter.conftest import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def lever(settings):
    with a_lever() as running:
        url = running.simulator.url
        settings.BASE_URL = "http://127.0.0.1:8000"
        settings.OPTIONS = settings.OPTIONS.model_copy(
            update={
                "lever_client_id": CLIENT_ID,
                "lever_client_secret": SecretStr(CLIENT_SECRET),
                "lever_api_url": f"{url}/v1",
                "lever_authorize_url": f"{url}/authorize",
                "lever_token_url": f"{url}/oauth/token",
                "lever_audience": f"{url}/v1/",
            }
        )
        yield running


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


def test_an_answer_works_once(alice, lever):
    address = presses_the_toggle(alice)
    back = urlsplit(lever.simulator.consent(address, user="sigrid", accept=True))
    alice.get(f"{back.path}?{back.query}")

    page = text_of(alice.get(f"{back.path}?{back.query}", follow=True))

    assert "does not belong to a connect that you began here" in page
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
