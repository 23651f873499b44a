"""Reports are scored again: kept beside what counts, published only when asked to, and never twice."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from paletter.flow import rescoring
from paletter.flow.rescoring import Again, Left, Wish
from paletter.reports.models import Report
from paletter.retention import erase
from paletter.retention.models import Erasure
from paletter.scorers.protocol import ScorerUnavailable
from paletter.scorers.scripted import ScriptedScorer
from paletter.scores import scoring
from paletter.scores.models import Scoring, SkillScore
from paletter.transcripts.models import Transcript
from paletter.vocabulary.rubrics import BarsRubric
from paletter.vocabulary.scores import SkillResult, SpokenAnswer
from tests.cast import NOON, a_candidate, an_organisation, mallory
from tests.reports.cast import a_full_report, correct
from tests.reports.judging import an_edition, give, now_, rows_by_scorers
from tests.scores.later import a_later_version, all_on_service, without_teamwork

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=3)
ALL_FOURS = dict.fromkeys(("service", "communication", "teamwork", "problem_solving", "adaptability", "ownership"), 4.0)


def a_scorer(version: str = "2", **levels: float | str) -> ScriptedScorer:
    scorer = ScriptedScorer({**ALL_FOURS, **levels})
    scorer.version = version
    return scorer


def again(report: Report, scorer: ScriptedScorer | None = None, **wish: bool) -> Again | Left:
    (outcome,) = rescoring.score_again([report.pk], Wish(scorer or a_scorer(), **wish), now=LATER)
    return outcome


def test_both_judgements_are_kept_and_the_report_shows_the_one_it_showed():
    report = a_full_report()
    before = rows_by_scorers()

    again(report)

    kept = Scoring.objects.get(is_rescoring=True)
    assert (kept.scorer, kept.scorer_version, kept.created_at) == ("scripted", "2", LATER)
    assert now_(report).scoring == report.scoring
    kept.delete()
    assert rows_by_scorers() == before


def test_the_difference_is_told_against_what_counts():
    outcome = again(a_full_report())

    assert isinstance(outcome, Again)
    assert (outcome.before.results["service"].level, outcome.after.results["service"].level) == (4.2, 4.0)
    assert (outcome.before.fit.value, outcome.after.fit.value) == (3.9, 4.0)


def test_a_dry_run_keeps_nothing():
    report = a_full_report()

    outcome = again(report, is_kept=False)

    assert outcome.after.fit.value == 4.0
    assert Scoring.objects.count() == 1


def test_what_is_judged_by_that_scorer_and_version_is_not_judged_again():
    report = a_full_report()
    first = again(report)

    second = again(report, a_scorer(service=1.0))

    assert (first.judgement.is_new, second.judgement.is_new) == (True, False)
    assert second.after == first.after
    assert Scoring.objects.count() == 2


@pytest.mark.parametrize("other", ["a newer version", "a later template", "corrected words"])
def test_another_version_template_or_wording_is_judged_anew(other: str):
    report = a_full_report()
    again(report)
    if other == "a later template":
        a_later_version(report.interview)
    if other == "corrected words":
        correct(report.interview.answers.get(position=1).kept, "I asked her what she needed. " * 6, share_changed=1)

    again(report, a_scorer("3" if other == "a newer version" else "2"), newest_template=other == "a later template")

    assert Scoring.objects.count() == 3


def test_published_it_counts_from_then_on():
    report = a_full_report()

    outcome = again(report, is_published=True)

    shown = now_(report)
    assert outcome.is_published
    assert shown.scoring.stands_on == Scoring.objects.get(is_rescoring=True)
    assert (float(shown.scoring.fit_value), shown.published_at) == (4.0, LATER)


def test_what_was_kept_by_an_earlier_run_can_be_published_later():
    report = a_full_report()
    again(report)

    outcome = again(report, is_published=True)

    assert (outcome.judgement.is_new, outcome.is_published) == (False, True)
    assert now_(report).scoring.stands_on == Scoring.objects.get(is_rescoring=True)


def test_it_is_published_once_however_often_asked():
    report = a_full_report()
    again(report, is_published=True)

    assert not again(report, is_published=True).is_published
    assert Scoring.objects.count() == 3


def test_an_older_rescoring_never_pushes_out_a_newer_one():
    report = a_full_report()
    again(report, a_scorer("2"))
    again(report, a_scorer("3", service=2.0), is_published=True)

    again(report, a_scorer("2"), is_published=True)

    assert now_(report).scoring.scorer_version == "3"


def test_the_scorer_that_judged_it_first_has_nothing_to_add():
    report = a_full_report()
    Scoring.objects.update(scorer="scripted", scorer_version="2")

    outcome = again(report, is_published=True)

    assert not outcome.judgement.is_new
    assert not outcome.is_published


def test_published_levels_of_people_stay_beside_the_new_judgement_and_drafts_stay_drafts():
    report = an_edition(service=1.0)
    give(report, "teamwork", 2.0)

    again(report, is_published=True)

    shown = scoring.read(scoring.stored(now_(report).scoring_id))
    assert {key: level.level for key, level in shown.people.items()} == {"service": 1.0}
    assert shown.results["service"].level == 4.0
    assert shown.fit.value < 4.0


def test_a_later_version_brings_its_weights():
    report = a_full_report()
    later = a_later_version(report.interview, all_on_service)

    outcome = again(report, a_scorer(service=2.0), newest_template=True)

    assert outcome.judgement.row.template_version == later
    assert outcome.after.fit.value < 3.0


def test_a_version_that_lacks_a_skill_leaves_the_report_as_it_is_and_says_so():
    report = a_full_report()
    a_later_version(report.interview, without_teamwork)

    outcome = again(report, newest_template=True, is_published=True)

    assert isinstance(outcome, Left)
    assert "does not judge Teamwork" in outcome.reason
    assert Scoring.objects.count() == 1


class Erasing(ScriptedScorer):
    """While it scores, the candidate has everything erased."""

    def __init__(self, report: Report) -> None:
        super().__init__(ALL_FOURS)
        self.report = report

    def score(self, answers: Sequence[SpokenAnswer], rubric: BarsRubric) -> SkillResult:
        erase.erase(self.report.interview, reason=Erasure.Reason.ASKED_FOR, now=NOON)
        return super().score(answers, rubric)


def test_an_interview_that_is_erased_meanwhile_leaves_no_row():
    report = a_full_report()

    outcome = again(report, Erasing(report), is_published=True)

    assert outcome == Left(report.interview.key, "It was erased meanwhile.")
    assert not Scoring.objects.exists()


class Correcting(ScriptedScorer):
    """While it scores, the words become others."""

    def score(self, answers: Sequence[SpokenAnswer], rubric: BarsRubric) -> SkillResult:
        recording = Transcript.objects.order_by("pk")[0].recording
        if not recording.transcripts.filter(source="corrected").exists():
            correct(recording, "Something else entirely.", share_changed=1)
        return super().score(answers, rubric)


def test_words_that_become_others_meanwhile_are_not_judged_by_what_they_were():
    report = a_full_report()

    outcome = again(report, Correcting(ALL_FOURS))

    assert isinstance(outcome, Left)
    assert Scoring.objects.count() == 1


class Failing(ScriptedScorer):
    """Answers for so many skills, then never again."""

    def __init__(self, skills: int) -> None:
        super().__init__(ALL_FOURS)
        self.left = skills

    def score(self, answers: Sequence[SpokenAnswer], rubric: BarsRubric) -> SkillResult:
        self.left -= 1
        if self.left < 0:
            raise ScorerUnavailable("The scorer does not answer.")
        return super().score(answers, rubric)


def test_when_the_scorer_fails_halfway_what_came_before_is_kept_and_the_next_run_goes_on():
    first = a_full_report()
    second = a_full_report(first.interview.job, a_candidate("dan@example.org", "Dan"))
    keys = rescoring.reports(an_organisation())
    with pytest.raises(ScorerUnavailable):
        list(rescoring.score_again(keys, Wish(Failing(9), is_published=True), now=LATER))
    assert Scoring.objects.filter(is_rescoring=True).count() == 1
    assert SkillScore.objects.filter(scoring__interview=second.interview).count() == 6

    outcomes = list(rescoring.score_again(keys, Wish(ScriptedScorer(ALL_FOURS), is_published=True), now=LATER))

    assert [(outcome.judgement.is_new, outcome.is_published) for outcome in outcomes] == [(False, False), (True, True)]


class TestWhichReports:
    def test_those_of_the_organisation_only(self):
        mallory()
        report = a_full_report()

        assert rescoring.reports(an_organisation()) == [report.pk]
        assert rescoring.reports(an_organisation("Rival Hotels")) == []

    def test_those_of_one_job(self):
        report = a_full_report()

        assert rescoring.reports(an_organisation(), job_code=report.interview.job.code) == [report.pk]
        assert rescoring.reports(an_organisation(), job_code="another") == []

    def test_one_by_either_key(self):
        report = a_full_report()

        for key in (report.key, report.interview.key):
            assert rescoring.reports(an_organisation(), key=key) == [report.pk]
