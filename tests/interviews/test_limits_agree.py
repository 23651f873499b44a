"""Whatever a template may ask for can also be processed."""

from paletter.assessments.rules import shape
from paletter.interviews import media
from paletter.vocabulary.limits import LONGEST_TAKE_SECONDS, MOST_TIME_FACTOR
from tests.assessments.writing import with_question


def test_the_longest_answer_that_a_template_may_ask_for_can_be_processed_with_the_most_extra_time():
    assert not [found for found in shape.findings(with_question(seconds=LONGEST_TAKE_SECONDS)) if found.is_error]
    assert media.LONGEST_SECONDS > LONGEST_TAKE_SECONDS * MOST_TIME_FACTOR
