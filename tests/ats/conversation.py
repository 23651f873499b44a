"""What every ATS must be able to say, once. A plug-in's test class inherits this and stages its own account."""

from datetime import datetime, timedelta
from typing import Protocol

import pytest

from paletter.ats.protocol import Ats, AtsDisconnected, AtsNotFound
from paletter.vocabulary.hiring import Distribution, EventKind, PostingState, Visibility


class Stage(Protocol):
    """An account as its people use it, and the `Ats` under test that opens it."""

    ats: Ats

    def now(self) -> datetime: ...
    def has_posting(self, title: str, distribution: str = "external") -> str: ...
    def renames(self, posting_id: str, title: str) -> None: ...
    def makes_confidential(self, posting_id: str) -> None: ...
    def closes(self, posting_id: str) -> None: ...
    def deletes_posting(self, posting_id: str) -> None: ...
    def has_applied(self, name: str, email: str, posting_id: str) -> str: ...
    def archives(self, opportunity_id: str) -> None: ...
    def moves(self, opportunity_id: str, stage_id: str) -> None: ...
    def anonymises(self, opportunity_id: str) -> None: ...
    def deletes(self, opportunity_id: str) -> None: ...
    def note_texts(self, opportunity_id: str) -> list[str]: ...
    def tags(self, opportunity_id: str) -> list[str]: ...
    def revokes(self) -> None: ...
    def subscribed(self) -> list[str]: ...


CAROL = "carol.candidate@example.org"


class AtsConversation:
    @pytest.fixture
    def stage(self) -> Stage:
        raise NotImplementedError

    def test_external_internal_and_unlisted_postings_are_listed(self, stage: Stage) -> None:
        for distribution in ("external", "internal", "external+internal", "unlisted"):
            stage.has_posting(distribution, distribution)

        listed = {posting.title: posting.distribution for posting in stage.ats.postings()}

        assert listed == {
            "external": Distribution.EXTERNAL,
            "internal": Distribution.INTERNAL,
            "external+internal": Distribution.EXTERNAL_AND_INTERNAL,
            "unlisted": Distribution.UNLISTED,
        }

    def test_all_that_is_listed_may_be_joined(self, stage: Stage) -> None:
        stage.has_posting("Host", "internal")

        assert all(posting.is_assessable for posting in stage.ats.postings())

    def test_a_confidential_posting_is_never_told(self, stage: Stage) -> None:
        secret = stage.has_posting("Head of Secrets", "confidential")

        assert list(stage.ats.postings()) == []
        assert list(stage.ats.postings(since=datetime.fromisoformat("2020-01-01T00:00:00+00:00"))) == []
        assert stage.ats.posting(secret) is None

    def test_a_posting_that_turned_confidential_is_not_told_any_more(self, stage: Stage) -> None:
        posting = stage.has_posting("Host")
        stage.makes_confidential(posting)

        assert list(stage.ats.postings()) == []
        assert stage.ats.posting(posting) is None

    def test_a_closed_posting_is_not_listed_but_told_when_asked_for(self, stage: Stage) -> None:
        posting = stage.has_posting("Host")
        stage.closes(posting)

        found = stage.ats.posting(posting)

        assert list(stage.ats.postings()) == []
        assert found is not None
        assert found.state is PostingState.CLOSED

    def test_a_deleted_posting_is_none(self, stage: Stage) -> None:
        posting = stage.has_posting("Host")
        stage.deletes_posting(posting)

        assert stage.ats.posting(posting) is None

    def test_a_window_tells_what_changed_in_it_closed_ones_too(self, stage: Stage) -> None:
        stage.has_posting("Old")
        closed, renamed = stage.has_posting("Closing"), stage.has_posting("Jost Post # 4")
        start = stage.now()
        stage.closes(closed)
        stage.renames(renamed, "Jost Post # 4 (Test # 4)")

        told = {posting.title: posting.state for posting in stage.ats.postings(since=start)}

        assert told == {"Closing": PostingState.CLOSED, "Jost Post # 4 (Test # 4)": PostingState.OPEN}

    def test_an_opportunity_is_found_by_posting_and_address_in_any_case(self, stage: Stage) -> None:
        posting = stage.has_posting("Host")
        opportunity = stage.has_applied("Carol Candidate", "Carol.Candidate@Example.org", posting)
        stage.has_applied("Dana Demo", "dana.demo@example.org", posting)

        found = list(stage.ats.opportunities(posting_id=posting, email=CAROL))

        assert [o.id for o in found] == [opportunity]
        assert found[0].posting_ids == (posting,)
        assert not found[0].is_archived

    def test_an_opportunity_on_another_posting_is_not_told(self, stage: Stage) -> None:
        here, there = stage.has_posting("Host"), stage.has_posting("Night Receptionist")
        stage.has_applied("Carol Candidate", CAROL, there)

        assert list(stage.ats.opportunities(posting_id=here, email=CAROL)) == []

    def test_archived_opportunities_are_told_as_archived(self, stage: Stage) -> None:
        posting = stage.has_posting("Host")
        stage.archives(stage.has_applied("Carol Candidate", CAROL, posting))

        (found,) = stage.ats.opportunities(posting_id=posting, email=CAROL)

        assert found.is_archived

    def test_trying_out_an_account_that_lets_us_in_says_nothing_and_changes_nothing(self, stage: Stage) -> None:
        opportunity = stage.has_applied("Carol Candidate", CAROL, stage.has_posting("Host"))

        stage.ats.try_out()

        assert (stage.note_texts(opportunity), stage.tags(opportunity)) == ([], [])

    def test_it_is_told_why_a_posting_cannot_be_seen(self, stage: Stage) -> None:
        shown, secret, gone = stage.has_posting("Host"), stage.has_posting("Secret"), stage.has_posting("Gone")
        stage.makes_confidential(secret)
        stage.deletes_posting(gone)

        answers = {key: stage.ats.look_up(key) for key in (shown, secret, gone)}

        assert [answer.visibility for answer in answers.values()] == [
            Visibility.READABLE,
            Visibility.WITHHELD,
            Visibility.MISSING,
        ]
        assert [answer.posting.title for answer in answers.values() if answer.posting] == ["Host"]

    def test_what_was_deleted_since_is_told_with_its_time(self, stage: Stage) -> None:
        early, late = stage.has_posting("Early"), stage.has_posting("Late")
        here = stage.has_applied("Carol Candidate", CAROL, stage.has_posting("Host"))
        stage.deletes_posting(early)
        start = stage.now()
        stage.deletes_posting(late)
        stage.deletes(here)

        postings = list(stage.ats.deleted_postings(since=start))
        opportunities = list(stage.ats.deleted_opportunities(since=start))

        assert [deletion.id for deletion in postings] == [late]
        assert [deletion.id for deletion in opportunities] == [here]
        assert postings[0].deleted_at >= start - timedelta(seconds=1), "an ATS may count in whole seconds"

    def test_stages_are_told_by_name_in_the_order_of_the_pipeline(self, stage: Stage) -> None:
        stages = list(stage.ats.stages())

        assert len(stages) >= 2
        assert [each.rank for each in stages] == list(range(1, len(stages) + 1))
        assert len({each.id for each in stages}) == len(stages)
        assert all(each.name for each in stages)

    def test_all_opportunities_on_some_postings_are_told_once_archived_ones_too(self, stage: Stage) -> None:
        host, night, other = (stage.has_posting(title) for title in ("Host", "Night Receptionist", "Cook"))
        mine = [
            stage.has_applied("Carol Candidate", CAROL, host),
            stage.has_applied("Carol Candidate", CAROL, night),
            stage.has_applied("Dana Demo", "dana.demo@example.org", host),
        ]
        stage.has_applied("Dana Demo", "dana.demo@example.org", other)
        stage.archives(mine[2])

        found = list(stage.ats.opportunities_on([host, night]))

        assert sorted(each.id for each in found) == sorted(mine)
        assert [each.id for each in found if each.is_archived] == [mine[2]]
        assert all(each.contact_id and each.stage_id for each in found)

    def test_with_a_time_only_those_are_told_that_came_or_changed_since(self, stage: Stage) -> None:
        host = stage.has_posting("Host")
        stage.has_applied("Carol Candidate", CAROL, host)
        moved = stage.has_applied("Dana Demo", "dana.demo@example.org", host)
        start = stage.now()
        stage.moves(moved, list(stage.ats.stages())[-1].id)
        new = stage.has_applied("Nils Newcomer", "nils@example.org", host)

        found = {each.id for each in stage.ats.opportunities_on([host], since=start)}

        assert found == {moved, new}

    def test_nothing_is_told_of_no_posting(self, stage: Stage) -> None:
        stage.has_applied("Carol Candidate", CAROL, stage.has_posting("Host"))

        assert list(stage.ats.opportunities_on([])) == []

    def test_an_opportunity_on_a_confidential_posting_is_never_told(self, stage: Stage) -> None:
        posting = stage.has_posting("Head of Secrets")
        opportunity = stage.has_applied("Carol Candidate", CAROL, posting)
        stage.makes_confidential(posting)

        assert stage.ats.opportunity(opportunity) is None
        assert list(stage.ats.opportunities_on([posting])) == []
        assert list(stage.ats.opportunities(posting_id=posting, email=CAROL)) == []

    def test_one_opportunity_is_told_as_it_is_now(self, stage: Stage) -> None:
        posting = stage.has_posting("Host")
        opportunity = stage.has_applied("Carol Candidate", CAROL, posting)
        last = list(stage.ats.stages())[-1].id
        stage.moves(opportunity, last)

        found = stage.ats.opportunity(opportunity)

        assert found is not None
        assert (found.id, found.stage_id, found.posting_ids) == (opportunity, last, (posting,))

    def test_an_opportunity_that_was_deleted_is_none(self, stage: Stage) -> None:
        opportunity = stage.has_applied("Carol Candidate", CAROL, stage.has_posting("Host"))
        stage.deletes(opportunity)

        assert stage.ats.opportunity(opportunity) is None

    def test_a_person_who_was_anonymised_is_told_as_such_and_by_no_name(self, stage: Stage) -> None:
        opportunity = stage.has_applied("Carol Candidate", CAROL, stage.has_posting("Host"))
        stage.anonymises(opportunity)

        found = stage.ats.opportunity(opportunity)

        assert found is not None
        assert found.is_anonymised
        assert "Carol" not in found.name
        assert CAROL not in found.emails

    def test_a_note_is_kept_as_written_and_can_be_read_back(self, stage: Stage) -> None:
        opportunity = stage.has_applied("Carol Candidate", CAROL, stage.has_posting("Host"))
        text = "Paletter AI assessment: Host\nService 3.8 · Communication 3.4\nhttps://paletter.example.org/reports/1"

        note_id = stage.ats.add_note(opportunity, text)

        assert stage.note_texts(opportunity) == [text]
        assert [(note.id, note.text) for note in stage.ats.notes(opportunity)] == [(note_id, text)]

    def test_a_note_can_be_removed_and_removed_again(self, stage: Stage) -> None:
        opportunity = stage.has_applied("Carol Candidate", CAROL, stage.has_posting("Host"))
        note_id = stage.ats.add_note(opportunity, "A note")

        stage.ats.remove_note(opportunity, note_id)
        stage.ats.remove_note(opportunity, note_id)

        assert stage.note_texts(opportunity) == []

    def test_tags_are_added_once_and_removed(self, stage: Stage) -> None:
        opportunity = stage.has_applied("Carol Candidate", CAROL, stage.has_posting("Host"))
        tag = "Paletter AI Fit Check Score: 3+ out of 5"

        stage.ats.add_tags(opportunity, ["Ready", tag])
        stage.ats.add_tags(opportunity, [tag])
        added = stage.tags(opportunity)
        stage.ats.remove_tags(opportunity, ["Ready", "never there"])

        assert added == ["Ready", tag]
        assert stage.tags(opportunity) == [tag]

    def test_writing_to_an_opportunity_that_is_gone_says_so(self, stage: Stage) -> None:
        opportunity = stage.has_applied("Carol Candidate", CAROL, stage.has_posting("Host"))
        stage.deletes(opportunity)

        with pytest.raises(AtsNotFound):
            stage.ats.add_note(opportunity, "A note")
        with pytest.raises(AtsNotFound):
            stage.ats.add_tags(opportunity, ["Ready"])

    def test_it_calls_us_about_each_kind_of_event_until_we_end_it(self, stage: Stage) -> None:
        kinds = [EventKind.STAGE_CHANGED, EventKind.DELETED]
        assert stage.subscribed() == []

        made = list(stage.ats.subscribe("https://paletter.example.org/hooks/1", kinds))
        during = stage.subscribed()
        standing = list(stage.ats.subscriptions())
        for each in [*made, *made]:
            stage.ats.unsubscribe(each.id)

        assert len(made) == len({each.id for each in made}) == 2
        assert sorted(during) == sorted(each.event for each in made)
        assert {(one.id, one.event) for one in standing} == {(each.id, each.event) for each in made}
        assert {one.url for one in standing} == {"https://paletter.example.org/hooks/1"}
        assert all(each.signing_token and each.signing_token not in repr(each) for each in made)
        assert stage.subscribed() == []
        assert list(stage.ats.subscriptions()) == []

    def test_it_is_told_who_connected(self, stage: Stage) -> None:
        person = stage.ats.person()

        assert person is not None
        assert (person.name, person.role) == ("Sigrid Solheim", "Super Admin")

    def test_after_a_revocation_a_person_must_connect_again(self, stage: Stage) -> None:
        stage.has_posting("Host")
        stage.revokes()

        with pytest.raises(AtsDisconnected):
            list(stage.ats.postings())
