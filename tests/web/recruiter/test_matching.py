"""Choosing an application by hand, at the eyes of a recruiter, with Lever over HTTP behind the page."""

import pytest
from django.utils import timezone

from paletter.connections import connect
from paletter.connections.models import Connection
from paletter.writeback.models import Delivery
from tests import cast
from tests.ats.simulated import Lever
from tests.flow.conftest import connection, lever  # noqa: F401 - fixtures
from tests.flow.story import CAROL, work
from tests.reports.cast import a_full_report
from tests.web.recruiter.conftest import text_of

pytestmark = pytest.mark.django_db(transaction=True)
SIMILAR = "carol.candidate+jobs@example.org"


@pytest.fixture
def posting(connection: Connection, lever: Lever):  # noqa: F811
    return cast.a_posting("Night Auditor", connection=connection, external_id=lever.has_posting("Night Auditor"))


@pytest.fixture
def delivery(posting) -> Delivery:
    cast.a_template()
    report = a_full_report(cast.a_job(posting), cast.a_candidate(CAROL))
    return Delivery.objects.create(report=report, state="parked", sentence="No application has the address.")


def page_of(delivery: Delivery, **query: str) -> tuple[str, dict[str, str]]:
    return f"/deliveries/{delivery.pk}/pick", query


def test_the_applications_of_the_posting_are_listed_similar_addresses_first(alice, delivery, posting, lever):  # noqa: F811
    lever.has_applied("Dana Demo", "dana.demo@example.org", posting.external_id)
    lever.has_applied("C. Candidate", SIMILAR, posting.external_id)
    lever.has_applied("Erik Elsewhere", "erik@example.org", lever.has_posting("Porter"))

    page = text_of(alice.get(*page_of(delivery)))

    assert page.index(SIMILAR) < page.index("dana.demo@example.org")
    assert "Similar address" in page
    assert "Erik Elsewhere" not in page


def test_a_typed_name_or_address_narrows_the_list(bob, delivery, posting, lever):  # noqa: F811
    lever.has_applied("Dana Demo", "dana.demo@example.org", posting.external_id)
    lever.has_applied("Erik Example", "erik@example.org", posting.external_id)

    for sought in ("dana", "DEMO dana", "dana.demo@example.org"):
        page = text_of(bob.get(*page_of(delivery, find=sought)))
        assert ("Dana Demo" in page, "Erik Example" in page) == (True, False)
    assert "Nobody fits “zzz”" in text_of(bob.get(*page_of(delivery, find="zzz")))


def test_long_lists_come_in_pages(alice, delivery, posting, lever):  # noqa: F811
    for number in range(30):
        lever.has_applied(f"Person {number}", f"person{number}@example.org", posting.external_id)

    assert "Page 1 of 2" in text_of(alice.get(*page_of(delivery)))
    assert text_of(alice.get(*page_of(delivery, page="2"))).count("?choose=") == 5


def test_an_empty_posting_says_what_to_do(alice, delivery):
    assert "Nobody has applied on this posting yet" in text_of(alice.get(*page_of(delivery)))


def test_one_is_asked_before_anything_is_written_and_then_it_is_written(alice, delivery, posting, lever):  # noqa: F811
    chosen = lever.has_applied("C. Candidate", SIMILAR, posting.external_id)

    question = text_of(alice.get(*page_of(delivery, choose=chosen)))
    assert "Write to this application?" in question
    assert "the same person" in question
    assert Delivery.objects.get().opportunity_id == ""

    answer = alice.post(f"/deliveries/{delivery.pk}/pick", {"opportunity": chosen})
    assert answer.url == f"/j/{delivery.report.interview.job.code}"
    assert Delivery.objects.get().picked_by == cast.a_recruiter()
    work()
    assert (len(lever.note_texts(chosen)), Delivery.objects.get().state) == (1, "done")
    assert "There is nothing to choose any more" in text_of(alice.get(*page_of(delivery)))


@pytest.mark.parametrize("where", ["another posting", "nowhere", "confidential"])
def test_nothing_but_an_application_on_the_posting_can_be_chosen(alice, delivery, posting, lever, where):  # noqa: F811
    elsewhere = lever.has_posting("Porter")
    chosen = lever.has_applied("Dana Demo", "dana.demo@example.org", elsewhere)
    if where == "nowhere":
        chosen = "no such \0 thing"
    if where == "confidential":
        lever.distributes(elsewhere, "confidential")

    page = text_of(alice.get(*page_of(delivery, choose=chosen), follow=True))
    alice.post(f"/deliveries/{delivery.pk}/pick", {"opportunity": chosen})

    assert "Dana Demo" not in page
    assert Delivery.objects.get().opportunity_id == ""


def test_a_choice_can_be_undone_while_nothing_is_written(alice, delivery, posting, lever):  # noqa: F811
    chosen = lever.has_applied("C. Candidate", SIMILAR, posting.external_id)
    alice.post(f"/deliveries/{delivery.pk}/pick", {"opportunity": chosen})
    assert "has chosen an application" in text_of(alice.get(*page_of(delivery)))

    alice.post(f"/deliveries/{delivery.pk}/pick", {"undo": "1"})
    work()

    assert (Delivery.objects.get().opportunity_id, lever.note_texts(chosen)) == ("", [])


def test_while_the_ats_is_off_the_page_says_who_can_help_and_undo_is_still_there(alice, delivery, posting, lever):  # noqa: F811
    chosen = lever.has_applied("C. Candidate", SIMILAR, posting.external_id)
    alice.post(f"/deliveries/{delivery.pk}/pick", {"opportunity": chosen})
    connect.disconnect(connection=posting.connection, now=timezone.now())

    page = text_of(alice.get(*page_of(delivery)))

    assert "is not connected" in page
    assert "Undo the choice" in page


def test_a_revocation_is_noticed_and_said(alice, delivery, posting, lever):  # noqa: F811
    lever.revokes()

    page = text_of(alice.get(*page_of(delivery)))

    assert "Look again" in page
    assert Connection.objects.get().state == "needs_you"


def test_a_fault_of_the_ats_is_a_sentence_with_a_way_on(alice, delivery, lever):  # noqa: F811
    lever.fails("status", status=403, path="/v1/opportunities")

    assert "Look again" in text_of(alice.get(*page_of(delivery)))


def test_of_a_confidential_posting_nothing_is_read(alice, delivery, posting, lever):  # noqa: F811
    posting.distribution = "confidential"
    posting.save()
    before = lever.requests()

    assert "is confidential in Lever" in text_of(alice.get(*page_of(delivery)))
    assert lever.requests() == before


def test_the_title_of_a_confidential_posting_is_not_told(bob, delivery, posting):
    posting.distribution = "confidential"
    posting.save()

    page = text_of(bob.get(*page_of(delivery)))

    assert "Confidential posting" in page
    assert "Night Auditor" not in page


@pytest.mark.parametrize("way", ["choose", "find"])
def test_what_is_far_too_long_finds_nothing(alice, delivery, lever, way):  # noqa: F811
    for sought in ("a" * 70_000, "@" * 70_000):
        assert alice.get(*page_of(delivery, **{way: sought}), follow=True).status_code == 200
    answer = alice.post(f"/deliveries/{delivery.pk}/pick", {"opportunity": "a" * 70_000}, follow=True)

    assert answer.status_code == 200
    assert Delivery.objects.get().opportunity_id == ""


def test_the_page_is_not_there_for_others(mallory, carol, delivery, posting, lever):  # noqa: F811
    chosen = lever.has_applied("Dana Demo", "dana.demo@example.org", posting.external_id)

    for somebody in (mallory, carol):
        assert somebody.get(*page_of(delivery)).status_code == 404
        assert somebody.post(f"/deliveries/{delivery.pk}/pick", {"opportunity": chosen}).status_code == 404
        assert somebody.post(f"/deliveries/{delivery.pk}/pick", {"undo": "1"}).status_code == 404
    assert Delivery.objects.get().opportunity_id == ""


def test_other_organisations_candidates_and_strangers_see_nothing(mallory, carol, client, delivery):
    address = f"/deliveries/{delivery.pk}/pick"

    assert mallory.get(address).status_code == 404
    assert mallory.post(address, {"opportunity": "x"}).status_code == 404
    assert carol.get(address).status_code == 404
    assert client.get(address).status_code == 302


def test_job_and_report_lead_to_the_page_where_no_application_was_found(alice, delivery):
    address = f"/deliveries/{delivery.pk}/pick"

    assert address in text_of(alice.get(f"/j/{delivery.report.interview.job.code}"))
    assert address in text_of(alice.get(f"/reports/{delivery.report.key}"))


def test_what_the_ats_told_is_not_kept(alice, delivery, posting, lever):  # noqa: F811
    chosen = lever.has_applied("Zebulon Zebra", SIMILAR, posting.external_id)
    alice.get(*page_of(delivery))
    alice.post(f"/deliveries/{delivery.pk}/pick", {"opportunity": chosen})

    row = Delivery.objects.values().get()
    assert "Zebulon" not in str(row)
    assert "+jobs" not in str(row)
    assert row["opportunity_id"] == chosen
