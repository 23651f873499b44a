"""Everything that happens in Lever reaches those who asked for it, whichever way it was done."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from lever_simulator.world import happenings, writes
from lever_simulator.world.hiring import Opportunity
from lever_simulator.world.seeds.demo import HOST, MANAGER, NIGHT
from lever_simulator.world.seeds.foundation import seed_id
from lever_simulator.world.webhooks import EVENTS
from tests.lever_simulator.conftest import TLS, Lever
from tests.lever_simulator.receiver import Receiver

CAROL = "carol.candidate@example.org"
HIRED, WITHDREW = seed_id("archive reason", "Hired"), seed_id("archive reason", "Withdrew")
SIGRID = seed_id("user", "Sigrid Solheim")


@pytest.fixture
def hooked(lever: Lever, receiver: Receiver) -> Lever:
    """A Lever that tells the receiver everything."""
    lever.simulator.switch_on()
    for event in EVENTS:
        lever.api.post("/webhooks", json={"url": receiver.url, "event": event})
    return lever


def carol(lever: Lever) -> Opportunity:
    return lever.world.account.opportunities[lever.opportunity(CAROL)]


def ids(opportunity: Opportunity) -> dict[str, str]:
    return {"opportunityId": opportunity.id, "candidateId": opportunity.id, "contactId": opportunity.contact}


def told(lever: Lever, receiver: Receiver) -> list[tuple[str, dict[str, Any]]]:
    lever.simulator.settle()
    return [(heard.event, heard.data) for heard in receiver.heard]


def by_api(lever: Lever, stage: str) -> None:
    lever.api.put(f"/opportunities/{carol(lever).id}/stage", json={"stage": stage})


def by_control(lever: Lever, stage: str) -> None:
    lever.control(f"opportunities/{carol(lever).id}", stage=stage)


def by_page(lever: Lever, stage: str) -> None:
    lever.http.post(f"/candidates/{carol(lever).id}/stage", data={"stage": stage})


def by_hand(lever: Lever, stage: str) -> None:
    with lever.world.lock:
        writes.move_to_stage(lever.world.account, carol(lever), stage, now=lever.world.clock.ms())


@pytest.mark.parametrize("move", [by_api, by_control, by_page, by_hand])
def test_a_stage_change_is_told_however_it_was_made(
    hooked: Lever, receiver: Receiver, move: Callable[[Lever, str], None]
) -> None:
    move(hooked, "offer")
    expected = {**ids(carol(hooked)), "fromStageId": "applicant-new", "toStageId": "offer"}
    assert told(hooked, receiver) == [("candidateStageChange", expected)]


def test_a_move_to_where_somebody_is_already_is_none(hooked: Lever, receiver: Receiver) -> None:
    by_api(hooked, "applicant-new")
    assert told(hooked, receiver) == []


def test_archiving_and_bringing_back_tell_from_what_to_what(hooked: Lever, receiver: Receiver) -> None:
    address = f"/opportunities/{carol(hooked).id}/archived"
    hooked.api.put(address, json={"reason": WITHDREW})
    archived = {"reason": WITHDREW, "archivedAt": hooked.api.get(address.removesuffix("/archived")).json()["data"]
                ["archived"]["archivedAt"]}  # fmt: skip
    hooked.api.put(address, json={"reason": None})
    hooked.api.put(address, json={"reason": None})
    assert told(hooked, receiver) == [
        ("candidateArchiveChange", {**ids(carol(hooked)), "fromArchived": None, "toArchived": archived}),
        ("candidateArchiveChange", {**ids(carol(hooked)), "fromArchived": archived, "toArchived": None}),
    ]


def test_a_hire_is_told_as_both_an_archive_change_and_a_hire(hooked: Lever, receiver: Receiver) -> None:
    hooked.http.post(f"/candidates/{carol(hooked).id}/archive", data={"reason": HIRED})
    heard = dict(told(hooked, receiver))
    assert list(heard) == ["candidateArchiveChange", "candidateHired"]
    assert heard["candidateArchiveChange"]["toArchived"]["reason"] == HIRED
    assert heard["candidateHired"] == ids(carol(hooked))


@pytest.mark.parametrize("way", ["job site", "api", "control door"])
def test_somebody_new_is_told_as_a_contact_and_an_application(hooked: Lever, receiver: Receiver, way: str) -> None:
    posting, address = hooked.posting(HOST), "ny@example.org"
    if way == "job site":
        hooked.http.post(f"/jobs/fjordhotel/{posting}/apply", data={"name": "Ny", "email": address})
    elif way == "api":
        personal = [{"name": "fullName", "value": "Ny"}, {"name": "email", "value": address}]
        hooked.api.post(f"/postings/{posting}/apply", json={"personalInformation": personal})
    else:
        hooked.control("opportunities", name="Ny", emails=[address], posting=posting)
    opportunity = hooked.world.account.opportunities[hooked.opportunity(address)]
    assert opportunity.application
    heard = dict(told(hooked, receiver))
    assert list(heard) == ["contactCreated", "applicationCreated"]
    assert heard["applicationCreated"] == {"applicationId": opportunity.application.id, **ids(opportunity)}
    assert heard["contactCreated"]["contactId"] == opportunity.contact
    assert heard["contactCreated"]["accountId"] == hooked.world.account.id


def test_a_candidate_added_long_ago_is_told_now(hooked: Lever, receiver: Receiver) -> None:
    hooked.api.post(
        f"/opportunities?perform_as={SIGRID}",
        json={"name": "Old", "emails": ["old@example.org"], "postings": [hooked.posting(NIGHT)], "createdAt": 1000},
    )
    hooked.simulator.settle()
    assert receiver.events == ["contactCreated", "applicationCreated"]
    assert all(heard.body["triggeredAt"] > 1_600_000_000_000 for heard in receiver.heard)
    assert hooked.world.account.opportunities[hooked.opportunity("old@example.org")].created_at == 1000


def test_a_known_person_who_applies_elsewhere_is_no_new_contact(hooked: Lever, receiver: Receiver) -> None:
    hooked.control("opportunities", name="Carol Candidate", emails=[CAROL], posting=NIGHT)
    assert [event for event, _ in told(hooked, receiver)] == ["applicationCreated"]


def test_a_known_person_with_a_further_address_is_an_updated_contact(hooked: Lever, receiver: Receiver) -> None:
    hooked.control("opportunities", name="Carol", emails=[CAROL, "c2@example.org"], posting=NIGHT)
    assert [event for event, _ in told(hooked, receiver)] == ["contactUpdated", "applicationCreated"]


def test_applying_twice_to_one_open_candidacy_tells_nothing(hooked: Lever, receiver: Receiver) -> None:
    hooked.control("opportunities", name="Carol", emails=[CAROL], posting=HOST)
    assert told(hooked, receiver) == []


@pytest.mark.parametrize("way", ["page", "control door"])
def test_a_deletion_is_told_with_who_it_was(hooked: Lever, receiver: Receiver, way: str) -> None:
    expected = {**ids(carol(hooked)), "deletedBy": None}
    if way == "page":
        hooked.http.post(f"/candidates/{carol(hooked).id}/delete")
    else:
        hooked.http.delete(f"/_control/opportunities/{carol(hooked).id}")
    assert told(hooked, receiver) == [("candidateDeleted", expected)]


@pytest.mark.parametrize("change", [{"anonymize": True}, {"emails": ["c@example.com"]}, {"may_be_stored": False}])
def test_a_changed_person_is_told_as_an_updated_contact(
    hooked: Lever, receiver: Receiver, change: dict[str, Any]
) -> None:
    opportunity = carol(hooked)
    hooked.control(f"opportunities/{opportunity.id}", **change)
    [(event, data)] = told(hooked, receiver)
    assert event == "contactUpdated"
    assert data["contactId"] == opportunity.contact
    assert set(data) == {"contactId", "accountId", "updatedAt"}


def test_anonymizing_on_the_page_is_told_too(hooked: Lever, receiver: Receiver) -> None:
    hooked.http.post(f"/candidates/{carol(hooked).id}/anonymize")
    assert [event for event, _ in told(hooked, receiver)] == ["contactUpdated"]


def test_a_merge_tells_of_the_contact_that_was_kept(hooked: Lever, receiver: Receiver) -> None:
    dana = hooked.world.account.opportunities[hooked.opportunity("dana.demo@example.org")]
    hooked.control("contacts/merge", kept=dana.contact, merged=carol(hooked).contact)
    [(event, data)] = told(hooked, receiver)
    assert (event, data["contactId"]) == ("contactUpdated", dana.contact)


def test_a_link_changes_the_contact_once(hooked: Lever, receiver: Receiver) -> None:
    for _ in range(2):
        hooked.api.post(f"/opportunities/{carol(hooked).id}/addLinks", json={"links": ["https://example.org/r"]})
    assert [event for event, _ in told(hooked, receiver)] == ["contactUpdated"]


def test_notes_tags_and_postings_have_no_webhook(hooked: Lever, receiver: Receiver) -> None:
    address = f"/opportunities/{carol(hooked).id}"
    hooked.api.post(f"{address}/notes", json={"value": "x"})
    hooked.api.post(f"{address}/addTags", json={"tags": ["x"]})
    hooked.control(f"postings/{hooked.posting(HOST)}", text="Other")
    assert told(hooked, receiver) == []


@pytest.mark.parametrize("event", ["interviewCreated", "interviewUpdated", "interviewDeleted"])
def test_interviews_are_told_with_their_panel(hooked: Lever, receiver: Receiver, event: str) -> None:
    account = hooked.world.account
    with hooked.world.lock:
        happenings.interview_changed(account, event, carol(hooked), interview_id="i1", panel_id="p1", now=5)
    [(heard, data)] = told(hooked, receiver)
    assert heard == event
    assert data | ids(carol(hooked)) == data
    assert (data["interviewId"], data["panelId"]) == ("i1", "p1")
    assert 5 in data.values()


def test_even_a_confidential_candidacy_is_told_by_its_ids(hooked: Lever, receiver: Receiver) -> None:
    hooked.control("opportunities", name="Sly", emails=["sly@example.org"], posting=MANAGER)
    heard = told(hooked, receiver)
    assert [event for event, _ in heard] == ["contactCreated", "applicationCreated"]
    assert hooked.api.get(f"/opportunities/{heard[1][1]['opportunityId']}").status_code == 403


def test_an_event_is_silent_until_a_super_admin_switches_it_on(lever: Lever, receiver: Receiver) -> None:
    lever.api.post("/webhooks", json={"url": receiver.url, "event": "candidateStageChange"})
    by_api(lever, "offer")
    assert told(lever, receiver) == []
    lever.control("webhooks/switch", event="candidateStageChange", on=True)
    by_api(lever, "lead-new")
    assert [data["toStageId"] for _, data in told(lever, receiver)] == ["lead-new"], "the silent one was lost"
    lever.control("webhooks/switch", event="*", on=False)
    by_api(lever, "offer")
    assert len(told(lever, receiver)) == 1


def test_one_event_on_leaves_the_others_silent(lever: Lever, receiver: Receiver) -> None:
    for event in ("candidateStageChange", "candidateArchiveChange"):
        lever.api.post("/webhooks", json={"url": receiver.url, "event": event})
    lever.simulator.switch_on("candidateArchiveChange")
    by_api(lever, "offer")
    lever.control(f"opportunities/{carol(lever).id}", archived=WITHDREW)
    assert [event for event, _ in told(lever, receiver)] == ["candidateArchiveChange"]


def test_conditions_let_only_their_origins_through(lever: Lever, receiver: Receiver) -> None:
    lever.simulator.switch_on()
    conditions = {"conditions": {"origins": ["referred", "agency"]}}
    lever.api.post(
        "/webhooks", json={"url": receiver.url, "event": "candidateStageChange", "configuration": conditions}
    )
    by_api(lever, "offer")
    assert told(lever, receiver) == []
    carol(lever).origin = "agency"
    by_api(lever, "applicant-new")
    assert len(told(lever, receiver)) == 1


def test_a_change_that_failed_is_not_told(hooked: Lever, receiver: Receiver) -> None:
    reply: httpx.Response = hooked.api.put(f"/opportunities/{carol(hooked).id}/stage", json={"stage": "moon"})
    assert reply.status_code == 400
    assert told(hooked, receiver) == []


def test_a_new_seed_knows_no_webhooks(hooked: Lever, receiver: Receiver) -> None:
    hooked.control("reset")
    by_api(hooked, "offer")
    assert told(hooked, receiver) == []
    assert httpx.get(f"{hooked.url}/_control/webhooks", verify=TLS).json()["switched_on"] == []


def test_interviews_made_changed_and_deleted_by_api_are_told(hooked: Lever, receiver: Receiver) -> None:
    address, who = f"/opportunities/{carol(hooked).id}", f"perform_as={hooked.user('tova')}"
    interview = {"date": 1_795_536_000_000, "duration": 60, "interviewers": [{"id": hooked.user("ines")}]}
    sent = {"timezone": "Europe/Oslo", "interviews": [interview]}
    panel = hooked.api.post(f"{address}/panels?{who}", json=sent).json()["data"]
    one = panel["interviews"][0]["id"]
    hooked.api.put(f"{address}/interviews/{one}?{who}", json=interview | {"duration": 30})
    hooked.api.delete(f"{address}/panels/{panel['id']}?{who}")
    heard = told(hooked, receiver)
    assert {event for event, _ in heard} == {"interviewCreated", "interviewUpdated", "interviewDeleted"}
    assert {(data["interviewId"], data["panelId"]) for _, data in heard} == {(one, panel["id"])}


def test_a_contact_changed_by_api_is_told_of_once_it_is_another(hooked: Lever, receiver: Receiver) -> None:
    address = f"/contacts/{carol(hooked).contact}"
    for _ in range(2):
        hooked.api.put(address, json={"headline": "Spa Manager"})
    [(event, data)] = told(hooked, receiver)
    assert (event, data["contactId"]) == ("contactUpdated", carol(hooked).contact)
