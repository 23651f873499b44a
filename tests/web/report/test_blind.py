"""A reviewer judges before seeing what the scorer made of the answers."""

import re

import pytest
from django.test import Client

from paletter.accounts.models import User
from paletter.reports.models import FirstLook, Report
from paletter.scores.models import HumanLevel
from tests.cast import a_candidate, a_recruiter, mallory
from tests.reports.cast import RATIONALES, REASONS, a_full_report
from tests.reports.judging import WHY, an_edition, now_
from tests.web.report.test_report_page import page, text

pytestmark = pytest.mark.django_db


def eyes_of(user: User | None = None) -> Client:
    client = Client()
    client.force_login(user or a_recruiter())
    return client


def bob() -> User:
    return a_recruiter("bob@example.org", role="recruiter")


def judge(report: Report, *, user: User | None = None, **typed: str):
    """Send the form; "service" is a level, "service_reason" its reason (a usual one unless told otherwise)."""
    fields = {}
    for name, value in typed.items():
        skill, _, part = name.partition("__")
        fields[f"{skill}-{part or 'level'}"] = value
        fields.setdefault(f"{skill}-reason", WHY)
    return eyes_of(user).post(f"/reports/{report.key}/judge", fields, follow=True)


class TestWhatIsShown:
    def test_the_answers_and_the_scales_are_there_and_nothing_that_anybody_made_of_them(self):
        report = an_edition(service=1.5)

        html = eyes_of(bob()).get(f"/reports/{report.key}/judge").content.decode()

        words = text(html)
        assert "I noticed that the grandmother was limping" in words
        assert "Level 3" in words
        assert 'class="quoted' not in html
        for told in ("4.2", "3.9", "±", "Claims without an example", WHY, *RATIONALES.values(), *REASONS.values()):
            assert told not in words

    def test_looking_at_it_is_no_look_at_the_levels(self):
        report = a_full_report()

        eyes_of(bob()).get(f"/reports/{report.key}/judge")

        assert not FirstLook.objects.exists()

    @pytest.mark.parametrize("where", ["", "/skills/service", "/skills/service/level"])
    def test_who_has_seen_the_levels_is_led_to_the_report(self, where: str):
        report, client = a_full_report(), eyes_of(bob())
        client.get(f"/reports/{report.key}{where}")

        answer = client.get(f"/reports/{report.key}/judge", follow=True)

        assert answer.redirect_chain[0][0] == f"/reports/{report.key}"
        assert "so you know its levels" in answer.content.decode()

    def test_the_job_page_leads_there_until_the_report_was_opened(self):
        report, client = a_full_report(), eyes_of(bob())
        there = f'href="/reports/{report.key}/judge"'

        assert there in client.get(f"/j/{report.interview.job.code}").content.decode()
        client.get(f"/reports/{report.key}")
        assert there not in client.get(f"/j/{report.interview.job.code}").content.decode()

    def test_anothers_look_changes_nothing_for_me(self):
        report = a_full_report()
        page(report)

        assert eyes_of(bob()).get(f"/reports/{report.key}/judge").status_code == 200

    def test_a_look_is_kept_once(self):
        report = a_full_report()
        page(report)
        page(report)

        assert FirstLook.objects.count() == 1


class TestJudging:
    def test_levels_are_kept_as_blind_drafts_and_the_report_opens(self):
        report = a_full_report()

        answer = judge(report, user=bob(), service="2.5", teamwork="none")

        kept = {row.competency: (row.level, row.is_blind, row.reviewer_name) for row in HumanLevel.objects.all()}
        assert kept == {"service": (2.5, True, "Bob"), "teamwork": (None, True, "Bob")}
        assert answer.redirect_chain[0][0] == f"/reports/{report.key}"
        assert "2 corrections are not published" in text(answer.content.decode())
        assert now_(report).scoring == report.scoring

    def test_what_is_judged_after_the_report_opened_is_not_blind(self):
        report = a_full_report()
        page(report)

        judge(report, service="2.5")

        assert not HumanLevel.objects.exists()

    def test_published_it_says_that_it_was_blind(self):
        report = a_full_report()
        judge(report, service="2.5")
        html = page(report)
        seen = re.search(r'/corrections">.*?name="seen" value="([^"]+)"', html, re.DOTALL)[1]
        eyes_of().post(f"/reports/{report.key}/corrections", {"seen": seen})

        assert "given before seeing the scorer’s" in text(page(report))

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"service": "2.5", "service__reason": ""}, "Please say in a few words why."),
            ({"service": "2.5", "service__reason": "Bad"}, "Please say in a few words why"),
            ({"service": "", "service__reason": WHY}, "Please choose a level"),
            ({"service": "9.0"}, "Select a valid choice"),
            ({"service": "", "service__reason": ""}, "Please judge at least one skill"),
        ],
    )
    def test_what_is_missing_is_said_and_nothing_is_kept(self, typed: dict[str, str], sentence: str):
        answer = judge(a_full_report(), **{"communication__reason": "", "communication": "", **typed})

        assert sentence in answer.content.decode()
        assert not HumanLevel.objects.exists()
        assert not FirstLook.objects.exists()

    def test_the_top_of_the_page_leads_to_what_is_missing(self):
        typed = {"communication": "", "communication__reason": WHY}
        html = judge(a_full_report(), service="2.5", service__reason="", **typed).content.decode()

        top = html.split("Nothing is kept yet.")[1].split("</div>")[0]
        led_to = re.findall(r'<a href="#([^"]+)">([^<]+)</a>', top)
        assert [name for _, name in led_to] == ["Guest and people focus", "Communication"]
        assert [f'id="{field}"' in html for field, _ in led_to] == [True, True]

    def test_nobody_is_held_to_judging(self):
        report = a_full_report()

        html = eyes_of().get(f"/reports/{report.key}/judge").content.decode()

        assert f'href="/reports/{report.key}">Open it without judging</a>' in html
        assert "(optional)" not in html

    def test_all_levels_are_kept_or_none(self):
        answer = judge(a_full_report(), service="2.5", communication="3.0", communication__reason="Bad")

        assert "Please say in a few words why" in answer.content.decode()
        assert not HumanLevel.objects.exists()


@pytest.mark.parametrize("stranger", [mallory, a_candidate])
def test_for_all_others_there_is_no_such_page(stranger):
    report = a_full_report()

    assert eyes_of(stranger()).get(f"/reports/{report.key}/judge").status_code == 404
    assert judge(report, user=stranger(), service="1.0").status_code == 404
    assert not HumanLevel.objects.exists()
