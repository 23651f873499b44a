"""All rules together: what a template is told, in which order."""

from dataclasses import replace

import pytest
from hypothesis import given

from paletter.assessments import lint, shelf
from paletter.assessments.rules.findings import Severity
from tests.assessments.test_shelf import any_template
from tests.assessments.writing import ANCHORS, a_template, with_anchor, with_question, with_skill


def test_a_good_template_is_told_nothing():
    assert lint.lint(a_template()) == ()


@pytest.mark.parametrize("template", shelf.templates(), ids=lambda template: template.key)
def test_shipped_templates_pass_clean(template):
    assert [finding for finding in lint.lint(template) if finding.severity is not Severity.NOTE] == []


def test_the_template_to_hire_by_earns_not_even_a_note():
    assert lint.lint(shelf.template("general-hospitality-foh")) == ()


def test_the_gravest_comes_first():
    bad = with_question("Do you like guests?", retakes=0)
    spoilt = replace(bad, rubrics=with_anchor("Shows enthusiasm.").rubrics)

    assert [f.severity for f in lint.lint(spoilt)] == [Severity.ERROR, Severity.WARNING, Severity.NOTE]


def test_the_stored_texts_are_looked_at_when_there_are_some():
    changed = with_skill(anchors=ANCHORS | {5: "Finds out more."})

    assert [f.rule for f in lint.lint(changed, history=[a_template()])] == ["version", "skill-version"]


def test_errors_alone_keep_a_template_from_being_used():
    found = lint.lint(with_question("Do you like guests?"))

    assert found
    assert lint.errors(found) == ()
    shelf.proofread(with_question("Do you like guests?"))


@given(any_template())
def test_any_template_is_judged_without_trouble_and_the_same_each_time(template):
    found = lint.lint(template, history=[replace(template, description="Before.")])

    assert found == lint.lint(template, history=[replace(template, description="Before.")])
    assert len(found) == len(set(found))


@given(any_template())
def test_what_the_linter_finds_no_error_in_can_be_proofread_and_the_other_way_round(template):
    has_errors = bool(lint.errors(lint.lint(template)))

    try:
        shelf.proofread(template)
    except shelf.TemplateError:
        assert has_errors
    else:
        assert not has_errors
