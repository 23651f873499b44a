from paletter.assessments.rules import weights
from tests.assessments.writing import a_template


def told(**given: float) -> list[str]:
    return [str(finding) for finding in weights.findings(a_template(weights=given))]


def test_a_weight_that_outweighs_all_others_is_warned_of():
    assert told(service=3.0, repair=1.0, teamwork=1.0) == [
        "weights, “service”: is 60% of the fit score, more than all others together; without it there is none."
    ]


def test_half_of_the_weight_and_two_skills_are_fine():
    assert told(service=2.0, repair=1.0, teamwork=1.0) == []
    assert told(service=3.0, repair=1.0) == []


def test_weights_of_nothing_divide_by_nothing():
    assert told(service=0.0, repair=0.0, teamwork=-1.0) == []
