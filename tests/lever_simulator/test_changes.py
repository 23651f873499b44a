"""Something changes in Lever while an integration looks away."""

import pytest

from lever_simulator.world.changes import NEEDS_VALUE, ON_OPPORTUNITY, ON_POSTING
from lever_simulator.world.hiring import Opportunity
from lever_simulator.world.people import Contact
from lever_simulator.world.seeds.demo import HOST, NIGHT
from tests.lever_simulator.conftest import Lever

CAROL = "carol.candidate@example.org"
NOTES = "/v1/opportunities/*/notes"


def before_the_next(lever: Lever, method: str, path: str, what: str, **change: str) -> None:
    ordered = {"what": what, **change}
    assert lever.control("faults", action="change", method=method, path=path, change=ordered).status_code == 200


def candidacy(lever: Lever, email: str = CAROL) -> Opportunity:
    return lever.world.account.opportunities[lever.opportunity(email)]


def person(lever: Lever, email: str = CAROL) -> Contact:
    return lever.world.account.contact_of(candidacy(lever, email))


def test_an_opportunity_is_deleted_between_the_match_and_the_note(lever: Lever) -> None:
    carol = lever.opportunity(CAROL)
    before_the_next(lever, "POST", NOTES, "delete_opportunity")
    assert lever.api.get(f"/opportunities?email={CAROL}").json()["data"]
    assert lever.api.post(f"/opportunities/{carol}/notes", json={"value": "x"}).status_code == 404
    assert lever.api.get(f"/opportunities?email={CAROL}").json()["data"] == []


def test_a_change_can_name_somebody_else_than_the_request_does(lever: Lever) -> None:
    dana, carol = lever.opportunity("dana.demo@example.org"), lever.opportunity(CAROL)
    before_the_next(lever, "POST", NOTES, "delete_opportunity", id="dana.demo@example.org")
    assert lever.api.post(f"/opportunities/{carol}/notes", json={"value": "x"}).status_code == 201
    assert lever.api.get(f"/opportunities/{dana}").status_code == 404


def test_a_person_is_merged_and_the_opportunity_has_another_contact(lever: Lever) -> None:
    before, carol = person(lever).id, lever.opportunity(CAROL)
    before_the_next(lever, "GET", "/v1/opportunities/*", "merge_contact")
    row = lever.api.get(f"/opportunities/{carol}").json()["data"]
    assert row["contact"] != before
    assert row["emails"] == [CAROL]
    assert lever.api.get(f"/contacts/{before}").status_code == 404


def test_a_person_is_merged_with_somebody_who_is_named(lever: Lever) -> None:
    dana = person(lever, "dana.demo@example.org").id
    lever.control("changes", what="merge_contact", id=CAROL, to=dana)
    assert candidacy(lever).contact == dana
    assert lever.control("changes", what="merge_contact", id=CAROL, to=dana).status_code == 400


@pytest.mark.parametrize(
    ("what", "to", "field", "value"),
    [
        ("rename_posting", "Greeter", "text", "Greeter"),
        ("close_posting", "", "state", "closed"),
        ("unlist_posting", "", "state", "internal"),
    ],
)
def test_a_posting_changes_between_the_sync_and_the_write(
    lever: Lever, what: str, to: str, field: str, value: str
) -> None:
    posting, carol = lever.posting(HOST), lever.opportunity(CAROL)
    before_the_next(lever, "POST", NOTES, what, to=to)
    assert lever.api.get(f"/postings/{posting}").json()["data"][field] != value
    assert lever.api.post(f"/opportunities/{carol}/notes", json={"value": "x"}).status_code == 201
    assert lever.api.get(f"/postings/{posting}").json()["data"][field] == value


def test_a_posting_becomes_confidential_and_its_people_are_out_of_reach(lever: Lever) -> None:
    carol = lever.opportunity(CAROL)
    before_the_next(lever, "POST", NOTES, "make_posting_confidential")
    assert lever.api.post(f"/opportunities/{carol}/notes", json={"value": "x"}).status_code == 403


def test_a_posting_is_deleted_before_it_is_read(lever: Lever) -> None:
    night = lever.posting(NIGHT)
    before_the_next(lever, "GET", "/v1/postings/*", "delete_posting")
    assert lever.api.get(f"/postings/{night}").status_code == 404


def test_two_active_opportunities_share_one_address(lever: Lever) -> None:
    lever.control("changes", what="apply_twice", id=CAROL)
    rows = lever.api.get(f"/opportunities?email={CAROL}&expand=applications").json()["data"]
    assert [row["archived"] for row in rows] == [None, None]
    assert len({row["contact"] for row in rows}) == 2
    assert {row["applications"][0]["posting"] for row in rows} == {lever.posting(HOST)}


def test_an_address_is_written_in_capitals_and_still_found(lever: Lever) -> None:
    lever.control("changes", what="capitalize_emails", id=CAROL)
    [row] = lever.api.get(f"/opportunities?email={CAROL}").json()["data"]
    assert row["emails"] == [CAROL.upper()]


def test_an_address_gets_a_plus_tag_and_is_not_found_without_it(lever: Lever) -> None:
    lever.control("changes", what="plus_tag_emails", id=CAROL, to="hotel")
    assert lever.api.get(f"/opportunities?email={CAROL}").json()["data"] == []
    tagged = {"email": "carol.candidate+hotel@example.org"}
    assert len(lever.api.get("/opportunities", params=tagged).json()["data"]) == 1


def test_somebody_loses_and_gains_addresses(lever: Lever) -> None:
    carol = lever.opportunity(CAROL)
    lever.control("changes", what="drop_emails", id=CAROL)
    assert lever.api.get(f"/opportunities/{carol}").json()["data"]["emails"] == []
    lever.control("changes", what="add_email", id=carol, to="carol@example.net")
    assert lever.api.get(f"/opportunities/{carol}").json()["data"]["emails"] == ["carol@example.net"]


def test_an_opportunity_has_no_time_of_change(lever: Lever) -> None:
    carol = lever.opportunity(CAROL)
    lever.control("changes", what="lose_updated_at", id=CAROL)
    assert lever.api.get(f"/opportunities/{carol}").json()["data"]["updatedAt"] is None
    assert lever.api.get(f"/opportunities?email={CAROL}&updated_at_start=0").json()["data"] == []


def test_a_person_is_anonymized_archived_or_not_to_be_stored(lever: Lever) -> None:
    carol = lever.opportunity(CAROL)
    lever.control("changes", what="forbid_storing", id=carol)
    assert lever.api.get(f"/opportunities/{carol}").json()["data"]["dataProtection"]["store"]["allowed"] is False
    lever.control("changes", what="archive_opportunity", id=carol)
    assert lever.api.get(f"/opportunities/{carol}").json()["data"]["archived"]["reason"]
    lever.control("changes", what="anonymize_contact", id=carol)
    assert lever.api.get(f"/opportunities/{carol}").json()["data"]["isAnonymized"] is True


def test_access_is_revoked_in_the_middle_of_the_work(lever: Lever) -> None:
    tokens, carol = lever.connect(), lever.opportunity(CAROL)
    api = lever.bearer(tokens["access_token"])
    before_the_next(lever, "POST", NOTES, "revoke_access")
    assert api.get(f"/opportunities/{carol}").status_code == 200
    assert api.post(f"/opportunities/{carol}/notes", json={"value": "x"}).status_code == 401
    assert lever.refresh(tokens["refresh_token"]).status_code == 403


def test_the_super_admin_who_connected_leaves_and_the_access_with_them(lever: Lever) -> None:
    tokens = lever.connect()
    lever.control("changes", what="deactivate_user")
    assert lever.refresh(tokens["refresh_token"]).status_code == 403
    assert lever.bearer(tokens["access_token"]).get("/postings").status_code == 401
    lever.control("changes", what="reactivate_user", id="sigrid")
    assert lever.bearer(tokens["access_token"]).get("/postings").status_code == 200


def test_tags_are_locked_down_before_a_new_one_arrives(lever: Lever) -> None:
    carol = lever.opportunity(CAROL)
    before_the_next(lever, "POST", "*/addTags", "lock_tags")
    assert lever.api.post(f"/opportunities/{carol}/addTags", json={"tags": ["brand new"]}).status_code == 403
    assert lever.api.post(f"/opportunities/{carol}/addTags", json={"tags": ["Hospitality"]}).status_code == 200


def test_locked_tags_hold_for_a_new_opportunity_too(lever: Lever) -> None:
    lever.control("switches", tags_locked=True)
    amir = next(u.id for u in lever.world.account.users.values() if u.username == "amir")
    sent = {"name": "Nora New", "tags": ["brand new"]}
    assert lever.api.post(f"/opportunities?perform_as={amir}", json=sent).status_code == 403
    assert lever.api.post(f"/opportunities?perform_as={amir}", json=sent | {"tags": ["Oslo"]}).status_code == 201


def test_the_account_leaves_the_package_that_has_the_api(lever: Lever) -> None:
    lever.control("changes", what="leave_package")
    assert lever.api.get("/postings").status_code == 403


def test_several_changes_and_one_fault_can_meet_in_one_request(lever: Lever) -> None:
    carol = lever.opportunity(CAROL)
    before_the_next(lever, "POST", NOTES, "rename_posting", to="Greeter")
    before_the_next(lever, "POST", NOTES, "lose_updated_at")
    lever.control("faults", action="status", status=500, method="POST", path=NOTES)
    lever.control("faults", action="status", status=503, method="POST", path=NOTES)
    assert lever.api.post(f"/opportunities/{carol}/notes", json={"value": "x"}).status_code == 500
    assert lever.world.account.postings[lever.posting("Greeter")]
    assert candidacy(lever).updated_at is None
    assert lever.api.post(f"/opportunities/{carol}/notes", json={"value": "x"}).status_code == 503


def test_a_change_to_something_that_is_gone_does_not_disturb_the_request(lever: Lever) -> None:
    before_the_next(lever, "GET", "/v1/stages", "delete_opportunity", id="nobody@example.org")
    assert lever.api.get("/stages").status_code == 200


@pytest.mark.parametrize("what", sorted({*ON_OPPORTUNITY, *ON_POSTING} - set(NEEDS_VALUE)))
def test_a_change_that_is_told_nobody_to_change_says_so_instead_of_guessing(lever: Lever, what: str) -> None:
    reply = lever.control("changes", what=what)
    assert (reply.status_code, "Give its id" in reply.json()["error"]) == (400, True)


def test_webhooks_hear_of_what_was_changed_just_before_a_request(lever: Lever) -> None:
    lever.simulator.switch_on("candidateDeleted", "contactUpdated")
    for event in ("candidateDeleted", "contactUpdated"):
        lever.control("webhooks", url="http://127.0.0.1:1/hook", event=event)
    carol, contact = lever.opportunity(CAROL), person(lever).id
    before_the_next(lever, "GET", "/v1/opportunities/*", "capitalize_emails")
    before_the_next(lever, "GET", "/v1/opportunities/*", "delete_opportunity")
    assert lever.api.get(f"/opportunities/{carol}").status_code == 404
    [updated] = lever.simulator.deliveries("contactUpdated")
    [deleted] = lever.simulator.deliveries("candidateDeleted")
    assert (updated.call.data["contactId"], deleted.call.data["opportunityId"]) == (contact, carol)
