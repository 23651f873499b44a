import pytest

from paletter.evaluation import wording
from paletter.evaluation.bootstrap import Estimate
from paletter.evaluation.statistics import Share


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.476, ".48"), (-0.02, "-.02"), (0.0, ".00"), (1.0, "1.00"), (1.2, "1.20"), (-1.5, "-1.50"), (None, "–")],
)
def test_figures_have_two_digits_and_no_needless_zero(value, text):
    assert wording.decimal(value) == text


def test_differences_have_a_sign():
    assert [wording.signed(value) for value in (0.1, 0.0, -0.25, None)] == ["+.10", "+.00", "-.25", "–"]


def test_an_estimate_is_told_with_its_interval_if_it_has_one():
    assert wording.estimate(Estimate(0.48, 0.31, 0.62)) == ".48 (.31 to .62)"
    assert wording.estimate(Estimate(0.48)) == ".48"
    assert wording.estimate(Estimate(0.0, 0.0, 0.0)) == ".00"
    assert wording.estimate(None) == "–"


def test_a_share_is_told_in_counts_and_percent():
    assert wording.share(Share(48, 90)) == "48 of 90, 53 % (43 to 63)"
    assert wording.share(Share(0, 0)) == "–"
    assert wording.percent(0.254) == "25 %"
