"""What is taken along holds the same figures as the page, and nothing that is withheld."""

import csv
import io
import json

from paletter.audits import exports, layout, public
from paletter.audits.audit import Audit
from paletter.audits.figures import Scored
from tests.audits.test_layout import MEN, WOMEN, an_audit

SMALL = [Scored("X", "Asian", fit=4.4)] * 3


def lines(audit: Audit) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exports.to_csv(audit))))


def test_csv_holds_a_line_a_group_with_figures_as_numbers() -> None:
    women, men = lines(an_audit(WOMEN + MEN))[:2]

    assert (women["data"], women["table"], women["group"]) == ("real use", "sex", "Female")
    assert (float(men["selection_rate"]), men["selection_below_four_fifths"]) == (0.4, "yes")
    assert (men["scored"], men["above_median"], men["without_score"]) == ("20", "0", "5")


def test_of_a_group_that_is_too_small_csv_holds_its_name_only() -> None:
    small = next(line for line in lines(an_audit(WOMEN + MEN + SMALL)) if line["group"] == "X")

    assert {name: value for name, value in small.items() if value} == {
        "data": "real use",
        "table": "sex",
        "group": "X",
        "remark": "too few to show",
    }


def test_unknown_and_not_shown_have_lines_of_their_own() -> None:
    found = lines(an_audit(WOMEN + MEN + SMALL * 2 + [Scored()] * 6))

    assert [(line["group"], line["people"]) for line in found if line["table"] == "sex"][3:] == [("Unknown", "6")]


def test_a_category_never_becomes_a_formula_in_a_spreadsheet() -> None:
    formula = [Scored('=HYPERLINK("x")', fit=3.0)] * 6

    assert '\'=HYPERLINK("x")' in {line["group"] for line in lines(an_audit(WOMEN + formula))}


def test_json_holds_null_for_what_is_withheld() -> None:
    found = json.loads(json.dumps(exports.to_json(an_audit(WOMEN + MEN + SMALL))))

    groups = {tuple(group["group"]): group for group in found["tables"][0]["groups"]}
    assert groups[("X",)] == {"group": ["X"], "remark": "too few to show"}
    assert found["sample"]["interviews"] == 48
    assert found["tool"] == {"name": "Paletter", "version": "1.0"}
    assert "independent auditor" in found["auditor"]


def test_every_output_of_made_up_people_says_so() -> None:
    audit = an_audit(WOMEN + MEN, is_synthetic=True)
    page = layout.lay_out(audit)

    outputs = [exports.to_csv(audit), json.dumps(exports.to_json(audit)), exports.to_text(page), public.render(page)]

    assert ["SYNTHETIC DATA" in output for output in outputs] == [True] * 4


def test_text_fits_a_terminal() -> None:
    text = exports.to_text(layout.lay_out(an_audit(WOMEN + MEN)))

    assert max(map(len, text.splitlines())) <= 110
    assert "SELECTION" not in text
    assert "Selection rate" in text


def test_the_page_to_publish_holds_what_the_law_asks_to_be_told() -> None:
    page = public.render(layout.lay_out(an_audit(WOMEN + MEN)))

    for told in (
        "23 November 2026",
        "Paletter 1.0",
        "indicators 2026.11, in use here since 1 November 2026",
        "Source and explanation of the data",
        "This is a self-audit",
        "0.67, below 4/5",
        "Unknown: 0 people",
    ):
        assert told in page


def test_the_page_to_publish_lets_nothing_run_and_fetches_nothing() -> None:
    page = public.render(layout.lay_out(an_audit(WOMEN)))

    assert "default-src &#x27;none&#x27;" in page
    assert "<script" not in page
    assert "url(" not in page
