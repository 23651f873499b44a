"""A person lets an app into the account, or does not."""

import httpx

from lever_simulator.world.seeds.foundation import CLIENT_ID
from tests.lever_simulator.conftest import CALLBACK, TLS, Lever


def test_accepting_sends_the_browser_back_with_a_code_and_the_same_state(lever: Lever) -> None:
    assert lever.consent(state="a b/c")["state"] == "a b/c"
    assert lever.consent()["code"]


def test_denying_sends_the_browser_back_with_lever_s_own_words(lever: Lever) -> None:
    location = lever.simulator.consent(lever.authorize_url(), accept=False)
    assert location == (
        f"{CALLBACK}?state=xyz&error=access_denied&error_description=user_did_not_authorize_the_request"
    )


def test_only_a_super_admin_may_authorize_and_others_learn_it_at_the_end(lever: Lever) -> None:
    answer = lever.consent(user="amir")
    assert answer["error"] == "access_denied"
    assert "Super Admin" in answer["error_description"]
    assert "code" not in answer


def test_a_person_first_says_who_they_are(lever: Lever) -> None:
    page = lever.http.get(lever.authorize_url()).text
    assert "Sigrid Solheim" in page
    assert "Accept" not in page
    assert "Dag Departed" not in page


def test_the_consent_page_lists_permissions_in_plain_words(lever: Lever) -> None:
    page = signed_in(lever).get(lever.authorize_url()).text
    assert "Read and change notes" in page
    assert "Read postings" in page
    assert "Hi Sigrid Solheim" in page


def test_without_a_right_audience_only_offline_access_is_offered(lever: Lever) -> None:
    for audience in ("", f"{lever.url}/v1", "nonsense"):
        page = signed_in(lever).get(lever.authorize_url(audience=audience)).text
        assert "offline_access" in page
        assert "notes" not in page.split("<main")[1]


def test_a_redirect_address_that_is_not_registered_shows_undefined(lever: Lever) -> None:
    reply = lever.http.get(lever.authorize_url(redirect_uri=CALLBACK + "/"))
    assert (reply.status_code, "undefined" in reply.text) == (400, True)


def test_an_unknown_client_is_not_found(lever: Lever) -> None:
    reply = lever.http.get(lever.authorize_url(client_id="somebody"))
    assert (reply.status_code, "ClientID not found" in reply.text) == (400, True)


def test_a_redirect_address_can_be_added_by_the_control_door(lever: Lever) -> None:
    lever.control("redirect-uris", uri="http://127.0.0.1:9999/back")
    location = lever.simulator.consent(lever.authorize_url(redirect_uri="http://127.0.0.1:9999/back"))
    assert location.startswith("http://127.0.0.1:9999/back?code=")


def test_who_accepted_the_same_scopes_before_is_not_asked_again(lever: Lever) -> None:
    lever.consent()
    reply = signed_in(lever).get(lever.authorize_url(prompt=""))
    assert reply.status_code == 302


def test_a_new_scope_is_asked_for(lever: Lever) -> None:
    lever.consent(scope="offline_access postings:read:admin")
    reply = signed_in(lever).get(lever.authorize_url(prompt=""))
    assert reply.status_code == 200


def test_prompt_consent_asks_again(lever: Lever) -> None:
    lever.consent()
    assert signed_in(lever).get(lever.authorize_url(prompt="consent")).status_code == 200


def test_an_app_that_was_revoked_must_ask_again(lever: Lever) -> None:
    lever.consent()
    lever.control("revoke", client_id=CLIENT_ID)
    assert signed_in(lever).get(lever.authorize_url(prompt="")).status_code == 200


def test_what_pkce_adds_is_taken_and_not_asked_for_again(lever: Lever) -> None:
    code = lever.consent(code_challenge="abc", code_challenge_method="S256")["code"]
    assert lever.exchange(code).status_code == 200


def test_without_state_or_with_another_response_type_the_page_shows_undefined(lever: Lever) -> None:
    for change in ({"state": ""}, {"response_type": "token"}, {"redirect_uri": ""}):
        reply = lever.http.get(lever.authorize_url(**change))
        assert (reply.status_code, "undefined" in reply.text) == (400, True)


def test_scopes_that_lever_does_not_know_are_not_on_the_page(lever: Lever) -> None:
    page = signed_in(lever).get(lever.authorize_url(scope="postings:read:admin everything:write:admin")).text
    assert "Read postings" in page
    assert "everything" not in page


def test_a_token_of_a_request_without_audience_opens_nothing(lever: Lever) -> None:
    tokens = lever.connect(audience="")
    assert tokens["scope"] == "offline_access"
    assert lever.bearer(tokens["access_token"]).get("/postings").status_code == 403


def test_prompt_none_never_shows_a_page(lever: Lever) -> None:
    stranger = lever.http.get(lever.authorize_url(prompt="none"))
    assert stranger.headers["Location"] == f"{CALLBACK}?state=xyz&error=login_required"
    browser = signed_in(lever)
    first = browser.get(lever.authorize_url(prompt="none"))
    assert first.headers["Location"] == f"{CALLBACK}?state=xyz&error=consent_required"
    lever.consent()
    assert f"{CALLBACK}?code=" in browser.get(lever.authorize_url(prompt="none")).headers["Location"]


def test_a_grant_by_one_super_admin_is_asked_of_another(lever: Lever) -> None:
    lever.consent()
    lever.control("changes", what="reactivate_user", id="dag")
    assert signed_in(lever, "dag").get(lever.authorize_url(prompt="")).status_code == 200


def signed_in(lever: Lever, username: str = "sigrid") -> httpx.Client:
    user_id = next(u.id for u in lever.world.account.users.values() if u.username == username)
    browser = httpx.Client(timeout=5, verify=TLS)
    browser.post(lever.authorize_url(), data={"decision": "sign in", "user": user_id})
    return browser
