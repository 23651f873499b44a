"""An audit of an organisation's interviews: which are in it, and where their figures come from."""

from datetime import date, timedelta

import pytest

from paletter.accounts.models import Organisation
from paletter.audits import audit
from paletter.audits.audit import Audit, NothingImported
from paletter.audits.sample import Scope
from paletter.interviews.models import Interview, Recording
from paletter.reports import publish
from paletter.scores import editions
from paletter.scores.models import Scoring
from paletter.transcripts.models import Transcript
from tests import cast
from tests.audits.scene import a_scored_interview, a_season, imported, told
from tests.cast import NOON

pytestmark = pytest.mark.django_db


def an_audit(scope: Scope | None = None, *, organisation: Organisation | None = None, is_demo: bool = False) -> Audit:
    return audit.make(organisation or cast.an_organisation(), scope or Scope(), is_demo=is_demo, now=NOON, smallest=3)


def words(interview: Interview, position: int, *, confidence: float, share_changed: float | None = None) -> None:
    answer = interview.answers.get(position=position)
    answer.kept = Recording.objects.create(answer=answer, take=1)
    answer.save()
    told = {"recording": answer.kept, "engine": "e", "language": "en", "words": [], "is_trusted": True}
    Transcript.objects.create(**told, source="recognised", confidence=confidence)
    if share_changed is not None:
        Transcript.objects.create(**told, source="corrected", confidence=confidence, share_changed=share_changed)


def test_the_figures_are_those_of_the_scores_that_were_published() -> None:
    a_season()

    found = an_audit()

    # 8 of 12 women, 4 of 10 men at 3.0 or more
    women, men = found.figures.tables[0].groups
    assert (women.selection.rate.count, women.selection.rate.of) == (8, 12)
    assert men.selection.comparison.ratio == pytest.approx((4 / 10) / (8 / 12))
    assert (found.figures.people, found.figures.with_fit, found.figures.selected) == (22, 21, 12)


def test_of_an_interview_scored_anew_the_newer_scoring_counts() -> None:
    interview = a_scored_interview(cast.a_job(), fit=2.0)
    imported(told((interview, "F", "")))
    newer = Scoring.objects.create(
        interview=interview, scorer="other", scorer_version="2", fit_value=4, fit_error=0.5, created_at=NOON
    )
    publish.publish(newer, now=NOON)

    found = an_audit()

    assert [person.fit for person in found.sample.people] == [4.0]
    assert [(scorer.name, scorer.interviews) for scorer in found.sample.scorers] == [("other", 1)]


def test_interviews_that_are_not_scored_are_not_in_it() -> None:
    job = a_season()
    cast.an_interview(job, submitted_at=NOON)

    assert an_audit().figures.people == 22


def test_interviews_of_people_in_no_line_are_unknown_and_counted() -> None:
    a_scored_interview(a_season())

    found = an_audit()

    assert found.sample.without_line == 1
    assert found.figures.tables[0].unknown == 1


def test_a_period_takes_in_both_its_days() -> None:
    job = cast.a_job()
    days = [a_scored_interview(job, submitted_at=NOON + timedelta(days=number)) for number in range(4)]
    imported(told(*((interview, "F", "") for interview in days)))

    found = an_audit(Scope(begin=date(2026, 11, 24), end=date(2026, 11, 25)))

    assert found.figures.people == 2
    assert (found.sample.first, found.sample.last) == (date(2026, 11, 24), date(2026, 11, 25))


def test_an_audit_of_one_job_or_one_template_leaves_the_others_out() -> None:
    host = a_season()
    porter = cast.a_job(cast.a_posting("Porter"))
    a_scored_interview(porter)

    assert an_audit(Scope(jobs=(porter,))).figures.people == 1
    assert an_audit(Scope(jobs=(host, porter))).figures.people == 23
    assert an_audit(Scope(template=host.template.key)).figures.people == 23
    assert an_audit(Scope(template="another-template")).figures.people == 0


def test_nothing_of_another_organisation_is_in_it() -> None:
    a_season()
    rival = cast.an_organisation("Rival Hotels")
    theirs = a_scored_interview(cast.a_job(cast.a_posting(connection=cast.a_connection(rival))))
    imported(told((theirs, "F", "")), rival)

    assert an_audit().figures.people == 22
    assert an_audit(organisation=rival).figures.people == 1


def test_without_demographics_there_is_no_audit_and_it_says_how_they_come_in() -> None:
    with pytest.raises(NothingImported, match="imports them from a CSV file"):
        an_audit()


def test_the_words_of_a_person_are_means_over_the_answers_that_count() -> None:
    interview = a_scored_interview(cast.a_job())
    words(interview, 1, confidence=0.9, share_changed=0.2)
    words(interview, 2, confidence=0.7)
    imported(told((interview, "F", "")))

    (person,) = an_audit().sample.people

    assert (person.confidence, person.changed) == (pytest.approx(0.8), pytest.approx(0.2))


@pytest.mark.parametrize(
    ("is_demo", "is_flagged", "is_synthetic"), [(False, False, False), (True, False, True), (False, True, True)]
)
def test_made_up_people_are_labelled(is_demo: bool, is_flagged: bool, is_synthetic: bool) -> None:
    imported(told((a_scored_interview(cast.a_job()), "F", "")), is_synthetic=is_flagged)

    assert an_audit(is_demo=is_demo).is_synthetic is is_synthetic


def test_the_scorer_is_named_with_its_version_and_since_when_it_is_in_use() -> None:
    a_season()

    (scorer,) = an_audit().sample.scorers

    assert (scorer.name, scorer.version, scorer.since) == ("indicators", "2026.11", date(2026, 11, 23))


def test_a_correction_by_people_makes_the_scorer_no_younger() -> None:
    first = a_scored_interview(cast.a_job()).scorings.get()
    imported(told((first.interview, "F", "")))
    since = an_audit().sample.scorers[0].since
    editions.make(first, [], by=None, now=NOON + timedelta(days=90))
    publish.publish(first.editions.get(), now=NOON + timedelta(days=90))

    assert an_audit().sample.scorers[0].since == since


def test_more_people_take_no_more_queries(django_assert_num_queries) -> None:
    organisation = a_season().organisation
    with django_assert_num_queries(5):
        an_audit(organisation=organisation)

    a_season(cast.a_job(cast.a_posting("Porter")))

    with django_assert_num_queries(5):
        an_audit(organisation=organisation)
