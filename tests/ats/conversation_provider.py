"""What every kind of ATS must be able to say about being connected, once. A plug-in's test class inherits this."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import pytest

from paletter.ats.protocol import AtsDisconnected, AtsProvider, AtsRefused, EventRejected
from paletter.connections.keeper import HeldCredentials
from paletter.vocabulary.hiring import EventKind

RETURN_TO = "http://127.0.0.1:8000/ats/lever/callback"


@dataclass(frozen=True)
class SignedCall:
    """What arrives at our address, and the tokens that tell whether it is the ATS's."""

    headers: Mapping[str, str]
    body: bytes
    signing_tokens: Mapping[str, str]


class Door(Protocol):
    """The ATS's own pages as its people use them, and the provider under test."""

    provider: AtsProvider

    def now(self) -> datetime: ...
    def accepts(self) -> str: ...
    def makes_key(self) -> str: ...
    def revokes(self) -> None: ...
    def calls(self, kind: EventKind, subject: str) -> SignedCall: ...


class ProviderConversation:
    @pytest.fixture
    def door(self) -> Door:
        raise NotImplementedError

    def test_it_has_a_name_for_people_one_for_addresses_and_a_speed(self, door: Door) -> None:
        provider = door.provider

        assert provider.name
        assert provider.key.isidentifier()
        assert provider.requests_per_second > 0
        assert provider.requests_at_once >= 1

    def test_each_right_that_it_asks_for_has_a_reason(self, door: Door) -> None:
        assert door.provider.rights
        assert all(door.provider.rights.values())

    def test_a_key_is_asked_for_nothing_that_a_consent_is_not(self, door: Door) -> None:
        asked = door.provider.rights_of_keys

        assert asked.items() <= door.provider.rights.items()
        assert bool(asked) == door.provider.takes_keys

    def test_no_posting_is_found_in_words(self, door: Door) -> None:
        assert door.provider.posting_id_in("Why is my job not here?") is None

    def test_the_consent_page_is_told_the_state_and_where_to_send_people_back(self, door: Door) -> None:
        url = door.provider.consent_url(state="unguessable", return_to=RETURN_TO)

        assert url.startswith(("https://", "http://127.0.0.1"))
        assert "unguessable" in url
        assert "callback" in url

    def test_a_code_opens_the_account_once(self, door: Door) -> None:
        code = door.accepts()
        held = HeldCredentials(door.provider.connect(code=code, return_to=RETURN_TO))

        assert list(door.provider.open(held).postings()) == []
        with pytest.raises(AtsRefused):
            door.provider.connect(code=code, return_to=RETURN_TO)

    def test_a_made_up_code_opens_nothing(self, door: Door) -> None:
        with pytest.raises(AtsRefused):
            door.provider.connect(code="made up", return_to=RETURN_TO)

    def test_no_secret_is_printed(self, door: Door) -> None:
        credentials = door.provider.connect(code=door.accepts(), return_to=RETURN_TO)

        assert credentials.access_token
        for secret in (credentials.access_token, credentials.refresh_token):
            assert not secret or secret not in repr(credentials)

    def test_renewed_credentials_open_the_same_account(self, door: Door) -> None:
        first = door.provider.connect(code=door.accepts(), return_to=RETURN_TO)

        fresh = door.provider.renew(first)

        assert fresh.access_token != first.access_token
        assert fresh.account_id == first.account_id
        assert list(door.provider.open(HeldCredentials(fresh)).postings()) == []

    def test_what_was_revoked_cannot_be_renewed(self, door: Door) -> None:
        credentials = door.provider.connect(code=door.accepts(), return_to=RETURN_TO)
        door.revokes()

        with pytest.raises(AtsDisconnected):
            door.provider.renew(credentials)

    def test_a_key_opens_the_account_and_needs_no_renewal(self, door: Door) -> None:
        if not door.provider.takes_keys:
            pytest.skip("takes no keys")
        credentials = door.provider.connect_with_key(door.makes_key())

        assert credentials.api_key not in repr(credentials)
        assert list(door.provider.open(HeldCredentials(credentials)).postings()) == []
        assert door.provider.renew(credentials) == credentials

    def test_a_made_up_key_opens_nothing(self, door: Door) -> None:
        with pytest.raises(AtsRefused):
            door.provider.connect_with_key("made up")

    def test_whoever_comes_back_without_a_permission_is_told_so_in_a_sentence(self, door: Door) -> None:
        sentence = door.provider.denial(error="access_denied", description="")

        assert door.provider.name in sentence
        assert sentence.endswith(".")

    def test_a_signed_call_tells_what_happened_to_whom(self, door: Door) -> None:
        call = door.calls(EventKind.STAGE_CHANGED, "opportunity-1")

        event = door.provider.read_event(call.headers, call.body, signing_tokens=call.signing_tokens, now=door.now())

        assert event is not None
        assert (event.kind, event.subject) == (EventKind.STAGE_CHANGED, "opportunity-1")
        assert event.nonce

    def test_the_same_call_has_the_same_nonce_and_another_one_another(self, door: Door) -> None:
        first, second = (door.calls(EventKind.HIRED, "opportunity-1") for _ in range(2))

        nonces = [
            event.nonce
            for call in (first, first, second)
            if (
                event := door.provider.read_event(
                    call.headers, call.body, signing_tokens=call.signing_tokens, now=door.now()
                )
            )
        ]

        assert nonces[0] == nonces[1] != nonces[2]

    def test_a_call_signed_with_another_token_is_rejected(self, door: Door) -> None:
        call = door.calls(EventKind.STAGE_CHANGED, "opportunity-1")
        others = dict.fromkeys(call.signing_tokens, "another token")

        with pytest.raises(EventRejected):
            door.provider.read_event(call.headers, call.body, signing_tokens=others, now=door.now())

    @pytest.mark.parametrize("body", [b"", b"null", b"{}", b"[]", b"\xff\xfe", b"[" * 100_000])
    def test_what_is_no_call_is_rejected(self, door: Door, body: bytes) -> None:
        with pytest.raises(EventRejected):
            door.provider.read_event({}, body, signing_tokens={"any": "token"}, now=door.now())
