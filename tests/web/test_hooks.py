"""The address that the ATS calls: who is let in, what is kept, and that nothing happens twice."""

import json
import logging

import psycopg
import pytest
from django.db import OperationalError
from django.db import connection as database
from django.http import UnreadablePostError
from django.test import Client
from django.test.utils import CaptureQueriesContext

from paletter.connections import connect, encryption
from paletter.connections.models import Connection, ReceivedEvent
from paletter.web import hooks
from paletter.web.rubbish import MOST, MOST_CALLERS, Rubbish
from tests.cast import NOON, an_organisation
from tests.flow.processes import environment
from tests.web.calls import KEY, KINDS, a_call, a_called_connection, sends

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nobody_called_yet():
    hooks.rubbish.forget()
    _empty_the_queue()
    yield
    _empty_the_queue()


def _empty_the_queue() -> None:
    with database.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def waiting_steps() -> list[tuple[str, dict]]:
    with database.cursor() as cursor:
        cursor.execute("SELECT task_name, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        return [(name, args if isinstance(args, dict) else json.loads(args)) for name, args in cursor.fetchall()]


@pytest.mark.parametrize(("event", "kind"), list(KINDS.items()))
def test_a_signed_call_is_kept_and_a_step_follows_it(event, kind):
    connection = a_called_connection()
    name = "contactId" if event == "contactUpdated" else "opportunityId"

    assert sends(a_call(event, **{name: "thing-1"})) == 200

    kept = ReceivedEvent.objects.get()
    assert (kept.connection, kept.kind, kept.subject, kept.handled_at) == (connection, kind, "thing-1", None)
    assert waiting_steps() == [("handle_events", {"connection_id": connection.pk})]


def test_a_call_that_comes_again_is_welcome_and_does_nothing_more():
    a_called_connection()
    call = a_call(opportunityId="opportunity-1")

    assert [sends(call), sends(call), sends({**call, "data": {"opportunityId": "opportunity-2"}})] == [200, 200, 200]

    assert ReceivedEvent.objects.count() == 1
    assert len(waiting_steps()) == 1


def test_many_calls_are_followed_by_one_step():
    a_called_connection()

    for number, event in enumerate(("candidateStageChange", "candidateArchiveChange", "candidateHired")):
        assert sends(a_call(event, opportunityId=f"opportunity-{number}")) == 200

    assert ReceivedEvent.objects.count() == 3
    assert len(waiting_steps()) == 1


BAD = {
    "signed with another token": lambda: a_call(key="11" * 24, opportunityId="o"),
    "not signed": lambda: {k: v for k, v in a_call(opportunityId="o").items() if k != "signature"},
    "signed for another time": lambda: a_call(opportunityId="o") | {"triggeredAt": 1},
    "an hour in the future": lambda: a_call(ago=-3600, opportunityId="o"),
    "two days old": lambda: a_call(ago=2 * 24 * 3600, opportunityId="o"),
    "about what nobody subscribed": lambda: a_call("interviewCreated", opportunityId="o"),
    "no JSON": lambda: b"<xml/>",
    "no object": lambda: b"[1, 2]",
    "endlessly deep": lambda: b"[" * 60_000,
    "empty": lambda: b"",
    "not text": lambda: b"\xff\xfe\x00",
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_a_call_that_can_not_be_trusted_leaves_nothing(bad):
    a_called_connection()

    assert sends(bad()) == 401

    assert not ReceivedEvent.objects.exists()
    assert waiting_steps() == []


@pytest.mark.parametrize("subject", [7, "", "x" * 201, None, ["o"], "o\0", "\ud800"])
def test_a_signed_call_without_an_id_is_answered_and_forgotten(subject):
    a_called_connection()

    assert sends(a_call() | {"data": {"opportunityId": subject}}) == 200

    assert not ReceivedEvent.objects.exists()


def test_a_key_that_nobody_has_is_not_found():
    a_called_connection()

    assert sends(a_call(opportunityId="o"), key="another-key") == 404


def test_a_call_of_another_connection_is_not_believed():
    """Each connection has tokens of its own: who knows one address and its tokens can't speak for another."""
    a_called_connection()
    Connection.objects.update(hook_key="somebody-elses")
    Connection.objects.get().hooks.update(signing_token=encryption.seal("22" * 24))

    assert sends(a_call(opportunityId="o"), key="somebody-elses") == 401


@pytest.mark.parametrize("switch_off", ["disconnect", "lost"])
def test_a_connection_that_is_off_says_gone(switch_off):
    connection = a_called_connection()
    if switch_off == "disconnect":
        connect.disconnect(connection=connection, now=NOON)
    else:
        connect.lost(connection=connection, sentence="Revoked.", now=NOON)

    assert sends(a_call(opportunityId="o")) == 410

    assert not ReceivedEvent.objects.exists()
    assert not connection.hooks.exists()


def test_too_much_is_refused_before_it_is_read():
    a_called_connection()
    call = a_call(opportunityId="o") | {"padding": "x" * 65_536}

    assert sends(call) == 413

    assert not ReceivedEvent.objects.exists()


@pytest.mark.parametrize("zeros", [12, 6000])
def test_zeros_before_a_length_hide_no_large_body(zeros):
    a_called_connection()
    length = "0" * zeros + "70000"

    answer = Client().post(f"/hooks/{KEY}", b"x" * 70_000, content_type="application/json", CONTENT_LENGTH=length)

    assert answer.status_code == 413


@pytest.mark.parametrize("key", ["%00", f"{KEY}%00"])
def test_a_nul_in_the_address_finds_nothing(key):
    a_called_connection()

    assert sends(a_call(opportunityId="o"), key=key) == 404


def test_a_database_that_is_away_is_no_reason_to_write_down_the_secret_address(caplog, monkeypatch):
    a_called_connection()

    def away(key):
        raise OperationalError("the connection is closed")

    monkeypatch.setattr(hooks.hooks, "called_by", away)

    assert sends(a_call(opportunityId="o"), client=Client(raise_request_exception=False)) == 503

    assert "OperationalError" in caplog.text
    assert KEY not in caplog.text


def test_a_caller_who_hangs_up_in_the_middle_leaves_nothing(monkeypatch, caplog):
    a_called_connection()

    def hung_up(request, *size):
        raise UnreadablePostError("gone")

    monkeypatch.setattr("django.http.HttpRequest.read", hung_up)

    assert sends(a_call(opportunityId="o"), client=Client(raise_request_exception=False)) == 400
    assert caplog.text == ""


def test_a_call_past_the_proxies_is_answered_plainly(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2

    answer = Client(headers={"X-Forwarded-For": "203.0.113.7"}).post("/hooks/guess", b"{}", content_type="text/plain")

    assert answer.status_code == 404


def test_only_post_is_answered():
    a_called_connection()

    assert Client().get(f"/hooks/{KEY}").status_code == 405


def test_a_slash_too_many_leads_nowhere_else():
    """A redirect counts as a failure at Lever."""
    a_called_connection()

    assert Client().post(f"/hooks/{KEY}/", b"{}", content_type="application/json").status_code == 404


def test_nothing_of_what_a_call_says_but_ids_is_kept_or_logged(caplog):
    a_called_connection()
    call = a_call(opportunityId="opportunity-1", name="Carol Candidate", email="carol.candidate@example.org")

    with caplog.at_level(logging.DEBUG):
        assert sends(call) == 200
        assert sends({**call, "signature": "carol.candidate@example.org"}) == 401

    assert "carol" not in str(ReceivedEvent.objects.values().get()).lower()
    assert "carol" not in caplog.text.lower()
    assert "carol" not in str(waiting_steps()).lower()


def test_a_secret_sealed_with_a_lost_key_opens_nothing(settings):
    a_called_connection()
    settings.PALETTER_ENCRYPTION_KEYS = [encryption.Fernet.generate_key()]

    assert sends(a_call(opportunityId="o")) == 401


def test_a_call_costs_few_queries():
    a_called_connection()
    client = Client()

    with CaptureQueriesContext(database) as asked:
        assert sends(a_call(opportunityId="opportunity-1"), client=client) == 200

    assert len(asked) <= 2, [query["sql"][:80] for query in asked]


def test_the_same_call_to_two_connections_is_two_calls():
    first = a_called_connection()
    call = a_call(opportunityId="opportunity-1")
    assert sends(call) == 200
    Connection.objects.update(hook_key="the-first")
    second = a_called_connection(organisation=an_organisation("Rival Hotels"))

    assert sends(call) == 200

    assert set(ReceivedEvent.objects.values_list("connection", flat=True)) == {first.pk, second.pk}


def test_a_call_is_kept_while_the_tokens_are_renewed():
    """A renewal holds the connection's row for as long as the ATS takes to answer."""
    a_called_connection()
    with psycopg.connect(environment()["DATABASE_URL"]) as renewal:
        renewal.execute("SELECT 1 FROM connections_connection FOR NO KEY UPDATE")
        with database.cursor() as cursor:
            cursor.execute("SET lock_timeout = '3s'")
        assert sends(a_call(opportunityId="o")) == 200


class TestRubbish:
    def test_who_knocks_at_wrong_doors_is_soon_not_looked_at_any_more(self):
        a_called_connection()
        answers = [sends(b"{}", key=f"guess-{number}") for number in range(MOST + 5)]

        assert answers == [404] * MOST + [429] * 5
        with CaptureQueriesContext(database) as asked:
            assert sends(b"{}", key="one more") == 429
        assert len(asked) == 0

    def test_lever_with_a_stale_token_does_not_shut_itself_out(self, caplog):
        a_called_connection()
        answers = [sends(a_call(key="11" * 24, opportunityId="o")) for _ in range(MOST + 5)]

        assert set(answers) == {401}
        assert sends(a_call(opportunityId="o")) == 200

    def test_who_is_known_is_let_in_whatever_others_send_from_the_same_address(self):
        """Lever calls for all its customers from the same few addresses, and any of them may let it call us."""
        a_called_connection()
        assert sends(a_call(opportunityId="o")) == 200
        for number in range(MOST + 5):
            sends(b"{}", key=f"guess-{number}")

        assert sends(b"{}", key="guess") == 429
        assert sends(a_call(opportunityId="o")) == 200

    def test_after_a_minute_everybody_may_try_again(self):
        clock = [0.0]
        rubbish = Rubbish(lambda: clock[0])
        for _ in range(MOST):
            rubbish.came("mallory")
        assert rubbish.is_too_much("mallory")
        assert not rubbish.is_too_much("lever")

        clock[0] = 61.0

        assert not rubbish.is_too_much("mallory")

    def test_memory_stays_small_whoever_comes(self):
        rubbish = Rubbish()
        for number in range(MOST_CALLERS + 10):
            rubbish.came(f"caller {number}")

        assert len(rubbish._counts) <= MOST_CALLERS
