import pytest

from paletter.scorers.indicators.catalogue import SKILLS, counting_for
from paletter.scorers.indicators.explaining import rationale
from paletter.scorers.indicators.model import bounded
from paletter.scorers.indicators.scorer import NO_RULES, NOT_ASKED, NOT_SHOWN, IndicatorsScorer
from paletter.scorers.reading import LONGEST_QUOTE
from paletter.scores.evidence import verify
from paletter.vocabulary.rubrics import BarsRubric, Competency
from paletter.vocabulary.scores import CompetencyScore, SpokenAnswer, Unscored
from tests.scorers.answers import GOOD, TEMPLATE, an_answer, an_interview, as_heard, spoken
from tests.scorers.conversation import ScorerConversation

SCORER = IndicatorsScorer()


def score(skill: str, *answers: SpokenAnswer):
    return SCORER.score(answers, TEMPLATE.rubric(skill))


@pytest.mark.parametrize("skill", SKILLS)
@pytest.mark.parametrize("said", [str, as_heard])
def test_everything_a_level_quotes_was_said(skill, said):
    answers = [SpokenAnswer(a.id, a.question, spoken(said(a.text)), a.competencies) for a in an_interview()]

    result = SCORER.score(answers, TEMPLATE.rubric(skill))
    checked = verify(result, answers)

    assert checked.struck == 0
    assert checked.result == result


def test_a_quote_has_the_seconds_of_its_words():
    answer = SpokenAnswer("7", "?", spoken(GOOD[0], start=2.0, pace=0.5))

    evidence = {e.behaviour: e for e in score("service", answer).evidence}["Checks it went well"]

    at = answer.text.split().index("Later")
    assert evidence.quote == "Later I called his room to check that everything was all right."
    assert (evidence.start, evidence.end) == (answer.words[at].start, answer.words[at + 11].end)
    assert evidence.answer_id == "7"


def test_no_quote_is_longer_than_a_person_wants_to_read():
    for skill in SKILLS:
        for evidence in score(skill, *an_interview()).evidence:
            assert len(evidence.quote.split()) <= LONGEST_QUOTE


def test_each_behaviour_is_quoted_once():
    for skill in SKILLS:
        names = [evidence.behaviour for evidence in score(skill, *an_interview()).evidence]
        assert len(set(names)) == len(names)


def test_what_an_answer_does_not_show_is_unscored_and_not_low():
    weather = "The weather in the north is cold and dark for most of the winter and the days are long in June. " * 2

    assert score("service", an_answer(weather)) == Unscored("service", NOT_SHOWN)


def test_a_skill_without_rules_is_unscored_with_that_reason():
    rubric = BarsRubric(Competency("juggling", "Juggling", "Keeps things in the air."), {1: "a", 3: "b", 5: "c"})

    assert SCORER.score([an_answer(GOOD[0])], rubric) == Unscored("juggling", NO_RULES)


def test_a_skill_that_no_question_asks_for_is_unscored():
    answer = an_answer(GOOD[0], competencies=("service",))

    assert score("teamwork", answer) == Unscored("teamwork", NOT_ASKED)


def test_a_claim_without_an_example_is_never_above_two_and_a_half():
    claim = an_answer(
        "I am a great team player and I always help my colleagues, I listen to everyone's ideas, I share information "
        "with the team, I give credit to others and when there is a conflict I look for a compromise so that everybody "
        "is happy and the project is a success and we are able to finish it together."
    )

    result = score("teamwork", claim)

    assert result.level <= 2.5
    assert "claim" in result.rationale


def test_a_good_answer_is_above_a_thin_one_on_the_same_question():
    thin = an_answer(
        "A guest was angry because the room was not ready. I told her that the rules say check in is at four and that "
        "she has to wait like everybody else, and then she went away to sit in the lobby."
    )

    assert score("service", an_answer(GOOD[0])).level >= score("service", thin).level + 0.5


def test_a_level_comes_with_its_band_and_its_version_with_the_training():
    result = score("service", an_answer(GOOD[0]))

    assert 0 < result.band < 1.3
    assert SCORER.version.startswith("20")


def test_answers_together_show_at_least_what_the_same_number_of_answers_show_with_one_of_them_empty():
    both = score("service", *an_interview()[:2])
    first = score("service", an_interview()[0], an_answer("It was so and so.", id="2"))

    assert both.level >= first.level


def test_the_rationale_tells_what_was_told_what_was_not_and_what_speaks_against_it():
    kinds = counting_for("service")

    told = rationale(kinds, "service", {"Sn": 0.9, "Sk": 0.5, "Sr": 0.8, "Sa": 0.1})

    assert told == (
        "Tells what the other person needed or felt and that the person was asked or heard, but not how an unspoken "
        "need was noticed, what was done beyond what was asked or how the person's feelings were met. "
        "Against it: that a rule or the own convenience came first."
    )
    assert rationale(kinds, "service", {"Sa": 0.1}).startswith("Only faint signs of it are told, but not")


@pytest.mark.parametrize("skill", SKILLS)
def test_the_terms_add_up_to_the_level_and_each_has_its_quote(skill):
    result = score(skill, *an_interview())

    assert bounded(sum(term.effect for term in result.terms)) == result.level
    assert [term.behaviour for term in result.terms[1:]] == [evidence.behaviour for evidence in result.evidence]
    assert all(term.rule for term in result.terms[1:])


def test_what_lowers_a_level_is_quoted_as_speaking_against_it():
    result = score(
        "service",
        an_answer(
            "A guest complained that her room was cold. I told her that these are the rules of the house and that she "
            "should have read them, and that I could do nothing. She shouted, so I sent her away and went for my break."
        ),
    )

    against = {evidence.behaviour for evidence in result.evidence if evidence.against}
    assert {term.behaviour for term in result.terms if term.effect < 0} == against != set()
    assert result.level < 3


def test_the_same_answers_give_the_same_result_every_time():
    assert score("ownership", *an_interview()) == IndicatorsScorer().score(an_interview(), TEMPLATE.rubric("ownership"))
    assert isinstance(score("ownership", *an_interview()), CompetencyScore)


class TestConversation(ScorerConversation):
    def scorer(self):
        return IndicatorsScorer()
