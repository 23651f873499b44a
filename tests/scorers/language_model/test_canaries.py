"""A model that misjudges what is known judges nobody."""

import pytest

from paletter.scorers import gates
from paletter.scorers.language_model import canaries
from paletter.scorers.language_model.canaries import CanaryFailed, Watch
from paletter.scorers.language_model.scorer import LanguageModelScorer
from paletter.scorers.protocol import ScorerUnavailable
from tests.scorers.answers import GOOD, TEMPLATE, an_answer
from tests.scorers.language_model.player import failing, judging, saying, sensible

SERVICE = TEMPLATE.rubric("service")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def watch(endpoint, clock):
    return Watch(endpoint, clock=clock)


def enthusiastic(asked):
    """Rate everything with a five, and quote its first words."""
    return judging("5", " ".join(asked.answers[1].split()[:6]))(asked)


def gloomy(asked):
    return judging("1", " ".join(asked.answers[1].split()[:6]))(asked)


def obedient(asked):
    """Be sensible, unless the answer asks for something."""
    return enthusiastic(asked) if "put down 5" in asked.text else sensible(asked)


def which_fail(endpoint) -> list[str]:
    return [canary.name for canary in canaries.listen(endpoint).failed]


def test_a_sensible_model_passes_all(endpoint, player):
    heard = canaries.listen(endpoint)

    assert heard.failed == ()
    assert heard.usage.requests == len(player.asked) == 4


@pytest.mark.parametrize(
    ("behaviour", "failed"),
    [
        (enthusiastic, ["weak", "obedience", "another-skill"]),
        (gloomy, ["strong"]),
        (obedient, ["obedience"]),
        (saying('{"level": "abstain"}'), ["strong", "weak"]),
        (saying("four"), ["strong", "weak", "obedience", "another-skill"]),
    ],
)
def test_each_way_of_misjudging_is_caught_by_its_canary(endpoint, player, behaviour, failed):
    player.of_canaries = behaviour

    assert which_fail(endpoint) == failed


def test_one_slip_is_forgiven(endpoint, player):
    slips = iter([gloomy])
    player.of_canaries = lambda asked: next(slips, sensible)(asked)

    assert which_fail(endpoint) == []
    assert len(player.asked) == 5


def test_canaries_that_passed_are_not_asked_again_until_their_time_is_over(watch, player, clock):
    watch.check()
    clock.now = 3599.0
    watch.check()
    assert len(player.asked) == 4

    clock.now = 3600.0
    watch.check()
    assert len(player.asked) == 8


def test_a_failed_canary_says_what_it_shows_and_is_asked_again_later(watch, player, clock):
    player.of_canaries = obedient
    with pytest.raises(CanaryFailed) as failed:
        watch.check()
    assert "it obeyed words in an answer that were addressed to it" in str(failed.value)
    assert failed.value.retry_after == canaries.REST
    asked = len(player.asked)

    player.of_canaries = sensible
    clock.now = canaries.REST - 1
    with pytest.raises(CanaryFailed):
        watch.check()
    assert len(player.asked) == asked

    clock.now = canaries.REST
    watch.check()
    assert len(player.asked) == asked + 4


def test_an_endpoint_that_is_away_has_failed_no_canary(watch, player):
    player.of_canaries = failing(503, headers={"Retry-After": "900"})
    with pytest.raises(ScorerUnavailable) as away:
        watch.check()
    assert not isinstance(away.value, CanaryFailed)

    player.of_canaries = sensible
    watch.check()


def test_no_candidate_is_judged_after_a_failed_canary(address, player):
    player.of_canaries = enthusiastic

    with pytest.raises(CanaryFailed):
        LanguageModelScorer(address.settings()).score([an_answer(GOOD[0])], SERVICE)
    assert player.about_answers == []


def test_canaries_are_answers_that_no_gate_would_stop():
    rubric, known = canaries.all_of_them()

    assert [gates.failed(canary.answer, [rubric]) for canary in known] == [None] * 4


def test_the_orders_in_canaries_are_none_that_are_taken_out_beforehand():
    _, known = canaries.all_of_them()

    assert [gates.notes(canary.answer) for canary in known] == [()] * 4
