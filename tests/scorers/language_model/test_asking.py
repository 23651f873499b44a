"""The endpoint over HTTP, in all the ways in which it may fail."""

import logging
import socket
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from paletter.scorers.language_model import refusals, reply
from paletter.scorers.language_model.asking import Endpoint
from paletter.scorers.language_model.settings import Format
from paletter.scorers.language_model.wire import HEADERS
from paletter.scorers.protocol import ScorerMisconfigured, ScorerUnavailable
from tests.scorers.language_model.player import Played, completion, failing, saying, sensible

SECRET = "the candidate's own words"


def ask(endpoint: Endpoint):
    return endpoint.ask("system", f"user: {SECRET}", schema=reply.SCHEMA, seed=1)


def refusing(*names: str, status: int = 400):
    """Return a behaviour that takes a request only without these parameters."""

    def behave(asked):
        for name in names:
            if name in asked.body:
                return failing(status, message=f"Unsupported parameter: '{name}'.", param=name)(asked)
        return sensible(asked)

    return behave


def test_a_request_names_the_model_the_seed_and_the_schema_and_asks_for_no_chance(endpoint, player):
    ask(endpoint)

    (asked,) = player.asked
    assert asked.path == "/v1/chat/completions"
    assert (asked.body["model"], asked.body["seed"], asked.body["temperature"]) == ("player", 1, 0)
    assert asked.body["response_format"]["json_schema"]["schema"] == reply.SCHEMA
    assert asked.headers["authorization"] == "Bearer sk-test"
    assert set(asked.body) == {"model", "messages", "seed", "temperature", "max_tokens", "response_format"}


def test_nothing_is_told_of_the_machine_or_its_environment(address, player, monkeypatch):
    monkeypatch.setenv("OPENAI_ORG_ID", "org-secret")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-secret")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody-else")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")

    ask(Endpoint(address.settings()))

    assert set(player.asked[0].headers) <= HEADERS
    assert "secret" not in str(player.asked[0].headers) and "somebody" not in str(player.asked[0].headers)


def test_without_a_key_none_is_sent(address, player, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody-else")

    ask(Endpoint(address.settings(key="")))

    assert "authorization" not in player.asked[0].headers


def test_a_reply_brings_its_text_its_tokens_and_the_models_own_name(endpoint, player):
    player.usually = saying("hello there")

    came = ask(endpoint)

    assert (came.text, came.wrong, came.model, came.tokens_out) == ("hello there", "", "player-1", 2)
    assert came.tokens_in == len(player.asked[0].text) // 4


@pytest.mark.parametrize(
    ("behaviour", "wrong"),
    [
        (saying('{"level": "3', finish="length"), "cut off"),
        (saying(None, refusal="I can't help with that."), "a refusal"),
        (saying("", finish="content_filter"), "a refusal"),
        (saying(None, tool_calls=[{"id": "1", "type": "function"}], finish="tool_calls"), "called a tool"),
        (saying(None), "empty"),
        (saying("  \n"), "empty"),
    ],
)
def test_a_reply_that_holds_no_judgement_says_why_and_is_counted(endpoint, player, behaviour, wrong):
    player.usually = behaviour

    came = ask(endpoint)

    assert wrong in came.wrong
    assert came.tokens_in > 0


@pytest.mark.parametrize("usage", [None, {}, "much", {"prompt_tokens": "7", "completion_tokens": -3}])
def test_a_server_that_counts_no_tokens_is_taken_to_have_used_none(endpoint, player, usage):
    def uncounted(asked):
        played = completion("hi", asked)
        return Played(played.body | {"usage": usage, "model": None})

    player.usually = uncounted

    came = ask(endpoint)

    assert (came.tokens_in, came.tokens_out, came.model) == (0, 0, "player")


class TestDialects:
    @pytest.mark.parametrize("status", [400, 422, 500])
    def test_a_server_without_schemas_is_asked_for_json_then_for_nothing_and_remembered(self, endpoint, player, status):
        player.usually = refusing("response_format", status=status)

        ask(endpoint)
        ask(endpoint)

        forms = [asked.body.get("response_format", {}).get("type") for asked in player.asked]
        assert forms == ["json_schema", "json_object", None, None]
        assert endpoint.dialect.format is Format.PLAIN

    def test_newer_models_get_their_own_name_for_the_limit_and_no_temperature(self, endpoint, player):
        player.usually = refusing("max_tokens", "temperature")

        ask(endpoint)
        ask(endpoint)

        assert "max_completion_tokens" in player.asked[-1].body
        assert "temperature" not in player.asked[-1].body
        assert len(player.asked) == 4

    def test_a_server_that_takes_nothing_special_is_asked_plainly(self, endpoint, player):
        names = ("response_format", "max_tokens", "max_completion_tokens", "temperature", "seed")
        player.usually = refusing(*names)

        ask(endpoint)

        assert set(player.asked[-1].body) == {"model", "messages"}

    def test_a_template_without_a_system_role_gets_all_in_one_message(self, endpoint, player):
        def no_system(asked):
            if asked.body["messages"][0]["role"] == "system":
                return failing(400, message="System role not supported")(asked)
            return sensible(asked)

        player.usually = no_system

        ask(endpoint)

        (message,) = player.asked[-1].body["messages"]
        assert message["content"].startswith("system\n\nuser")

    def test_the_format_of_the_settings_is_where_it_begins(self, address, player):
        ask(Endpoint(address.settings(format=Format.PLAIN)))

        assert "response_format" not in player.asked[0].body


class TestBusy:
    def test_a_busy_endpoint_is_asked_again_after_the_wait_that_it_names(self, endpoint, player, slept):
        player.next(failing(429, headers={"Retry-After": "7"}))

        assert ask(endpoint).text
        assert slept == [pytest.approx(7, abs=0.5)] and len(player.asked) == 2

    def test_a_wait_may_be_named_by_a_date(self, endpoint, player, slept):
        then = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
        player.next(failing(429, headers={"Retry-After": then}))

        ask(endpoint)

        assert slept == [pytest.approx(19, abs=2)]

    @pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 529])
    def test_a_failure_that_passes_is_waited_out_a_little_longer_each_time(self, endpoint, player, slept, status):
        player.next(failing(status), failing(status), failing(status))

        assert ask(endpoint).text
        assert [round(wait * 10) in range(4 * 2**n, 7 * 2**n) for n, wait in enumerate(slept)] == [True] * 3

    def test_one_that_does_not_pass_is_told(self, endpoint, player):
        player.usually = failing(500, message=SECRET)

        with pytest.raises(
            ScorerUnavailable, match=r"^The language model fails at the moment .500.. Nothing is"
        ) as told:
            ask(endpoint)
        assert len(player.asked) == 4
        assert SECRET not in str(told.value)

    def test_who_asks_for_a_long_wait_is_left_alone_for_so_long(self, endpoint, player, slept):
        player.usually = failing(429, headers={"Retry-After": "600"})

        with pytest.raises(ScorerUnavailable, match=r"asked too much") as told:
            ask(endpoint)
        assert told.value.retry_after == 600
        assert (slept, len(player.asked)) == ([], 1)

    @pytest.mark.parametrize("wait", ["999999999", "-5", "soon", ""])
    def test_no_wait_is_believed_that_cannot_be_meant(self, endpoint, player, wait):
        player.usually = failing(429, headers={"Retry-After": wait})

        with pytest.raises(ScorerUnavailable) as told:
            ask(endpoint)
        assert told.value.retry_after in (None, refusals.LONGEST_WAIT)

    @pytest.mark.parametrize("behaviour", [failing(402), failing(429, code="insufficient_quota")])
    def test_an_account_that_is_used_up_is_not_asked_again_at_once(self, endpoint, player, behaviour):
        player.usually = behaviour

        with pytest.raises(ScorerUnavailable, match=r"used up .* Whoever pays for it raises its limit"):
            ask(endpoint)
        assert len(player.asked) == 1


class TestSettingsToBeChanged:
    @pytest.mark.parametrize(
        ("status", "sentence"),
        [
            (401, "refuses our key, PALETTER_LANGUAGE_MODEL_KEY .401 invalid_api_key"),
            (403, "refuses our key"),
            (
                404,
                "There is no model “player” at http://127.*PALETTER_LANGUAGE_MODEL_NAME or PALETTER_LANGUAGE_MODEL_URL",
            ),
            (400, "does not take our request .*paletter check"),
            (405, "does not take our request"),
        ],
    )
    def test_a_refusal_that_stands_names_the_setting_and_repeats_no_words(self, endpoint, player, status, sentence):
        player.usually = failing(status, message=f"Bad: {SECRET}", code="invalid_api_key")

        with pytest.raises(ScorerMisconfigured, match=sentence) as told:
            ask(endpoint)
        assert len(player.asked) == 1
        assert SECRET not in str(told.value) and "sk-test" not in str(told.value)
        assert told.value.__cause__ is None

    def test_a_code_that_is_a_text_is_not_repeated(self, endpoint, player):
        player.usually = failing(401, code=f"no: {SECRET}")

        with pytest.raises(ScorerMisconfigured, match=r"refuses our key, PALETTER_LANGUAGE_MODEL_KEY \(401\)"):
            ask(endpoint)

    @pytest.mark.parametrize("status", [301, 302, 307, 308])
    def test_words_do_not_follow_to_another_address(self, endpoint, player, address, status):
        player.usually = lambda asked: Played("", status, {"Location": f"{address.url}/elsewhere"})

        with pytest.raises(ScorerMisconfigured, match=r"sends us on to another address"):
            ask(endpoint)
        assert [asked.path for asked in player.asked] == ["/v1/chat/completions"]


class TestAboutTheAnswers:
    @pytest.mark.parametrize(
        "behaviour",
        [
            failing(413),
            failing(400, code="context_length_exceeded"),
            failing(400, message="'max_tokens' is too large: 1500. This model's maximum context length is 512 tokens"),
            failing(400, message="the request exceeds the available context size"),
        ],
    )
    def test_answers_that_do_not_fit_are_no_fault_of_the_settings(self, endpoint, player, behaviour):
        player.usually = behaviour

        with pytest.raises(refusals.TooLong):
            ask(endpoint)
        assert len(player.asked) == 1

    def test_a_filter_of_the_endpoint_is_none_either(self, endpoint, player):
        player.usually = failing(400, code="content_filter")

        with pytest.raises(refusals.Filtered):
            ask(endpoint)


class TestSilence:
    def test_nobody_there_is_told(self, address, slept):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"

        with pytest.raises(ScorerUnavailable, match=r"can't be reached \(nothing listens there\)"):
            ask(Endpoint(address.settings(url=url), sleep=slept.append))
        assert len(slept) == 3

    def test_a_name_that_leads_nowhere_is_told(self, address, slept):
        with pytest.raises(ScorerUnavailable, match=r"can't be reached"):
            ask(Endpoint(address.settings(url="https://models.invalid/v1"), sleep=slept.append))

    def test_a_failed_encryption_is_told(self, address, slept):
        with pytest.raises(ScorerUnavailable, match=r"no encrypted connection could be made"):
            ask(Endpoint(address.settings(url=f"https://127.0.0.1:{address.port}/v1"), sleep=slept.append))

    def test_one_that_does_not_reply_in_time_is_not_given_the_work_again_at_once(self, address, player):
        player.usually = lambda asked: Played("", wait=5)
        begun = time.monotonic()

        with pytest.raises(ScorerUnavailable, match=r"did not answer within 0.3 seconds"):
            ask(Endpoint(address.settings(timeout=0.3)))
        assert len(player.asked) == 1
        assert time.monotonic() - begun < 3

    def test_a_reply_that_trickles_is_not_waited_for_forever(self, address, player):
        player.usually = lambda asked: Played("", pieces=[b" "] * 100, pause=0.1)
        begun = time.monotonic()

        with pytest.raises(ScorerUnavailable, match=r"did not answer within 0\.5 seconds"):
            ask(Endpoint(address.settings(timeout=0.5)))
        assert time.monotonic() - begun < 3

    def test_an_endless_reply_is_not_read_to_its_end(self, endpoint, player):
        player.usually = lambda asked: Played("", pieces=[b" " * 100_000] * 50)

        with pytest.raises(ScorerUnavailable, match=r"does not speak like one"):
            ask(endpoint)

    def test_a_reply_that_breaks_off_is_told(self, endpoint, player):
        player.usually = lambda asked: Played('{"choices": [', hangs_up=True)

        with pytest.raises(ScorerUnavailable, match=r"broke off on its way"):
            ask(endpoint)

    @pytest.mark.parametrize(
        "body",
        [
            "<html>Log in</html>",
            "",
            "[]",
            "null",
            {"error": {"message": "overloaded"}},
            {"choices": []},
            {"choices": [{"message": None}]},
            {"choices": [{"message": {"content": [{"type": "text"}]}}]},
        ],
    )
    def test_what_does_not_speak_like_a_model_is_told(self, endpoint, player, body):
        player.usually = lambda asked: Played(body)

        with pytest.raises(ScorerUnavailable, match=r"does not speak like one.*PALETTER_LANGUAGE_MODEL_URL"):
            ask(endpoint)


def test_no_log_on_any_level_holds_words_or_keys(endpoint, player, caplog):
    caplog.set_level(logging.DEBUG)
    player.next(failing(500), failing(400, message=SECRET))

    with pytest.raises(ScorerMisconfigured):
        ask(endpoint)

    assert SECRET not in caplog.text and "sk-test" not in caplog.text
