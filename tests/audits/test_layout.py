"""An audit in words: what stands in the cells, and what is said of those who are in none."""

from datetime import date, datetime

import pytest

from paletter.audits import layout, wording
from paletter.audits.audit import Audit
from paletter.audits.figures import Scored, figures
from paletter.audits.layout import Page, Row
from paletter.audits.sample import Sample, Scope, ScorerUsed
from tests.cast import NOON

WOMEN = [Scored("Female", "Asian", fit=3.5)] * 12 + [Scored("Female", "White", fit=2.0)] * 8
MEN = [Scored("Male", "White", fit=3.0)] * 10 + [Scored("Male", "Asian", fit=2.9)] * 10 + [Scored("Male", "White")] * 5


def an_audit(people: list[Scored], *, scope: Scope | None = None, is_synthetic: bool = False) -> Audit:
    sample = Sample(
        people=tuple(people),
        without_line=0,
        scorers=(ScorerUsed("indicators", "2026.11", len(people), date(2026, 11, 1)),),
        first=date(2026, 11, 2),
        last=date(2026, 11, 23),
    )
    return Audit(
        organisation="Fjord Hotel Group",
        made_at=NOON,
        scope=scope or Scope(),
        sample=sample,
        figures=figures(people),
        imported_at=datetime(2026, 11, 20, tzinfo=NOON.tzinfo),
        lines=len(people),
        unmatched=0,
        is_synthetic=is_synthetic,
        version="1.0",
    )


def rows(page: Page, key: str, title: str) -> tuple[Row, ...]:
    section = next(section for section in page.sections if section.key == key)
    return next(table.rows for table in section.tables if table.title == title)


def remarks(page: Page, key: str) -> str:
    return " ".join(next(section.remarks for section in page.sections if section.key == key))


def test_a_rate_below_four_fifths_of_the_highest_is_marked_in_words() -> None:
    women, men = rows(layout.lay_out(an_audit(WOMEN + MEN)), "sex", "Selection rate")

    assert women.cells == ("20", "12", "60.0 %", "1.00, the highest", "–", "–")
    # 10 of 25 over 12 of 20: .67
    assert men.cells[:4] == ("25", "10", "40.0 %", "0.67, below 4/5")
    assert (women.is_marked, men.is_marked) == (False, True)


def test_beside_the_rates_stand_those_without_a_score() -> None:
    _, men = rows(layout.lay_out(an_audit(WOMEN + MEN)), "sex", "Beside the rates")

    assert men.cells[0] == "5 of 25, 20.0 %"


def test_a_ratio_below_four_fifths_is_never_rounded_up_to_it() -> None:
    women = [Scored("Female", fit=3.5)] * 112 + [Scored("Female", fit=2.0)] * 28
    men = [Scored("Male", fit=3.5)] * 107 + [Scored("Male", fit=2.0)] * 61

    ratios = [row.cells[3] for row in rows(layout.lay_out(an_audit(women + men)), "sex", "Selection rate")]

    assert ratios == ["1.00, the highest", "0.796, below 4/5"]


def test_where_it_comes_from_is_told_first() -> None:
    scope = Scope(begin=date(2026, 11, 1), template="general-hospitality-foh")

    facts = dict(layout.lay_out(an_audit(WOMEN + MEN, scope=scope)).facts)

    assert facts["Date of this audit"] == "23 November 2026"
    assert facts["Interviews handed in"] == (
        "from 1 November 2026 to the last; found from 2 November 2026 to 23 November 2026"
    )
    assert facts["Scorer"] == "indicators 2026.11, in use here since 1 November 2026, 45 interviews"
    assert facts["Template"] == "general-hospitality-foh"


def test_groups_that_are_too_small_are_named_without_a_row() -> None:
    page = layout.lay_out(an_audit(WOMEN + MEN + [Scored("X", "Asian", fit=3.0)] * 3 + [Scored()] * 4))

    assert [row.name for row in rows(page, "sex", "Selection rate")] == ["Female", "Male"]
    assert "Too few to show: X." in remarks(page, "sex")
    assert "Unknown or not shown: 7 people" in remarks(page, "sex")


def test_who_did_not_tell_is_counted() -> None:
    assert "Unknown: 1 person did not tell" in remarks(layout.lay_out(an_audit([*WOMEN, *MEN, Scored()])), "sex")


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        ([], "There is nobody in this sample."),
        ([Scored(fit=3.0)] * 9, "Nothing can be shown: nobody of 9 people told."),
        ([Scored("Female", fit=3.0)] * 4, "Nothing can be shown of 4 people: the groups have fewer than 5 people"),
    ],
)
def test_an_empty_table_says_why(people: list[Scored], sentence: str) -> None:
    page = layout.lay_out(an_audit(people))

    assert page.is_empty
    assert sentence in remarks(page, "sex")


def test_only_a_sample_of_nobody_has_nobody() -> None:
    assert layout.lay_out(an_audit([])).has_nobody
    assert not layout.lay_out(an_audit([Scored(fit=3.0)])).has_nobody


def test_made_up_people_are_labelled() -> None:
    assert layout.lay_out(an_audit(WOMEN, is_synthetic=True)).label == "SYNTHETIC DATA"
    assert layout.lay_out(an_audit(WOMEN)).label == ""


@pytest.mark.parametrize(("p", "text"), [(1.0, "1.000"), (0.0312, ".031"), (0.0004, "under .001")])
def test_chances_are_told_in_three_digits(p: float, text: str) -> None:
    assert wording.chance(p) == text
