"""Corrections reach the ATS: one edition for each publication, whatever people did before it."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from paletter.flow import correcting, rescoring
from paletter.flow.letters import letter_for
from paletter.flow.rescoring import Wish
from paletter.reports import corrections
from paletter.reports.models import Report
from paletter.reports.tags import FIT_3_PLUS, READY
from paletter.scorers.scripted import ScriptedScorer
from paletter.scores import scoring
from paletter.scores.counting import what_counts
from paletter.scores.models import EvidenceRow, HumanLevel, Scoring, SkillScore
from paletter.vocabulary.scores import FitScore, Unscored
from paletter.writeback.letter import Letter
from paletter.writeback.models import Delivery
from tests.cast import NOON, a_candidate, a_job, a_posting, a_recruiter
from tests.flow.test_triggers import deferred
from tests.reports.cast import a_full_report
from tests.reports.judging import WHY, an_edition, drafts_of, give, now_
from tests.writeback.desk import Desk

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)
SKILLS = ("service", "communication", "teamwork", "problem_solving", "adaptability", "ownership")
REVIEWERS = ("alice@example.org", "bob@example.org")


@pytest.fixture
def delivery() -> Delivery:
    """Carol's report as it stands in the ATS."""
    report = a_full_report()
    return Delivery.objects.create(
        report=report, scoring=report.scoring, state="done", opportunity_id="aa11", note_added_at=NOON,
        tags_added_at=NOON,
    )  # fmt: skip


def publish(report: Report) -> bool:
    return correcting.publish_drafts(report, by=a_recruiter(), seen=drafts_of(report).seen, now=LATER)


def letter_now(delivery: Delivery) -> Letter:
    """Return what the next edition of a delivery tells of the report."""
    delivery.edition, delivery.scoring = 2, now_(delivery.report).scoring
    return letter_for(delivery)


def test_what_is_published_is_sent(delivery: Delivery) -> None:
    give(delivery.report, "service", 1.0)

    assert publish(delivery.report)

    assert deferred() == [delivery.pk]


def test_a_draft_is_not_sent(delivery: Delivery) -> None:
    give(delivery.report, "service", 1.0)

    assert deferred() == []


def test_with_nothing_to_publish_nothing_is_sent(delivery: Delivery) -> None:
    assert not publish(delivery.report)

    assert deferred() == []


def test_a_report_that_goes_to_no_ats_can_be_corrected() -> None:
    report = a_full_report()
    give(report, "service", 1.0)

    assert publish(report)


def test_the_note_names_what_a_person_changed_and_not_who_or_why(delivery: Delivery) -> None:
    an_edition(delivery.report, service=1.0, teamwork=4.0)
    delivery.earlier_notes.create(
        edition=1, scoring=delivery.scoring, opportunity_id="aa11", note_id="n1", added_at=NOON
    )

    note = letter_now(delivery).note

    assert "Service 4.2 → 1.0 · Teamwork not scored → 4.0" in note
    assert "Level given by a person: Service, Teamwork" in note
    assert WHY not in note
    assert "Alice" not in note


def test_tags_follow_what_counts(delivery: Delivery) -> None:
    an_edition(delivery.report, **dict.fromkeys(SKILLS, 2.0))

    assert letter_now(delivery).tags == (READY,)


def test_what_nobody_can_judge_is_told_without_a_name(delivery: Delivery) -> None:
    an_edition(delivery.report, service=None)

    note = letter_now(delivery).note

    assert "Not scored: Service (Somebody who watched says that it can't be judged from these answers)" in note
    assert "Alice" not in note


class Corrections(RuleBasedStateMachine):
    """Two reviewers, an operator who scores again, and a worker, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk()
        candidate = a_candidate(f"carol.{uuid4().hex[:12]}@example.org")
        self.report = a_full_report(a_job(a_posting()), candidate)
        self.delivery = Delivery.objects.create(report=self.report)
        self.first_rows = self.rows(Scoring.objects.filter(interview=self.report.interview))
        self.is_behind, self.notes, self.version = True, 0, 0

    @rule(skill=st.sampled_from(SKILLS), level=st.sampled_from([None, 1.0, 2.5, 5.0]), who=st.sampled_from(REVIEWERS))
    def a_reviewer_gives_a_level(self, skill: str, level: float | None, who: str) -> None:
        give(self.report, skill, level, by=a_recruiter(who))

    @rule(which=st.integers(0, 9))
    def a_reviewer_withdraws_one(self, which: int) -> None:
        standing = list(HumanLevel.objects.filter(interview=self.report.interview, ending="").order_by("pk"))
        if standing:
            row = standing[which % len(standing)]
            corrections.withdraw(self.report, row, by=row.reviewer, now=LATER)

    @rule()
    def a_recruiter_publishes(self) -> None:
        has_drafts = bool(drafts_of(self.report).changes)

        assert publish(self.report) == has_drafts
        self.is_behind = self.is_behind or has_drafts

    @rule(level=st.sampled_from([1.5, 3.5, 5.0]), is_published=st.booleans())
    def the_operator_scores_again(self, level: float, is_published: bool) -> None:
        self.version += 1
        scorer = ScriptedScorer(dict.fromkeys(SKILLS, level))
        scorer.version = str(self.version)
        list(rescoring.score_again([self.report.pk], Wish(scorer, is_published=is_published), now=LATER))
        self.is_behind = self.is_behind or is_published

    @rule()
    def the_worker_comes(self) -> None:
        self.desk.send(self.delivery, letter=letter_for)
        self.notes += self.is_behind
        self.is_behind = False

    @invariant()
    def the_ats_has_one_note_for_each_publication_that_was_sent(self) -> None:
        assert len(self.desk.notes()) == self.notes

    @invariant()
    def note_and_tags_tell_what_the_report_shows(self) -> None:
        if self.is_behind:
            return
        shown = scoring.read(scoring.stored(now_(self.report).scoring_id))
        note = self.desk.notes()[-1]
        fit = f"Fit score: {shown.fit.value:.1f} out" if isinstance(shown.fit, FitScore) else "No fit score"
        assert fit in note
        assert all(
            f"Service {result.level:.1f}" in note
            for key, result in what_counts(shown).items()
            if key == "service" and not isinstance(result, Unscored)
        )
        assert (FIT_3_PLUS in self.desk.tags()) == (isinstance(shown.fit, FitScore) and shown.fit.value >= 3)

    @invariant()
    def what_scorers_said_never_changes(self) -> None:
        known = [row["id"] for row in self.first_rows[0]]
        assert self.rows(Scoring.objects.filter(pk__in=known)) == self.first_rows

    @staticmethod
    def rows(judged: object) -> list[list[dict[str, object]]]:
        evidence = EvidenceRow.objects.filter(skill__scoring__in=judged)
        skills = SkillScore.objects.filter(scoring__in=judged)
        return [list(rows.order_by("pk").values()) for rows in (judged, skills, evidence)]


@pytest.fixture
def stories() -> Iterator[settings]:
    quiet = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    yield settings(
        max_examples=25, stateful_step_count=14, derandomize=True, phases=[Phase.generate], deadline=None,
        suppress_health_check=quiet,
    )  # fmt: skip


def test_whatever_people_change_the_ats_gets_each_publication_once(stories: settings) -> None:
    run_state_machine_as_test(Corrections, settings=stories)  # type: ignore[no-untyped-call]
