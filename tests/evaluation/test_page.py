import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, sync_playwright

from paletter.evaluation import page, plots
from paletter.evaluation.bootstrap import Estimate
from tests.evaluation.found import everything
from tests.journeys.browser import CHROMIUM, a_browser

needs_chromium = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no Chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright, a_browser(playwright) as opened:
        yield opened


def test_the_page_asks_nothing_of_any_server():
    text = page.render(everything())

    assert "default-src 'none'" in text
    assert not re.search(r"https?://|src=|@import|url\(", text.replace("http-equiv", ""))


def test_names_from_files_are_written_as_text():
    text = page.render(everything())

    assert "&lt;b&gt;" in text
    assert "<b>" not in text


def test_what_flatters_is_shown_loudly_before_any_figure():
    text = page.render(everything())

    assert text.index('class="remark loud"') < text.index("<svg")
    assert "THESE FIGURES FLATTER" in text


def test_every_drawing_says_in_words_what_it_shows():
    for drawing in drawings():
        assert drawing.get("role") == "img"
        assert len(drawing.get("aria-label", "")) > 20


def drawings():
    skill = everything().skills[0]
    made = (
        plots.scatter(skill),
        plots.calibration(skill),
        plots.correlations(everything()),
        plots.pairs_won(everything()),
    )
    return [ElementTree.fromstring(text) for text in made]  # noqa: S314 - our own


def whiskers(r: Estimate) -> dict[str, str]:
    """Return the ends of the words' interval and the places of the ticks, when the word counter agrees so far."""
    skill = everything().skills[0]
    assert skill.words
    found = replace(everything(), skills=(replace(skill, words=replace(skill.words, r=r)),))
    drawing = plots.correlations(found)
    ticks = re.findall(r'x="([^"]+)" y="[^"]+" text-anchor="[a-z]+">([^<]+)<', drawing)
    whisker = re.search(r'class="whisker words" d="M(\S+) \S+H([^"]+)"', drawing)
    assert whisker
    return {"low": whisker[1], "high": whisker[2]} | {name: x for x, name in ticks}


def test_no_interval_is_cut_off_where_the_axis_begins():
    usual, low = whiskers(Estimate(-0.3, -0.5, 0.0)), whiskers(Estimate(-0.6, -1.0, 0.5))

    assert (usual["low"], usual["high"]) == (usual["-.50"], usual[".00"])
    assert "-1.00" not in usual
    assert (low["low"], low["high"]) == (low["-1.00"], low[".50"]) == ("0", low[".50"])


def test_a_dot_stands_where_both_sides_put_its_answer():
    skill = everything().skills[0]
    dots = [dot for dot in ElementTree.fromstring(plots.scatter(skill)) if dot.get("class") == "dot"]  # noqa: S314

    assert len(dots) == len(skill.points)
    by_level = sorted(zip(skill.points, dots, strict=True), key=lambda pair: pair[0].level)
    across = [float(dot.get("cx")) for _, dot in by_level]
    assert across == sorted(across)
    assert float(dots[0].get("cy")) == pytest.approx(
        plots.SIDE - plots.BOTTOM - (skill.points[0].rated - 1) / 4 * (plots.SIDE - plots.TOP - plots.BOTTOM), abs=0.06
    )


@needs_chromium
@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_phones_and_screens_in_light_and_dark(browser, tmp_path, width, scheme):
    path = tmp_path / "page.html"
    path.write_text(page.render(everything()), encoding="utf-8")
    told: list[str] = []
    opened = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    opened.on("console", lambda message: told.append(message.text))

    opened.goto(path.as_uri())

    assert told == []
    assert opened.evaluate("document.documentElement.scrollWidth") == width
    ground, ink = opened.evaluate(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
    )
    assert (sum(numbers(ground)) > sum(numbers(ink))) == (scheme == "light")
    opened.close()


def numbers(colour: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", colour)[:3]]
