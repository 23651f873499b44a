"""The Data API takes writes and answers them as Lever does."""

import httpx
import pytest

from lever_simulator.world.seeds.demo import HOST, MANAGER, NIGHT
from tests.lever_simulator.conftest import Lever

CAROL = "carol.candidate@example.org"


@pytest.fixture
def carol(lever: Lever) -> str:
    return f"/opportunities/{lever.opportunity(CAROL)}"


def user_id(lever: Lever, username: str) -> str:
    return next(u.id for u in lever.world.account.users.values() if u.username == username)


def read(lever: Lever, address: str) -> dict[str, object]:
    return lever.api.get(address).json()["data"]


# ---- tags, links, sources, stage, archive


def test_tags_are_a_set_beside_those_of_the_posting(lever: Lever, carol: str) -> None:
    for _ in range(2):
        lever.api.post(f"{carol}/addTags", json={"tags": ["Ready", HOST]})
    assert read(lever, carol)["tags"] == [
        HOST,
        "Hospitality",
        "Front of House",
        "Oslo",
        "Full-time",
        "paletter",
        "Ready",
    ]
    lever.api.post(f"{carol}/removeTags", json={"tags": ["Ready"]})
    assert "Ready" not in read(lever, carol)["tags"]


def test_renaming_a_posting_renames_the_tag_on_its_opportunities(lever: Lever, carol: str) -> None:
    lever.control(f"postings/{lever.posting(HOST)}", text="Front of House Hero")
    tags = read(lever, carol)["tags"]
    assert "Front of House Hero" in tags
    assert HOST not in tags


@pytest.mark.parametrize(
    ("method", "end", "sent"),
    [
        ("POST", "addTags", {"tags": ["x"]}),
        ("POST", "removeTags", {"tags": ["x"]}),
        ("POST", "addSources", {"sources": ["x"]}),
        ("POST", "removeSources", {"sources": ["x"]}),
        ("PUT", "stage", {"stage": "offer"}),
        ("PUT", "archived", {"reason": None}),
    ],
)
def test_most_writes_answer_with_blank_contact_fields(
    lever: Lever, carol: str, method: str, end: str, sent: dict[str, object]
) -> None:
    reply = lever.api.request(method, f"{carol}/{end}", json=sent)
    data = reply.json()["data"]
    assert reply.status_code == 200
    assert [data[key] for key in ("name", "headline", "emails", "phones", "links")] == ["", "", [], [], []]
    assert "opportunityLocation" not in data
    assert read(lever, carol)["name"] == "Carol Candidate"


def test_links_answer_with_the_contact_and_belong_to_the_person(lever: Lever) -> None:
    first, second = lever.api.get("/opportunities?email=tove.twice@example.org").json()["data"]
    link = "https://paletter.example.org/r/1"
    reply = lever.api.post(f"/opportunities/{first['id']}/addLinks", json={"links": [link, link]})
    assert reply.json()["data"]["name"] == "Tove Twice"
    assert read(lever, f"/opportunities/{second['id']}")["links"] == [link]
    lever.api.post(f"/opportunities/{second['id']}/removeLinks", json={"links": [link]})
    assert read(lever, f"/opportunities/{first['id']}")["links"] == []


def test_sources_are_added_and_removed(lever: Lever, carol: str) -> None:
    lever.api.post(f"{carol}/addSources", json={"sources": ["Fair"]})
    assert read(lever, carol)["sources"] == ["Job site", "Fair"]
    lever.api.post(f"{carol}/removeSources", json={"sources": ["Fair"]})
    assert read(lever, carol)["sources"] == ["Job site"]


@pytest.mark.parametrize("sent", [{}, {"tags": []}, {"tags": [1]}, {"tags": None}])
def test_tags_must_be_a_list_of_strings(lever: Lever, carol: str, sent: dict[str, object]) -> None:
    assert lever.api.post(f"{carol}/addTags", json=sent).status_code == 400


def test_forms_are_taken_as_well_as_json(lever: Lever, carol: str) -> None:
    lever.api.post(f"{carol}/addTags", data={"tags[]": ["a", "b"]})
    lever.api.post(f"{carol}/addTags", files={"tags[]": (None, "c")})
    assert read(lever, carol)["tags"][-3:] == ["a", "b", "c"]


def test_locked_tags_refuse_new_ones_only(lever: Lever, carol: str) -> None:
    lever.control("switches", tags_locked=True)
    assert lever.api.post(f"{carol}/addTags", json={"tags": ["brand new"]}).status_code == 403
    assert lever.api.post(f"{carol}/addTags", json={"tags": ["Bergen"]}).status_code == 200


def test_a_stage_change_is_remembered_with_who_did_it(lever: Lever, carol: str) -> None:
    tova = user_id(lever, "tova")
    lever.api.put(f"{carol}/stage?perform_as={tova}", json={"stage": "offer"})
    row = read(lever, carol)
    assert row["stage"] == "offer"
    assert row["stageChanges"][-1]["userId"] == tova
    assert "userId" not in row["stageChanges"][0]


def test_an_unknown_stage_is_refused(lever: Lever, carol: str) -> None:
    assert lever.api.put(f"{carol}/stage", json={"stage": "nowhere"}).status_code == 400


def test_archiving_needs_a_known_reason_and_null_brings_back(lever: Lever, carol: str) -> None:
    reason = lever.api.get("/archive_reasons?type=hired").json()["data"][0]["id"]
    assert lever.api.put(f"{carol}/archived", json={"reason": "because"}).status_code == 400
    assert lever.api.put(f"{carol}/archived", json={}).status_code == 400
    lever.api.put(f"{carol}/archived", json={"reason": reason})
    assert read(lever, carol)["archived"]["reason"] == reason
    lever.api.put(f"{carol}/archived", json={"reason": None})
    assert read(lever, carol)["archived"] is None


def test_nobody_can_be_acted_for_who_is_unknown_or_gone(lever: Lever, carol: str) -> None:
    for user in ("nobody", user_id(lever, "dag")):
        assert lever.api.post(f"{carol}/addTags?perform_as={user}", json={"tags": ["x"]}).status_code == 400
    assert "x" not in read(lever, carol)["tags"]


# ---- new opportunities


def create(lever: Lever, **sent: object) -> httpx.Response:
    return lever.api.post(f"/opportunities?perform_as={user_id(lever, 'tova')}", json=sent)


def test_creating_an_opportunity_needs_somebody_to_act_as(lever: Lever) -> None:
    assert lever.api.post("/opportunities", json={"name": "N"}).status_code == 400


def test_a_new_person_gets_a_new_opportunity(lever: Lever) -> None:
    reply = create(lever, name="Nina New", emails=["nina@example.org"], postings=[lever.posting(HOST)], tags=["t"])
    data = reply.json()["data"]
    assert (reply.status_code, "deduped" in reply.json()) == (201, False)
    assert (data["name"], data["stage"], data["tags"][-1]) == ("Nina New", "lead-new", "t")


def test_a_known_email_joins_the_same_person(lever: Lever) -> None:
    reply = create(lever, name="C", emails=["CAROL.candidate@example.org"], postings=[lever.posting(NIGHT)])
    assert reply.json()["deduped"] is True
    assert reply.json()["data"]["contact"] == read(lever, f"/opportunities/{lever.opportunity(CAROL)}")["contact"]


def test_more_than_one_posting_is_refused(lever: Lever) -> None:
    assert create(lever, name="N", postings=[lever.posting(HOST), lever.posting(NIGHT)]).status_code == 400


def test_a_confidential_posting_takes_nobody_by_api(lever: Lever) -> None:
    assert create(lever, name="N", postings=[lever.posting(MANAGER)]).status_code == 400


# ---- notes


def test_a_note_comes_back_whole_with_its_id_twice(lever: Lever, carol: str) -> None:
    reply = lever.api.post(f"{carol}/notes", json={"value": "Line one\nLine two"})
    note = reply.json()["data"]
    assert reply.status_code == 201
    assert note["noteId"] == note["id"]
    assert note["user"] is None
    assert note["fields"][0] | {"createdAt": 0} == {
        "type": "note",
        "text": "Comment",
        "value": "Line one\nLine two",
        "createdAt": 0,
        "score": None,
        "stage": "applicant-new",
        "user": None,
    }
    assert "noteId" not in read(lever, f"{carol}/notes/{note['id']}")


def test_the_same_note_twice_makes_two_notes(lever: Lever, carol: str) -> None:
    for _ in range(2):
        lever.api.post(f"{carol}/notes", json={"value": "again"})
    assert len(read(lever, f"{carol}/notes")) == 2


def test_a_note_can_be_posted_as_a_form_and_in_somebody_s_name(lever: Lever, carol: str) -> None:
    tova = user_id(lever, "tova")
    reply = lever.api.post(f"{carol}/notes/?perform_as={tova}", data={"value": "x", "secret": "true", "score": "3"})
    note = reply.json()["data"]
    assert (note["user"], note["secret"], note["fields"][0]["score"]) == (tova, True, 3)


@pytest.mark.parametrize("sent", [{}, {"value": ""}, {"value": 5}, {"value": "x", "score": 9}])
def test_a_note_needs_text_and_a_score_of_1_to_4(lever: Lever, carol: str, sent: dict[str, object]) -> None:
    assert lever.api.post(f"{carol}/notes", json=sent).status_code == 400


def test_a_note_can_be_back_dated_but_not_come_from_the_future(lever: Lever, carol: str) -> None:
    now = lever.world.clock.ms()
    assert lever.api.post(f"{carol}/notes", json={"value": "x", "createdAt": now + 60_000}).status_code == 400
    note = lever.api.post(f"{carol}/notes", json={"value": "x", "createdAt": 1000}).json()["data"]
    assert note["createdAt"] == 1000


def test_replacing_a_note_replaces_all_of_it_and_touches_the_opportunity(lever: Lever, carol: str) -> None:
    note = lever.api.post(f"{carol}/notes", json={"value": "old"}).json()["data"]["id"]
    before = read(lever, carol)["updatedAt"]
    lever.control("clock", advance=5)
    sent = {"values": [{"value": "new", "createdAt": 1000}]}
    assert lever.api.put(f"{carol}/notes/{note}", json=sent).status_code == 200
    assert [field["value"] for field in read(lever, f"{carol}/notes/{note}")["fields"]] == ["new"]
    assert read(lever, carol)["updatedAt"] > before


def test_a_deleted_note_is_gone(lever: Lever, carol: str) -> None:
    note = lever.api.post(f"{carol}/notes", json={"value": "x"}).json()["data"]["id"]
    reply = lever.api.delete(f"{carol}/notes/{note}")
    assert (reply.status_code, reply.content) == (204, b"")
    assert lever.api.get(f"{carol}/notes/{note}").status_code == 404
    assert read(lever, f"{carol}/notes") == []


def test_what_a_person_wrote_cannot_be_changed_by_api(lever: Lever) -> None:
    rows = lever.api.get("/opportunities?email=tove.twice@example.org").json()["data"]
    notes = [(row["id"], note["id"]) for row in rows for note in read(lever, f"/opportunities/{row['id']}/notes")]
    [(opportunity, note)] = notes
    address = f"/opportunities/{opportunity}/notes/{note}"
    assert lever.api.delete(address).status_code == 403
    assert lever.api.put(address, json={"values": [{"value": "x"}]}).status_code == 403


def test_a_comment_joins_its_note(lever: Lever, carol: str) -> None:
    note = lever.api.post(f"{carol}/notes", json={"value": "first"}).json()["data"]["id"]
    lever.api.post(f"{carol}/notes?note_id={note}", json={"value": "second"})
    [only] = read(lever, f"{carol}/notes")
    assert [field["value"] for field in only["fields"]] == ["first", "second"]


def test_a_note_on_nobody_is_not_found(lever: Lever) -> None:
    assert lever.api.post("/opportunities/nobody/notes", json={"value": "x"}).status_code == 404


# ---- the small lists


def test_stages_come_in_pipeline_order_and_some_ids_are_words(lever: Lever) -> None:
    stages = lever.api.get("/stages").json()["data"]
    assert [s["id"] for s in stages][:4] == ["lead-new", "lead-reached-out", "lead-responded", "applicant-new"]
    assert stages[4]["text"] == "Paletter interview"
    assert stages[-1]["id"] == "offer"


def test_deactivated_users_come_only_when_asked(lever: Lever) -> None:
    def names(query: str) -> list[str]:
        return [user["name"] for user in lever.api.get(f"/users?{query}").json()["data"]]

    assert "Dag Departed" not in names("")
    assert "Dag Departed" in names("includeDeactivated=True")
    assert names("accessRole[]=super admin") == ["Sigrid Solheim"]
    assert names("email=TOVA@example.org") == ["Tova Teammate"]


def test_a_contact_is_the_person(lever: Lever, carol: str) -> None:
    contact = read(lever, f"/contacts/{read(lever, carol)['contact']}")
    assert (contact["name"], contact["emails"], contact["isAnonymized"]) == ("Carol Candidate", [CAROL], False)


def test_tags_and_sources_are_counted(lever: Lever) -> None:
    tags = {tag["text"]: tag["count"] for tag in lever.api.get("/tags").json()["data"]}
    sources = {source["text"] for source in lever.api.get("/sources").json()["data"]}
    assert tags["paletter"] > 20
    assert "Job site" in sources
