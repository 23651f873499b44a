import pytest

from paletter.assessments import shelf
from paletter.assessments.rules import anchors
from paletter.assessments.rules.findings import Severity
from tests.assessments.writing import ANCHORS, a_skill, a_template, with_anchor, with_skill


def found(template) -> list[tuple[str, str, str]]:
    return [(f.place, f.severity.value, f.rule) for f in anchors.findings(template)]


@pytest.mark.parametrize(
    "anchor",
    [
        "Has a great attitude.",
        "Shows a positive mindset.",
        "Has excellent communication skills.",
        "Is friendly and polite.",
        "Is a very motivated team player.",
        "Seems confident.",
        "Comes across well.",
        "Feels at home with guests.",
        "Loves working with people.",
        "Makes a good impression.",
    ],
)
def test_an_anchor_that_tells_what_somebody_is_or_feels_is_warned_of(anchor):
    assert found(with_anchor(anchor)) == [("skill “service”, anchor 5", "warning", "anchor-behaviour")]


@pytest.mark.parametrize(
    "anchor",
    [
        "Checks that the person was well served.",
        "Is thrown, avoids, or resents the change or the pressure.",
        "Feels out what the guest wants by asking.",
        "Tells the guest what is possible, in a calm voice.",
        "Has the table set before the guest comes.",
        "Shows the guest the way.",
        "Has a colleague take over.",
    ],
)
def test_an_anchor_that_tells_what_is_done_is_fine(anchor):
    assert found(with_anchor(anchor)) == []


@pytest.mark.parametrize("other", ["Ignores the guest.", "ignores  the guest", "“Ignores” the guest!"])
def test_two_levels_with_one_text_are_an_error_however_they_are_punctuated(other):
    assert found(with_anchor(other)) == [("skill “service”", "error", "anchor-repeated")]


def test_levels_2_and_4_left_out_are_worth_a_note():
    only = {level: text for level, text in ANCHORS.items() if level != 4}
    (finding,) = anchors.findings(with_skill(anchors=only))

    assert (finding.severity, finding.rule) == (Severity.NOTE, "anchor-left-out")
    assert "no anchor for level 4;" in finding.sentence


def test_an_anchor_that_two_skills_share_is_warned_of():
    twins = a_template(rubrics=(a_skill(), a_skill(key="repair", name="Putting right")))

    assert found(twins) == [("skill “repair”", "warning", "anchor-shared")]


@pytest.mark.parametrize("template", shelf.templates(), ids=lambda template: template.key)
def test_shipped_anchors_are_all_behaviour(template):
    assert found(template) == []
