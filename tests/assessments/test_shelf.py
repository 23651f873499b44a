import json
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paletter.assessments import shelf
from paletter.vocabulary.rubrics import (
    AskedKind,
    AssessmentTemplate,
    BarsRubric,
    Competency,
    Prompt,
    PromptKind,
    Question,
    QuestionOrder,
)

SIX = ("service", "communication", "teamwork", "problem_solving", "adaptability", "ownership")

A_FILE = """
key = "tiny"
name = "Tiny Template"
version = "1"
description = "One question."

[weights]
service = 1.0

[[questions]]
key = "first"
text = "Tell us about a guest."
competencies = ["service"]
seconds = 60
retakes = 1

[[skills]]
key = "service"
name = "Guest focus"
definition = "Notices what guests need."
version = "1"
[skills.anchors]
1 = "Ignores the guest."
3 = "Does what is usual."
5 = "Goes beyond."
"""


def a_file(folder: Path, text: str) -> Path:
    path = folder / "tiny.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_hospitality_template_asks_six_questions_over_the_six_skills():
    template = shelf.template("General Hospitality FOH AI Template")

    assert len(template.questions) == 6
    assert tuple(competency.key for competency in template.competencies) == SIX
    assert set(template.weights) == set(SIX)


def test_every_question_of_the_hospitality_template_shows_two_or_three_skills_and_always_communication():
    for question in shelf.template("general-hospitality-foh").questions:
        assert 2 <= len(question.competencies) <= 3
        assert "communication" in question.competencies
        assert (question.seconds, question.retakes) == (180, 2)


def test_every_skill_of_the_hospitality_template_is_asked_for_by_two_questions_at_least():
    template = shelf.template("general-hospitality-foh")

    for skill in SIX:
        assert sum(skill in question.competencies for question in template.questions) >= 2


def test_every_shipped_anchor_from_1_to_5_is_written():
    for template in shelf.templates():
        for rubric in template.rubrics:
            assert sorted(rubric.anchors) == [1, 2, 3, 4, 5]


def test_a_skill_that_two_templates_share_has_the_same_anchors_in_both():
    long, short = shelf.template("general-hospitality-foh"), shelf.template("guest-service-short")

    for rubric in short.rubrics:
        assert long.rubric(rubric.competency.key) == rubric


def test_a_template_is_found_by_name_or_key_in_any_case():
    by_key = shelf.template("guest-service-short")

    assert shelf.template("  guest service short ai template ") == by_key


def test_an_unknown_template_is_answered_with_the_known_names():
    with pytest.raises(shelf.UnknownTemplate) as refused:
        shelf.template("Housekeeping")

    assert "“Housekeeping”" in str(refused.value)
    assert "General Hospitality FOH AI Template" in str(refused.value)
    assert "guest-service-short" in str(refused.value)


def test_a_file_is_read_into_its_template(tmp_path):
    template = shelf.read(a_file(tmp_path, A_FILE))

    assert template.questions == (Question("first", "Tell us about a guest.", ("service",), seconds=60, retakes=1),)
    assert template.rubric("service").anchors == {
        1: "Ignores the guest.",
        3: "Does what is usual.",
        5: "Goes beyond.",
    }


@pytest.mark.parametrize(
    ("original", "changed", "told"),
    [
        ('3 = "Does what is usual."\n', "", "skill “service”: the anchor of level 3 is missing"),
        ('3 = "Does what is usual."\n', '3 = " "\n', "skill “service”: the anchor of level 3 is empty"),
        ("service = 1.0", "service = 1.0\nhumour = 1.0", "weights, “humour”: there is no such skill"),
        ("service = 1.0", "", "skill “service”: has no weight"),
        ("service = 1.0", "service = 0", "weights, “service”: must be a number above 0"),
        ("service = 1.0", "service = nan", "weights, “service”: must be a number above 0"),
        ("service = 1.0", 'service = "much"', "weights, field “service”: must be a number"),
        ("service = 1.0", "service = true", "weights, field “service”: must be a number"),
        ('competencies = ["service"]', 'competencies = ["humour"]', "question “first”: asks for the skill “humour”"),
        ('competencies = ["service"]', "competencies = []", "question “first”: names no skill"),
        ('competencies = ["service"]', "competencies = [[1]]", "field “competencies”: must be a list of texts"),
        ("seconds = 60", "seconds = 1801", "question “first”: “seconds” must be at most 1800"),
        ("retakes = 1", 'retakes = 1\nkind = "song"', "field “kind”: must be one of video, audio, text, choice"),
        ("retakes = 1", "retakes = 1\nthink_seconds = 1", "question “first”: “think_seconds” must be 5 to 1800"),
        ("retakes = 1", "retakes = 1\nis_timing_essential = 1", "“is_timing_essential”: must be true or false"),
        ("retakes = 1", "retakes = 1\nprompt = {file = 'a.png'}", "prompt, field “kind”: is missing"),
        (
            "retakes = 1",
            "retakes = 1\nprompt = {kind = 'image', file = '../a'}",
            "prompt's “file” must be a file's name",
        ),
        ("retakes = 1", "retakes = 1\nprompt = {kind = 'video', file = 'a.webm'}", "name a file of captions"),
        ("retakes = 1", "retakes = 1\nprompt = {kind = 'image', file = 'a.png'}", "say what its image holds"),
        ("\n[weights]", "\nlanguage = 'German'\n[weights]", "field “language”: must be a code of two small letters"),
        ("\n[weights]", "\ndays = 0\n[weights]", "“days” must be 1 to 365"),
        ("seconds = 60", "seconds = 5", "question “first”: “seconds” must be at least 10"),
        ("retakes = 1", "retakes = -1", "question “first”: “retakes” must be 0 or more"),
        ("retakes = 1", "", "question 1 (“first”), field “retakes”: is missing"),
        ("retakes = 1", "retakes = 1\nretake = 3", "question 1 (“first”), field “retake”: is no field here"),
        ('version = "1"\ndescription', "version = 1\ndescription", "field “version”: must be text in quotes"),
        ('key = "tiny"', 'key = ""', "field “key”: is empty"),
        ('5 = "Goes beyond."', '5 = "Goes beyond."\n6 = "Too much."', "skill 1 (“service”), anchors, field “6”"),
    ],
)
def test_a_mistake_in_a_file_is_told_with_file_and_place(tmp_path, original, changed, told):
    assert original in A_FILE
    path = a_file(tmp_path, A_FILE.replace(original, changed, 1))

    with pytest.raises(shelf.TemplateError) as refused:
        shelf.read(path)

    assert str(refused.value).startswith("tiny.toml: ")
    assert told in str(refused.value)


def test_a_key_used_twice_is_told(tmp_path):
    skill = A_FILE[A_FILE.index("[[skills]]") :]
    question = A_FILE[A_FILE.index("[[questions]]") : A_FILE.index("[[skills]]")]

    with pytest.raises(shelf.TemplateError, match="skill “service”: the key is used twice"):
        shelf.read(a_file(tmp_path, A_FILE + skill))
    with pytest.raises(shelf.TemplateError, match="question “first”: the key is used twice"):
        shelf.read(a_file(tmp_path, A_FILE + question))


def test_a_skill_that_no_question_asks_for_is_told(tmp_path):
    humour = A_FILE[A_FILE.index("[[skills]]") :].replace("service", "humour")
    text = A_FILE.replace("service = 1.0", "service = 1.0\nhumour = 1.0") + humour

    with pytest.raises(shelf.TemplateError, match="skill “humour”: no question asks for it"):
        shelf.read(a_file(tmp_path, text))


@pytest.mark.parametrize(
    "name",
    ["Honesty", "Integrity and trust", "Culture fit", "Accent", "Enthusiasm", "Professional appearance", "Age"],
)
def test_a_skill_that_law_or_science_forbid_is_refused_with_the_reason(tmp_path, name):
    path = a_file(tmp_path, A_FILE.replace('name = "Guest focus"', f'name = "{name}"'))

    with pytest.raises(shelf.TemplateError, match=r"may not be scored: .+\. Say instead what an answer does"):
        shelf.read(path)


def test_a_forbidden_skill_is_refused_by_its_key_too(tmp_path):
    path = a_file(tmp_path, A_FILE.replace("service", "culture_fit"))

    with pytest.raises(shelf.TemplateError, match=r"“culture fit”.* may not be scored"):
        shelf.read(path)


def test_a_file_that_is_no_toml_is_told_with_its_line(tmp_path):
    path = a_file(tmp_path, 'key = "tiny"\nname = Tiny')

    with pytest.raises(shelf.TemplateError, match=r"tiny.toml is not a readable TOML file: .*line 2"):
        shelf.read(path)


def test_a_file_in_another_encoding_says_so_in_words(tmp_path):
    path = tmp_path / "tiny.toml"
    path.write_bytes('name = "Café"'.encode("latin-1"))

    with pytest.raises(shelf.TemplateError, match=r"tiny.toml is not written in UTF-8; save it so and try again."):
        shelf.read(path)


def test_a_missing_file_is_an_os_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        shelf.read(tmp_path / "none.toml")


def test_a_fingerprint_changes_with_every_word_and_not_with_the_look_of_the_file(tmp_path):
    plain = shelf.fingerprint(shelf.read(a_file(tmp_path, A_FILE)))
    commented = shelf.fingerprint(shelf.read(a_file(tmp_path, "# a comment\n\n" + A_FILE)))
    reworded = shelf.fingerprint(shelf.read(a_file(tmp_path, A_FILE.replace("Goes beyond.", "Goes far beyond."))))

    assert plain == commented
    assert plain != reworded
    assert len(plain) == 64


@pytest.mark.parametrize(
    ("key", "version", "fingerprint"),
    [
        ("general-hospitality-foh", "1", "ccaf5af08213792df847ef11bf60dc21ad2751759afe9bf4bcbb3542992d0bbf"),
        ("guest-service-short", "1", "013d02944562d3b1a9cf0d5a1b7fcf057d2405c9d00f9fcfc3a18256c70df248"),
    ],
)
def test_what_a_shipped_version_says_never_changes_under_its_number(key, version, fingerprint):
    """Who changes a shipped text raises its version, and adds the new line here."""
    template = shelf.template(key)

    assert (template.version, shelf.fingerprint(template)) == (version, fingerprint)


def test_a_file_with_windows_line_ends_and_a_byte_order_mark_says_the_same(tmp_path):
    plain = shelf.fingerprint(shelf.read(a_file(tmp_path, A_FILE)))
    (tmp_path / "windows.toml").write_bytes(b"\xef\xbb\xbf" + A_FILE.replace("\n", "\r\n").encode())

    assert shelf.fingerprint(shelf.read(tmp_path / "windows.toml")) == plain


def test_a_file_nested_without_end_is_told_and_not_fatal(tmp_path):
    with pytest.raises(shelf.TemplateError, match="nested too deep"):
        shelf.read(a_file(tmp_path, "a = " + "[" * 20_000 + "]" * 20_000))


words = st.text(alphabet=string.printable + "äéß“”’ж中", min_size=1, max_size=30)
keys = st.text(alphabet=string.ascii_lowercase + "_", min_size=1, max_size=12)


@st.composite
def any_template(draw: st.DrawFn) -> AssessmentTemplate:
    skills = draw(st.lists(keys, min_size=1, max_size=4, unique=True))
    return AssessmentTemplate(
        key=draw(keys),
        name=draw(words),
        version=draw(words),
        description=draw(words),
        questions=tuple(
            Question(
                key,
                draw(words),
                (draw(st.sampled_from(skills)),),
                draw(st.integers(10, 900)),
                draw(st.integers(0, 9)),
                kind=draw(st.sampled_from(AskedKind)),
                think_seconds=draw(st.none() | st.integers(0, 60)),
                is_timing_essential=draw(st.booleans()),
                prompt=draw(st.none() | st.builds(Prompt, st.sampled_from(PromptKind), words, words, words)),
            )
            for key in draw(st.lists(keys, min_size=1, max_size=4, unique=True))
        ),
        rubrics=tuple(
            BarsRubric(
                Competency(skill, draw(words), draw(words)),
                draw(st.dictionaries(st.integers(1, 5), words, min_size=1)),
                draw(words),
            )
            for skill in skills
        ),
        weights={skill: draw(st.floats(0.1, 10)) for skill in skills},
        order=draw(st.sampled_from(QuestionOrder)),
        shows_questions_first=draw(st.booleans()),
        days=draw(st.none() | st.integers(0, 60)),
        check_hours=draw(st.none() | st.integers(0, 60)),
        language=draw(st.sampled_from(["", "de"])),
    )


@given(any_template())
def test_a_stored_template_comes_back_as_it_was(template):

    stored = json.loads(json.dumps(shelf.to_dict(template)))

    assert shelf.from_dict(stored) == template
    assert shelf.fingerprint(shelf.from_dict(stored)) == shelf.fingerprint(template)


def test_a_text_keeps_its_fingerprint_when_templates_learn_something_new():
    """Stored versions are found by it; another one for the same text would make everybody's template a new version."""
    tiny = shelf.parse(A_FILE.encode(), name="tiny.toml")

    assert shelf.fingerprint(tiny) == "d6dcf07abacf8d46f2bbfc686d124d5ba0bacb6acd358b7a84e985b618b41918"


def test_a_default_that_a_file_spells_out_is_no_other_text():
    spelt = A_FILE.replace("retakes = 1", 'retakes = 1\nkind = "video"\nis_timing_essential = false')
    spelt = spelt.replace("\n[weights]", '\norder = "fixed"\nshows_questions_first = false\n[weights]')

    assert shelf.parse(spelt.encode(), name="tiny.toml") == shelf.parse(A_FILE.encode(), name="tiny.toml")
    assert spelt.count("fixed") == 1


def test_a_file_may_set_how_a_question_is_asked_and_answered():
    settings = """retakes = 1
kind = "choice"
think_seconds = 30
is_timing_essential = true
[questions.prompt]
kind = "video"
file = "hello.webm"
captions = "hello.vtt"
"""
    question = shelf.parse(A_FILE.replace("retakes = 1\n", settings).encode(), name="tiny.toml").questions[0]

    assert question.kind is AskedKind.CHOICE
    assert (question.think_seconds, question.is_timing_essential) == (30, True)
    assert question.prompt == Prompt(PromptKind.VIDEO, "hello.webm", captions="hello.vtt")


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | words, lambda inner: st.lists(inner) | st.dictionaries(words, inner)
    )
)
def test_content_of_any_other_shape_is_refused_with_a_sentence(content):
    with pytest.raises(shelf.TemplateError):
        shelf.from_dict(content)


def test_the_example_in_the_guide_is_a_template_that_can_be_used(tmp_path):
    guide = (Path(__file__).parents[2] / "docs" / "rubrics.md").read_text(encoding="utf-8")

    example = guide.split("```toml\n")[1].split("```")[0]

    assert shelf.read(a_file(tmp_path, example)).name == "Night Reception AI Template"
