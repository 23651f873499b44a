"""Alice switches Lever on and off, and learns why when it does not work."""

from datetime import timedelta

import pytest

from paletter.accounts.models import User
from paletter.ats.protocol import AtsDisconnected, AtsRefused
from paletter.connections import connect, sync
from paletter.connections.keeper import keeper
from paletter.connections.models import Connection
from tests import cast
from tests.ats.simulated import RETURN_TO, Lever
from tests.connections.conftest import connects

pytestmark = pytest.mark.django_db


def test_a_state_is_never_given_twice(lever: Lever) -> None:
    states = {connect.begin(provider=lever.provider(), return_to=RETURN_TO)[0] for _ in range(20)}

    assert len(states) == 20
    assert all(len(state) >= 32 for state in states)


def test_accepting_switches_the_connection_on(lever: Lever, alice: User) -> None:
    connection = connects(alice, lever)

    assert connection.is_on
    assert (connection.person_name, connection.person_role) == ("Sigrid Solheim", "Super Admin")
    assert connection.account_id == lever.simulator.world.account.id
    assert connection.connected_by == alice
    assert keeper(connection).read().refresh_token


@pytest.mark.parametrize(("expected", "given"), [("asked", "other"), ("asked", ""), ("", ""), ("asked", "äsked")])
def test_an_answer_to_somebody_elses_question_connects_nothing(
    lever: Lever, alice: User, expected: str, given: str
) -> None:
    with pytest.raises(connect.StrangeState):
        connect.complete(
            organisation=cast.an_organisation(),
            user=alice,
            provider=lever.provider(),
            code=lever.consent()["code"],
            state=given,
            expected_state=expected,
            return_to=RETURN_TO,
            now=cast.NOON,
        )
    assert not Connection.objects.exists()


def test_a_used_code_connects_nothing(lever: Lever, alice: User) -> None:
    code = lever.consent()["code"]
    lever.provider().connect(code=code, return_to=RETURN_TO)

    with pytest.raises(AtsRefused):
        connect.complete(
            organisation=cast.an_organisation(),
            user=alice,
            provider=lever.provider(),
            code=code,
            state="s",
            expected_state="s",
            return_to=RETURN_TO,
            now=cast.NOON,
        )
    assert not Connection.objects.exists()


def test_a_person_whose_name_cannot_be_read_has_connected_all_the_same(lever: Lever, alice: User) -> None:
    lever.fails("status", path="/v1/users/*", status=403)

    connection = connects(alice, lever)

    assert connection.is_on
    assert connection.person_name == ""


def test_denying_is_said_plainly(lever: Lever) -> None:
    answer = lever.consent(accept=False)

    sentence = connect.denial(provider=lever.provider(), error=answer["error"], description=answer["error_description"])

    assert sentence.startswith("Lever was not connected, because the permissions were not accepted.")


def test_a_role_that_may_not_connect_is_told_who_may(lever: Lever) -> None:
    answer = lever.consent(user="tova")

    sentence = connect.denial(provider=lever.provider(), error=answer["error"], description=answer["error_description"])

    assert "Super Admin" in sentence


def test_disconnecting_destroys_the_tokens_and_keeps_the_postings(lever: Lever, alice: User) -> None:
    lever.has_posting("Host")
    connection = connects(alice, lever)
    sync.sync_postings(connection=connection, ats=lever.open(), now=cast.NOON, full=True)

    connect.disconnect(connection=connection, now=cast.NOON)

    assert (connection.state, connection.credentials, connection.disconnected_at) == ("off", "", cast.NOON)
    assert connection.postings.count() == 1
    with pytest.raises(AtsDisconnected):
        keeper(connection).read()


def test_disconnecting_twice_keeps_the_first_time() -> None:
    connection = cast.a_connection()
    connect.disconnect(connection=connection, now=cast.NOON)

    connect.disconnect(connection=connection, now=cast.NOON + timedelta(hours=1))

    assert connection.disconnected_at == cast.NOON


def test_connecting_again_brings_jobs_and_postings_back(lever: Lever, alice: User) -> None:
    posting = lever.has_posting("Host")
    first = connects(alice, lever)
    sync.sync_postings(connection=first, ats=lever.open(), now=lever.now(), full=True)
    row = first.postings.get(external_id=posting)
    connect.disconnect(connection=first, now=lever.now())

    again = connects(alice, lever)

    assert again.pk == first.pk
    assert again.is_on
    assert again.disconnected_at is None
    assert again.postings.get().pk == row.pk


def test_another_lever_account_is_refused_while_postings_of_the_first_are_here(lever: Lever, alice: User) -> None:
    first = connects(alice, lever)
    cast.a_posting(connection=first)
    connect.disconnect(connection=first, now=lever.now())
    lever.simulator.world.account.id = "another-account"

    with pytest.raises(connect.OtherAccount, match="another Lever account"):
        connects(alice, lever)

    first.refresh_from_db()
    assert (first.state, first.credentials) == ("off", "")


def test_another_lever_account_is_welcome_while_there_is_nothing_to_mix(lever: Lever, alice: User) -> None:
    connects(alice, lever)
    lever.simulator.world.account.id = "another-account"

    assert connects(alice, lever).account_id == "another-account"


def test_a_lost_authorisation_needs_a_person_and_says_why() -> None:
    connection = cast.a_connection()

    connect.lost(connection=connection, sentence="Connect Lever again.", now=cast.NOON)

    assert (connection.state, connection.trouble, connection.credentials) == ("needs_you", "Connect Lever again.", "")


def test_a_loss_noticed_late_does_not_undo_a_new_connect(lever: Lever, alice: User) -> None:
    stale = connects(alice, lever)
    fresh = connects(alice, lever)

    connect.lost(connection=stale, sentence="Connect Lever again.", now=cast.NOON)

    fresh.refresh_from_db()
    assert fresh.is_on


def test_a_loss_noticed_after_a_disconnect_leaves_it_off() -> None:
    connection = cast.a_connection()
    before = Connection.objects.get(pk=connection.pk)
    connect.disconnect(connection=connection, now=cast.NOON)

    connect.lost(connection=before, sentence="Connect Lever again.", now=cast.NOON)

    assert before.state == "off"


def test_two_organisations_have_connections_of_their_own(lever: Lever, alice: User) -> None:
    mine = connects(alice, lever)
    mallory = cast.mallory()
    answer = lever.consent(state="s")
    theirs = connect.complete(
        organisation=cast.an_organisation("Rival Hotels"),
        user=mallory,
        provider=lever.provider(),
        code=answer["code"],
        state="s",
        expected_state="s",
        return_to=RETURN_TO,
        now=cast.NOON,
    )

    connect.disconnect(connection=theirs, now=cast.NOON)

    mine.refresh_from_db()
    assert mine.is_on
