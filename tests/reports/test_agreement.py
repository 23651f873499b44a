"""How reviewers and the scorer agree, from the rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from paletter.reports import agreement, corrections
from paletter.reports.agreement import Judged, Overridden, Reviewer
from tests.cast import NOON, a_candidate, a_recruiter, an_organisation, mallory
from tests.reports.cast import a_full_report
from tests.reports.judging import an_edition, give

pytestmark = pytest.mark.django_db


def reviewers(**only: object) -> dict[str, Reviewer]:
    return {row.name: row for row in agreement.reviewers(an_organisation(), **only)}


def in_sight(name: str = "Alice") -> Judged:
    found = reviewers()[name].in_sight
    assert found is not None
    return found


def test_each_reviewers_levels_are_held_against_the_scorers():
    report = a_full_report()
    give(report, "service", 3.0)
    give(report, "communication", 4.0)
    give(report, "service", 5.0, by=a_recruiter("bob@example.org"))

    assert in_sight().all_skills.n == 2
    assert in_sight().all_skills.difference == pytest.approx(((3.0 - 4.2) + (4.0 - 3.4)) / 2)
    assert [(row.name, row.agreement.n) for row in in_sight().skills] == [
        ("Guest and people focus", 1),
        ("Communication", 1),
    ]
    assert in_sight("Bob").all_skills.difference == pytest.approx(0.8)


def test_drafts_count_too():
    give(a_full_report(), "service", 3.0)

    assert in_sight().all_skills.n == 1


def test_of_several_levels_of_one_reviewer_the_last_counts():
    report = a_full_report()
    give(report, "service", 1.0)
    give(report, "service", 4.0)

    assert in_sight().all_skills.difference == pytest.approx(-0.2)


def test_a_level_that_was_withdrawn_counts_for_nothing_nor_the_one_that_it_replaced():
    report = a_full_report()
    give(report, "service", 1.0)
    last = give(report, "service", 4.0)
    corrections.withdraw(report, last, by=last.reviewer, now=NOON)

    assert reviewers()["Alice"] == Reviewer("Alice", None, None)


def test_a_level_where_the_scorer_gave_none_and_one_that_can_not_be_judged_are_counted_apart():
    report = a_full_report()
    give(report, "teamwork", 4.0)
    give(report, "service", None)

    assert in_sight() == Judged(None, (), alone=1, not_judged=1)


def test_what_was_judged_blind_is_told_apart_also_after_a_change_of_mind():
    report = a_full_report()
    give(report, "service", 2.0, is_blind=True)
    give(report, "service", 4.0)

    alice = reviewers()["Alice"]
    assert alice.blind.all_skills.difference == pytest.approx(2.0 - 4.2)
    assert alice.in_sight.all_skills.difference == pytest.approx(4.0 - 4.2)


def test_a_level_is_held_against_the_judgement_that_it_was_given_beside():
    report = a_full_report()
    give(report, "service", 4.0)
    report.scoring.skills.filter(competency="service").update(level=2.0)

    assert in_sight().all_skills.difference == pytest.approx(2.0)


def test_a_reviewer_whose_account_is_gone_stays_by_name():
    bob = a_recruiter("bob@example.org")
    give(a_full_report(), "service", 3.0, by=bob)
    bob.delete()

    assert list(reviewers()) == ["Bob"]


def test_one_may_be_asked_for_alone():
    report, bob = a_full_report(), a_recruiter("bob@example.org")
    give(report, "service", 3.0)
    give(report, "service", 3.0, by=bob)

    assert list(reviewers(only=bob)) == ["Bob"]


def test_nothing_of_another_organisation_is_told():
    give(a_full_report(), "service", 3.0)
    rival = mallory().memberships.get().organisation

    assert agreement.reviewers(rival) == []
    assert agreement.overridden(rival) == Overridden(0, 0)


def test_the_share_of_published_skills_that_count_as_people_see_them():
    report = an_edition(service=3.0, teamwork=4.0)
    give(report, "ownership", 1.0)
    a_full_report(report.interview.job, a_candidate("dan@example.org", "Dan"))

    assert agreement.overridden(an_organisation()) == Overridden(2, 12)
    assert agreement.overridden(an_organisation()).percent == 17


def test_the_number_of_queries_does_not_grow():
    counts = []
    for number in range(2):
        report = a_full_report(candidate=a_candidate(f"carol{number}@example.org"))
        for reviewer in range(1 + 3 * number):
            give(report, "service", 3.0, by=a_recruiter(f"reviewer{reviewer}@example.org"))
        with CaptureQueriesContext(connection) as captured:
            reviewers()
            agreement.overridden(an_organisation())
        counts.append(len(captured))

    assert counts[0] == counts[1]
