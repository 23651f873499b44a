"""A quote must be one that a reader accepts: it happened, the speaker did it, and the words that show it are in it."""

import pytest

from paletter.scorers.indicators.behaviours import account, rules, shown_in
from paletter.scorers.indicators.catalogue import SKILLS
from paletter.scorers.indicators.scorer import IndicatorsScorer
from paletter.scorers.reading import LONGEST_QUOTE, Reading
from paletter.scores.assess import written
from paletter.vocabulary.scores import CompetencyScore, Unscored
from tests.scorers.answers import GOOD, TEMPLATE, an_answer, an_interview

SCORER = IndicatorsScorer()
CLAIM = "Claim without an example"
VAGUE = (
    "Well, there are always problems in a job like this, and one has to solve them somehow. I am generally somebody "
    "who finds a way. Normally you check what is going on, you ask people, and then it usually gets better. It is "
    "important to stay calm. We had things that came up again and again. People would say something and we would fix "
    "it. In most cases it worked. So I would say that I am good at solving problems, because there is always a way."
)
LATE_TAXI = (
    "One evening a mother came into the lobby with a baby, and I noticed that she was shivering. I asked her whether "
    "she was waiting for a taxi. She told me that it was an hour late. So I brought her a blanket and some tea. The "
    "next morning I asked how she had slept. She smiled and thanked me."
)


def shown(skill: str, text: str) -> dict[str, list[str]]:
    reading = Reading(written(text))
    found = shown_in(account(reading), rules()[skill].own)
    return {key: [reading.quote(reading.around(span))[0] for span in spans] for key, spans in found.items()}


def quotes(skill: str, *texts: str) -> dict[str, str]:
    result = SCORER.score([an_answer(text, id=str(n)) for n, text in enumerate(texts)], TEMPLATE.rubric(skill))
    return {evidence.behaviour: evidence.quote for evidence in getattr(result, "evidence", ())}


def clear(skill: str, *texts: str) -> dict[str, str]:
    """Return what is shown clearly for the person, without faint signs and claims."""
    result = SCORER.score([an_answer(text, id=str(n)) for n, text in enumerate(texts)], TEMPLATE.rubric(skill))
    shown = [evidence for evidence in getattr(result, "evidence", ()) if not evidence.against]
    return {e.behaviour: e.quote for e in shown if not e.behaviour.startswith("Faint sign") and e.behaviour != CLAIM}


@pytest.mark.parametrize("skill", [skill for skill in SKILLS if skill != "communication"])
def test_a_vague_answer_shows_no_behaviour(skill):
    assert shown(skill, VAGUE) == {}
    assert clear(skill, VAGUE) == {}


def test_a_vague_answer_beside_one_with_an_example_is_not_quoted_for_the_person():
    quoted = clear("problem_solving", VAGUE, GOOD[4]).values()

    assert quoted and all(quote in GOOD[4] for quote in quoted)


@pytest.mark.parametrize(
    ("skill", "text"),
    [
        ("service", "I would ask the guest what she needs and bring it to her."),
        ("service", "You always have to listen to the guest and then apologise."),
        ("service", "I will check on the guests and make sure that they are happy."),
        ("service", "My manager apologised to the guest and brought her a new plate."),
        ("service", "I did not ask her and I never apologised."),
        ("service", "I wanted to ask the guest what was wrong."),
        ("teamwork", "I am a good team player and I always help my colleagues."),
        ("teamwork", "We should share the work and listen to each other."),
        ("problem_solving", "Normally one looks at the problem and then decides."),
        ("problem_solving", "If something breaks I check the system and fix it."),
        ("adaptability", "I stay calm and I prioritise my tasks under pressure."),
        ("adaptability", "In general I adapt quickly when plans change."),
        ("ownership", "I take responsibility for my mistakes and I learn from them."),
        ("ownership", "If I made a mistake I would tell my manager at once."),
        ("ownership", "My colleague volunteered and stayed until the room was ready."),
    ],
)
def test_what_nobody_did_or_somebody_else_did_is_no_behaviour_of_the_speaker(skill, text):
    own = {behaviour.key for behaviour in rules()[skill].own if behaviour.who == "self"}

    assert own.intersection(shown(skill, text)) == set()


def test_asking_before_the_help_is_no_check_afterwards():
    assert "checked" not in shown("service", "I asked her whether she was all right. Then I brought her some water.")
    assert shown("service", "I brought her some water. Then I asked her whether she was all right.")["checked"] == [
        "Then I asked her whether she was all right."
    ]


def test_a_result_told_before_anything_was_done_is_no_result():
    assert "result" not in shown("problem_solving", "In the end it worked. I changed the plan.")
    assert "result" in shown("problem_solving", "I changed the plan. In the end it worked.")


def test_each_quote_is_the_one_that_shows_its_behaviour():
    quoted = clear("service", LATE_TAXI)

    assert quoted["Finds out by noticing"] == "I noticed that she was shivering."
    assert quoted["Checks it went well"] == "The next morning I asked how she had slept."
    assert quoted["Goes beyond"] == "So I brought her a blanket and some tea."


def test_an_interview_of_claims_gets_the_lowest_level_and_one_claim_quoted_as_such():
    claim = an_answer("I always help my colleagues and I am a great team player, since a team needs good people. " * 2)

    result = SCORER.score([claim], TEMPLATE.rubric("teamwork"))

    assert isinstance(result, CompetencyScore)
    assert result.level <= 2.5
    assert [evidence.behaviour for evidence in result.evidence] == [CLAIM]
    assert "claim" in result.rationale


def test_telling_what_happened_is_worth_more_than_claiming_it():
    told = "I asked my colleague what was wrong, I took over her tables, and we finished on time together."
    claimed = "I ask my colleagues what is wrong, I take over their tables, and we finish on time together."

    example = SCORER.score([an_answer(told)], TEMPLATE.rubric("teamwork"))
    claim = SCORER.score([an_answer(claimed)], TEMPLATE.rubric("teamwork"))

    assert isinstance(claim, Unscored) or example.level > claim.level


@pytest.mark.parametrize("skill", SKILLS)
def test_quotes_are_short_and_more_than_a_word_or_two(skill):
    for evidence in SCORER.score(an_interview(), TEMPLATE.rubric(skill)).evidence:
        assert 3 <= len(evidence.quote.split()) <= LONGEST_QUOTE


def test_a_claims_level_is_the_sum_of_what_is_told_of_it():
    claim = an_answer("I always help my colleagues and I am a great team player, since a team needs good people. " * 2)

    result = SCORER.score([claim], TEMPLATE.rubric("teamwork"))

    assert isinstance(result, CompetencyScore)
    assert len(result.terms) > 1
    assert result.level == pytest.approx(sum(term.effect for term in result.terms), abs=0.051)
