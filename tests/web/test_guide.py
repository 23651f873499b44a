"""The guides: files read in the documentation, and the same ones on the help pages."""

import re
from pathlib import Path

import pytest
from django.test import Client

from paletter.web import guide
from scripts import messages

DOCS = Path(__file__).parents[2] / "docs"
TEXT = (DOCS / "lever.md").read_text()


def test_the_help_page_shows_the_very_file_of_the_documentation():
    assert guide.SOURCE.read_text() == TEXT


def test_every_picture_of_the_guide_is_there_and_small():
    named = re.findall(r"\]\(pictures/lever/([\w-]+\.png)\)", TEXT)
    sizes = {name: (DOCS / "pictures" / "lever" / name).stat().st_size for name in named}

    assert len(sizes) >= 10
    assert {name: size for name, size in sizes.items() if size >= 150_000} == {}


def test_no_picture_lies_unused():
    used = set(re.findall(r"[\w-]+\.png", TEXT))

    assert {path.name for path in (DOCS / "pictures" / "lever").glob("*.png")} == used


def test_every_picture_says_what_it_shows():
    assert not re.search(r"!\[\]\(", TEXT)


def test_pictures_are_served_by_the_page():
    assert 'src="/static/paletter/help/' in guide.guide().html


def test_pictures_tell_their_size_so_that_nothing_jumps_when_they_load():
    pictures = re.findall(r"<img [^>]*>", guide.guide().html)

    assert all('width="1100"' in picture and 'height="' in picture for picture in pictures)


def test_links_within_the_guide_lead_to_its_headings():
    page = guide.guide()
    wanted = set(re.findall(r'href="#([^"]+)"', page.html))

    assert wanted <= set(re.findall(r'id="([^"]+)"', page.html))


def test_a_link_to_a_file_that_is_no_page_keeps_its_words_only():
    page = guide.rendered("# T\n\nSee [the settings](settings.md) and [the site](https://example.org).\n")

    assert 'href="settings.md"' not in page.html
    assert "the settings" in page.html
    assert 'href="https://example.org"' in page.html


def test_html_in_the_text_is_shown_and_not_obeyed():
    assert "<script>" not in guide.rendered("# T\n\n<script>alert(1)</script>\n").html


def test_a_link_that_runs_something_is_no_link():
    assert "href" not in guide.rendered("# T\n\n[press](javascript:alert(1))\n").html


def test_headings_get_the_anchors_that_code_hosts_give_them():
    assert guide.anchor_of("What Paletter asks for, and why") == "what-paletter-asks-for-and-why"


def test_chapters_are_listed_in_order():
    assert [one.text for one in guide.rendered("# T\n\n## One\n\n### Part\n\n## Two\n").chapters] == ["One", "Two"]


@pytest.mark.parametrize(("language", "file"), [("en", "candidates.md"), ("de", "candidates.de.md")])
def test_candidates_read_the_very_file_of_the_documentation_in_their_language(
    client: Client, language: str, file: str
) -> None:
    page = client.get("/help/interviews", headers={"Accept-Language": language}).content.decode()

    assert (guide.HELP / file).read_text() == (DOCS / file).read_text()
    assert guide.rendered((DOCS / file).read_text()).html in page
    assert f'<html lang="{language}"' in page


def test_the_guide_for_candidates_has_the_same_chapters_in_each_language() -> None:
    assert len(guide.for_candidates("de").chapters) == len(guide.for_candidates("en").chapters) > 5
    assert guide.for_candidates("fr") == guide.for_candidates("en")


def test_what_the_guide_quotes_stands_on_the_pages() -> None:
    """What is in italics in the table of troubles is a sentence of the product, in German too."""
    for language in ("en", "de"):
        troubles = [line for line in guide.source_for(language).read_text().splitlines() if line.startswith("| *")]
        quoted = [re.match(r"\| \*([^*]+)\*", line)[1] for line in troubles]  # type: ignore[index]
        said = {message.id if language == "en" else message.string for message in messages.read("de") if message.id}
        assert len(quoted) >= 6
        for quote in quoted:
            assert any(quote.replace("'", "’") in str(sentence) for sentence in said), quote
