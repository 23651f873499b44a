"""Guides as pages: docs/lever.md for admins and docs/candidates.md for candidates, the very files, made into HTML.

The files in `help` are links to them that a built package follows, and the pictures are linked in the same way below
`static`; so pages and documentation can't drift apart.
"""

import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

HELP = Path(__file__).parent / "help"
SOURCE = HELP / "lever.md"
PICTURES = "pictures/lever/"
SHOWN = Path(__file__).parent / "static" / "paletter" / "help"


@dataclass(frozen=True)
class Heading:
    """A chapter, for the table of contents."""

    anchor: str
    text: str


@dataclass(frozen=True)
class Guide:
    """The guide as it stands on the page."""

    title: str
    chapters: tuple[Heading, ...]
    html: SafeString


def guide() -> Guide:
    """Return the guide for admins."""
    return _read(SOURCE)


def for_candidates(language: str) -> Guide:
    """Return the guide for candidates in a language, in English where it is not translated."""
    return _read(source_for(language))


def source_for(language: str) -> Path:
    translated = HELP / f"candidates.{language}.md"
    return translated if translated.exists() else HELP / "candidates.md"


@lru_cache
def _read(source: Path) -> Guide:
    """Files are read once, since they change with the program only."""
    return rendered(source.read_text(encoding="utf-8"))


def rendered(text: str) -> Guide:
    """Make a page of Markdown. HTML in it is shown as text, links to files that are no pages lose their way."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(text)
    title, *rest = list(_headings(tokens))
    for token in _all(tokens):
        _adapt(token)
    # The first heading is the page's own; the template sets it.
    body = parser.renderer.render(tokens[3:], parser.options, {})
    chapters = tuple(heading for level, heading in rest if level == "h2")
    return Guide(title[1].text, chapters, mark_safe(body))  # noqa: S308 - our own text, with HTML switched off


def anchor_of(text: str) -> str:
    """Return the anchor that code hosts give a heading, so that links work there and here."""
    return re.sub(r"[^\w\- ]", "", text.lower()).strip().replace(" ", "-")


def _headings(tokens: Sequence[Token]) -> Iterator[tuple[str, Heading]]:
    for token, inside in pairwise(tokens):
        if token.type == "heading_open":
            heading = Heading(anchor_of(inside.content), inside.content)
            token.attrSet("id", heading.anchor)
            yield token.tag, heading


def _all(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or ())


def _adapt(token: Token) -> None:
    match token.type:
        case "image":
            name = str(token.attrGet("src")).removeprefix(PICTURES)
            # With its size told, a picture that loads late moves no heading that somebody has just jumped to.
            token.attrs |= {"src": static(f"paletter/help/{name}"), "loading": "lazy", **_size(name)}
        case "link_open" if not _leads_somewhere(str(token.attrGet("href"))):
            token.attrs = {"class": "no-link"}
        case "table_open":
            token.attrSet("class", "table")


def _size(name: str) -> dict[str, str | int | float]:
    width, height = struct.unpack(">II", (SHOWN / name).read_bytes()[16:24])
    return {"width": width, "height": height}


def _leads_somewhere(href: str) -> bool:
    return href.startswith(("#", "https://"))
