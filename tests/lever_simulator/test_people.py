"""Contacts are changed by API, and people are added by hand."""

from typing import Any

import httpx
import pytest

from lever_simulator.world.seeds.demo import HOST
from tests.lever_simulator.conftest import Lever

CAROL = "carol.candidate@example.org"


def contact_of(lever: Lever, email: str) -> str:
    return str(lever.world.account.opportunities[lever.opportunity(email)].contact)


def create(lever: Lever, **sent: Any) -> httpx.Response:
    return lever.api.post(f"/opportunities?perform_as={lever.user('tova')}", json=sent)


def test_a_changed_contact_is_another_on_all_of_its_opportunities(lever: Lever) -> None:
    phones = [{"type": "mobile", "value": "+47 555 01 00"}]
    sent = {"name": "Tove T.", "headline": "Spa", "location": "Bergen", "emails": ["t@example.org"], "phones": phones}
    contact = contact_of(lever, "tove.twice@example.org")
    changed = lever.api.put(f"/contacts/{contact}", json=sent).json()["data"]
    assert changed == {"id": contact, **sent, "location": {"name": "Bergen"}}
    rows = lever.api.get("/opportunities?email=t@example.org").json()["data"]
    assert [(row["name"], row["location"], row["phones"]) for row in rows] == [("Tove T.", "Bergen", phones)] * 2


def test_what_a_change_does_not_name_stays(lever: Lever) -> None:
    contact = contact_of(lever, CAROL)
    lever.api.put(f"/contacts/{contact}", json={"headline": "Spa"})
    now = lever.api.get(f"/contacts/{contact}").json()["data"]
    assert (now["name"], now["headline"], now["emails"]) == ("Carol Candidate", "Spa", [CAROL])


@pytest.mark.parametrize("sent", [{"location": {"name": "Oslo"}}, {"emails": [5]}, {"phones": ["5"]}, {"name": None}])
def test_a_location_is_sent_as_a_text_and_the_rest_in_its_shape(lever: Lever, sent: dict[str, Any]) -> None:
    contact = contact_of(lever, CAROL)
    before = lever.api.get(f"/contacts/{contact}").json()
    assert lever.api.put(f"/contacts/{contact}", json=sent).status_code == 400
    assert lever.api.get(f"/contacts/{contact}").json() == before


def test_an_anonymous_contact_is_neither_changed_nor_linked_nor_given_an_opportunity(lever: Lever) -> None:
    account = lever.world.account
    contact = next(c.id for c in account.contacts.values() if c.is_anonymized)
    opportunity = next(account.opportunities_of(contact)).id
    assert lever.api.put(f"/contacts/{contact}", json={"name": "x"}).status_code == 400
    links = {"links": ["https://example.org"]}
    assert lever.api.post(f"/opportunities/{opportunity}/addLinks", json=links).status_code == 400
    assert create(lever, contact=contact).status_code == 400


def test_an_opportunity_can_name_its_contact(lever: Lever) -> None:
    contact = contact_of(lever, CAROL)
    reply = create(lever, contact=contact)
    assert reply.json()["data"]["contact"] == contact
    assert create(lever, contact="nobody").status_code == 400


def test_who_adds_a_person_owns_and_sourced_the_opportunity(lever: Lever) -> None:
    row = create(lever, name="N", postings=[lever.posting(HOST)]).json()["data"]
    assert row["owner"] == row["sourcedBy"] == row["stageChanges"][0]["userId"] == lever.user("tova")
    assert row["followers"] == [lever.user("sigrid")]
    whole = lever.api.get(f"/opportunities/{row['id']}?expand=applications&expand=sourcedBy").json()["data"]
    assert whole["sourcedBy"]["username"] == "tova"
    assert (whole["applications"][0]["type"], whole["applications"][0]["user"]) == ("user", lever.user("tova"))


def test_the_owner_of_the_posting_can_own_it_instead(lever: Lever) -> None:
    address = f"/opportunities?perform_as={lever.user('tova')}&perform_as_posting_owner=True"
    row = lever.api.post(address, json={"name": "N", "postings": [lever.posting(HOST)]}).json()["data"]
    assert (row["owner"], row["sourcedBy"]) == (lever.user("sigrid"), lever.user("tova"))


@pytest.mark.parametrize(
    "sent",
    [
        {"stage": "nowhere"},
        {"origin": "moon"},
        {"archived": {"reason": "because"}},
        {"postings": ["unknown"]},
        {"createdAt": 9_999_999_999_999},
        {"createdAt": "today"},
    ],
)
def test_a_refused_opportunity_leaves_no_contact_behind(lever: Lever, sent: dict[str, Any]) -> None:
    before = len(lever.world.account.contacts)
    assert create(lever, name="N", emails=["new@example.org"], **sent).status_code == 400
    assert len(lever.world.account.contacts) == before


def test_a_new_person_keeps_all_phones_and_links(lever: Lever) -> None:
    phones = [{"type": "home", "value": "1"}, {"type": None, "value": "2"}]
    row = create(lever, name="N", phones=phones, links=["https://example.org/n"]).json()["data"]
    assert (row["phones"], row["links"]) == (phones, ["https://example.org/n"])
