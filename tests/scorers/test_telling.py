import pytest

from paletter.scorers import telling
from paletter.scorers.reading import Reading
from paletter.scorers.telling import Mode
from paletter.scores.assess import written
from tests.scorers.answers import GOOD, as_heard


def modes(text: str) -> list[tuple[str, str]]:
    account = telling.read(Reading(written(text)))
    words = account.stream.text.split()
    return [(" ".join(words[clause.first : clause.last + 1]), clause.mode.value) for clause in account.clauses]


def told(text: str) -> list[str]:
    return [words for words, mode in modes(text) if mode == Mode.TOLD]


@pytest.mark.parametrize(
    "text",
    [
        "I always communicate well.",
        "I am a good team player.",
        "I would ask the guest what she needs.",
        "I'd first talk to my manager.",
        "You always have to listen to people.",
        "Normally one looks at what is going on.",
        "Normally we looked at what was going on.",
        "People would say something, and we would try this and that.",
        "If a guest complained, I apologised.",
        "In most cases it worked out fine.",
        "I will check on them later.",
        "Next time I am going to ask first.",
        "I think a good attitude is the most important thing.",
        "When I have asked them, I bring the food.",
        "The orders need to be checked.",
        "I should have asked her.",
    ],
)
def test_habits_wishes_rules_and_conditions_tell_nothing_that_happened(text):
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "I asked her what she needed.",
        "My colleague was angry.",
        "They thanked us and left a tip.",
        "I put the plates away.",
        "We had been working since noon.",
        "It has not happened again.",
        "He could do both after a week.",
        "I told them that it would take an hour.",
        "She asked if I had a minute.",
        "Yesterday a guest came in and she asks me for a towel and I bring her one.",
        "I asked him and he say that he is tired.",
    ],
)
def test_what_happened_is_told_in_the_past_or_in_the_present_of_a_story(text):
    assert {mode for _, mode in modes(text)} == {Mode.TOLD}


def test_a_claim_between_two_parts_of_a_story_is_told_apart_from_them():
    assert told("I asked her to wait. I always stay calm. Then I called the chef.") == [
        "i asked her to wait",
        "then i called chef",
    ]


def test_a_present_without_a_case_is_a_habit():
    assert told("I bring her a towel. I ask him.") == []


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("I went over and apologised.", [True, True]),
        ("I listened until she had finished and apologised.", [True, False, True]),
        ("My manager went over and apologised.", [False, False]),
        ("I saw a waiter who helped her.", [True, False]),
        ("Our team decided to wait.", [True]),
    ],
)
def test_the_subject_tells_whether_the_speaker_acted(text, own):
    assert [clause.is_own for clause in telling.read(Reading(written(text))).clauses] == own


def test_heard_text_is_told_as_the_written_text_is():
    for text in GOOD:
        written_words, heard_words = " ".join(told(text)).split(), " ".join(told(as_heard(text))).split()
        assert len(set(written_words) ^ set(heard_words)) <= 1


def test_every_word_stands_in_one_clause():
    for text in GOOD:
        account = telling.read(Reading(written(text)))
        covered = [word for clause in account.clauses for word in range(clause.first, clause.last + 1)]
        assert covered == list(range(len(account.stream.tokens)))


def test_no_words_make_no_clauses():
    assert telling.read(Reading(())).clauses == ()
