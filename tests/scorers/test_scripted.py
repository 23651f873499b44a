from paletter.scorers.scripted import ScriptedScorer
from paletter.vocabulary.scores import Unscored
from tests.scorers.answers import TEMPLATE, an_answer
from tests.scorers.conversation import ScorerConversation

SERVICE, TEAMWORK = TEMPLATE.rubric("service"), TEMPLATE.rubric("teamwork")


def test_a_number_is_a_level_with_the_first_words_as_its_quote():
    result = ScriptedScorer({"service": 4.0}).score([an_answer("I asked her what she was looking for today.")], SERVICE)

    assert result.level == 4.0
    assert result.evidence[0].quote == "I asked her what she was looking for"


def test_a_text_is_the_reason_for_no_level():
    assert ScriptedScorer({"teamwork": "not asked"}).score([an_answer("Hello.")], TEAMWORK) == Unscored(
        "teamwork", "not asked"
    )


def test_a_skill_that_the_script_leaves_out_is_unscored():
    assert isinstance(ScriptedScorer({}).score([an_answer("Hello.")], SERVICE), Unscored)


def test_where_nobody_said_a_word_there_is_no_level():
    assert isinstance(ScriptedScorer({"service": 4.0}).score([an_answer("")], SERVICE), Unscored)


class TestConversation(ScorerConversation):
    def scorer(self):
        return ScriptedScorer({"service": 4.0, "communication": 3.0, "teamwork": 2.0, "ownership": "It was not asked."})
