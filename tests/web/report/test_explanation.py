"""The page that explains one level."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from paletter.accounts.models import User
from paletter.reports import corrections
from paletter.reports.models import Report
from paletter.scores.models import EvidenceRow, HumanLevel, SkillScore
from tests.cast import NOON, a_candidate, a_job, a_recruiter, mallory
from tests.reports.cast import a_full_report
from tests.reports.explained import AGAINST, scored_again, with_terms
from tests.reports.judging import WHY, an_edition, give
from tests.scores.later import a_later_version, all_on_service
from tests.web.report.test_report_page import text

pytestmark = pytest.mark.django_db


def look(report: Report, skill: str = "service", *, user: User | None = None):
    client = Client()
    client.force_login(user or a_recruiter())
    return client.get(f"/reports/{report.key}/skills/{skill}")


def explained(report: Report, skill: str = "service") -> str:
    answer = look(report, skill)
    assert answer.status_code == 200
    return answer.content.decode()


def section(html: str, title: str) -> str:
    return html.split(f"<h2>{title}</h2>")[1].split("</section>")[0]


def test_a_skill_without_a_level_is_explained_as_such():
    report = a_full_report()

    assert "Teamwork: why there is no level" in text(explained(report, "teamwork"))
    assert "how this level came about" not in text(explained(report, "teamwork"))
    assert "Guest and people focus: how this level came about" in text(explained(report))


class TestTheSum:
    def test_every_term_tells_its_rule_its_effect_and_its_words(self):
        words = text(section(explained(with_terms()), "The sum"))

        assert "Where everybody starts An example was told. +2.10" in words
        assert "Notices “noticed that” in the past +1.20 I noticed that the grandmother was limping" in words
        assert "Boasts “five stars”, told by the speaker −0.40 He wrote a review with five stars" in words

    def test_the_figures_add_up_to_the_level(self):
        html = section(explained(with_terms()), "The sum")

        figures = [float(f.replace("−", "-")) for f in re.findall(r'class="figures">([+−][\d.]+)<', html)]
        level = float(re.search(r'<strong class="figures">([\d.]+)<', html)[1])
        assert sum(figures) == pytest.approx(level)
        assert level == 4.2

    def test_what_is_cut_off_is_a_line_of_its_own(self):
        terms = [{"name": "Start", "effect": 3.0}, {"name": "Notices", "effect": 2.9}]
        SkillScore.objects.filter(competency="service").update(level=5.0)
        report = with_terms(terms=terms)
        report.scoring.skills.filter(competency="service").update(level=5.0)

        words = text(section(explained(report), "The sum"))

        assert words.endswith("Sum 5.90 No level lies above 5 −0.90 Level 5.0")

    def test_words_that_lower_the_level_say_so(self):
        html = section(explained(with_terms()), "The sum")

        assert "is-against" in html
        assert "Lowers the level" in html

    def test_words_play_at_their_second(self):
        report = with_terms()
        row = EvidenceRow.objects.get(quote=AGAINST)

        html = explained(report)

        second = f"{row.start:.2f}".rstrip("0").rstrip(".")
        assert f'href="/reports/{report.key}?answer=2&amp;t={second}#answer-2"' in html

    def test_words_of_no_term_are_told_too(self):
        report = with_terms()
        EvidenceRow.objects.filter(behaviour="asks what is needed").update(behaviour="something new")

        assert "I asked her quietly" in section(explained(report), "Other words it rests on")


class TestWithoutASum:
    def test_the_scorers_own_words_and_quotes_are_told(self):
        html = explained(a_full_report())

        assert "judges as a whole and does not add up. It says: Finds out an unspoken need" in text(html)
        assert "I rang the new room" in section(html, "The words it rests on")

    def test_several_runs_tell_how_far_they_lay_apart_and_what_was_asked(self):
        report = a_full_report()
        SkillScore.objects.filter(competency="service").update(spread=0.5)
        report.scoring.usage = {"model": "some-model", "prompt": "7", "requests": 18}
        report.scoring.save()

        words = text(explained(report))

        assert "It judged several times; its levels lay 0.5 apart" in words
        assert "Asked: some-model, prompt 7, 18 requests" in words

    def test_an_unscored_skill_says_why_and_has_no_sum(self):
        html = explained(a_full_report(), "teamwork")

        assert "Not scored: No answer shows how work was shared with others." in text(html)
        assert "<h2>The sum</h2>" not in html
        assert "<h2>How sure it is</h2>" not in html


class TestWhatElseItTells:
    def test_what_was_looked_for_and_not_found_and_what_the_next_step_asks(self):
        words = text(section(explained(with_terms()), "What was not shown"))

        assert "Credits others “helped” and a colleague" in words
        assert "The scale says of level 5:" in words

    def test_which_answers_passed_and_why_others_did_not(self):
        words = text(section(explained(a_full_report(), "teamwork"), "Which answers were read"))

        assert "Yes There are too few words in this answer to judge it (15; 25 are needed)." in words
        assert "No, so not read for it Passed" in words

    def test_answers_are_checked_as_they_were_when_they_were_scored(self):
        report = a_full_report()
        report.scoring.transcripts.remove(*report.scoring.transcripts.filter(recording__kept_by__position=3))

        assert "No words could be heard" in text(section(explained(report), "Which answers were read"))

    def test_every_level_by_people_and_what_became_of_it(self):
        report = an_edition(service=1.0)
        give(report, "service", 2.0, by=a_recruiter("bob@example.org"))

        words = text(section(explained(report), "Levels by people"))

        assert re.search(rf"2\.0 by Bob, .*: {re.escape(WHY)} Not published yet 1\.0 by Alice, .* Counts", words)

    def test_a_withdrawn_level_says_by_whom_and_whether_it_is_still_told(self):
        report = an_edition(service=1.0)
        row = HumanLevel.objects.get()
        corrections.withdraw(report, row, by=row.reviewer, now=NOON)

        words = text(section(explained(report), "Levels by people"))

        assert "Withdrawn by Alice on 23 November 2026, 12:00 UTC (the published report still counts it)" in words

    def test_a_level_by_a_person_stands_first_and_the_scorers_sum_below(self):
        words = text(explained(an_edition(with_terms(), service=1.0)))

        assert "1.0 of 5 (± 0.5), given by Alice" in words
        assert "Below is how the scorer came to the level that it suggests: 4.2 (± 0.5)." in words

    def test_every_judgement_by_a_scorer(self):
        report = a_full_report()
        again = scored_again(report)
        again.template_version = a_later_version(report.interview, all_on_service)
        again.save()

        words = text(section(explained(report), "Judgements by scorers"))

        assert "indicators 2027.01 version later 3.1 Kept to compare, never published" in words
        assert "indicators 2026.11 version 1 4.2 Counts in this report" in words

    def test_a_judgement_that_counted_before_says_so(self):
        report = a_full_report()
        corrections.publish_rescoring(scored_again(report), by=None, now=NOON)

        words = text(section(explained(report), "Judgements by scorers"))

        assert "3.1 Counts in this report" in words
        assert "4.2 Counted before" in words


class TestAccess:
    def test_the_report_leads_to_it(self):
        client, report = Client(), a_full_report()
        client.force_login(a_recruiter())

        html = client.get(f"/reports/{report.key}").content.decode()

        for skill in report.scoring.skills.all():
            assert f'href="/reports/{report.key}/skills/{skill.competency}"' in html

    @pytest.mark.parametrize("stranger", [mallory, a_candidate])
    def test_for_all_others_there_is_no_such_page(self, stranger):
        assert look(a_full_report(), user=stranger()).status_code == 404

    def test_a_skill_that_never_was_is_not_found(self):
        assert look(a_full_report(), "juggling").status_code == 404

    def test_no_browser_or_proxy_keeps_it(self):
        assert look(a_full_report())["Cache-Control"] == "private, no-store"

    def test_no_style_or_script_stands_in_the_page(self):
        assert not re.findall(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=", explained(with_terms()))

    def test_markup_in_what_scorers_and_people_say_is_shown_not_obeyed(self):
        bad = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
        report = with_terms(terms=[{"name": bad, "effect": 4.2, "behaviour": bad[:100], "rule": bad}])
        EvidenceRow.objects.update(quote=bad, behaviour=bad[:100])
        give(report, "service", 2.0, reason=f"so it is {bad}")

        html = explained(report)

        assert "<script>alert" not in html
        assert "<img" not in html


def test_the_number_of_queries_is_small_and_does_not_grow():
    client = Client()
    client.force_login(a_recruiter())
    first, second = a_full_report(), a_full_report(a_job(), a_candidate("dan@example.org", "Dan"))
    for number in range(6):
        scored_again(second)
        give(second, "service", 2.0, by=a_recruiter(f"reviewer{number}@example.org"))
    counts = []
    for report in (first, second):
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/reports/{report.key}/skills/service")
        counts.append(len(captured))

    assert counts[0] == counts[1]
    assert counts[0] <= 30
