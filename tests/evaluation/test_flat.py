import csv
import io

import pytest

from paletter.evaluation import flat
from tests.evaluation.found import everything


def written():
    return list(csv.DictReader(io.StringIO(flat.to_csv(everything()))))


def test_each_figure_is_a_row_with_its_interval():
    row = next(row for row in written() if row["table"] == "agreement" and row["figure"] == "r")

    r = everything().skills[0].scorer.r
    assert (row["skill"], row["levels_from"]) == ("service", "counts-help")
    assert [float(row[name]) for name in ("value", "low", "high")] == pytest.approx([r.value, r.low, r.high], abs=1e-4)


def test_all_parts_are_there():
    assert {row["table"] for row in written()} == {
        "remark", "agreement", "coverage", "unscored", "calibration", "raters", "groups", "heard", "pairs",
    }  # fmt: skip


def test_baselines_have_the_same_figures():
    sources = {row["levels_from"] for row in written() if row["table"] == "agreement" and row["figure"] == "kappa"}

    assert sources == {"counts-help", "words", "mean"}


def test_shares_of_pairs_have_wilsons_interval():
    row = next(row for row in written() if row["table"] == "pairs" and row["figure"] == "won")

    assert (row["of"], row["skill"], row["value"]) == ("equal_length, as written", "all", "1.0000")
    assert float(row["low"]) == pytest.approx(0.2065, abs=1e-3)
