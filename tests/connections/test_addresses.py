"""Addresses are recognised by digests."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from paletter.connections.addresses import digest, digests, near_digests

CAROL = "carol.candidate@example.org"


def test_case_and_outer_spaces_do_not_matter() -> None:
    assert digest(" Carol.Candidate@Example.org ") == digest(CAROL)


def test_dots_and_tags_do_matter() -> None:
    assert len({digest(CAROL), digest("carolcandidate@example.org"), digest("carol.candidate+fjord@example.org")}) == 3


def test_letters_that_only_fold_alike_are_two_mailboxes() -> None:
    assert digest("straße@example.org") != digest("strasse@example.org")


def test_a_digest_is_of_no_use_to_another_installation(settings: Any) -> None:
    here = digest(CAROL)
    settings.SECRET_KEY = "another installation's key"

    assert digest(CAROL) != here


def test_each_address_counts_once_and_an_empty_one_not_at_all() -> None:
    assert digests([CAROL, CAROL.upper(), "", "  "]) == [digest(CAROL)]


def test_the_near_digest_of_an_address_with_a_tag_is_that_of_the_one_without() -> None:
    assert near_digests(["Carol.Candidate+fjord+2@example.org"]) == [digest(CAROL)]
    assert near_digests([CAROL]) == [digest(CAROL)]


def test_an_address_that_begins_with_a_plus_has_no_name_to_be_cut_to() -> None:
    assert near_digests(["+fjord@example.org"]) == [digest("+fjord@example.org")]


@given(st.text(max_size=60))
def test_whatever_somebody_typed_has_one_digest_at_most(typed: str) -> None:
    assert len(digests([typed, f" {typed}"])) <= 1
    assert len(near_digests([typed])) <= 1
