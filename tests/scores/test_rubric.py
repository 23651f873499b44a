"""By which anchors and weights an interview is judged."""

import pytest

from paletter.scores.rubric import RubricRefused, template_for
from tests.cast import an_interview
from tests.scores.later import a_later_version, all_on_service, with_juggling, with_other_questions, without_teamwork

pytestmark = pytest.mark.django_db


def test_without_another_version_its_own_template_judges():
    interview = an_interview()

    assert template_for(interview, None) == interview.template_version.value
    assert template_for(interview, interview.template_version) == interview.template_version.value


def test_a_later_version_brings_its_weights_and_its_name():
    interview = an_interview()

    template = template_for(interview, a_later_version(interview, all_on_service))

    assert template.weights["service"] == 10.0
    assert template.version == "later"


def test_the_questions_stay_those_that_were_answered():
    interview = an_interview()

    template = template_for(interview, a_later_version(interview, with_other_questions))

    assert template.questions == interview.template_version.value.questions


def test_a_skill_that_nobody_was_asked_about_is_left_out():
    interview = an_interview()

    template = template_for(interview, a_later_version(interview, with_juggling))

    assert template.competencies == interview.template_version.value.competencies
    assert "juggling" not in template.weights


def test_a_version_that_lacks_a_skill_is_refused_by_its_name():
    interview = an_interview()

    with pytest.raises(RubricRefused, match="does not judge Teamwork"):
        template_for(interview, a_later_version(interview, without_teamwork))
