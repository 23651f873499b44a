"""Which opportunity a result belongs to."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paletter.vocabulary.hiring import Opportunity
from paletter.writeback.match import NoMatch, match
from tests.cast import NOON

CAROL = "carol.candidate@example.org"


def an_opportunity(
    key: str, *, email: str = CAROL, posting: str = "host", age: int = 0, is_archived: bool = False
) -> Opportunity:
    created_at = NOON - timedelta(days=age)
    emails = (email,) if email else ()
    return Opportunity(key, "Carol", emails, (posting,), created_at, NOON if is_archived else None)


def matched(*opportunities: Opportunity, emails: tuple[str, ...] = (CAROL,)) -> str | NoMatch:
    found = match(opportunities, emails=emails, posting_id="host")
    return found if isinstance(found, NoMatch) else found.id


def test_the_opportunity_with_the_address_on_the_posting_is_it() -> None:
    assert matched(an_opportunity("a", email="dana.demo@example.org"), an_opportunity("b")) == "b"


@pytest.mark.parametrize("spelling", ["Carol.Candidate@Example.org", " carol.candidate@example.org "])
def test_case_and_outer_spaces_do_not_matter(spelling: str) -> None:
    assert matched(an_opportunity("a", email=spelling)) == "a"


@pytest.mark.parametrize("other", ["carol.candidate+lever@example.org", "carolcandidate@example.org", ""])
def test_a_similar_address_is_another_address(other: str) -> None:
    assert isinstance(matched(an_opportunity("a", email=other)), NoMatch)


@pytest.mark.parametrize(
    ("proven", "applied_with"),
    [("ro\u017fa@example.org", "rosa@example.org"), ("stra\u00dfe@example.org", "strasse@example.org")],
)
def test_an_address_in_other_letters_that_fold_alike_is_another_persons(proven: str, applied_with: str) -> None:
    assert isinstance(matched(an_opportunity("a", email=applied_with), emails=(proven,)), NoMatch)


def test_the_address_alone_is_never_enough() -> None:
    assert isinstance(matched(an_opportunity("a", posting="night-receptionist")), NoMatch)


def test_any_verified_address_will_do() -> None:
    assert matched(an_opportunity("a"), emails=("carol@example.com", CAROL)) == "a"


def test_any_address_of_a_merged_contact_will_do() -> None:
    merged = replace(an_opportunity("a", email="carol@example.com"), emails=("carol@example.com", CAROL.title()))

    assert matched(merged, an_opportunity("b", email="dana.demo@example.org")) == "a"


@pytest.mark.parametrize("other", ["carol.candidate+lever@example.org", "Carol.Candidate+a+b@Example.org"])
def test_the_same_address_but_for_a_tag_is_offered_and_not_told(other: str) -> None:
    found = matched(an_opportunity("a", email=other), an_opportunity("b", email="dana.demo@example.org"))

    assert isinstance(found, NoMatch)
    assert found.near == ("a",)
    assert "similar address" in found.reason
    assert other not in found.reason


def test_a_similar_address_on_another_posting_is_not_offered() -> None:
    found = matched(an_opportunity("a", email="carol.candidate+lever@example.org", posting="night-receptionist"))

    assert isinstance(found, NoMatch)
    assert found.near == ()


def test_one_that_is_not_archived_comes_before_a_newer_archived_one() -> None:
    assert matched(an_opportunity("archived", is_archived=True), an_opportunity("open", age=300)) == "open"


def test_of_two_open_ones_the_newest_is_it() -> None:
    assert matched(an_opportunity("older", age=9), an_opportunity("newer", age=2)) == "newer"


def test_an_archived_one_is_better_than_none() -> None:
    assert matched(an_opportunity("a", is_archived=True)) == "a"


def test_no_match_tells_the_recruiter_which_address_and_what_to_do() -> None:
    reason = matched()

    assert isinstance(reason, NoMatch)
    assert CAROL in reason.reason
    assert "Ask them" in reason.reason


def test_a_candidate_without_a_verified_address_matches_nobody_not_even_one_without() -> None:
    reason = matched(an_opportunity("a", email=""), emails=())

    assert isinstance(reason, NoMatch)
    assert "verified" in reason.reason


opportunities = st.builds(
    an_opportunity,
    st.uuids().map(str),
    email=st.sampled_from([CAROL, CAROL.upper(), "dana.demo@example.org", ""]),
    posting=st.sampled_from(["host", "night-receptionist"]),
    age=st.integers(0, 5),
    is_archived=st.booleans(),
)


@given(st.lists(opportunities, max_size=8), st.randoms())
def test_the_order_in_which_an_ats_tells_them_does_not_matter(found: list[Opportunity], dice) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(found)
    dice.shuffle(shuffled)

    assert matched(*found) == matched(*shuffled)


@given(st.lists(opportunities, max_size=8))
def test_what_is_matched_always_has_the_address_and_the_posting(found: list[Opportunity]) -> None:
    chosen = match(found, emails=[CAROL], posting_id="host")

    if isinstance(chosen, Opportunity):
        assert chosen.posting_ids == ("host",)
        assert [email.lower() for email in chosen.emails] == [CAROL]
    else:
        assert not [o for o in found if o.posting_ids == ("host",) and CAROL in [e.lower() for e in o.emails]]
