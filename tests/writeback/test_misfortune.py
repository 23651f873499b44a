"""Whatever goes wrong, in whatever order: one note of each edition, none lost, and tags that agree with the newest.

Random stories of faults, kills, retries, corrections and what people do in Lever meanwhile. PALETTER_STORIES tells how
many; without it so few that the run stays short, and the same ones each time.
"""

import os
from collections.abc import Iterator

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from paletter.connections import connect
from paletter.connections.models import Connection
from paletter.reports.tags import FIT_3_PLUS, READY
from paletter.writeback import waiting
from tests import cast
from tests.ats.simulated import RETURN_TO, Lever, a_lever
from tests.writeback.world import NO_TROUBLE, THEIRS, Killing, Trouble, World

STORIES = int(os.environ.get("PALETTER_STORIES", "0"))
FEW = settings(max_examples=20, stateful_step_count=10, derandomize=True, phases=[Phase.generate])
MANY = settings(max_examples=max(STORIES, 1), stateful_step_count=30)
OURS = {READY, FIT_3_PLUS}

CALLS = [
    ("GET", "/v1/opportunities"),
    ("GET", "/v1/opportunities/*/notes"),
    ("POST", "/v1/opportunities/*/notes"),
    ("POST", "/v1/opportunities/*/addTags"),
    ("POST", "/v1/opportunities/*/removeTags"),
    ("*", "/v1/*"),
]
DEEDS = ["picks", "deletes", "archives", "merges", "deletes_notes_by_hand"]
STATUSES = [429, 500, 502, 503, 401]
# What is sent matters most, the note before all.
KINDS = st.sampled_from([*CALLS, *CALLS[2:4], *CALLS[2:3] * 3])
ON_THE_LINE = st.sampled_from(["hang", "drop_after", "drop_before"])
TROUBLES = st.one_of(
    st.builds(Killing, at=st.integers(1, 5), is_after=st.booleans()),
    st.builds(Trouble, ON_THE_LINE, KINDS, tries=st.integers(1, 3)),
    st.builds(Trouble, st.just("status"), KINDS, status=st.sampled_from(STATUSES), times=st.integers(1, 5)),
    st.just(NO_TROUBLE),
)


def misfortune(lever: Lever, connection: Connection) -> type[RuleBasedStateMachine]:
    class Misfortune(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            lever.simulator.world.faults.clear()
            lever.switch(tags_locked=False)
            self.world = World(lever, Connection.objects.get(pk=connection.pk))
            if not self.world.connection.is_on:
                self.world.reconnects()

        @initialize(trouble=TROUBLES, tries_ago=st.integers(0, 2))
        def a_first_try(self, trouble: Trouble, tries_ago: int) -> None:
            self.tries_ago = tries_ago
            self.world.tries(trouble)

        # ---- the worker

        @rule(trouble=TROUBLES)
        def another_try(self, trouble: Trouble) -> None:
            self.world.tries(trouble)

        @rule(seconds=st.sampled_from([70, 20, 7200]))
        def time_passes_and_all_is_well_again(self, seconds: int) -> None:
            lever.simulator.world.faults.clear()
            self.world.time_passes(seconds)

        @rule(tries_ago=st.integers(0, 3))
        def restore_the_database(self, tries_ago: int) -> None:
            self.world.is_restored(tries_ago)

        # ---- people

        @rule(fit=st.sampled_from([2.0, 2.9, 3.0, 3.6]))
        def correct(self, fit: float) -> None:
            self.world.corrects(fit)

        @rule(what=st.sampled_from(["revoke", "reconnect", "lock tags", "unlock tags"]))
        def an_admin_does(self, what: str) -> None:
            if what == "revoke":
                lever.revokes()
            elif what == "reconnect":
                self.world.reconnects()
            else:
                lever.switch(tags_locked=what == "lock tags")

        @rule(what=st.sampled_from(DEEDS), which=st.integers(0, 3))
        def a_recruiter_does(self, what: str, which: int) -> None:
            if self.world.opportunities:
                getattr(self.world, what)(self.world.opportunities[which % len(self.world.opportunities)])

        @rule(address=st.sampled_from(["", "other."]), title=st.sampled_from(["Host", "Hostess", "Host @ Fjord"]))
        def somebody_applies_and_the_posting_is_renamed(self, address: str, title: str) -> None:
            self.world.applies(address + self.world.email)
            lever.renames(self.world.posting, title)

        # ---- what always holds

        @invariant()
        def no_edition_has_two_notes_and_they_came_in_order(self) -> None:
            for opportunity in self.world.opportunities:
                editions = self.world.editions(opportunity)
                assert editions == sorted(set(editions))

        @invariant()
        def no_note_is_lost_that_was_told_to_be_there(self) -> None:
            delivery = self.world.delivery
            told = [(delivery.opportunity_id, delivery.note_id)] if delivery.note_added_at else []
            told += delivery.earlier_notes.values_list("opportunity_id", "note_id")
            for opportunity, note_id in told:
                if opportunity in self.world.opportunities and note_id not in self.world.note_ids_deleted_by_hand:
                    assert self.world.note_text(note_id)

        @invariant()
        def tags_and_newest_note_agree_once_all_is_told(self) -> None:
            delivery = self.world.delivery
            if not waiting.is_settled(delivery) or delivery.opportunity_id not in self.world.opportunities:
                return
            shown = delivery.report.scoring
            wanted = {READY, FIT_3_PLUS} if shown.fit_value >= 3 else {READY}
            assert self.world.tags(delivery.opportunity_id) & OURS == wanted
            if text := self.world.note_text(delivery.note_id):
                assert f"Fit score: {shown.fit_value} out of 5" in text
                assert "@" not in text

        @invariant()
        def nobody_elses_tags_are_touched(self) -> None:
            for opportunity in self.world.opportunities:
                assert THEIRS in self.world.tags(opportunity)

        def teardown(self) -> None:
            """When nothing goes wrong any more, all is delivered, or says what somebody can do."""
            lever.switch(tags_locked=False)
            self.world.reconnects()
            self.settles()
            self.world.is_restored(self.tries_ago)
            self.settles()
            for fit in (2.0, 3.6):
                self.world.corrects(fit)
                self.settles()

        tries_ago = 0

        def settles(self) -> None:
            lever.simulator.world.faults.clear()
            waiting.reopen(self.world.delivery, now=lever.now())
            if not self.world.comes_to_rest():
                assert not self.world.has_home()
                assert (self.world.delivery.state, bool(self.world.delivery.sentence)) == ("parked", True)
                self.world.applies(self.world.email)
                self.world.comes_to_rest()
            assert waiting.is_settled(self.world.delivery)
            self.check()

        def check(self) -> None:
            self.no_edition_has_two_notes_and_they_came_in_order()
            self.no_note_is_lost_that_was_told_to_be_there()
            self.tags_and_newest_note_agree_once_all_is_told()
            self.nobody_elses_tags_are_touched()

    return Misfortune


@pytest.fixture
def lever() -> Iterator[Lever]:
    with a_lever() as running:
        yield running


@pytest.fixture
def connection(lever: Lever) -> Connection:
    return connect.complete(
        organisation=cast.an_organisation(),
        user=cast.a_recruiter(),
        provider=lever.provider(),
        code=lever.consent()["code"],
        state="s",
        expected_state="s",
        return_to=RETURN_TO,
        now=timezone.now(),
    )


@pytest.fixture
def stories() -> Iterator[settings]:
    profile = MANY if STORIES else FEW
    quiet = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much]
    yield settings(profile, deadline=None, suppress_health_check=quiet, print_blob=True)


@pytest.mark.django_db
@pytest.mark.timeout(0 if STORIES else 300)
def test_misfortune_leaves_one_note_of_each_edition_and_tags_that_agree(
    lever: Lever, connection: Connection, stories: settings
) -> None:
    run_state_machine_as_test(lambda: misfortune(lever, connection)(), settings=stories)  # type: ignore[no-untyped-call]
