import pytest

from paletter.assessments import shelf
from paletter.assessments.rules import questions
from paletter.assessments.rules.findings import Severity
from paletter.vocabulary.rubrics import AskedKind, Prompt, PromptKind
from tests.assessments.writing import a_template, with_question


def rules(template) -> list[str]:
    return [f"{f.severity.value} {f.rule}" for f in questions.findings(template)]


@pytest.mark.parametrize(
    "text",
    [
        "Tell us about a busy shift. Also describe a time when a guest complained and what you did.",
        "Tell us about a time when you helped a guest, and a time when you could not.",
        "What went wrong? What did you do? What would you change? Who helped you?",
    ],
)
def test_a_question_that_asks_for_two_things_is_warned_of(text):
    assert "warning one-thing" in rules(with_question(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Tell us about a time when guests waited. You helped them at once, didn't you?", "didn't you"),
        ("We value team spirit. Tell us about a time when you helped.", "we value"),
        ("Tell us why you stayed calm. Of course you did, what happened?", "of course"),
    ],
)
def test_a_question_that_tells_the_wanted_answer_is_warned_of(text, words):
    found = [finding for finding in questions.findings(with_question(text)) if finding.rule == "leading"]

    assert f"“{words}”" in found[0].sentence


@pytest.mark.parametrize("text", ["Do you like working with guests?", "Have you ever helped a guest?"])
def test_a_question_for_yes_or_no_is_warned_of(text):
    assert rules(with_question(text)) == ["warning yes-no"]


def test_a_closed_opening_that_goes_on_openly_is_fine():
    assert rules(with_question("Have you ever had to calm a guest? What happened, and what did you do?")) == []


@pytest.mark.parametrize(
    "text",
    ["What would you do if a guest shouted at you?", "Imagine that the oven breaks. How would you serve the food?"],
)
def test_a_question_only_for_plans_is_warned_of(text):
    assert rules(with_question(text)) == ["warning hypothetical"]


@pytest.mark.parametrize("text", ["How do you deal with stress?", "What makes good service?"])
def test_a_question_for_habits_or_opinions_is_warned_of(text):
    assert rules(with_question(text)) == ["warning no-example"]


def test_a_plan_beside_what_happened_is_fine():
    text = "Tell us about a time when a guest shouted at you. What would you do otherwise today?"

    assert rules(with_question(text)) == []


def test_a_question_in_hard_words_is_warned_of():
    text = "Describe organisational circumstances that necessitated interdepartmental communication, and what happened."

    assert "warning reading-ease" in rules(with_question(text))


def test_a_question_with_an_endless_sentence_is_warned_of():
    text = "Tell us about a time when " + "you did this and " * 12 + "it ended."

    assert "warning long-sentence" in rules(with_question(text))


def test_a_question_that_nobody_keeps_in_mind_is_warned_of():
    assert "warning long-question" in rules(with_question("Tell us what you did when it was late. " * 10))


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"seconds": 45}, "warning short-time"),
        ({"seconds": 301}, "warning long-time"),
        ({"retakes": 0}, "note no-retake"),
        ({"competencies": ("service", "repair", "a", "b")}, "warning many-skills"),
    ],
)
def test_the_frame_of_a_question_is_looked_at(fields, rule):
    assert rule in rules(with_question(**fields))


def test_three_skills_a_minute_and_one_retake_are_fine():
    assert rules(with_question(competencies=("service", "repair", "a"), seconds=60, retakes=1)) == []


def test_a_skill_that_one_question_asks_for_and_a_template_of_two_questions_are_worth_a_note():
    first, second, _ = a_template().questions

    assert rules(a_template(questions=(first,))) == ["note asked-once", "note asked-once", "note few-questions"]
    assert rules(a_template(questions=(first, second))) == ["note few-questions"]


@pytest.mark.parametrize("template", shelf.templates(), ids=lambda template: template.key)
def test_shipped_questions_give_no_cause_for_a_warning(template):
    assert [f for f in questions.findings(template) if f.severity is not Severity.NOTE] == []


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"kind": AskedKind.TEXT, "think_seconds": 60}, "Leave “think_seconds” out."),
        ({"kind": AskedKind.TEXT, "is_timing_essential": True}, "calls its times essential"),
        ({"kind": AskedKind.CHOICE, "is_timing_essential": True}, "calls its times essential"),
    ],
)
def test_times_that_a_written_answer_goes_round_are_warned_of(fields, told):
    (finding,) = [one for one in questions.findings(with_question(**fields)) if one.rule == "untimed-text"]

    assert told in str(finding)


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": AskedKind.TEXT},
        {"kind": AskedKind.CHOICE, "think_seconds": 60},
        {"kind": AskedKind.AUDIO, "think_seconds": 60, "is_timing_essential": True},
    ],
)
def test_times_of_recordings_are_fine(fields):
    assert not [one for one in questions.findings(with_question(**fields)) if one.rule == "untimed-text"]


def test_a_language_that_nobody_can_judge_yet_is_told() -> None:
    assert "warning not-judged" in rules(a_template(language="de"))
    assert "warning not-judged" not in rules(a_template(language="en"))


@pytest.mark.parametrize(("text", "is_told"), [("", True), (" ", True), ("A guest waits at the desk.", False)])
def test_a_film_that_is_not_told_in_words_is_warned_of(text: str, is_told: bool) -> None:
    prompt = Prompt(PromptKind.VIDEO, "guest.webm", captions="guest.vtt", text=text)

    assert ("warning unseen-prompt" in rules(with_question(prompt=prompt))) == is_told
