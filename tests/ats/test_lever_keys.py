"""A key that somebody made in Lever by hand, for those who have no app there."""

import pytest

from lever_simulator.world.seeds.foundation import API_KEY
from paletter.ats.lever import rights
from paletter.ats.lever.provider import LeverProvider, LeverSettings
from paletter.ats.protocol import AtsDisconnected, AtsRefused, AtsUnavailable, Credentials
from tests.ats.by_hand import titles
from tests.ats.simulated import Lever

ALL = rights.OF_KEYS
CAROL = "carol.candidate@example.org"


def without(*absent: str) -> list[str]:
    return [right for right in ALL if right not in absent]


def test_a_key_opens_the_account_and_its_rights_are_found_out(lever: Lever) -> None:
    lever.has_posting("Host")

    credentials = lever.provider().connect_with_key(f"  {API_KEY}\n")

    assert credentials.api_key == API_KEY
    assert set(rights.NEEDED_BY_KEYS) <= set(credentials.scopes)
    assert titles(lever.open(credentials)) == ["Host"]


def test_trying_a_key_leaves_no_trace_in_lever(lever: Lever) -> None:
    opportunity = lever.has_applied("Carol Candidate", CAROL, lever.has_posting("Host"))

    lever.provider().connect_with_key(lever.has_key(*ALL))

    assert (lever.note_texts(opportunity), lever.tags(opportunity)) == ([], [])


@pytest.mark.parametrize("right", rights.NEEDED_BY_KEYS)
def test_each_right_that_a_key_needs_is_missed_by_name_with_whom_to_ask(lever: Lever, right: str) -> None:
    key = lever.has_key(*without(right))

    with pytest.raises(AtsRefused) as caught:
        lever.provider().connect_with_key(key)

    sentence = str(caught.value)
    assert f"It does not let Paletter {rights.RIGHTS[right]} ({right})." in sentence
    assert "Super Admin" in sentence
    assert key not in sentence


def test_all_rights_that_are_missing_are_named_at_once(lever: Lever) -> None:
    key = lever.has_key(*without(rights.NOTES_WRITE, rights.POSTINGS_READ))

    with pytest.raises(AtsRefused, match=r"\(postings:read:admin\)\. .*\(notes:write:admin\)\."):
        lever.provider().connect_with_key(key)


def test_the_right_to_read_notes_is_not_the_right_to_write_them(lever: Lever) -> None:
    key = lever.has_key(*without(rights.NOTES_WRITE), "notes:read:admin")

    with pytest.raises(AtsRefused, match=r"\(notes:write:admin\)"):
        lever.provider().connect_with_key(key)


@pytest.mark.parametrize("right", rights.WELCOME)
def test_a_key_without_a_right_that_is_only_welcome_connects_and_tells_it(lever: Lever, right: str) -> None:
    provider = lever.provider()

    credentials = provider.connect_with_key(lever.has_key(*without(right)))

    assert right in provider.missing_rights(credentials)


def test_a_key_that_lever_does_not_know_is_said_to_be_unknown(lever: Lever) -> None:
    with pytest.raises(AtsRefused, match="does not know this key"):
        lever.provider().connect_with_key("no-such-key")


def test_a_key_that_may_do_nothing_is_told_from_one_that_is_unknown(lever: Lever) -> None:
    with pytest.raises(AtsRefused, match=r"lets it do nothing.*package"):
        lever.provider().connect_with_key(lever.has_key())


def test_a_package_without_the_api_is_said_in_so_many_words(lever: Lever) -> None:
    key = lever.has_key(*ALL)
    body = {"code": "ForbiddenError", "message": "The API is not included in your package."}
    lever.fails("status", status=403, times=None, body=body)

    with pytest.raises(AtsRefused, match="account manager at Lever"):
        lever.provider().connect_with_key(key)


@pytest.mark.parametrize("key", ["", "  \n"])
def test_nothing_is_asked_with_an_empty_key(lever: Lever, key: str) -> None:
    with pytest.raises(AtsRefused, match="Paste the key"):
        lever.provider().connect_with_key(key)
    assert lever.requests() == 0


@pytest.mark.parametrize("key", ["a:b", "schlüssel", "x" * 5000, "two\nlines"])
def test_what_is_no_key_is_unknown_to_lever_and_breaks_nothing(lever: Lever, key: str) -> None:
    with pytest.raises(AtsRefused):
        lever.provider().connect_with_key(key)


def test_a_lever_that_is_down_leaves_the_key_untried(lever: Lever) -> None:
    key = lever.has_key(*ALL)
    lever.fails("status", status=503, times=None)

    with pytest.raises(AtsUnavailable):
        lever.provider().connect_with_key(key)


def test_a_key_that_was_removed_is_missed_at_the_next_call_and_nobody_tries_to_renew_it(lever: Lever) -> None:
    key = lever.has_key(*ALL)
    ats = lever.open(lever.provider().connect_with_key(key))
    lever.removes_key(key)

    with pytest.raises(AtsDisconnected, match=r"API key.*was removed.*Super Admin"):
        titles(ats)
    assert lever.requests("POST", "/oauth/token") == 0


def test_a_right_that_a_key_lost_later_is_no_lost_key(lever: Lever) -> None:
    key = lever.has_key(*ALL)
    ats = lever.open(lever.provider().connect_with_key(key))
    lever.simulator.world.account.api_keys[key].scopes = without(rights.STAGES_READ)

    with pytest.raises(AtsRefused, match="stages:read:admin"):
        list(ats.stages())


def test_whom_a_key_belongs_to_lever_does_not_say(lever: Lever) -> None:
    ats = lever.open(lever.provider().connect_with_key(lever.has_key(*ALL)))

    assert ats.person() is None


def test_a_key_works_in_an_installation_that_lever_does_not_know_as_an_app(lever: Lever) -> None:
    provider = lever.provider(client_id="", client_secret="")

    assert provider.takes_keys
    assert provider.connect_with_key(lever.has_key(*ALL)).api_key


def test_a_key_is_never_printed(lever: Lever) -> None:
    credentials = lever.provider().connect_with_key(lever.has_key(*ALL))

    assert credentials.api_key not in repr(credentials)


def test_a_key_is_tried_in_ten_requests(lever: Lever) -> None:
    lever.provider().connect_with_key(lever.has_key(*ALL))

    assert lever.requests() == 10


def test_nothing_is_known_to_be_missing_of_a_key_whose_rights_were_never_tried() -> None:
    assert LeverProvider(LeverSettings("", "")).missing_rights(Credentials(api_key="key")) == ()
