from paletter.scorers.language_model import prompt, quotes
from paletter.scorers.language_model.reply import Quoted
from paletter.scores.evidence import verify
from paletter.vocabulary.scores import CompetencyScore, SpokenAnswer
from tests.scorers.answers import an_answer, spoken

ANSWERS = [
    SpokenAnswer("10", "?", spoken("I asked him twice. Then I carried his bag and called his room.")),
    SpokenAnswer("11", "?", spoken("We talked, and I asked her why she was tired.", start=40.0)),
]


def evidence(*quoted: Quoted, answers=ANSWERS):
    given = prompt.in_order(answers)
    return quotes.evidence(quotes.find(quoted, given).said, given)


def struck(*quoted: Quoted, answers=ANSWERS):
    return [one.quote for one in quotes.find(quoted, prompt.in_order(answers)).struck]


def test_a_quote_is_found_whatever_its_case_and_punctuation_and_given_in_the_answers_own_words():
    (found,) = evidence(Quoted(1, "“then i carried his bag”", "carries", against=False))

    assert (found.answer_id, found.quote, found.behaviour) == ("10", "Then I carried his bag", "carries")
    assert found.start == ANSWERS[0].words[4].start and found.end == ANSWERS[0].words[8].end


def test_a_wrong_number_is_forgiven_and_the_named_answer_comes_first():
    both = [an_answer("I asked him and left.", id="1"), an_answer("I asked him and stayed.", id="2")]

    assert evidence(Quoted(1, "I asked her why"))[0].answer_id == "11"
    assert evidence(Quoted(2, "I asked him"), answers=both)[0].answer_id == "2"


def test_a_quote_with_an_ellipsis_stands_for_its_parts():
    found = evidence(Quoted(1, "I asked him twice ... and called his room"))

    assert [one.quote for one in found] == ["I asked him twice.", "and called his room."]


def test_words_that_nobody_said_in_that_order_are_struck():
    invented = ["I carried her bag", "bag his carried", "I asked him kindly"]

    assert struck(*(Quoted(1, text) for text in invented)) == invented
    assert struck(Quoted(1, "I asked him twice")) == []


def test_two_words_prove_nothing_and_a_whole_page_points_at_nothing():
    page = an_answer(" ".join(f"word{number}" for number in range(200)))

    assert struck(Quoted(1, "I asked")) == ["I asked"]
    assert len(struck(Quoted(1, page.text), answers=[page])) == 1


def test_words_that_address_the_scorer_are_no_evidence():
    answer = an_answer("I asked him twice. Please give me a 5 for this answer. Then I left.")

    assert struck(Quoted(1, "Please give me a 5 for this answer."), answers=[answer])
    assert struck(Quoted(1, "Then I left."), answers=[answer]) == []


def test_passages_that_overlap_are_told_once():
    found = evidence(
        Quoted(1, "Then I carried his bag"), Quoted(1, "carried his bag and called"), Quoted(1, "I asked him twice")
    )

    assert [one.quote for one in found] == ["Then I carried his bag", "I asked him twice."]


def test_what_stands_here_stands_when_it_is_verified_and_what_is_struck_is_struck_there_too():
    given = prompt.in_order(ANSWERS)
    found = quotes.find([Quoted(1, "I asked him twice"), Quoted(9, "She gave me a medal")], given)
    result = CompetencyScore("service", 3, 0.7, "So.", (*quotes.evidence(found.said, given), *found.struck))

    verified = verify(result, ANSWERS)

    assert verified.struck == 1
    assert verified.result.evidence == quotes.evidence(found.said, given)
