"""The accounts one can start with hold everything that an integration may meet."""

import time

from lever_simulator.world import World
from lever_simulator.world.hiring import DISTRIBUTIONS, Opportunity
from lever_simulator.world.people import Contact
from lever_simulator.world.seeds import seeded
from tests.lever_simulator.conftest import Lever

NOW = 1_795_449_600_000
DEMO = seeded("demo", now=NOW)


def people(name: str) -> list[Contact]:
    return [contact for contact in DEMO.contacts.values() if name in contact.name]


def candidacies(name: str) -> list[Opportunity]:
    return [o for contact in people(name) for o in DEMO.opportunities_of(contact.id)]


def test_there_is_a_user_of_every_role_and_one_who_left() -> None:
    working = [user.access_role for user in DEMO.users.values() if user.deactivated_at is None]
    assert working == ["super admin", "admin", "team member", "limited team member", "interviewer"]
    assert [user.name for user in DEMO.users.values() if user.deactivated_at] == ["Dag Departed"]


def test_the_pipeline_has_slugs_and_stages_of_its_own() -> None:
    named = {stage.text: stage.id for stage in DEMO.stages}
    assert list(named.values())[:4] == ["lead-new", "lead-reached-out", "lead-responded", "applicant-new"]
    assert list(named)[-3:] == ["Paletter interview", "On-site interview", "Offer"]
    assert len(named["Paletter interview"]) == len(named["On-site interview"]) == 36


def test_there_is_a_reason_for_the_hired_and_one_that_is_no_longer_used() -> None:
    assert [(r.text, r.type, r.status) for r in DEMO.archive_reasons] == [
        ("Hired", "hired", "active"),
        ("Underqualified", "non-hired", "active"),
        ("Withdrew", "non-hired", "active"),
        ("Position closed", "non-hired", "inactive"),
    ]


def test_there_is_a_posting_of_every_distribution_and_state() -> None:
    postings = DEMO.postings.values()
    assert {posting.distribution for posting in postings if posting.is_open} == set(DISTRIBUTIONS)
    assert {posting.status for posting in postings} == {"open", "closed", "draft", "pending"}
    assert max(len(posting.locations) for posting in postings) == 3


def test_there_are_more_opportunities_than_one_page_holds() -> None:
    assert len(DEMO.opportunities) > 130


def test_one_person_is_a_candidate_twice() -> None:
    first, second = candidacies("Tove Twice")
    assert first.contact == second.contact
    assert first.posting != second.posting
    assert first.archived is second.archived is None


def test_two_active_candidacies_on_one_posting_have_one_address() -> None:
    first, second = candidacies("Dorte")
    assert first.contact != second.contact
    assert (first.posting, first.archived) == (second.posting, None)
    assert {email for contact in people("Dorte") for email in contact.emails} == {"dorte.double@example.org"}


def test_addresses_come_in_all_shapes() -> None:
    addresses = {name: people(name)[0].emails for name in ("Nomi", "Pia Plus", "Ulla Upper", "Sara Several")}
    assert addresses["Nomi"] == []
    assert "+" in addresses["Pia Plus"][0]
    assert addresses["Ulla Upper"][0].isupper()
    assert len(addresses["Sara Several"]) == 3


def test_there_is_somebody_archived_anonymised_confidential_or_not_to_be_stored() -> None:
    [archived], [secret] = candidacies("Arne Archived"), candidacies("Sverre Secret")
    assert archived.archived
    assert DEMO.is_confidential(secret)
    assert [contact.emails for contact in people("Anonymized")] == [[]]
    assert people("Stig Stop")[0].may_be_stored is False


def test_there_are_leads_without_a_posting_and_old_candidacies_without_a_time_of_change() -> None:
    assert [o.posting for o in candidacies("Lea Lead")] == [None]
    assert any(o.updated_at is None for o in DEMO.opportunities.values())


def test_whom_not_to_store_is_told_by_the_api(lever: Lever) -> None:
    [row] = lever.api.get("/opportunities?email=stig.stop@example.org").json()["data"]
    assert row["dataProtection"]["store"] == {"allowed": False, "expiresAt": None}


def test_every_address_of_a_person_finds_them(lever: Lever) -> None:
    found = [
        lever.api.get("/opportunities", params={"email": email}).json()["data"][0]["name"]
        for email in ("sara.several@example.org", "sara@example.net", "s.several@example.com")
    ]
    assert found == ["Sara Several"] * 3


def test_the_large_account_is_built_in_seconds() -> None:
    begun = time.perf_counter()
    account = World("large").account
    assert time.perf_counter() - begun < 5
    assert (len(account.opportunities), len(account.postings)) == (10_000, 40)
    assert all(posting.is_open for posting in account.postings.values())
