"""Members correct a report: drafts first, then one edition."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from paletter.accounts.models import User
from paletter.reports import corrections
from paletter.reports.models import Report
from paletter.scores import human_levels, scoring
from paletter.scores.human_levels import LevelRefused
from paletter.scores.models import HumanLevel, Scoring
from paletter.vocabulary.scores import FitScore, NoFitScore
from tests.cast import NOON, a_candidate, a_recruiter
from tests.reports.cast import a_full_report, an_unscored_report
from tests.reports.judging import WHY, an_edition, drafts_of, give, publish, rows_by_scorers

LATER = NOON + timedelta(days=1)


@pytest.mark.django_db
class TestGiving:
    def test_a_level_is_kept_with_who_gave_it_why_when_and_beside_what(self):
        report, alice = a_full_report(), a_recruiter()

        given = give(report, "service", 3.0, by=alice)

        assert (given.level, given.reason, given.reviewer, given.reviewer_name) == (3.0, WHY, alice, "Alice")
        assert (given.given_at, given.beside) == (NOON, report.scoring)

    def test_the_report_shows_nothing_of_it_before_it_is_published(self):
        report = a_full_report()

        give(report, "service", 1.0)

        assert Report.objects.get().scoring == report.scoring
        assert drafts_of(report).changes["service"].level == 1.0

    def test_drafts_tell_what_the_fit_score_would_be(self):
        report = a_full_report()

        give(report, "service", 1.0)

        assert drafts_of(report).fit.value < 3.9

    @pytest.mark.parametrize("reason", ["", "   ", "Too high", "x " * 600])
    def test_a_reason_of_a_few_words_is_asked_for(self, reason: str):
        with pytest.raises(LevelRefused):
            give(a_full_report(), "service", 3.0, reason=reason)

        assert not HumanLevel.objects.exists()

    def test_a_skill_that_the_report_does_not_have_is_refused(self):
        with pytest.raises(LevelRefused):
            give(a_full_report(), "juggling", 3.0)

    def test_a_reviewers_second_level_replaces_the_first_and_both_are_kept(self):
        report = a_full_report()
        first, second = give(report, "service", 3.0), give(report, "service", 2.5)

        first.refresh_from_db()
        assert (first.ending, first.ended_by_name, second.ending) == ("replaced", "Alice", "")
        assert human_levels.counting(report.interview_id) == {"service": second}

    def test_of_two_reviewers_the_newer_word_counts_and_both_stand(self):
        report = a_full_report()
        give(report, "service", 3.0)
        bobs = give(report, "service", 2.0, by=a_recruiter("bob@example.org"))

        assert human_levels.counting(report.interview_id) == {"service": bobs}
        assert HumanLevel.objects.filter(ending="").count() == 2

    def test_the_name_stays_when_the_account_is_gone(self):
        report = a_full_report()
        give(report, "service", 3.0, by=a_recruiter("bob@example.org"))

        User.objects.get(email="bob@example.org").delete()

        row = HumanLevel.objects.get()
        assert (row.reviewer, row.reviewer_name) == (None, "Bob")
        assert human_levels.counting(report.interview_id) == {"service": row}

    @pytest.mark.parametrize("level", [0.5, 3.3, 5.5])
    def test_the_database_keeps_half_points_only(self, level: float):
        report = a_full_report()

        with pytest.raises(IntegrityError), transaction.atomic():
            give(report, "service", level)


@pytest.mark.django_db
class TestWithdrawing:
    def test_what_another_gave_counts_again(self):
        report = a_full_report()
        alices = give(report, "service", 3.0)
        bobs = give(report, "service", 2.0, by=a_recruiter("bob@example.org"))

        corrections.withdraw(report, bobs, by=bobs.reviewer, now=LATER)

        assert human_levels.counting(report.interview_id) == {"service": alices}
        bobs.refresh_from_db()
        assert (bobs.ending, bobs.ended_at, bobs.ended_by_name) == ("withdrawn", LATER, "Bob")

    def test_a_draft_that_is_withdrawn_leaves_nothing_to_publish(self):
        report = a_full_report()
        given = give(report, "service", 3.0)

        corrections.withdraw(report, given, by=given.reviewer, now=LATER)

        assert drafts_of(report).changes == {}

    def test_withdrawing_what_is_published_is_a_draft_that_brings_back_the_scorers_level(self):
        report = an_edition(service=1.0)
        row = HumanLevel.objects.get()

        corrections.withdraw(report, row, by=row.reviewer, now=LATER)

        assert drafts_of(report).changes == {"service": None}
        assert drafts_of(report).fit == FitScore(3.9, 0.5)

    def test_twice_is_once(self):
        report = a_full_report()
        given = give(report, "service", 3.0)
        corrections.withdraw(report, given, by=given.reviewer, now=NOON)

        corrections.withdraw(report, given, by=given.reviewer, now=LATER)

        given.refresh_from_db()
        assert given.ended_at == NOON

    def test_a_level_of_another_report_is_not_found(self):
        report = a_full_report()
        other = a_full_report(report.interview.job, a_candidate("dan@example.org", "Dan"))
        given = give(other, "service", 3.0)

        with pytest.raises(HumanLevel.DoesNotExist):
            corrections.withdraw(report, given, by=given.reviewer, now=NOON)


@pytest.mark.django_db
class TestPublishing:
    def test_all_drafts_become_one_edition(self):
        report = a_full_report()
        before = report.scoring
        give(report, "service", 3.0)
        give(report, "teamwork", 4.0)

        published = publish(report)

        assert published.scoring.stands_on == before
        assert {row.competency for row in published.scoring.human_levels.all()} == {"service", "teamwork"}
        assert (published.scoring.published_by_name, published.published_at) == ("Alice", LATER)
        assert Scoring.objects.count() == 2

    def test_the_fit_score_is_that_of_what_counts(self):
        report = a_full_report()
        give(report, "service", 1.0)
        told = drafts_of(report).fit

        published = publish(report)

        assert scoring.read(scoring.stored(published.scoring_id)).fit == told

    def test_no_row_of_the_scorers_is_changed(self):
        report = a_full_report()
        before = rows_by_scorers()
        give(report, "service", 1.0)

        publish(report)

        assert rows_by_scorers() == before

    def test_an_edition_reads_as_the_scorers_results_with_the_peoples_beside_them(self):
        report = an_edition(service=1.0)

        read = scoring.read(scoring.stored(report.scoring_id))

        assert read.results == scoring.read(scoring.stored(report.scoring.stands_on_id)).results
        assert read.people["service"].level == 1.0

    def test_with_nothing_changed_nothing_is_published(self):
        report = a_full_report()
        seen = drafts_of(report).seen

        assert corrections.publish_drafts(report, by=a_recruiter(), seen=seen, now=LATER) is None
        assert Scoring.objects.count() == 1

    def test_pressing_twice_publishes_once(self):
        report = a_full_report()
        give(report, "service", 3.0)
        seen = drafts_of(report).seen
        corrections.publish_drafts(report, by=a_recruiter(), seen=seen, now=LATER)

        assert corrections.publish_drafts(report, by=a_recruiter(), seen=seen, now=LATER) is None
        assert Scoring.objects.count() == 2

    def test_what_the_publisher_has_not_seen_is_not_published(self):
        report = a_full_report()
        give(report, "service", 3.0)
        seen = drafts_of(report).seen
        give(report, "teamwork", 5.0, by=a_recruiter("bob@example.org"))

        with pytest.raises(corrections.ChangedMeanwhile):
            corrections.publish_drafts(report, by=a_recruiter(), seen=seen, now=LATER)

        assert Report.objects.get().scoring == report.scoring

    def test_a_second_edition_stands_on_the_scorers_judgement_too(self):
        report = an_edition(service=1.0)
        give(report, "teamwork", 4.0)

        second = publish(report).scoring

        assert second.stands_on == report.scoring.stands_on
        assert {row.competency for row in second.human_levels.all()} == {"service", "teamwork"}

    def test_an_edition_without_any_persons_level_has_the_scorers_fit_score(self):
        report = an_edition(service=1.0)
        row = HumanLevel.objects.get()
        corrections.withdraw(report, row, by=row.reviewer, now=LATER)

        published = publish(report)

        assert scoring.read(scoring.stored(published.scoring_id)).fit == FitScore(3.9, 0.5)

    def test_people_can_give_a_fit_score_where_nobody_could_be_heard(self):
        report = an_unscored_report()
        template = report.interview.template_version.value
        for skill in template.competencies:
            give(report, skill.key, 4.0)

        assert scoring.read(scoring.stored(publish(report).scoring_id)).fit.value == 4.0

    def test_one_persons_level_is_not_enough_where_nobody_could_be_heard(self):
        report = an_unscored_report()
        give(report, "service", 4.0)

        fit = scoring.read(scoring.stored(publish(report).scoring_id)).fit

        assert fit == NoFitScore("Not enough evidence: no answer could be scored, 3 are needed.")


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_who_looked_at_an_older_state_is_told_and_changes_nothing(self):
        report, bob = a_full_report(), a_recruiter("bob@example.org")
        seen = corrections.seen_level(report, None)
        give(report, "service", 3.0, by=bob)

        with pytest.raises(corrections.ChangedMeanwhile, match=r"Bob was quicker and gave 3\.0"):
            give(report, "service", 5.0, seen=seen)

        assert HumanLevel.objects.get().reviewer == bob

    def test_two_in_the_same_moment_are_one_level_and_one_refusal(self):
        report = a_full_report()
        seen = corrections.seen_level(report, None)
        reviewers = [a_recruiter(), a_recruiter("bob@example.org")]

        def tries(reviewer: User) -> Any:
            try:
                return give(report, "service", 3.0, by=reviewer, seen=seen)
            except corrections.ChangedMeanwhile as refusal:
                return refusal
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            outcomes = list(pool.map(tries, reviewers))

        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["ChangedMeanwhile", "HumanLevel"]
        assert HumanLevel.objects.count() == 1

    def test_two_who_publish_in_the_same_moment_publish_one_edition(self):
        report, alice = a_full_report(), a_recruiter()
        give(report, "service", 3.0)
        seen = drafts_of(report).seen

        def tries(_: int) -> Report | None:
            try:
                return corrections.publish_drafts(report, by=alice, seen=seen, now=LATER)
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            outcomes = list(pool.map(tries, range(2)))

        assert sum(outcome is not None for outcome in outcomes) == 1
        assert Scoring.objects.count() == 2
