"""How a note of ours is known again."""

import pytest

from paletter.writeback.letter import Letter
from tests.writeback.desk import HEADING, LINK, MARKER, NOTE, TAGS

FIRST = Letter(NOTE, TAGS, MARKER, HEADING)
SECOND = Letter(f"{NOTE}?edition=2-17", TAGS, f"{MARKER}?edition=2-17", HEADING)


def test_a_letter_finds_its_own_note() -> None:
    assert FIRST.is_in(NOTE)
    assert SECOND.is_in(SECOND.note)


def test_no_edition_is_found_in_the_note_of_another() -> None:
    assert not FIRST.is_in(SECOND.note)
    assert not SECOND.is_in(NOTE)
    assert not SECOND.is_in(f"{NOTE}?edition=2-171")
    assert not SECOND.is_in(f"{NOTE}?edition=22-17")


@pytest.mark.parametrize("end", ["", "\n", "\r\n", ".", ">", " (seen)"])
def test_what_an_ats_puts_around_a_link_does_not_hide_it(end: str) -> None:
    assert FIRST.is_in(NOTE + end)


def test_a_note_is_known_after_paletter_has_moved_to_another_address() -> None:
    assert FIRST.is_in(NOTE.replace("paletter.example.org", "interviews.example.org"))


def test_a_colleague_who_quotes_the_link_has_not_written_our_note() -> None:
    assert not FIRST.is_in(f"Have a look at {LINK} before you call her.")


@pytest.mark.parametrize("marker", ["", "not in the note", MARKER[:-1]])
def test_a_note_that_could_not_be_found_again_is_no_letter(marker: str) -> None:
    with pytest.raises(ValueError, match="marker"):
        Letter(NOTE, TAGS, marker, HEADING)
