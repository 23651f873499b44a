"""An interview is scored once, from the words that count, and never before the candidate's time to check is over."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connections

from paletter import plugins
from paletter.flow import concluding, queue, triggers
from paletter.interviews import sitting
from paletter.interviews.models import Interview
from paletter.scorers.protocol import Scorer
from paletter.transcripts import corrections
from paletter.transcripts.models import Source, Transcript
from paletter.writeback.models import Delivery
from tests.cast import NOON
from tests.flow.heard import SAID, a_heard_interview, waiting

pytestmark = pytest.mark.django_db(transaction=True)


class Interrupted:
    """A scorer in whose work something happens, once."""

    def __init__(self, happens: Callable[[], None]) -> None:
        self.scorer: Scorer = plugins.scorer()
        self.name, self.version = self.scorer.name, self.scorer.version
        self.happens: Callable[[], None] | None = happens

    def score(self, answers: Sequence[Any], rubric: Any) -> Any:
        happens, self.happens = self.happens, None
        if happens:
            happens()
        return self.scorer.score(answers, rubric)


def confirm(interview: Interview, text: str) -> None:
    """Let Carol confirm at the last moment, in another process."""

    def post() -> None:
        sitting.finish_check(interview, is_skipped=False, now=NOON - timedelta(seconds=1))
        for recognised in Transcript.objects.filter(source=Source.RECOGNISED):
            corrections.correct(recognised, text, by=interview.candidate, now=NOON)
        triggers.words_checked(interview)
        connections.close_all()

    other = Thread(target=post)
    other.start()
    other.join()


def test_words_confirmed_while_the_old_ones_are_scored_are_those_that_count() -> None:
    interview = a_heard_interview(check_until=NOON)
    scorer = Interrupted(lambda: confirm(interview, SAID))

    concluding.conclude(interview.pk, scorer=scorer, now=NOON)

    scoring = interview.scorings.get()
    assert {row.source for row in scoring.transcripts.all()} == {Source.CORRECTED}
    quotes = [row.quote for skill in scoring.skills.all() for row in skill.evidence.all()]
    assert all(quote in SAID for quote in quotes)
    assert Delivery.objects.count() == 1


def test_what_is_confirmed_after_the_scoring_is_refused() -> None:
    interview = a_heard_interview(check_until=NOON)
    concluding.conclude(interview.pk, scorer=plugins.scorer(), now=NOON)
    with pytest.raises(sitting.Refused):
        sitting.finish_check(interview, is_skipped=False, now=NOON - timedelta(seconds=1))


def test_two_workers_at_once_score_once() -> None:
    interview = a_heard_interview(checked_at=NOON, check_until=NOON)

    def other() -> None:
        concluding.conclude(interview.pk, scorer=plugins.scorer(), now=NOON)

    concluding.conclude(interview.pk, scorer=Interrupted(other), now=NOON)

    assert interview.scorings.count() == 1
    assert len(waiting(step=queue.WRITE_BACK.name)) == 1


def test_a_step_that_comes_before_the_check_is_over_comes_again() -> None:
    interview = a_heard_interview(check_until=NOON)

    concluding.conclude(interview.pk, scorer=plugins.scorer(), now=NOON - timedelta(milliseconds=1))

    assert not interview.scorings.exists()
    assert waiting(step=queue.SCORE_INTERVIEW.name) == [NOON + concluding.CLOCKS_DIFFER]


def test_an_answer_in_another_language_ends_unscored_with_that_reason_and_never_with_a_level() -> None:
    interview = a_heard_interview(
        "ich habe der dame das gepäck getragen und sie gefragt wie es ihr geht " * 4, check_until=NOON
    )
    Transcript.objects.update(language="de")

    concluding.conclude(interview.pk, scorer=plugins.scorer(), now=NOON)

    interview.refresh_from_db()
    skills = interview.report.scoring.skills.all()
    assert all(skill.level is None for skill in skills)
    assert all("in a language that cannot be judged yet" in skill.reason for skill in skills)
