"""What a call at our address is worth."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paletter.ats.lever import events
from paletter.ats.lever.provider import LeverProvider, LeverSettings
from paletter.ats.protocol import EventRejected
from paletter.vocabulary.hiring import AtsEvent, EventKind

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
AT = 1795449600000
KEY = "000102030405060708090a0b0c0d0e0f1011121314151617"
TOKEN = "c0ffee00" * 6
SIGNATURE = "81af6597d652c1fadd63d9a1f865e5022bce348aa3b278b14b8a4d3a5a8f2453"
"""Computed apart from this program, by the recipe that Lever documents."""
KEYS = dict.fromkeys(events.KINDS, KEY)
PROVIDER = LeverProvider(LeverSettings("id", "secret"))


def a_call(**fields: Any) -> dict[str, Any]:
    data = {"opportunityId": "aa11", "candidateId": "aa11", "contactId": "bb22", "toStageId": "2ca0"}
    call = {"id": "ee55", "triggeredAt": AT, "event": "candidateStageChange", "token": TOKEN, "data": data} | fields
    if "signature" not in fields:
        call["signature"] = events.signature(call["token"], call["triggeredAt"], KEY)
    return call


def read(call: Any, *, keys: dict[str, str] | None = None, now: datetime = NOW) -> AtsEvent | None:
    body = call if isinstance(call, bytes) else json.dumps(call).encode()
    return PROVIDER.read_event({}, body, signing_tokens=KEYS if keys is None else keys, now=now)


def test_the_signature_is_what_lever_documents() -> None:
    assert events.signature(TOKEN, AT, KEY) == SIGNATURE


def test_a_signed_call_tells_which_opportunity_to_read_again() -> None:
    assert read(a_call(signature=SIGNATURE)) == AtsEvent(EventKind.STAGE_CHANGED, "aa11", NOW, TOKEN)


@pytest.mark.parametrize(
    ("word", "data", "kind", "subject"),
    [
        ("applicationCreated", {"applicationId": "cc33", "opportunityId": "aa11"}, EventKind.APPLIED, "aa11"),
        ("candidateArchiveChange", {"opportunityId": "aa11", "toArchived": None}, EventKind.ARCHIVED, "aa11"),
        ("candidateHired", {"opportunityId": "aa11"}, EventKind.HIRED, "aa11"),
        ("candidateDeleted", {"opportunityId": "aa11", "deletedBy": "0c6a"}, EventKind.DELETED, "aa11"),
        ("contactUpdated", {"contactId": "bb22"}, EventKind.CONTACT_CHANGED, "bb22"),
    ],
)
def test_each_kind_of_event_is_known(word: str, data: dict[str, Any], kind: EventKind, subject: str) -> None:
    event = read(a_call(event=word, data=data))

    assert event is not None
    assert (event.kind, event.subject) == (kind, subject)


def test_every_kind_that_we_ask_for_has_a_word_of_levers() -> None:
    assert set(events.KINDS.values()) == set(EventKind) - {EventKind.TEST}


def test_a_time_may_come_as_text() -> None:
    assert read(a_call(triggeredAt=str(AT))) is not None


@pytest.mark.parametrize("data", [{}, None])
def test_a_call_without_data_is_somebody_trying_it_out(data: Any) -> None:
    event = read(a_call(data=data))

    assert event is not None
    assert event.kind is EventKind.TEST


@pytest.mark.parametrize(
    "signature", ["", SIGNATURE[:-1] + "0", SIGNATURE.upper(), None, 7, [SIGNATURE], "é", "\ud800"]
)
def test_a_wrong_signature_is_rejected(signature: Any) -> None:
    with pytest.raises(EventRejected, match="signature"):
        read(a_call(signature=signature))


def test_a_signature_over_the_body_is_not_levers() -> None:
    """Some copies of the documentation say so."""
    call = a_call(signature="")

    with pytest.raises(EventRejected):
        read(call | {"signature": events.signature(json.dumps(call), "", KEY)})


@pytest.mark.parametrize("changed", [{"token": "another"}, {"token": ""}, {"token": "\ud800"}, {"triggeredAt": AT + 1}])
def test_neither_token_nor_time_can_be_changed_without_the_key(changed: dict[str, Any]) -> None:
    with pytest.raises(EventRejected, match="signature"):
        read(a_call(signature=SIGNATURE, **changed))


def test_what_is_not_signed_is_not_believed_beyond_ids() -> None:
    event = read(a_call(data={"opportunityId": "aa11", "toStageId": "offer", "name": "Mallory", "deletedBy": "me"}))

    assert event == AtsEvent(EventKind.STAGE_CHANGED, "aa11", NOW, TOKEN)


@pytest.mark.parametrize("off", [timedelta(hours=25), timedelta(days=400), -timedelta(minutes=11)])
def test_a_call_that_is_too_old_or_from_the_future_is_rejected(off: timedelta) -> None:
    with pytest.raises(EventRejected, match="too old"):
        read(a_call(), now=NOW + off)


@pytest.mark.parametrize("off", [timedelta(hours=23), -timedelta(minutes=9)])
def test_a_call_that_was_repeated_for_hours_is_still_believed(off: timedelta) -> None:
    assert read(a_call(), now=NOW + off) is not None


def test_a_repeated_call_carries_the_same_nonce() -> None:
    first, again = read(a_call()), read(a_call(id="another"), now=NOW + timedelta(minutes=5))

    assert first is not None
    assert again is not None
    assert first.nonce == again.nonce == TOKEN


def test_digits_can_not_wander_from_the_token_into_the_time() -> None:
    """The signature runs over both without a mark between them; a token that ends in 0 could be used twice."""
    genuine = a_call(token="c0ffee00" * 6)

    with pytest.raises(EventRejected):
        read(genuine | {"token": genuine["token"][:-1], "triggeredAt": f"0{AT}"})


@pytest.mark.parametrize("token", ["c0ffee\0", "\ud83d", "c0 ffee"])
def test_a_token_that_is_no_word_is_rejected(token: str) -> None:
    with pytest.raises(EventRejected):
        read(a_call(token=token))


def test_the_key_of_another_event_opens_nothing() -> None:
    with pytest.raises(EventRejected, match="signature"):
        read(a_call(), keys=KEYS | {"candidateStageChange": "another key"})


@pytest.mark.parametrize("word", ["candidateStageChange", "interviewCreated", None, 7, ["candidateStageChange"]])
def test_an_event_that_we_did_not_subscribe_to_is_rejected(word: Any) -> None:
    with pytest.raises(EventRejected, match="subscription"):
        read(a_call(event=word), keys={"candidateHired": KEY})


@pytest.mark.parametrize("subject", [None, 7, "", ["aa11"], "a" * 5000, "aa\0", "\ud83d"])
def test_a_signed_call_without_a_usable_id_means_nothing(subject: Any) -> None:
    assert read(a_call(data={"opportunityId": subject, "contactId": "bb22"})) is None


def test_an_event_that_we_subscribed_to_and_have_no_word_for_means_nothing() -> None:
    assert read(a_call(event="interviewCreated"), keys={"interviewCreated": KEY}) is None


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b"7", b"{", b"\xff\xfe", b'"\\ud800"', b"[" * 100_000, b"9" * 10_000, b'{"event": 1e999}'],
)
def test_what_is_no_call_is_rejected(body: bytes) -> None:
    with pytest.raises(EventRejected):
        read(body)


@given(st.binary(max_size=400))
def test_no_bytes_stop_us(body: bytes) -> None:
    _is_survived(body)


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


@given(
    st.fixed_dictionaries(
        {"event": st.sampled_from([*events.KINDS, "odd"]) | _ANYTHING},
        optional=dict.fromkeys(("token", "triggeredAt", "signature", "data", "id"), _ANYTHING),
    ),
    st.booleans(),
)
def test_nothing_that_looks_like_a_call_stops_us(call: dict[str, Any], is_signed: bool) -> None:
    if is_signed and isinstance(call.get("token"), str) and isinstance(call.get("triggeredAt"), int | str):
        call["signature"] = events.signature(call["token"], call["triggeredAt"], KEY)
    _is_survived(json.dumps(call).encode())


def _is_survived(body: bytes) -> None:
    """A call is rejected, means nothing, or tells of one thing."""
    try:
        event = read(body)
    except EventRejected:
        return
    assert event is None or len(event.subject) <= 200
