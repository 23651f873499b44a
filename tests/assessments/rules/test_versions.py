"""The same version always means the same words."""

from dataclasses import replace

from paletter.assessments.rules import versions
from tests.assessments.writing import ANCHORS, a_template, with_skill

OLD = a_template()
OTHER_ANCHORS = ANCHORS | {5: "Finds out what is needed, and does more."}


def told(value, *history) -> list[str]:
    return [str(finding) for finding in versions.findings(value, history=history)]


def test_a_first_text_and_an_unchanged_one_are_fine():
    assert told(OLD) == []
    assert told(OLD, OLD) == []


def test_a_changed_text_needs_another_version():
    (sentence,) = told(replace(OLD, description="Asked anew."), OLD)

    assert sentence == (
        "field “version”: version 1 is stored with another text, by which interviews may have been judged. "
        "Raise the version."
    )
    assert told(replace(OLD, description="Asked anew.", version="2"), OLD) == []


def test_a_version_used_long_ago_is_not_free_again():
    second = replace(OLD, version="2", description="Asked anew.")

    assert "version 1 is stored with another text" in told(replace(OLD, description="Once more."), OLD, second)[0]


def test_a_number_does_not_go_down():
    second = replace(OLD, version="5", description="Asked anew.")

    assert told(replace(OLD, version="4", description="x"), OLD, second) == [
        "field “version”: version 5 is stored already. Raise the version."
    ]


def test_versions_that_are_no_numbers_only_have_to_differ():
    old = replace(OLD, version="spring")

    assert told(replace(OLD, version="autumn", description="x"), old) == []


def test_going_back_to_an_old_text_needs_a_new_version_too():
    second = replace(OLD, version="2", description="Asked anew.")

    (sentence,) = told(OLD, OLD, second)
    assert sentence.startswith("field “version”: this very text is stored as version 1 and is not the newest.")
    assert told(replace(OLD, version="3"), OLD, second) == []


def test_a_changed_anchor_needs_a_raised_version_of_its_skill():
    changed = replace(with_skill(anchors=OTHER_ANCHORS), version="2")

    (sentence,) = told(changed, OLD)
    assert sentence == (
        "skill “service”: its words differ from those stored as version 1 of this skill. Raise its version."
    )
    assert told(replace(with_skill(anchors=OTHER_ANCHORS, version="2"), version="2"), OLD) == []


def test_a_version_far_too_long_for_a_number_is_no_number():
    assert told(replace(OLD, version="9" * 5000, description="x"), OLD) == []
