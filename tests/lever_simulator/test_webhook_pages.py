"""What a Super Admin sees and does about webhooks, and what the control room adds."""

import re

import httpx
import pytest

from lever_simulator.world.deliveries import Delivery
from lever_simulator.world.webhooks import EVENTS, Webhook
from tests.lever_simulator.conftest import TLS, Lever
from tests.lever_simulator.receiver import Receiver

SETTINGS, ROOM = "/settings/webhooks", "/control-room/webhooks"


@pytest.fixture
def browser(lever: Lever) -> httpx.Client:
    return httpx.Client(base_url=lever.url, follow_redirects=True, timeout=5, verify=TLS)


def add(browser: httpx.Client, url: str, event: str = "candidateHired", **more: object) -> str:
    sent = {"event": event, "url": url, "signed": "yes", "origin": ["applied", "referred"]} | more
    return browser.post(f"{SETTINGS}/add", data=sent).text


def only_webhook(lever: Lever) -> Webhook:
    [webhook] = lever.world.account.hooks.webhooks.values()
    return webhook


def last_delivery(lever: Lever) -> Delivery:
    lever.simulator.settle()
    return lever.simulator.deliveries()[-1]


def test_every_event_is_off_at_first(browser: httpx.Client) -> None:
    page = browser.get(SETTINGS).text
    assert all(title in page for title in EVENTS.values())
    assert (page.count(">Off<"), page.count(">On<")) == (len(EVENTS), 0)
    assert "Nothing was sent" in page


def test_an_event_is_switched_on_and_off_alone(lever: Lever, browser: httpx.Client) -> None:
    page = browser.post(f"{SETTINGS}/switch", data={"event": "candidateHired", "on": "yes"}).text
    assert "Candidate hired is switched on" in page
    assert page.count(">On<") == 1
    assert lever.world.account.hooks.switched_on == ["candidateHired"]
    browser.post(f"{SETTINGS}/switch", data={"event": "candidateHired", "on": "no"})
    assert lever.world.account.hooks.switched_on == []
    assert browser.post(f"{SETTINGS}/switch", data={"event": "candidateFired", "on": "yes"}).status_code == 400


def test_a_webhook_made_here_shows_its_signature_token(lever: Lever, browser: httpx.Client) -> None:
    page = add(browser, "https://paletter.example.org/hooks")
    webhook = only_webhook(lever)
    assert webhook.signature_token
    assert f"<code>{webhook.signature_token}</code>" in page
    assert (webhook.origins, webhook.made_with) == (["applied", "referred"], None)
    assert "only applied, referred" in page


def test_a_webhook_can_be_made_without_a_signature(lever: Lever, browser: httpx.Client) -> None:
    assert "Calls carry no signature" in add(browser, "https://paletter.example.org/hooks", signed="no")
    assert only_webhook(lever).signature_token is None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"url": "http://paletter.example.org"}, "begins with https"),
        ({"url": ""}, "begins with https"),
        ({"origin": []}, "Choose at least one origin"),
    ],
)
def test_a_webhook_that_could_not_work_is_refused_in_words(
    lever: Lever, browser: httpx.Client, wrong: dict[str, object], sentence: str
) -> None:
    assert sentence in add(browser, **{"url": "https://paletter.example.org", **wrong})
    assert lever.world.account.hooks.webhooks == {}


def test_what_an_app_made_shows_the_app_but_no_token_and_stays(lever: Lever, browser: httpx.Client) -> None:
    access = lever.connect(scope="webhooks:write:admin")["access_token"]
    sent = {"url": "https://paletter.example.org/h", "event": "candidateHired"}
    made = lever.bearer(access).post("/webhooks", json=sent).json()["data"]
    page = browser.get(SETTINGS).text
    assert "Made by Paletter" in page
    assert made["configuration"]["signatureToken"] not in page
    assert f"{made['id']}/delete" not in page
    assert browser.post(f"{SETTINGS}/{made['id']}/delete").status_code == 403
    assert only_webhook(lever).id == made["id"]


def test_what_a_key_made_shows_the_key_by_its_name(lever: Lever, browser: httpx.Client) -> None:
    lever.api.post("/webhooks", json={"url": "https://paletter.example.org/h", "event": "contactUpdated"})
    assert "Made with the API key Demo key" in browser.get(SETTINGS).text


def test_a_webhook_made_here_is_deleted_here(lever: Lever, browser: httpx.Client) -> None:
    add(browser, "https://paletter.example.org/hooks")
    assert "The webhook is deleted" in browser.post(f"{SETTINGS}/{only_webhook(lever).id}/delete").text
    assert lever.world.account.hooks.webhooks == {}
    assert browser.post(f"{SETTINGS}/nobody/delete").status_code == 404


def test_verify_connection_shows_what_the_receiver_answered(
    lever: Lever, browser: httpx.Client, receiver: Receiver
) -> None:
    add(browser, receiver.url)
    receiver.answers = [200, 302]
    page = browser.post(f"{SETTINGS}/{only_webhook(lever).id}/verify").text
    assert receiver.heard[0].data == {}
    assert "a test of the connection" in page
    assert "Received" in page
    page = browser.post(f"{SETTINGS}/{only_webhook(lever).id}/verify").text
    assert "Failed" in page
    assert "Only an answer of 2xx counts" in page


def test_the_history_tells_state_tries_and_the_next_try(
    lever: Lever, browser: httpx.Client, receiver: Receiver
) -> None:
    receiver.answers = [503]
    add(browser, receiver.url)
    browser.post(f"{ROOM}/send", data={"event": "candidateHired", "data": '{"opportunityId": "o1"}'})
    delivery = last_delivery(lever)
    row = re.sub(r"\s+", " ", browser.get(SETTINGS).text.partition("Delivery history")[2])
    assert "Waiting" in row
    assert "503" in row
    page = browser.get(f"{SETTINGS}/deliveries/{delivery.id}").text
    assert "The next try is due" in page
    assert "&#34;opportunityId&#34;: &#34;o1&#34;" in page
    assert browser.get(f"{SETTINGS}/deliveries/nothing").status_code == 404


def test_a_delivery_is_run_again_by_hand(lever: Lever, browser: httpx.Client, receiver: Receiver) -> None:
    add(browser, receiver.url)
    browser.post(f"{ROOM}/send", data={"event": "candidateHired"})
    address = f"{SETTINGS}/deliveries/{last_delivery(lever).id}"
    assert "Received" in browser.post(f"{address}/rerun").text
    assert receiver.heard[0].body == receiver.heard[1].body
    browser.post(f"{SETTINGS}/{only_webhook(lever).id}/delete")
    assert "Its webhook is gone" in browser.post(f"{address}/rerun").text


def test_a_long_history_has_pages(lever: Lever, browser: httpx.Client, receiver: Receiver) -> None:
    add(browser, receiver.url)
    browser.post(f"{ROOM}/send", data={"event": "candidateHired", "copies": "60", "delay": "3600"})
    assert "All 60 deliveries" in browser.get(SETTINGS).text
    assert "Page 1 of 2" in browser.get(f"{SETTINGS}/deliveries").text
    assert browser.get(f"{SETTINGS}/deliveries?page=2").text.count("<tr>") == 1 + 10


def test_the_control_room_holds_calls_and_lets_them_go_in_reverse(
    lever: Lever, browser: httpx.Client, receiver: Receiver
) -> None:
    add(browser, receiver.url)
    browser.post(f"{ROOM}/hold")
    assert "Calls are held" in browser.get(SETTINGS).text
    for number in (1, 2):
        browser.post(f"{ROOM}/send", data={"event": "candidateHired", "data": f'{{"n": {number}}}'})
    assert "2 calls wait" in browser.get(ROOM).text
    browser.post(f"{ROOM}/release", data={"order": "reverse"})
    lever.simulator.settle()
    assert [heard.data["n"] for heard in receiver.heard] == [2, 1]


def test_the_control_room_orders_tricks_and_calls_them_off(lever: Lever, browser: httpx.Client) -> None:
    sent = {"event": "candidateHired", "copies": "2", "signature": "wrong", "replayed": "yes", "seconds_old": "90"}
    page = browser.post(f"{ROOM}/order", data=sent).text
    assert "Candidate hired: 2 copies, 90 seconds old, signature wrong, token replayed" in page
    page = browser.post(f"{ROOM}/order", data={"event": "*", "copies": "0", "endless": "yes"}).text
    assert "Any event: lost" in page
    assert "until called off" in page
    assert "Nothing stands ordered." in browser.post(f"{ROOM}/clear").text
    assert lever.world.account.hooks.tricks == []


@pytest.mark.parametrize(
    ("door", "sent", "sentence"),
    [
        ("order", {"copies": "many"}, "is not a number"),
        ("order", {"delay": "inf"}, "is not a number"),
        ("order", {"copies": "1000"}, "up to 100 times"),
        ("order", {"times": "0"}, "times is 1 or more"),
        ("send", {"event": "candidateHired", "data": "{"}, "The data is not JSON"),
        ("send", {"event": "candidateHired", "data": "[]"}, "in curly brackets"),
        ("send", {"event": "candidateDeleted"}, "No webhook asks for this event"),
    ],
)
def test_an_order_with_a_slip_says_what_is_wrong(
    browser: httpx.Client, door: str, sent: dict[str, str], sentence: str
) -> None:
    add(browser, "https://paletter.example.org/hooks")
    assert sentence in browser.post(f"{ROOM}/{door}", data=sent).text


def test_the_pages_hold_no_inline_script_or_style_and_escape_what_comes_in(
    lever: Lever, browser: httpx.Client, receiver: Receiver
) -> None:
    add(browser, f"{receiver.url}?<script>x</script>")
    browser.post(f"{ROOM}/send", data={"event": "candidateHired", "data": '{"x": "<script>"}'})
    delivery = last_delivery(lever)
    for address in (SETTINGS, f"{SETTINGS}/deliveries", f"{SETTINGS}/deliveries/{delivery.id}", ROOM, "/"):
        page = browser.get(address).text
        assert "<script" not in page
        assert "style=" not in page
