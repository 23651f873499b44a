"""The look keeps its promises: contrast in light and dark, shapes that differ, vendored files as published."""

import hashlib
import re
import tomllib
from itertools import product
from pathlib import Path

import pytest
from django.template import engines

import paletter.web
from paletter.reports import drawing

STATIC = Path(paletter.web.__file__).parent / "static"
SKILLS = tuple(drawing.MARKS)
GROUNDS = ("paper", "surface", "sunken")
TEXTS = ("ink", "muted", "accent", "danger", "warning", "success", *(f"skill-{key}" for key in SKILLS))
MARKS = ("line-strong", "recording", "focus", *(f"skill-{key}-mark" for key in SKILLS))
TEXT_ON = [
    ("accent-ink", "accent"),
    ("accent-ink", "accent-hover"),
    ("danger-ink", "danger"),
    ("danger", "danger-tint"),
    ("warning", "warning-tint"),
    ("success", "success-tint"),
    ("accent", "accent-tint"),
    *((f"skill-{key}", f"skill-{key}-tint") for key in SKILLS),
    *(("ink", f"skill-{key}-tint") for key in SKILLS),
]


def tokens(scheme: str) -> dict[str, str]:
    light, dark = (STATIC / "paletter" / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
    found = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
    return dict(found.findall(light)) | (dict(found.findall(dark)) if scheme == "dark" else {})


def luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_a_contrast_of_4_5_on_every_ground(scheme):
    colours = tokens(scheme)
    pairs = [*product(TEXTS, GROUNDS), *TEXT_ON]

    assert [pair for pair in pairs if contrast(colours[pair[0]], colours[pair[1]]) < 4.5] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_and_borders_of_controls_have_a_contrast_of_3(scheme):
    colours = tokens(scheme)

    assert [pair for pair in product(MARKS, GROUNDS) if contrast(colours[pair[0]], colours[pair[1]]) < 3] == []


def test_each_skill_has_a_shape_of_its_own():
    assert len(set(drawing.MARKS.values())) == len(SKILLS) == 6


def test_a_mark_is_drawn_in_its_skills_hue_and_hidden_from_screen_readers():
    drawn = engines["django"].from_string('{% skill_mark "teamwork" %}').render({})

    assert "skill-teamwork" in drawn
    assert 'aria-hidden="true"' in drawn


def test_an_unknown_skill_gets_a_neutral_mark():
    assert drawing.UNKNOWN_MARK in engines["django"].from_string('{% skill_mark "own-skill" %}').render({})


@pytest.mark.parametrize(
    ("seconds", "words"), [(45, "45 seconds"), (60, "1 minute"), (90, "1 minute 30 seconds"), (180, "3 minutes")]
)
def test_lengths_of_time_are_said_as_people_do(seconds, words):
    assert engines["django"].from_string("{{ s|duration }}").render({"s": seconds}) == words


@pytest.mark.parametrize(("number", "words"), [(0.6, "+0.60"), (-1.2, "−1.20"), (0.0, "0.00"), (-0.001, "0.00")])
def test_differences_carry_their_sign_and_none_has_none(number, words):
    assert engines["django"].from_string("{{ n|signed }}").render({"n": number}) == words


@pytest.mark.parametrize("folder", [STATIC / "vendor", Path(__file__).parent / "vendor"], ids=["site", "tests"])
def test_vendored_files_are_what_the_list_says(folder):
    listed = tomllib.loads((folder / "VENDORED.toml").read_text())["package"]
    for package in listed:
        assert (folder / package["licence_file"]).is_file()
        for name, digest in package["sha256"].items():
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name


def test_no_style_or_script_comes_from_elsewhere():
    for sheet in (STATIC / "paletter").glob("*.css"):
        assert not re.search(r"url\(['\"]?https?:|@import", sheet.read_text()), sheet.name


def test_style_says_start_and_end_so_that_pages_can_be_read_from_right_to_left():
    side = re.compile(r"[^\n{;]*(?<![\w])(?:left|right)(?:-\w+)?\s*:|(?:text-align|float):\s*(?:left|right)")
    for sheet in (STATIC / "paletter").rglob("*.css"):
        assert side.findall(sheet.read_text()) == [], sheet.name
