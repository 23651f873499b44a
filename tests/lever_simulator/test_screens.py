"""What a recruiter, a super admin and a candidate see and do."""

import httpx
import pytest

from lever_simulator.world.seeds.demo import HOST, JOST, MANAGER, NIGHT
from lever_simulator.world.seeds.foundation import CLIENT_ID
from tests.lever_simulator.conftest import TLS, Lever

CAROL = "carol.candidate@example.org"


@pytest.fixture
def browser(lever: Lever) -> httpx.Client:
    return httpx.Client(base_url=lever.url, follow_redirects=True, timeout=5, verify=TLS)


def candidate_page(lever: Lever, email: str = CAROL) -> str:
    return f"/candidates/{lever.opportunity(email)}"


def test_the_home_page_says_that_this_is_not_lever(browser: httpx.Client) -> None:
    assert "This is a simulator of Lever, not Lever" in browser.get("/").text


def test_a_note_is_plain_text_with_links_that_can_be_clicked(lever: Lever, browser: httpx.Client) -> None:
    text = "Fit 3.6 <b>of</b> 5\nhttps://paletter.example.org/r/1?a=1&b=2.\n**bold** javascript:alert(1)"
    lever.api.post(f"/opportunities/{lever.opportunity(CAROL)}/notes", json={"value": text})
    page = browser.get(candidate_page(lever)).text
    assert "Fit 3.6 &lt;b&gt;of&lt;/b&gt; 5\n" in page
    address = "https://paletter.example.org/r/1?a=1&amp;b=2"
    assert f'<a href="{address}" rel="noopener noreferrer">{address}</a>.' in page
    assert "**bold** javascript:alert(1)" in page


def test_names_are_escaped_too(lever: Lever, browser: httpx.Client) -> None:
    lever.control("opportunities", name="<script>x</script>", emails=["s@example.org"], posting=HOST)
    assert "<script>" not in browser.get("/candidates").text + browser.get(candidate_page(lever, "s@example.org")).text


def test_tags_of_the_posting_are_hidden_until_the_opportunity_is_archived(lever: Lever, browser: httpx.Client) -> None:
    lever.api.post(f"/opportunities/{lever.opportunity(CAROL)}/addTags", json={"tags": ["Ready"]})
    page = browser.get(candidate_page(lever)).text
    assert "<li>Ready</li>" in page
    assert "<li>Hospitality</li>" not in page
    reason = lever.world.account.archive_reasons[1].id
    page = browser.post(f"{candidate_page(lever)}/archive", data={"reason": reason}).text
    assert "<li>Hospitality</li>" in page


def test_notes_on_all_candidacies_of_a_person_tell_one_story(lever: Lever, browser: httpx.Client) -> None:
    for opportunity in lever.api.get("/opportunities?email=tove.twice@example.org").json()["data"]:
        page = browser.get(f"/candidates/{opportunity['id']}").text
        assert "Calls back on Thursday." in page
        assert "Tova Teammate" in page


def test_people_are_found_by_name_email_and_posting(lever: Lever, browser: httpx.Client) -> None:
    assert "Carol Candidate" in browser.get("/candidates?q=carol").text
    assert "Carol Candidate" in browser.get("/candidates?q=CANDIDATE@example").text
    assert "Nobody matches" in browser.get(f"/candidates?q=carol&posting={lever.posting(NIGHT)}").text


def test_a_candidate_is_moved_archived_and_brought_back(lever: Lever, browser: httpx.Client) -> None:
    address = candidate_page(lever)
    assert "Moved to Offer" in browser.post(f"{address}/stage", data={"stage": "offer"}).text
    assert "no such stage" in browser.post(f"{address}/stage", data={"stage": "x"}).text
    assert "Choose a reason" in browser.post(f"{address}/archive", data={"reason": ""}).text
    assert "active again" in browser.post(f"{address}/unarchive").text


def test_a_candidate_can_be_anonymized_and_deleted(lever: Lever, browser: httpx.Client) -> None:
    address = candidate_page(lever)
    assert "Anonymized" in browser.post(f"{address}/anonymize").text
    browser.post(f"{address}/delete")
    assert browser.get(address).status_code == 404


def test_a_posting_is_renamed_redistributed_closed_and_reopened(lever: Lever, browser: httpx.Client) -> None:
    posting = lever.posting(HOST)

    def seen() -> dict[str, object]:
        return lever.api.get(f"/postings/{posting}").json()["data"]

    browser.post(f"/postings/{posting}/title", data={"text": " Hero "})
    browser.post(f"/postings/{posting}/distribution", data={"distribution": "internal"})
    assert (seen()["text"], seen()["distributionChannels"]) == ("Hero", ["internal"])
    browser.post(f"/postings/{posting}/close")
    assert seen()["state"] == "closed"
    browser.post(f"/postings/{posting}/open")
    assert seen()["state"] == "published"
    assert "needs a title" in browser.post(f"/postings/{posting}/title", data={"text": " "}).text


def test_confidential_cannot_be_undone(lever: Lever, browser: httpx.Client) -> None:
    address = f"/postings/{lever.posting(MANAGER)}"
    page = browser.post(f"{address}/distribution", data={"distribution": "external"}).text
    assert "stays confidential" in page
    browser.post(f"{address}/close")
    assert "cannot be opened again" in browser.post(f"{address}/open").text


def test_authorized_apps_shows_who_let_in_what_until_access_is_revoked(lever: Lever, browser: httpx.Client) -> None:
    assert "No app may use this account" in browser.get("/settings/integrations").text
    lever.consent()
    page = browser.get("/settings/integrations").text
    assert "Paletter" in page
    assert "Sigrid Solheim" in page
    assert "Revoke access" in page
    page = browser.post(f"/settings/integrations/{CLIENT_ID}/revoke").text
    assert "No app may use this account" in page


def test_a_candidate_applies_on_the_job_site(lever: Lever, browser: httpx.Client) -> None:
    address = f"/jobs/fjordhotel/{lever.posting(HOST)}/apply"
    page = browser.post(address, data={"name": "Ny Person", "email": "ny@example.org", "phone": ""}).text
    assert "Your application is in" in page
    [row] = lever.api.get("/opportunities?email=ny@example.org").json()["data"]
    assert (row["stage"], row["origin"], row["sources"]) == ("applicant-new", "applied", ["Job site"])


def test_a_form_with_a_gap_comes_back_with_what_was_typed(lever: Lever, browser: httpx.Client) -> None:
    reply = browser.post(f"/jobs/fjordhotel/{lever.posting(HOST)}/apply", data={"name": "Ny", "email": "nowhere"})
    assert reply.status_code == 400
    assert 'value="nowhere"' in reply.text
    assert "Please give an e-mail address" in reply.text


def test_the_job_site_lists_public_postings_and_opens_an_unlisted_one_by_its_link(
    lever: Lever, browser: httpx.Client
) -> None:
    listing = browser.get("/jobs/fjordhotel").text
    assert HOST in listing
    assert not any(hidden in listing for hidden in (NIGHT, JOST, MANAGER, "Sauna", "Bartender"))
    assert browser.get(f"/jobs/fjordhotel/{lever.posting(JOST)}").status_code == 200
    assert browser.get(f"/jobs/fjordhotel/{lever.posting(MANAGER)}").status_code == 404
    assert browser.get("/jobs/elsewhere").status_code == 404


def test_pages_hold_no_inline_script_or_style_and_call_no_other_host(lever: Lever, browser: httpx.Client) -> None:
    lever.consent()
    for address in (
        "/",
        "/postings",
        "/candidates",
        candidate_page(lever),
        "/settings/integrations",
        "/jobs/fjordhotel",
    ):
        page = browser.get(address).text
        assert "<script" not in page
        assert "style=" not in page
        assert 'src="http' not in page
