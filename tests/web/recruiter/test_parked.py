"""Waiting and parked work: everything that stands still, by reason."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from paletter.connections.models import ConnectionState
from paletter.interviews.models import Interview
from paletter.writeback.models import Delivery, DeliveryState
from tests import cast
from tests.web.recruiter import stories
from tests.web.recruiter.conftest import text_of

pytestmark = pytest.mark.django_db
TRY_AGAIN = "/parked/try-again"


def sections(page: str) -> list[str]:
    return page.split('<section class="parked"')[1:]


def group_key(page: str) -> str:
    return re.search(r'name="group" value="(\w+)"', page)[1]


def steps_deferred() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def test_without_parked_work_the_page_says_so(alice):
    assert "Nothing waits" in text_of(alice.get("/parked"))


def test_results_without_an_application_are_one_group_though_each_names_another_address(alice):
    job = cast.a_job()
    stories.a_parked_result(job, "carol@example.org")
    stories.a_parked_result(job, "dave@example.org")

    found = sections(text_of(alice.get("/parked")))

    assert len(found) == 1
    assert "has the address of the candidate. Ask them." in found[0]
    assert "dave@example.org" in found[0]


def test_different_reasons_are_different_groups_those_that_need_a_person_first(alice):
    job = cast.a_job()
    stories.a_result(job, "carol@example.org", sentence="Lever is not answering.")
    stories.a_parked_result(job, "dave@example.org")
    stories.an_interview_in_trouble(job, "erin@example.org")

    found = sections(text_of(alice.get("/parked")))

    assert len(found) == 3
    assert "Lever is not answering." in found[-1]
    assert any("The recording cannot be read." in section for section in found[:2])


def test_what_waits_for_a_connection_is_one_group_that_offers_to_connect(alice):
    job = cast.a_job(cast.a_posting(connection=cast.a_connection(state=ConnectionState.OFF, credentials="")))
    stories.a_parked_result(job, "carol@example.org")
    stories.a_result(job, "dave@example.org", sentence="Lever is disconnected.")

    found = sections(text_of(alice.get("/parked")))

    assert len(found) == 1
    assert "The ATS is not connected" in found[0]
    assert "Connect again" in found[0]
    assert "Try again" not in found[0]
    assert "Try all again" not in text_of(alice.get("/parked"))


def test_finished_results_are_not_listed(alice):
    stories.a_result(state="done", note_added_at=cast.NOON, tags_added_at=cast.NOON)

    assert "Nothing waits" in text_of(alice.get("/parked"))


def test_one_result_is_tried_again(bob):
    delivery = stories.a_parked_result()

    page = text_of(bob.post(TRY_AGAIN, {"interview": delivery.report.interview.key}, follow=True))

    delivery.refresh_from_db()
    assert (delivery.state, delivery.sentence) == (DeliveryState.WAITING, "")
    assert steps_deferred() == ["write_back"]
    assert "One is being tried again" in page


def test_one_interview_in_trouble_is_tried_again(alice):
    interview = stories.an_interview_in_trouble()

    alice.post(TRY_AGAIN, {"interview": interview.key})

    assert Interview.objects.get(pk=interview.pk).trouble == ""


def test_all_of_one_reason_are_tried_again_and_no_others(alice):
    job = cast.a_job()
    mine = [stories.a_parked_result(job, f"{name}@example.org") for name in ("carol", "dave")]
    other = stories.a_parked_result(job, "erin@example.org", opportunity_id="o", sentence="Tags are locked.")
    section = next(one for one in sections(text_of(alice.get("/parked"))) if "No application" in one)

    page = text_of(alice.post(TRY_AGAIN, {"group": group_key(section)}, follow=True))

    assert set(Delivery.objects.filter(state="waiting")) == set(mine)
    assert Delivery.objects.get(pk=other.pk).state == "parked"
    assert "2 are being tried again" in page


def test_everything_is_tried_again_at_once(alice):
    job = cast.a_job()
    stories.a_parked_result(job, "carol@example.org")
    stories.a_parked_result(job, "dave@example.org", opportunity_id="o", sentence="Tags are locked.")
    stories.an_interview_in_trouble(job, "erin@example.org")

    alice.post(TRY_AGAIN)

    assert not Delivery.objects.filter(state="parked").exists()
    assert not Interview.objects.exclude(trouble="").exists()
    assert steps_deferred().count("write_back") == 2


def test_what_waits_for_a_connection_is_not_tried_without_one(alice):
    job = cast.a_job(cast.a_posting(connection=cast.a_connection(state=ConnectionState.OFF, credentials="")))
    stories.a_parked_result(job)

    page = text_of(alice.post(TRY_AGAIN, follow=True))

    assert steps_deferred() == []
    assert "There was nothing left to try" in page


def test_a_reason_that_is_gone_leads_back_to_all_reasons(alice):
    assert alice.get("/parked?group=gone").url == "/parked"
    assert "nothing left to try" in text_of(alice.post(TRY_AGAIN, {"group": "gone"}, follow=True))


def test_only_admins_try_many_again(bob):
    stories.a_parked_result()
    page = text_of(bob.get("/parked"))

    assert 'name="group"' not in page
    assert "Try all again" not in page
    assert bob.post(TRY_AGAIN).status_code == 404
    assert bob.post(TRY_AGAIN, {"group": "x"}).status_code == 404


def test_nobody_sees_or_tries_the_work_of_another_organisation(mallory):
    delivery = stories.a_parked_result()

    assert "carol.candidate" not in text_of(mallory.get("/parked"))
    assert mallory.post(TRY_AGAIN, {"interview": delivery.report.interview.key}).status_code == 404
    mallory.post(TRY_AGAIN)
    assert Delivery.objects.get().state == "parked"


@pytest.mark.parametrize("key", ["x", "\x00", "0" * 40])
def test_an_interview_that_is_none_of_ours_is_not_found(alice, key):
    assert alice.post(TRY_AGAIN, {"interview": key}).status_code == 404


def test_the_title_of_a_posting_that_became_confidential_is_hidden(alice):
    stories.a_parked_result(cast.a_job(cast.a_posting("Head of Secrets", distribution="confidential")))

    assert "Secrets" not in text_of(alice.get("/parked"))


def test_a_large_group_shows_a_few_and_all_on_pages_of_its_own(alice):
    job = cast.a_job()
    for number in range(8):
        stories.a_parked_result(job, f"person{number}@example.org")
    page = text_of(alice.get("/parked"))
    assert page.count('name="interview"') == 5

    everyone = text_of(alice.get(f"/parked?group={group_key(page)}"))

    assert everyone.count('name="interview"') == 8


def test_the_page_costs_the_same_number_of_queries_however_much_waits(alice, django_assert_num_queries):
    job = cast.a_job()
    stories.a_parked_result(job)
    stories.an_interview_in_trouble(job, "erin@example.org")
    with CaptureQueriesContext(connection) as few:
        alice.get("/parked")
    for number in range(4):
        other = cast.a_job(cast.a_posting(f"Host {number}"))
        stories.a_parked_result(other, f"person{number}@example.org")
        stories.a_parked_result(other, f"more{number}@example.org", sentence=f"Reason {number}.")

    with django_assert_num_queries(len(few)):
        alice.get("/parked")
