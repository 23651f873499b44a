"""The conversation that every scorer stands, held over HTTP with a played model; and what this scorer adds."""

import pytest

from paletter.scorers.language_model.scorer import LanguageModelScorer
from paletter.scorers.protocol import ScorerUnavailable
from paletter.scores.assess import assess
from paletter.vocabulary.scores import CompetencyScore, Unscored
from tests.scorers.answers import GOOD, TEMPLATE, an_answer, an_interview, spoken
from tests.scorers.conversation import ScorerConversation
from tests.scorers.language_model.player import failing, judging, sensible

SERVICE = TEMPLATE.rubric("service")
SAID = "I went over and asked him if the stairs were hard"
ALSO = "I moved him to a room on the ground floor"


@pytest.fixture
def scorer(address):
    return LanguageModelScorer(address.settings())


class TestConversation(ScorerConversation):
    @pytest.fixture(autouse=True)
    def _playing(self, address):
        self.played = LanguageModelScorer(address.settings())

    def scorer(self):
        return self.played


def judged(scorer, text: str = GOOD[0]):
    return scorer.score([an_answer(text)], SERVICE)


def test_the_median_of_three_runs_counts_and_their_spread_is_kept(scorer, player):
    player.next(judging("2.5", SAID), judging("4", SAID), judging("3.5", ALSO))

    result = judged(scorer)

    assert (result.level, result.spread) == (3.5, 1.5)
    assert [evidence.quote for evidence in result.evidence] == [ALSO]


def test_a_wider_spread_widens_the_band(scorer, player):
    player.next(judging("3", SAID), judging("3", SAID), judging("3", SAID))
    player.next(judging("2", SAID), judging("3", SAID), judging("4", SAID))

    one, other = judged(scorer), judged(scorer, GOOD[0] + " That was all.")

    assert (one.spread, one.band) == (0.0, 0.75)
    assert (other.spread, other.band) == (2.0, 1.25)


def test_each_run_has_a_seed_and_a_fence_of_its_own(scorer, player):
    judged(scorer)

    requests = player.about_answers
    assert sorted(request.body["seed"] for request in requests) == [1, 2, 3]
    assert (
        len({next(iter(line for line in request.text.splitlines() if line.startswith("===="))) for request in requests})
        == 3
    )


def test_when_most_runs_abstain_the_skill_is_unscored_with_the_models_reason(scorer, player):
    abstain = judging("abstain", reason="it only tells what *others* did <b>")
    player.next(abstain, judging("3", SAID), abstain)

    assert judged(scorer) == Unscored("service", "It only tells what others did.", judged(scorer).usage)


def test_a_run_none_of_whose_quotes_was_said_does_not_count(scorer, player):
    invented = judging("5", "I bought him a new knee at once")
    player.usually = lambda asked: (invented if asked.body["seed"] == 1 else judging("3", SAID))(asked)

    result = judged(scorer)

    assert (result.level, result.spread) == (3.0, 0.0)
    assert result.usage.requests == 4


def test_when_too_few_runs_are_left_there_is_no_level(scorer, player):
    player.usually = judging("5", "I bought him a new knee at once")

    result = judged(scorer)

    assert isinstance(result, Unscored)
    assert result.reason.startswith("The language model gave no judgement of it that could be used (3 of 3 tries).")


def test_quotes_that_nobody_said_are_told_beside_those_that_stand(scorer, player):
    player.usually = judging("3", SAID, "I bought him a new knee at once")

    assessed = assess(an_interview(), TEMPLATE, scorer)

    (note, *_) = [note.text for note in assessed.notes if "Guest and people focus" in note.text]
    assert note == "Guest and people focus: one quote was struck, since nobody said those words."
    assert [evidence.quote for evidence in assessed.results["service"].evidence] == [SAID]


def test_quotes_carry_the_seconds_at_which_they_are_said(scorer, player):
    player.usually = judging("3", SAID)
    answer = an_answer("")
    answer = type(answer)(answer.id, answer.question, spoken(GOOD[0]))

    (evidence,) = scorer.score([answer], SERVICE).evidence

    first = GOOD[0].split().index("over") - 2
    assert evidence.start == answer.words[first].start
    assert evidence.end > evidence.start


def test_all_answers_that_ask_for_a_skill_go_into_one_request(scorer, player):
    scorer.score(an_interview(), TEMPLATE.rubric("teamwork"))

    request = player.about_answers[0]
    assert list(request.answers) == [1, 2]
    assert request.answers == {1: GOOD[2], 2: GOOD[3]}
    assert TEMPLATE.questions[2].text in request.text
    assert len(player.about_answers) == 3


def test_what_it_took_is_counted_over_all_runs_and_priced(address, player):
    from paletter.scorers.language_model.settings import Prices

    scorer = LanguageModelScorer(address.settings(prices=Prices(tokens_in=2.0, tokens_out=10.0)))

    usage = judged(scorer).usage

    replies = player.about_answers
    assert usage.requests == 3 == len(replies)
    assert usage.tokens_in == sum(len(request.text) // 4 for request in replies)
    assert usage.cost == pytest.approx((2.0 * usage.tokens_in + 10.0 * usage.tokens_out) / 1e6)
    assert usage.model == "player-1"


def test_an_interviews_usage_is_the_sum_over_its_skills(scorer, player):
    assessed = assess(an_interview(), TEMPLATE, scorer)

    assert assessed.usage.requests == 18 == len(player.about_answers)


def test_a_skill_of_ones_own_is_judged_by_its_scale(scorer, player):
    from paletter.vocabulary.rubrics import BarsRubric, Competency

    own = BarsRubric(Competency("wine", "Knowledge of wine", "Knows {wine}."), {1: "none", 3: "some", 5: "much"})
    player.usually = judging("3.5", SAID)

    result = scorer.score([an_answer(GOOD[0])], own)

    assert isinstance(result, CompetencyScore) and result.competency == "wine"
    assert "3: some" in player.about_answers[0].text and "Knows {wine}." in player.about_answers[0].text


def test_what_was_judged_before_the_endpoint_failed_is_not_asked_again(scorer, player):
    judged(scorer)
    player.usually = failing(401)

    assert judged(scorer).level
    assert len(player.about_answers) == 3


def test_what_failed_is_asked_again(scorer, player):
    player.usually = failing(503, headers={"retry-after": "3000"})
    with pytest.raises(ScorerUnavailable):
        judged(scorer)
    player.usually = sensible

    assert judged(scorer).level


def test_no_more_requests_go_out_at_once_than_are_allowed(address, player):
    scorer = LanguageModelScorer(address.settings(runs=5, concurrency=2))
    player.usually = lambda asked: type(played := sensible(asked))(played.body, wait=0.05)

    judged(scorer)

    assert player.most_at_once == 2
