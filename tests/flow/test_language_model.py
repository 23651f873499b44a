"""Interviews judged by a language model over HTTP, by the real steps: what goes out, and what becomes of silence."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pydantic import SecretStr

from paletter import plugins
from paletter.flow import advance, queue, triggers, worker
from paletter.interviews.models import Interview
from paletter.reports.models import Report
from paletter.scorers.language_model.wire import HEADERS
from tests.cast import NOON
from tests.flow.heard import HEARD, a_heard_interview, waiting
from tests.scorers.language_model.player import Player, a_player, failing, judging, sensible

pytestmark = pytest.mark.django_db(transaction=True)

SAID_FIRST = " ".join(HEARD.split()[:6])


@pytest.fixture
def player(settings: Any) -> Iterator[Player]:
    with a_player() as address:
        settings.OPTIONS = settings.OPTIONS.model_copy(
            update={
                "scorer": "language_model",
                "language_model_url": address.url,
                "language_model_name": "player",
                "language_model_key": SecretStr("sk-test"),
                "language_model_price_in": 2.0,
                "language_model_price_out": 8.0,
            }
        )
        plugins.scorer.cache_clear()
        yield address.player
    plugins.scorer.cache_clear()


def an_interview_to_score(**fields: Any) -> Interview:
    interview = a_heard_interview(**({"checked_at": NOON, "check_until": NOON} | fields))
    advance.advance(interview.pk)
    return interview


def work() -> None:
    worker.run(name="test", concurrency=1, queues=["default"], wait=False)


def again(interview: Interview) -> Interview:
    return Interview.objects.get(pk=interview.pk)


def remarks(interview: Interview) -> list[str]:
    return [note.text for note in interview.scorings.get().notes.all()]


def test_an_interview_is_judged_and_its_spread_and_what_it_took_are_kept(player: Player) -> None:
    interview = an_interview_to_score()

    work()

    scoring = interview.scorings.get()
    assert scoring.scorer == "language_model" and scoring.scorer_version.startswith("player, 3 runs, prompt 1-")
    assert scoring.usage["requests"] == len(player.about_answers) == 12
    assert scoring.usage["tokens_in"] == sum(len(asked.text) // 4 for asked in player.about_answers)
    used = scoring.usage
    assert used["cost"] == pytest.approx((2 * used["tokens_in"] + 8 * used["tokens_out"]) / 1e6)
    assert all(skill.spread is not None for skill in scoring.skills.exclude(level=None))
    assert Report.objects.get(interview=interview).scoring == scoring


class TestPrivacy:
    """Everything that the database knows of a person and an employer, and none of it in what goes out."""

    @pytest.fixture
    def known(self, player: Player) -> list[str]:
        """Let Carol, her job and her recordings be known by words that occur nowhere else, and score her."""
        interview = a_heard_interview(checked_at=NOON, check_until=NOON)
        candidate, job = interview.candidate, interview.job
        candidate.name, candidate.email = "Carolina Quillfeather", "quillfeather@mail.example.org"
        candidate.save()
        posting = job.posting
        posting.title, posting.location = "Zephyrmaster of Teas", "Xanadu Quay"
        posting.save()
        job.organisation.name, job.organisation.slug = "Wobblethorpe Hotels", "wobblethorpe"
        job.organisation.save()
        takes = [answer.kept for answer in interview.answers.all()]
        for take in takes:
            take.container, take.unusable_reason = "webm", ""
            take.duration = 61.25
            take.save()
        advance.advance(interview.pk)
        work()
        assert again(interview).scored_at
        names = "Carolina Quillfeather quillfeather mail.example.org Zephyrmaster Teas Xanadu Quay Wobblethorpe"
        ids = [str(take.pk) for take in takes] + [str(interview.key), job.code, posting.external_id]
        return [*names.split(), *ids, "webm", "recordings", "61.25", "2026-11", interview.template_version.value.name]

    def test_no_request_holds_who_somebody_is_where_they_apply_or_how_they_look(
        self, known: list[str], player: Player
    ) -> None:
        assert len(player.asked) > 10
        for asked in player.asked:
            sent = f"{asked.path} {asked.headers} {asked.raw}".lower()
            assert [word for word in known if word.lower() in sent] == []

    def test_what_goes_out_is_the_question_the_scale_and_the_words(self, known: list[str], player: Player) -> None:
        template = Interview.objects.get().template_version.value
        for asked in player.about_answers:
            assert set(asked.headers) <= HEADERS
            assert set(asked.body) == {
                "model", "messages", "response_format", "max_tokens", "temperature", "seed",
            }  # fmt: skip
            assert set(asked.answers.values()) == {HEARD}
            questions = [" ".join(question.text.split()) for question in template.questions]
            assert sum(f": {question}\n" in asked.text for question in questions) == len(asked.answers)

    def test_words_that_a_candidate_says_are_all_that_tells_of_them(self, player: Player) -> None:
        an_interview_to_score(text="i am called quillfeather and " + HEARD)

        work()

        assert all("quillfeather" in asked.raw for asked in player.about_answers)


class TestSilence:
    def test_an_interview_waits_with_a_sentence_and_is_judged_once_the_model_is_back(self, player: Player) -> None:
        player.usually = failing(503, headers={"Retry-After": "600"})
        interview = an_interview_to_score()

        work()

        assert again(interview).scored_at is None
        assert "The language model fails at the moment (503)." in again(interview).trouble
        (later,) = waiting(step=queue.SCORE_INTERVIEW.name)
        assert later is not None and later > timezone.now() + timedelta(minutes=9)

        player.usually = sensible
        triggers.interview_retried(interview)
        work()
        assert again(interview).scored_at and not again(interview).trouble

    def test_a_failed_canary_keeps_all_interviews_waiting_and_says_why(self, player: Player) -> None:
        player.of_canaries = judging("5", "There was this man who complained")
        interview = an_interview_to_score()

        work()

        assert again(interview).scored_at is None
        assert "misjudges answers whose levels are known" in again(interview).trouble
        assert player.about_answers == []

    def test_a_wrong_key_parks_the_interview_for_whoever_can_change_it(self, player: Player) -> None:
        player.usually = player.of_canaries = failing(401)
        interview = an_interview_to_score()

        work()

        assert "refuses our key, PALETTER_LANGUAGE_MODEL_KEY (401)." in again(interview).trouble
        assert again(interview).trouble_step == "score_interview"
        assert waiting(step=queue.SCORE_INTERVIEW.name) == []
        assert interview.pk not in advance.expected_to_move(now=timezone.now())

        player.usually = player.of_canaries = sensible
        triggers.interview_retried(interview)
        work()
        assert again(interview).scored_at and not again(interview).trouble

    def test_a_missing_setting_parks_it_too(self, player: Player, settings: Any) -> None:
        settings.OPTIONS = settings.OPTIONS.model_copy(update={"language_model_name": ""})
        interview = an_interview_to_score()

        work()

        assert "PALETTER_LANGUAGE_MODEL_NAME is not set" in again(interview).trouble
        assert waiting(step=queue.SCORE_INTERVIEW.name) == []


class TestStandIn:
    @pytest.fixture(autouse=True)
    def _may_stand_in(self, player: Player, settings: Any) -> None:
        settings.OPTIONS = settings.OPTIONS.model_copy(
            update={"language_model_down": "indicators", "language_model_down_minutes": 30}
        )
        player.usually = failing(503, headers={"Retry-After": "600"})

    def test_the_built_in_scorer_judges_the_whole_interview_and_the_report_says_so(self, player: Player) -> None:
        answers = iter([sensible] * 4)
        player.usually = lambda asked: next(answers, failing(503, headers={"Retry-After": "600"}))(asked)
        interview = an_interview_to_score(checked_at=timezone.now() - timedelta(minutes=31))

        work()

        scoring = interview.scorings.get()
        assert (scoring.scorer, scoring.usage) == ("indicators", None)
        assert remarks(interview)[0] == (
            "This interview was judged by “indicators” in place of “language_model”. "
            "The language model fails at the moment (503)."
        )

    def test_before_its_time_the_interview_waits(self, player: Player) -> None:
        interview = an_interview_to_score(checked_at=timezone.now() - timedelta(minutes=29))

        work()

        assert again(interview).scored_at is None
        assert len(waiting(step=queue.SCORE_INTERVIEW.name)) == 1

    def test_while_the_model_answers_nobody_stands_in(self, player: Player) -> None:
        player.usually = sensible
        interview = an_interview_to_score(checked_at=timezone.now() - timedelta(days=1))

        work()

        assert interview.scorings.get().scorer == "language_model"

    def test_nobody_stands_in_for_a_wrong_setting_that_nobody_would_notice_then(self, player: Player) -> None:
        player.usually = player.of_canaries = failing(401)
        interview = an_interview_to_score(checked_at=timezone.now() - timedelta(days=1))

        work()

        assert again(interview).scored_at is None
        assert "refuses our key" in again(interview).trouble


def test_a_model_that_thinks_differently_each_time_leaves_a_spread(player: Player) -> None:
    levels = {1: "2", 2: "3", 3: "4.5"}
    player.usually = lambda asked: judging(levels[asked.body["seed"]], SAID_FIRST)(asked)
    interview = an_interview_to_score()

    work()

    skills = interview.scorings.get().skills.all()
    assert {(skill.level, skill.spread) for skill in skills} == {(3.0, 2.5)}
