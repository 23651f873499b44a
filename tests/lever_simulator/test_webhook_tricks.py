"""What can be wrong with a call, when it was ordered."""

from typing import Any

import pytest

from lever_simulator.world.deliveries import sign
from tests.lever_simulator.conftest import Lever
from tests.lever_simulator.receiver import Heard, Receiver

DAY = 86_400


@pytest.fixture(autouse=True)
def key(lever: Lever, receiver: Receiver) -> str:
    """The signature token of a webhook that hears of stage changes."""
    lever.simulator.switch_on()
    reply = lever.api.post("/webhooks", json={"url": receiver.url, "event": "candidateStageChange"})
    return str(reply.json()["data"]["configuration"]["signatureToken"])


def moves(lever: Lever, *stages: str) -> None:
    carol = lever.opportunity("carol.candidate@example.org")
    for stage in stages:
        lever.control(f"opportunities/{carol}", stage=stage)


def tricked(lever: Lever, **trick: Any) -> None:
    assert lever.control("webhooks/tricks", **trick).status_code == 200


def stages(receiver: Receiver) -> list[str | None]:
    return [heard.data.get("toStageId") for heard in receiver.heard]


def is_signed(heard: Heard, key: str) -> bool:
    return bool(heard.body.get("signature") == sign(heard.body["token"], heard.body["triggeredAt"], key))


def test_a_call_can_come_several_times(lever: Lever, receiver: Receiver) -> None:
    tricked(lever, copies=3)
    moves(lever, "offer", "lead-new")
    lever.simulator.settle()
    assert stages(receiver) == ["offer", "offer", "offer", "lead-new"]
    assert len({heard.body["token"] for heard in receiver.heard}) == 2


def test_a_call_can_get_lost(lever: Lever, receiver: Receiver) -> None:
    tricked(lever, copies=0)
    moves(lever, "offer", "lead-new")
    lever.simulator.settle()
    assert stages(receiver) == ["lead-new"]


def test_calls_can_be_held_and_come_in_reverse(lever: Lever, receiver: Receiver) -> None:
    lever.control("webhooks/hold")
    moves(lever, "offer", "lead-new", "lead-responded")
    lever.simulator.settle()
    assert stages(receiver) == []
    lever.control("webhooks/release", reverse=True)
    lever.simulator.settle()
    assert stages(receiver) == ["lead-responded", "lead-new", "offer"]


def test_held_calls_can_come_in_order(lever: Lever, receiver: Receiver) -> None:
    lever.control("webhooks/hold")
    moves(lever, "offer", "lead-new")
    lever.control("webhooks/release")
    lever.simulator.settle()
    assert stages(receiver) == ["offer", "lead-new"]


def test_a_call_can_be_late_on_lever_s_clock(lever: Lever, receiver: Receiver) -> None:
    tricked(lever, delay=3600)
    moves(lever, "offer", "lead-new")
    lever.simulator.settle()
    assert stages(receiver) == ["lead-new"]
    lever.control("clock", advance=3600)
    lever.simulator.settle()
    assert stages(receiver) == ["lead-new", "offer"]
    assert receiver.heard[1].body["triggeredAt"] < receiver.heard[0].body["triggeredAt"]


@pytest.mark.parametrize(("signature", "is_there"), [("wrong", True), ("missing", False)])
def test_a_signature_can_be_wrong_or_missing(
    lever: Lever, receiver: Receiver, key: str, signature: str, is_there: bool
) -> None:
    tricked(lever, signature=signature)
    moves(lever, "offer", "lead-new")
    lever.simulator.settle()
    assert ["signature" in heard.body for heard in receiver.heard] == [is_there, True]
    assert [is_signed(heard, key) for heard in receiver.heard] == [False, True]


def test_a_token_can_be_replayed_with_other_data(lever: Lever, receiver: Receiver, key: str) -> None:
    moves(lever, "offer")
    tricked(lever, replayed=True)
    moves(lever, "lead-new")
    lever.simulator.settle()
    first, second = receiver.heard
    for name in ("token", "triggeredAt", "signature"):
        assert second.body[name] == first.body[name]
    assert is_signed(second, key)
    assert stages(receiver) == ["offer", "lead-new"]


def test_a_replay_without_an_earlier_call_is_a_plain_call(lever: Lever, receiver: Receiver, key: str) -> None:
    tricked(lever, replayed=True)
    moves(lever, "offer")
    lever.simulator.settle()
    assert is_signed(receiver.heard[0], key)


@pytest.mark.parametrize("seconds", [2 * DAY, -2 * DAY])
def test_a_call_can_be_old_or_from_the_future_and_rightly_signed(
    lever: Lever, receiver: Receiver, key: str, seconds: int
) -> None:
    tricked(lever, seconds_old=seconds)
    moves(lever, "offer")
    lever.simulator.settle()
    [heard] = receiver.heard
    age = lever.world.clock.ms() - heard.body["triggeredAt"]
    assert abs(age - seconds * 1000) < 60_000
    assert is_signed(heard, key)


def test_data_can_be_empty(lever: Lever, receiver: Receiver) -> None:
    tricked(lever, empty=True)
    moves(lever, "offer")
    lever.simulator.settle()
    assert receiver.heard[0].data == {}


def test_a_trick_can_wait_for_its_event_and_last_until_it_is_cleared(lever: Lever, receiver: Receiver) -> None:
    tricked(lever, event="contactUpdated", copies=0, times=None)
    tricked(lever, event="candidateStageChange", copies=2, times=None)
    moves(lever, "offer", "lead-new")
    lever.http.delete("/_control/webhooks/tricks")
    moves(lever, "offer")
    lever.simulator.settle()
    assert stages(receiver) == ["offer", "offer", "lead-new", "lead-new", "offer"]


def test_tricks_come_one_after_the_other(lever: Lever, receiver: Receiver) -> None:
    tricked(lever, empty=True)
    tricked(lever, copies=2, times=2)
    moves(lever, "offer", "lead-new", "offer", "lead-new")
    lever.simulator.settle()
    assert stages(receiver) == [None, "lead-new", "lead-new", "offer", "offer", "lead-new"]
    assert lever.http.get("/_control/webhooks").json()["tricks"] == []


def test_any_event_can_be_sent_now_with_chosen_data(lever: Lever, receiver: Receiver) -> None:
    lever.control("webhooks/switch", event="*", on=False)
    sent = lever.control("webhooks/send", event="candidateStageChange", data={"odd": [1]}, copies=2, seconds_old=DAY)
    assert [row["state"] for row in sent.json()["deliveries"]] == ["waiting", "waiting"]
    lever.simulator.settle()
    assert [heard.data for heard in receiver.heard] == [{"odd": [1]}] * 2


def test_a_call_can_be_sent_to_one_webhook_alone(lever: Lever, receiver: Receiver) -> None:
    other = lever.control("webhooks", url=f"{receiver.url}/2", event="candidateStageChange").json()["id"]
    lever.control("webhooks/send", event="candidateStageChange", data={}, webhook=other)
    lever.simulator.settle()
    assert [heard.path for heard in receiver.heard] == ["/hooks/1/2"]


@pytest.mark.parametrize(
    ("door", "sent"),
    [
        ("tricks", {"signature": "golden"}),
        ("tricks", {"copies": -1}),
        ("tricks", {"copies": "many"}),
        ("tricks", {"times": 0}),
        ("tricks", {"delay": -1}),
        ("tricks", {"delay": 1e300}),
        ("tricks", {"seconds_old": -1e300}),
        ("tricks", {"event": "candidateFired"}),
        ("tricks", {"nonsense": 1}),
        ("send", {"event": "candidateFired"}),
        ("send", {"data": {}}),
        ("send", {"event": "candidateHired", "data": []}),
        ("send", {"event": "candidateHired", "webhook": "nobody"}),
        ("switch", {"event": "candidateFired", "on": True}),
        ("switch", {"event": "*"}),
        ("verify", {"webhook": "nobody"}),
        ("deliveries/nothing/rerun", {}),
        ("", {"event": "candidateHired", "url": "nowhere"}),
        ("", {"event": "candidateHired", "url": "https://example.org", "origins": ["moon"]}),
    ],
)
def test_an_order_that_cannot_be_followed_is_refused_in_words(
    lever: Lever, receiver: Receiver, door: str, sent: dict[str, Any]
) -> None:
    reply = lever.control(f"webhooks/{door}".rstrip("/"), **sent)
    assert reply.status_code == 400
    assert reply.json()["error"]
    lever.simulator.settle()
    assert receiver.heard == []


def test_deliveries_can_be_asked_for_by_event_and_state(lever: Lever, receiver: Receiver) -> None:
    receiver.answers = [500]
    moves(lever, "offer", "lead-new")
    lever.simulator.settle()
    door = "/_control/webhooks/deliveries"
    waiting = lever.http.get(door, params={"state": "waiting"}).json()["deliveries"]
    assert [row["call"]["data"]["toStageId"] for row in waiting] == ["offer"]
    assert waiting[0]["tries"][0]["status"] == 500
    assert waiting[0]["due_at"] > lever.world.clock.ms()
    assert len(lever.http.get(door, params={"event": "candidateStageChange"}).json()["deliveries"]) == 2
    assert lever.http.get(door, params={"event": "candidateHired"}).json()["deliveries"] == []
