"""What law and science forbid to judge or ask, and what only sounds like it."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paletter.assessments import shelf
from paletter.assessments.rules import forbidden
from paletter.assessments.rules.findings import Finding, Severity
from paletter.vocabulary.rubrics import AssessmentTemplate
from tests.assessments.writing import a_template, with_anchor, with_question, with_skill

ROOT = Path(__file__).parents[3]
GUIDE = " ".join((ROOT / "docs" / "rubrics.md").read_text(encoding="utf-8").split())

REFUSED = [
    ("honesty", "Answers with honesty and integrity."),
    ("honesty", "Is an honest and trustworthy person."),
    ("honesty", "Shows integrity when nobody looks."),
    ("culture-fit", "Is a good culture fit."),
    ("culture-fit", "Shows cultural fit with the house."),
    ("culture-fit", "Fits in with our team culture."),
    ("culture-fit", "Shares our values."),
    ("accent", "Speaks without an accent."),
    ("accent", "Has a clear pronunciation."),
    ("accent", "Sounds like a native English speaker."),
    ("accent", "Speaks in perfect English, with faultless grammar."),
    ("emotion", "Answers with enthusiasm."),
    ("emotion", "Is enthusiastic about the job."),
    ("emotion", "Shows positive emotions."),
    ("emotion", "Is in a good mood throughout."),
    ("emotion", "Is cheerful and bubbly, with high energy."),
    ("emotion", "Sounds excited about the role."),
    ("appearance", "Has a professional appearance."),
    ("appearance", "Is well groomed and well dressed."),
    ("appearance", "Looks tidy and presentable."),
    ("appearance", "Is good-looking."),
    ("appearance", "Keeps eye contact and has open body language."),
    ("appearance", "Has no visible tattoos."),
    ("age", "Brings youthful drive."),
    ("age", "Is a digital native."),
    ("age", "Shows the maturity of an adult."),
    ("age", "Is young and hungry."),
    ("age", "Is a recent college graduate."),
    ("age", "Is a young woman with drive."),
    ("age", "Comes across as a young person."),
    ("age", "Works in an energetic way."),
    ("age", "Is overqualified."),
    ("age", "Is under 30 years old."),
    ("age", "Is of the right age."),
    ("age", "Has the energy of a twenty-year-old."),
    ("age", "Is not too old for night shifts."),
    ("culture-fit", "Would fit right in with the team."),
    ("accent", "Sounds British."),
    ("emotion", "Is full of life and radiates joy."),
    ("appearance", "Is slim and easy on the eye."),
    ("health", "Has no disability."),
    ("health", "Is physically fit and in good health."),
    ("health", "Takes few sick days."),
    ("health", "Speaks without a stutter."),
    ("family", "Is not pregnant."),
    ("family", "Has no children, or family obligations that interfere."),
    ("family", "Is married."),
    ("religion", "Lives a religious life."),
    ("religion", "Is a Christian who goes to church."),
    ("origin", "Has a fitting nationality."),
    ("origin", "Has the same ethnic roots as our guests."),
    ("origin", "Holds a local citizenship."),
    ("gender", "Speaks in a masculine way."),
    ("gender", "Is a strong woman."),
    ("personality", "Has a winning personality."),
    ("personality", "Is an extrovert and a people person."),
    ("personality", "Shows charisma, as a natural leader."),
    ("manner-of-speaking", "Gives a long answer."),
    ("manner-of-speaking", "Talks for at least two minutes."),
    ("manner-of-speaking", "Speaks fast and uses few fillers."),
    ("records", "Has no criminal record."),
]

INNOCENT = [
    "Keeps a calm voice with the shouting guest.",
    "Seats an old guest near the door.",
    "Tells the age of the wine and where it grew.",
    "Owns an honest mistake and mends it.",
    "Asks guests for honest feedback.",
    "Looks after the bags of a late guest.",
    "Looks for the cause before mending it.",
    "Looks at both sides, then decides.",
    "Notices the guest's mood and lowers the music.",
    "Names the mood of the table and acts on it.",
    "Sees that the customers' emotions run high and offers a seat.",
    "Calms an anxious guest and an emotional colleague.",
    "Dims the mood lighting when the room fills.",
    "Checks the appearance of the room before the guest comes.",
    "Makes the table look good again.",
    "Finds an attractive offer for the family.",
    "Guards the integrity of the cold chain.",
    "Checks proof of age before serving.",
    "Asks for the guest's age where the law wants it.",
    "Serves aged cheese and a mature wine.",
    "Helps young guests and elderly visitors alike.",
    "Helps a guest with a disability onto the terrace.",
    "Finds a seat for the guest in a wheelchair.",
    "Follows health and safety rules.",
    "Takes over the shift of a colleague on maternity leave.",
    "Finds a table for families with young children.",
    "Gives a pregnant guest a seat.",
    "Respects religious dietary needs.",
    "Serves guests of all nationalities alike.",
    "Explains the menu in a foreign language.",
    "Wins the race against the clock.",
    "Takes sexual harassment to the manager at once.",
    "Pronounces the guest's name as the guest does.",
    "Calls the energy supplier when the light fails.",
    "Says the dish names slowly to a guest, and again on request.",
    "Saw that a guest was ill and called a doctor.",
    "Waits while the guest speaks slowly.",
    "Asks the outgoing colleague what is left to do.",
]

DOUBTFUL = [
    ("appearance", "Greets each guest with a smile."),
    ("accent", "Explains in fluent words."),
    ("honesty", "Tells the guest honestly what went wrong."),
    ("emotion", "Shows passion for the menu."),
    ("manner-of-speaking", "Helps without hesitation."),
    ("gender", "Asks the waitress for help."),
    ("personality", "Shows character in the argument."),
]

ASKED = [
    ("age", "How old are you?"),
    ("age", "In which year did you finish school?"),
    ("family", "Are you married?"),
    ("family", "Do you plan to have children?"),
    ("health", "Do you have any disabilities or health problems?"),
    ("health", "How many days were you sick last year?"),
    ("religion", "What is your religion?"),
    ("origin", "Where are you originally from?"),
    ("origin", "What is your nationality?"),
    ("accent", "What is your mother tongue?"),
    ("gender", "What is your sexual orientation?"),
    ("records", "Have you ever been arrested?"),
    ("records", "How much did you earn in your last job?"),
    ("appearance", "How tall are you?"),
]

HINTED = [
    ("religion", "Can you work on Sundays? What did you do about it?"),
    ("family", "Tell us about a time when your children needed you during a shift."),
    ("records", "What did you learn where your last salary was paid?"),
    ("health", "Tell us about a time when you have been ill at work."),
]


def found(template: AssessmentTemplate) -> list[Finding]:
    return list(forbidden.findings(template))


def errors_by(rule: str, template: AssessmentTemplate) -> list[Finding]:
    return [finding for finding in found(template) if finding.rule == rule and finding.is_error]


@pytest.mark.parametrize(("rule", "words"), REFUSED)
def test_what_may_not_be_judged_is_refused_in_anchors_and_definitions(rule, words):
    assert errors_by(rule, with_anchor(words)), "anchor"
    assert errors_by(rule, with_skill(definition=words)), "definition"


@pytest.mark.parametrize("words", INNOCENT)
def test_words_about_others_and_about_things_are_innocent(words):
    assert found(with_anchor(words)) == []


@pytest.mark.parametrize(("rule", "words"), DOUBTFUL)
def test_words_that_may_be_innocent_are_only_warned_of(rule, words):
    (finding,) = found(with_anchor(words))

    assert (finding.rule, finding.severity) == (rule, Severity.WARNING)
    assert finding.place == "skill “service”, anchor 5"


@pytest.mark.parametrize(
    "name",
    [
        "Honesty", "Integrity & trust", "Culture-fit", "ACCENT", "Native_speaker", "Enthusiasm", "Emotions", "Mood",
        "Energy", "Professional appearance", "Looks", "Grooming", "Smile", "Age", "Young at heart", "Maturity",
        "Health", "Disability", "Pregnancy", "Family status", "Religion", "Nationality", "Ethnicity", "Gender",
        "Personality", "Extroversion", "Team enthusiasm", "Passion for guests", "Self-confidence", "Attitude",
        "Candour", "Probity", "Authenticity", "Loyalty", "Fitting in", "One of us", "Values alignment", "Diction",
        "Sounds local", "Zeal", "Keenness", "Motivation", "Physique", "Slimness", "Personal presentation", "Seniority",
        "Fresh blood", "Under 30", "1ntegrity", "\u0406ntegrity", "CultureFit", "Honesty2",
    ],
)  # fmt: skip
def test_a_skill_may_not_be_called_so_by_name_or_by_key(name):
    by_name, by_key = with_skill(name=name), with_skill(key=name.lower().replace(" ", "_"))

    assert any(finding.is_error and finding.place == "skill “service”" for finding in found(by_name))
    assert any(finding.is_error for finding in found(by_key))


@pytest.mark.parametrize(
    "name",
    [
        "Guest focus",
        "Looks after guests",
        "Energy saving",
        "Owning honest mistakes",
        "Building trust",
        "Guest loyalty",
        "Face-to-face service",
    ],
)
def test_a_skill_may_be_called_by_a_word_that_only_sounds_forbidden(name):
    assert found(with_skill(name=name)) == []


@pytest.mark.parametrize(("rule", "text"), ASKED)
def test_a_question_for_a_protected_fact_is_refused(rule, text):
    assert errors_by(rule, with_question(text))


@pytest.mark.parametrize(("rule", "text"), HINTED)
def test_a_question_whose_answer_may_tell_a_protected_fact_is_warned_of(rule, text):
    (finding,) = found(with_question(text))

    assert (finding.rule, finding.severity, finding.place) == (rule, Severity.WARNING, "question “question-1”")


def test_a_question_that_judges_what_may_not_be_judged_is_refused():
    assert errors_by("honesty", with_question("Tell us about a time when your integrity was tested. What did you do?"))


@pytest.mark.parametrize(
    "definition",
    [
        "What is told, regardless of accent or grammar.",
        "What was done. Never judged by looks, mood or accent.",
        "Tells what happened; nothing is taken from pronunciation.",
    ],
)
def test_saying_what_is_not_judged_is_no_error_but_wants_a_look(definition):
    severities = {finding.severity for finding in found(with_skill(definition=definition))}

    assert severities <= {Severity.WARNING}


def test_a_disclaimer_excuses_nothing_in_the_next_sentence():
    assert errors_by("emotion", with_skill(definition="Regardless of accent. Shows enthusiasm."))


def test_a_disclaimer_excuses_nothing_before_it_and_nothing_behind_a_but():
    assert errors_by("age", with_skill(definition="Is not too old for this work."))
    assert errors_by("age", with_skill(definition="Never judged on looks but young."))


def test_a_refusal_names_the_words_the_reason_and_the_source():
    (finding,) = found(with_anchor("Answers with enthusiasm."))

    assert str(finding).startswith("skill “service”, anchor 5: “enthusiasm” may not be scored: reading the feelings")
    assert "Article 5(1)(f)" in finding.source


def test_every_rule_has_a_reason_a_source_and_words():
    for rule in forbidden.rules():
        assert rule.title, rule.id
        assert rule.why, rule.id
        assert rule.source, rule.id
        assert rule.refused is not forbidden.NOTHING, rule.id
    assert len({rule.id for rule in forbidden.rules()}) == len(forbidden.rules())


@pytest.mark.parametrize("template", shelf.templates(), ids=lambda template: template.key)
def test_shipped_templates_judge_and_ask_nothing_forbidden(template):
    assert found(template) == []


def test_a_name_and_a_description_that_promise_what_is_forbidden_are_warned_of():
    places = [finding.place for finding in found(a_template(name="Young Talent", description="Tests your integrity."))]

    assert sorted(places) == ["field “description”", "field “name”"]


@pytest.mark.parametrize(
    ("folder", "told"), [(".", "{} are called errors"), ("ordinary", "with which it was not, {} are.")]
)
def test_told_stories_about_other_people_are_seldom_refused_and_the_guide_says_how_seldom(folder, told):
    path = ROOT / "data" / "interview-answers" / folder / "answers.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    sentences = [sentence for line in lines for sentence in re.split(r"(?<=[.?!])\s+", json.loads(line)["answer"])]
    refused = [sentence for sentence in sentences if any(finding.is_error for finding in found(with_anchor(sentence)))]

    assert f"Of {len(sentences):,}" in GUIDE
    assert told.format(len(refused)) in GUIDE


@pytest.mark.parametrize("rule", forbidden.rules(), ids=lambda rule: rule.id)
def test_the_guide_lists_what_is_refused_with_reason_and_source(rule):
    assert f"| `{rule.id}` | {rule.title} | {rule.why} | {rule.source} |" in GUIDE


disguises = st.sampled_from(
    [
        str.upper,
        str.title,
        lambda words: words.replace(" ", "\n"),
        lambda words: words.replace(" ", "-"),
        lambda words: words.replace(" ", "_"),
        lambda words: words.replace("o", "o\u00ad"),
        lambda words: words.replace("e", "\u0435").replace("o", "\u03bf"),
        lambda words: words.replace("a", "a\u200d"),
        lambda words: words.replace("i", "í"),
        lambda words: "".join(chr(ord(c) + 0xFEE0) if "a" <= c <= "z" else c for c in words.lower()),
        lambda words: f"({words})",
        lambda words: f"{words}, and then some",
        lambda words: f"Asks what is needed. {words}",
    ]
)


@given(st.sampled_from(REFUSED), disguises)
def test_no_way_of_writing_hides_a_refused_word(case, disguise):
    rule, words = case
    assert errors_by(rule, with_anchor(disguise(words.rstrip("."))))


@given(st.sampled_from(REFUSED), st.lists(st.sampled_from(INNOCENT), max_size=3), st.booleans())
def test_innocent_sentences_around_a_refused_one_excuse_nothing(case, innocent, is_first):
    rule, words = case
    around = [words, *innocent] if is_first else [*innocent, words]

    assert errors_by(rule, with_anchor(" ".join(around)))


@given(st.text(max_size=200), st.text(max_size=60))
def test_any_text_at_all_is_read_without_trouble(text, name):
    for template in (with_anchor(text), with_skill(name=name, definition=text), with_question(text)):
        assert all(finding.sentence for finding in found(template))
