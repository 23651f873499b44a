"""The page behind the link in the ATS."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from paletter.accounts.models import User
from paletter.jobs.models import Job
from paletter.reports.models import Report
from paletter.scores.models import EvidenceRow, ScoringNote, SkillScore
from paletter.transcripts.models import Transcript
from paletter.writeback.models import Delivery, DeliveryState
from tests.cast import NOON, a_candidate, a_job, a_person, a_posting, a_recruiter, mallory
from tests.reports.cast import a_full_report, an_unscored_report

pytestmark = pytest.mark.django_db


def address(report: Report, query: str = "") -> str:
    return f"/reports/{report.key}{query}"


def page(report: Report, query: str = "", *, user: User | None = None) -> str:
    client = Client()
    client.force_login(user or a_recruiter())
    response = client.get(address(report, query))
    assert response.status_code == 200
    return response.content.decode()


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("&nbsp;", " ").split())


def shown_answers(html: str) -> list[str]:
    sections = re.findall(r'<section class="answer"[^>]*>', html)
    return [re.search(r'id="answer-(\d+)"', s)[1] for s in sections if "hidden" not in s]


class TestAccess:
    def test_every_member_of_the_organisation_sees_it(self):
        report = a_full_report()

        assert "Carol Candidate" in page(report, user=a_recruiter("bob@example.org", role="recruiter"))

    @pytest.mark.parametrize("stranger", [mallory, a_candidate, lambda: a_person("nobody@example.org")])
    def test_for_all_others_there_is_no_such_page(self, stranger):
        report, client = a_full_report(), Client()
        client.force_login(stranger())

        assert client.get(address(report)).status_code == 404

    def test_a_member_of_two_organisations_sees_it_whichever_is_chosen(self):
        report, bob = a_full_report(), mallory()
        a_recruiter(bob.email, organisation=report.interview.job.organisation)

        assert "Carol Candidate" in page(report, user=bob)

    def test_who_is_not_logged_in_logs_in_and_comes_back(self):
        report = a_full_report()

        response = Client().get(address(report, "?answer=2&t=12"))

        assert response.status_code == 302
        assert response["Location"] == f"/accounts/login/?next=/reports/{report.key}%3Fanswer%3D2%26t%3D12"

    def test_an_address_that_never_was_is_not_found(self):
        client = Client()
        client.force_login(a_recruiter())

        assert client.get(f"/reports/{uuid4()}").status_code == 404

    def test_no_browser_or_proxy_keeps_it(self):
        report, client = a_full_report(), Client()
        client.force_login(a_recruiter())

        assert client.get(address(report))["Cache-Control"] == "private, no-store"


class TestWhatItSays:
    def test_fit_levels_reasons_and_the_warning(self):
        words = text(page(a_full_report()))

        for part in (
            "Carol Candidate",
            "Front of House Host",
            "Fit 3.9 of 5 (± 0.5)",
            "Guest and people focus 4.2 ± 0.5",
            "Teamwork Not scored",
            "No answer shows how work was shared with others.",
            "Paletter suggests; people decide. Watch before you decide.",
        ):
            assert part in words

    def test_all_levels_stand_in_one_line_that_leads_to_their_quotes(self):
        html = page(a_full_report())
        line = html.split('aria-label="Levels at a glance"')[1].split("</nav>")[0]

        assert text(line).endswith(
            "Guest and people focus 4.2 Communication 3.4 Teamwork not scored Problem solving 4.1 "
            "Adaptability and composure 3.5 Ownership and learning 4.4"
        )
        for target in re.findall(r'href="#([^"]+)"', line):
            assert f'id="{target}"' in html

    def test_words_quoted_for_two_behaviours_are_shown_once_with_both(self):
        report = a_full_report()
        row = EvidenceRow.objects.get(quote__startswith="I asked her quietly")
        row.pk, row.position, row.behaviour = None, 9, "acts for the person"
        row.save()

        service = page(report).split('id="levels-service"')[1].split('id="levels-communication"')[0]

        assert service.count("I asked her quietly") == 1
        assert "· asks what is needed · acts for the person" in text(service)

    def test_a_level_is_told_in_words_to_those_who_do_not_see_the_bar(self):
        assert "Guest and people focus: level 4.2 of 5, likely between 3.7 and 4.7" in page(a_full_report())

    def test_how_it_was_scored(self):
        words = text(page(a_full_report()))

        for part in ("indicators 2026.11", "General Hospitality FOH AI Template, version", "5 of 6", "Face, voice"):
            assert part in words

    def test_remarks_for_the_recruiter(self):
        assert "Answer 4: Claims without an example count at most 2.5" in text(page(a_full_report()))

    def test_a_corrected_answer_says_so_and_keeps_what_was_heard(self):
        words = text(page(a_full_report()))

        assert "Corrected by the candidate, 12 % of the words" in words
        assert "bus room floated" in words

    def test_doubtful_words_are_marked_and_say_how_doubtful(self):
        html = page(a_full_report())

        assert re.search(r'class="word doubtful"[^>]*title="Perhaps misheard: 31 % sure">lift<', html)

    def test_an_answer_without_sound_says_so(self):
        assert "There is no sound in this recording." in page(a_full_report())

    def test_with_nothing_scored_it_says_why_and_draws_no_level(self):
        html = page(an_unscored_report())

        assert "No fit score" in html
        assert "Not enough evidence: no answer could be judged." in html
        assert text(html).count("Not scored") == 6
        assert "bar-level" not in html

    def test_very_long_names_and_titles_are_shown_whole(self):
        name, title = "Wolfeschlegelsteinhausenbergerdorff" * 5, "Host " * 200
        job = a_job(a_posting(title.strip()))

        html = page(a_full_report(job, a_candidate("long@example.org", name)))

        assert name in html
        assert title.strip() in html

    def test_markup_in_names_titles_words_quotes_and_reasons_is_shown_not_obeyed(self):
        bad = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
        report = a_full_report(a_job(a_posting(f"Host {bad}")), a_candidate("bad@example.org", f"Carol {bad}"))
        for row in Transcript.objects.all():
            row.words[0][2] = bad
            row.save()
        EvidenceRow.objects.update(quote=bad, behaviour=bad[:100])
        SkillScore.objects.filter(level=None).update(reason=bad)
        SkillScore.objects.exclude(level=None).update(rationale=bad)
        ScoringNote.objects.update(text=bad)
        Delivery.objects.create(report=report, state=DeliveryState.PARKED, sentence=bad)

        html = page(report)

        assert "alert(1)" in html
        assert "<script>alert" not in html
        assert "<img" not in html


class TestPlaying:
    def test_each_answer_has_its_recording_and_captions(self):
        report = a_full_report()
        kept = report.interview.answers.get(position=1).kept

        html = page(report)

        assert f'src="/recordings/{kept.pk}"' in html
        assert f'src="/recordings/{kept.pk}/captions.vtt"' in html

    def test_the_first_answer_is_shown_until_another_is_asked_for(self):
        report = a_full_report()

        assert shown_answers(page(report)) == ["1"]
        assert shown_answers(page(report, "?answer=3")) == ["3"]

    @pytest.mark.parametrize("nonsense", ["?answer=99", "?answer=x", "?answer=-1", "?answer=²", "?t=x&answer="])
    def test_nonsense_in_the_address_shows_the_first(self, nonsense):
        assert shown_answers(page(a_full_report(), nonsense)) == ["1"]

    def test_a_quote_links_to_its_second_without_javascript(self):
        report = a_full_report()
        evidence = EvidenceRow.objects.get(quote__startswith="I rang the new room")
        kept = report.interview.answers.get(position=2).kept

        html = page(report)
        link = re.search(r'href="(\?answer=2&amp;t=[\d.]+)#answer-2"[^>]*>\s*<q>I rang the new room', html)
        there = page(report, link[1].replace("&amp;", "&"))

        seconds = f"{evidence.start:.2f}".rstrip("0").rstrip(".")
        assert f'src="/recordings/{kept.pk}#t={seconds}"' in there
        assert shown_answers(there) == ["2"]

    @pytest.mark.parametrize("second", ["nan", "inf", "-5", "1e99", '"><script>'])
    def test_no_strange_second_reaches_the_player(self, second):
        assert "#t=" not in page(a_full_report(), f"?answer=1&t={second}").split("data-answer-section")[1]

    def test_no_style_or_script_stands_in_the_page(self):
        html = page(a_full_report())

        assert not re.findall(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=", html)


class TestDelivery:
    def deliver(self, **fields: object) -> Report:
        report = a_full_report()
        Delivery.objects.create(report=report, **fields)
        return report

    def test_done_says_ready(self):
        report = self.deliver(state=DeliveryState.DONE, note_added_at=NOON, tags_added_at=NOON + timedelta(minutes=1))

        assert "Ready in Lever" in text(page(report))

    def test_waiting_says_what_for(self):
        report = self.deliver(state=DeliveryState.WAITING, sentence="The ATS is disconnected. It goes out later.")

        words = text(page(report))
        assert "On its way to Lever" in words
        assert "The ATS is disconnected. It goes out later." in words
        assert "Try again" not in words

    def test_parked_says_what_to_do_and_offers_to_try_again(self):
        report = self.deliver(state=DeliveryState.PARKED, sentence="Lever has no opportunity of hers.")

        html = page(report)

        assert "Lever has no opportunity of hers." in html
        assert f'action="/interviews/{report.interview.key}/try-again"' in html

    def test_a_report_that_was_never_to_be_delivered_says_nothing_of_it(self):
        assert "Lever" not in text(page(a_full_report()).split("<article")[1].split("</article")[0])


def test_the_number_of_queries_is_small_and_does_not_grow():
    client = Client()
    client.force_login(a_recruiter())
    counts = []
    for report in (a_full_report(), _a_longer_report(a_job())):
        with CaptureQueriesContext(connection) as captured:
            client.get(address(report))
        counts.append(len(captured))

    assert counts[0] == counts[1]
    assert counts[0] <= 22


def _a_longer_report(job: Job) -> Report:
    report = a_full_report(job, a_candidate("second@example.org", "Second Candidate"))
    skill = report.scoring.skills.exclude(level=None).first()
    answer = report.interview.answers.get(position=1)
    for number in range(20, 60):
        EvidenceRow.objects.create(skill=skill, answer=answer, position=number, quote="family came", start=1, end=2)
        ScoringNote.objects.create(scoring=report.scoring, text="A remark.")
    return report


class TestWhatAScoringTook:
    def test_the_spread_of_several_runs_stands_with_the_level(self):
        report = a_full_report()
        SkillScore.objects.filter(scoring=report.scoring, competency="service").update(spread=0.5)

        shown = text(page(report))

        assert shown.count("Its runs lie 0.5 apart.") == 1
        assert shown.count(" apart") == 1

    def test_requests_tokens_and_cost_are_told_in_a_line(self):
        report = a_full_report()
        report.scoring.usage = {
            "model": "qwen", "prompt": "1", "requests": 18, "tokens_in": 31240, "tokens_out": 3100, "cost": 0.0512,
        }  # fmt: skip
        report.scoring.save()

        assert (
            "It took 18 requests to qwen, 31,240 tokens read and 3,100 written, for 0.0512 by the operator's price list"
            in unescape(text(page(report)))
        )

    def test_a_scorer_that_costs_nothing_says_nothing_of_it(self):
        shown = unescape(text(page(a_full_report())))

        assert "It took" not in shown and "operator's price list" not in shown
