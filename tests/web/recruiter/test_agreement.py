"""The page on which people and the scorer are compared."""

import re

import pytest

from tests.cast import a_candidate, a_recruiter
from tests.reports.cast import a_full_report
from tests.reports.judging import an_edition, give
from tests.web.recruiter.conftest import text_of

pytestmark = pytest.mark.django_db
PAGE = "/settings/agreement"


def words(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text_of(answer)).split())


def bob_judges(count: int = 1) -> None:
    bob = a_recruiter("bob@example.org", role="recruiter")
    job = None
    for number in range(count):
        report = a_full_report(job, a_candidate(f"carol{number}@example.org"))
        job = report.interview.job
        give(report, "service", 3.0, by=bob)


def test_an_admin_sees_every_reviewer_and_how_much_is_overridden(alice):
    report = an_edition(service=3.0)
    give(report, "communication", 4.0, by=a_recruiter("bob@example.org", role="recruiter"))

    told = words(alice.get(PAGE))

    assert "1 of 6 skills (17 %) count as people see them" in told
    assert "Alice Judged with the scorer’s level in sight 1 level: too few to say how well both agree." in told
    assert "All skills 1 −1.20 1.20 – –" in told
    assert "Communication 1 +0.60 0.60 – –" in told


def test_a_recruiter_sees_only_themselves(bob):
    an_edition(service=3.0)
    bob_judges()

    told = words(bob.get(PAGE))

    assert "Bob Judged" in told
    assert "Alice" not in told
    assert "count as people see them" not in told


def test_before_anybody_judged_the_page_says_so_under_headings_that_go_down_step_by_step(alice):
    page = text_of(alice.get(PAGE))

    assert "Nobody has judged a skill yet" in page
    assert re.findall(r"<h([1-6])", page) == ["1", "2"]


def test_from_ten_levels_on_there_is_a_correlation_where_the_levels_differ(alice):
    bob_judges(10)

    told = words(alice.get(PAGE))

    assert "too few" not in told
    assert "All skills 10 −1.20 1.20 – 0.00" in told


def test_blind_levels_stand_apart(alice):
    give(a_full_report(), "service", 3.0, is_blind=True)

    assert "Judged before seeing the scorer’s level" in words(alice.get(PAGE))


def test_with_nobody_to_compare_it_says_what_to_do(alice):
    assert "Nobody has judged a skill yet" in words(alice.get(PAGE))


def test_the_page_of_members_leads_to_it(alice, bob):
    assert f'href="{PAGE}"' in text_of(alice.get("/settings/members"))
    assert f'href="{PAGE}"' in text_of(bob.get("/settings/members"))


def test_strangers_see_nothing_of_it(mallory, carol, client):
    an_edition(service=3.0)

    assert "Alice" not in words(mallory.get(PAGE))
    assert carol.get(PAGE).status_code == 404
    assert client.get(PAGE).status_code == 302
