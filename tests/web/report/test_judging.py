"""Members judge skills themselves on the report's pages, and publish what they changed."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from paletter.accounts.models import Role, User
from paletter.reports.models import Report
from paletter.scores.models import HumanLevel, Scoring
from paletter.writeback.models import Delivery
from tests.cast import NOON, a_candidate, a_recruiter, mallory
from tests.flow.test_triggers import deferred
from tests.reports.cast import a_full_report
from tests.reports.explained import scored_again
from tests.reports.judging import WHY, an_edition, give, now_
from tests.web.report.test_report_page import page, text

pytestmark = pytest.mark.django_db
BAD = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


def bob() -> User:
    return a_recruiter("bob@example.org", role=Role.RECRUITER)


def eyes_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def send(report: Report, where: str, *, user: User | None = None, follow: bool = True, **typed: str):
    return eyes_of(user or a_recruiter()).post(f"/reports/{report.key}/{where}", typed, follow=follow)


def seen_on(html: str, form: str) -> str:
    """Return what the form of that address on a page says that was seen."""
    part = html.split(f'{form}"')[1].split("</form>")[0]
    return re.search(r'name="seen" value="([^"]+)"', part)[1]


def judge(report: Report, skill: str = "service", level: str = "3.0", reason: str = WHY, *, user: User | None = None):
    """Fill in the form that stands on the report, as the browser sends it."""
    form = f"/reports/{report.key}/skills/{skill}/level"
    seen = seen_on(page(report, user=user), form)
    return send(report, f"skills/{skill}/level", user=user, level=level, reason=reason, seen=seen)


def service_of(html: str) -> str:
    return html.split('id="levels-service"')[1].split('id="levels-communication"')[0]


class TestGiving:
    def test_a_recruiter_gives_a_level_by_the_form_on_the_report(self):
        report = a_full_report()

        answer = judge(report, user=bob())

        row = HumanLevel.objects.get()
        assert (row.level, row.reason, row.reviewer_name, row.beside) == (3.0, WHY, "Bob", report.scoring)
        assert answer.redirect_chain[0][0] == f"/reports/{report.key}#levels-service"
        assert "Not published yet: Bob gives 3.0" in text(answer.content.decode())

    def test_what_can_not_be_judged_can_be_said(self):
        report = a_full_report()

        answer = judge(report, level="none")

        assert HumanLevel.objects.get().level is None
        assert "Alice says that it can’t be judged" in text(answer.content.decode())

    @pytest.mark.parametrize(
        ("level", "reason", "sentence"),
        [
            ("", WHY, "Please choose a level"),
            ("3.3", WHY, "Select a valid choice"),
            ("6.0", WHY, "Select a valid choice"),
            ("3.0", "", "Please say in a few words why"),
            ("3.0", "Too high", "Please say in a few words why"),
            ("3.0", "so " * 500, "at most 1000 characters"),
        ],
    )
    def test_what_is_missing_or_wrong_is_said_and_what_was_typed_is_kept(self, level: str, reason: str, sentence: str):
        answer = judge(a_full_report(), level=level, reason=reason)

        html = answer.content.decode()
        assert sentence in html
        assert reason.strip() in html
        assert not HumanLevel.objects.exists()

    def test_who_was_slower_sees_what_stands_now_and_can_send_again(self):
        report = a_full_report()
        seen = seen_on(page(report), f"/reports/{report.key}/skills/service/level")
        give(report, "service", 2.0, by=bob())

        refused = send(report, "skills/service/level", level="5.0", reason=WHY, seen=seen).content.decode()

        assert "Bob was quicker and gave 2.0" in refused
        assert WHY in refused
        assert HumanLevel.objects.count() == 1
        seen_now = re.search(r'name="seen" value="([^"]+)"', refused)[1]
        send(report, "skills/service/level", level="5.0", reason=WHY, seen=seen_now)
        assert HumanLevel.objects.count() == 2

    def test_the_page_of_one_skill_shows_the_whole_scale(self):
        report = a_full_report()

        html = eyes_of(bob()).get(f"/reports/{report.key}/skills/service/level").content.decode()

        assert "The scorer suggests 4.2 (± 0.5)" in text(html)
        for level in range(1, 6):
            assert f"Level {level}" in html

    def test_markup_is_shown_not_obeyed(self):
        report = a_full_report()

        html = judge(report, reason=BAD).content.decode()

        assert "alert(1)" in html
        assert "<script>alert" not in html
        assert "<img" not in html


class TestAccess:
    PLACES = ("skills/service/level", "levels/{}/withdraw", "corrections", "judgements/{}")

    @pytest.mark.parametrize("where", PLACES)
    @pytest.mark.parametrize("stranger", [mallory, a_candidate])
    def test_for_all_others_there_is_no_such_page(self, where: str, stranger):
        report = a_full_report()
        given = give(report, "service", 3.0)
        again = scored_again(report)

        answer = send(report, where.format(again.pk if "judgements" in where else given.pk), user=stranger(), seen="1")

        assert answer.status_code == 404
        assert now_(report).scoring == report.scoring
        assert HumanLevel.objects.get().ending == ""

    @pytest.mark.parametrize("where", [*PLACES, "skills/service"])
    def test_who_is_not_logged_in_logs_in(self, where: str):
        report = a_full_report()

        answer = Client().post(f"/reports/{report.key}/{where.format(1)}")

        assert answer.status_code in (302, 405)
        assert answer.status_code == 405 or answer["Location"].startswith("/accounts/login/")

    @pytest.mark.parametrize("where", ["corrections", "levels/1/withdraw", "judgements/1"])
    def test_looking_changes_nothing(self, where: str):
        report = a_full_report()

        assert eyes_of(a_recruiter()).get(f"/reports/{report.key}/{where}").status_code == 405

    def test_a_report_or_skill_that_never_was_is_not_found(self):
        client, report = eyes_of(a_recruiter()), a_full_report()

        assert client.get(f"/reports/{uuid4()}/skills/service/level").status_code == 404
        assert client.get(f"/reports/{report.key}/skills/juggling/level").status_code == 404

    def test_a_forged_form_is_refused(self):
        report = a_full_report()
        client = Client(enforce_csrf_checks=True)
        client.force_login(a_recruiter())

        answer = client.post(f"/reports/{report.key}/skills/service/level", {"level": "5.0", "reason": WHY})

        assert answer.status_code == 403

    def test_no_browser_or_proxy_keeps_it(self):
        report = a_full_report()

        answer = eyes_of(a_recruiter()).get(f"/reports/{report.key}/skills/service/level")

        assert answer["Cache-Control"] == "private, no-store"


class TestWithdrawing:
    def test_ones_own_level_can_be_withdrawn(self):
        report = a_full_report()
        given = give(report, "service", 3.0, by=bob())

        answer = send(report, f"levels/{given.pk}/withdraw", user=bob())

        assert HumanLevel.objects.get().ending == "withdrawn"
        assert "The level by Bob is withdrawn." in answer.content.decode()

    def test_an_admin_may_withdraw_anybodys(self):
        report = a_full_report()
        given = give(report, "service", 3.0, by=bob())

        send(report, f"levels/{given.pk}/withdraw")

        assert HumanLevel.objects.get().ended_by_name == "Alice"

    def test_a_recruiter_may_not_withdraw_anothers(self):
        report = a_full_report()
        given = give(report, "service", 3.0)

        assert send(report, f"levels/{given.pk}/withdraw", user=bob()).status_code == 404
        assert "Withdraw the level" not in page(report, user=bob())
        assert HumanLevel.objects.get().ending == ""

    def test_a_level_of_another_report_is_not_found(self):
        report = a_full_report()
        other = a_full_report(report.interview.job, a_candidate("dan@example.org", "Dan"))
        given = give(other, "service", 3.0)

        assert send(report, f"levels/{given.pk}/withdraw").status_code == 404


class TestPublishing:
    def test_the_page_says_how_many_corrections_wait_and_what_they_do(self):
        report = a_full_report()
        Delivery.objects.create(report=report)
        give(report, "service", 1.0)
        give(report, "teamwork", 4.0)

        words = text(page(report))

        assert "2 corrections are not published. With them, the fit score is 3.2 (± 0.4); published is 3.9." in words
        assert "Publishing adds a note in Lever that names the earlier one" in words

    def test_until_then_the_report_shows_the_scorers_level(self):
        report = a_full_report()
        give(report, "service", 1.0)

        words = text(page(report))

        assert "Fit 3.9 of 5 (± 0.5)" in words
        assert "Guest and people focus 4.2 ± 0.5" in words

    def test_published_both_levels_are_shown_and_who_gave_which(self):
        report = a_full_report()
        Delivery.objects.create(report=report)
        judge(report, level="1.0")

        html = send(report, "corrections", seen=seen_on(page(report), "/corrections")).content.decode()

        words = text(html)
        assert "Fit 3.1 of 5 (± 0.4) with 1 level by people" in words
        service = text(service_of(html))
        assert "1.0 ± 0.5" in service
        assert "Level by Alice" in service
        assert WHY in service
        assert "The scorer suggests 4.2 ± 0.5." in service
        assert "level 1.0 of 5, by a person; the scorer suggests 4.2" in service_of(html)
        assert "not published" not in words.lower()
        assert deferred() == [Delivery.objects.get().pk]

    def test_a_skill_that_can_not_be_judged_says_so(self):
        service = text(service_of(page(an_edition(service=None))))

        assert "Can’t be judged" in service
        assert "Can’t be judged, says Alice" in service
        assert "The scorer suggests 4.2" in service

    def test_a_skill_that_only_a_person_judged_says_that_the_scorer_gave_none(self):
        words = text(page(an_edition(teamwork=4.0)))

        assert "The scorer gives no level. No answer shows how work was shared with others." in words
        assert "6 of 6, 100 % of the weight" in words

    def test_pressed_twice_it_is_published_once(self):
        report = a_full_report()
        give(report, "service", 1.0)
        seen = seen_on(page(report), "/corrections")
        send(report, "corrections", seen=seen)

        answer = send(report, "corrections", seen=seen)

        assert "There was nothing to publish" in answer.content.decode()
        assert Scoring.objects.count() == 2

    def test_what_was_not_seen_is_not_published(self):
        report = a_full_report()
        give(report, "service", 1.0)
        seen = seen_on(page(report), "/corrections")
        give(report, "teamwork", 5.0, by=bob())

        answer = send(report, "corrections", seen=seen)

        assert "Somebody changed a level while you looked." in answer.content.decode()
        assert now_(report).scoring == report.scoring

    def test_a_level_that_was_withdrawn_after_publishing_waits_to_be_published_as_such(self):
        report = an_edition(service=1.0)
        send(report, f"levels/{HumanLevel.objects.get().pk}/withdraw")

        words = text(page(report))

        assert "1 correction is not published. With it, the fit score is 3.9 (± 0.5); published is 3.1." in words
        assert "the level given here is withdrawn, and the scorer’s counts again" in words


class TestScoredAgain:
    def test_a_newer_judgement_is_shown_beside_the_one_that_counts(self):
        report = a_full_report()
        scored_again(report)

        html = page(report)

        words = text(html.split('id="beside-title"')[1])
        assert "by indicators 2027.01, template version 1. It does not count" in words
        assert "Guest and people focus 4.2 3.1 −1.1" in words
        assert "Fit score 3.9 3.6 −0.3" in words
        assert "Guest and people focus 4.2 ± 0.5" in text(html)

    def test_beside_levels_of_people_it_says_which_figures_count_them(self):
        report = an_edition(service=3.0)
        scored_again(report)

        words = text(page(report).split('id="beside-title"')[1])
        assert "Skill Scored now Scored again Difference Guest and people focus 4.2 3.1 −1.1" in words
        assert "Both fit scores count the published levels of people." in words

    def test_a_recruiter_may_let_it_count(self):
        report = a_full_report()
        Delivery.objects.create(
            report=report, scoring=report.scoring, state="done", note_added_at=NOON, tags_added_at=NOON
        )
        again = scored_again(report)

        html = send(report, f"judgements/{again.pk}", user=bob()).content.decode()

        assert now_(report).scoring.stands_on == again
        assert now_(report).scoring.published_by_name == "Bob"
        assert "Guest and people focus 3.1 ± 0.5" in text(html)
        assert "This report was scored again. Before, on" in text(html)
        assert deferred() == [Delivery.objects.get().pk]

    def test_letting_it_count_twice_is_once(self):
        report = a_full_report()
        again = scored_again(report)
        send(report, f"judgements/{again.pk}")

        assert "There was nothing to publish" in send(report, f"judgements/{again.pk}").content.decode()
        assert Scoring.objects.count() == 3

    def test_an_older_judgement_can_not_be_let_count(self):
        report = a_full_report()
        first = report.scoring
        send(report, f"judgements/{scored_again(report).pk}")

        send(report, f"judgements/{first.pk}")

        assert now_(report).scoring.stands_on != first

    def test_the_judgement_of_another_report_is_not_found(self):
        report = a_full_report()
        other = a_full_report(report.interview.job, a_candidate("dan@example.org", "Dan"))

        assert send(report, f"judgements/{scored_again(other).pk}").status_code == 404

    def test_an_edition_is_no_judgement(self):
        report = an_edition(service=1.0)

        assert send(report, f"judgements/{report.scoring_id}").status_code == 404

    def test_with_one_judgement_nothing_is_said_of_another(self):
        assert "beside-title" not in page(an_edition(service=1.0))
