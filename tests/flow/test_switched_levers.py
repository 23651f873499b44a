"""Lever's documentation is silent about much. However the switches stand, a result arrives or the reason is told."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.utils import timezone

from lever_simulator.world import Switches
from lever_simulator.world.switches import described
from paletter.ats.lever import rights
from paletter.connections import connect
from paletter.connections.models import Connection
from paletter.flow import triggers
from paletter.reports import publish
from paletter.reports.tags import FIT_3_PLUS, READY
from paletter.writeback.models import Delivery, DeliveryState
from tests import cast
from tests.ats.simulated import RETURN_TO, Lever
from tests.flow.conftest import a_scoring
from tests.flow.story import CAROL, the_host, work

pytestmark = pytest.mark.django_db(transaction=True)

# The value that each switch does not have by itself; with any of these all goes well.
HARMLESS: Mapping[str, Any] = {
    "rotation": "lenient",
    "access_token_seconds": 30,
    "code_seconds": 5,
    "unused_refresh_token_days": 8.0,
    "refresh_token_days": 8.0,
    "revoking_kills_access_tokens": False,
    "leaving_ends_grants": False,
    "not_super_admin": "no return",
    "missing_scope_status": 401,
    "invalid_offset_status": 500,
    "extra_fields": True,
    "requests_per_second": 5.0,
    "burst": 5.0,
    "bucket": "account",
    "limit_names_a_wait": True,
    "email_matching": "plus-blind",
    "posting_id_finds_archived": True,
    "unfiltered_shows_internal": False,
    "notes_move_updated_at": True,
    "notes_name_the_grantor": True,
    "webhook_first_gap_seconds": 0.0,
    "webhook_gap_factor": 1.0,
    "webhook_timeout_seconds": 0.5,
    "webhook_calls_at_once": 8,
    "revoking_ends_webhooks": True,
}
# These are a no, each with the words that name who can help.
REFUSING: Mapping[str, tuple[Any, str]] = {
    "package_has_api": (False, "your account manager at Lever, whether the package has"),
    "missing_scopes": ([rights.NOTES_WRITE], "A Super Admin can look whether the right"),
    "tags_locked": (True, "somebody who may make new ones there makes them once"),
}


def connects(lever: Lever) -> Connection:
    connected = connect.complete(
        organisation=cast.an_organisation(),
        user=cast.a_recruiter(),
        provider=lever.provider(),
        code=lever.consent()["code"],
        state="state",
        expected_state="state",
        return_to=RETURN_TO,
        now=timezone.now(),
    )
    triggers.connected(connected)
    return connected


def a_result(connection: Connection) -> Delivery:
    job = cast.a_job(the_host(connection))
    interview = cast.an_interview(job, cast.a_candidate(CAROL), submitted_at=cast.NOON)
    report = publish.publish(a_scoring(interview, "3.6"), now=timezone.now())
    return Delivery.objects.create(report=report)


def sent(delivery: Delivery) -> Delivery:
    triggers.delivery_retried(delivery)
    work()
    delivery.refresh_from_db()
    return delivery


def test_no_switch_is_left_out() -> None:
    assert {*HARMLESS, *REFUSING} == {switch.name for switch in described(Switches())}
    assert all(getattr(Switches(), name) != value for name, value in HARMLESS.items())


@pytest.mark.parametrize("name", HARMLESS)
def test_a_result_arrives_once_whichever_way_lever_is(lever: Lever, name: str) -> None:
    lever.switch(**{name: HARMLESS[name]})

    delivery = sent(a_result(connects(lever)))

    assert delivery.state == DeliveryState.DONE, delivery.sentence
    assert len(lever.note_texts(delivery.opportunity_id)) == 1
    assert {READY, FIT_3_PLUS} <= set(lever.tags(delivery.opportunity_id))
    assert Connection.objects.get().trouble == ""


@pytest.mark.parametrize("name", REFUSING)
def test_a_lever_that_refuses_parks_the_result_with_who_can_help(lever: Lever, name: str) -> None:
    value, sentence = REFUSING[name]
    delivery = a_result(connects(lever))
    lever.switch(**{name: value})

    parked = sent(delivery)

    assert parked.state == DeliveryState.PARKED
    assert sentence in parked.sentence
