"""Whose an address is: the very one that was proven, and none that only looks like it to a database."""

import pytest

from paletter.accounts import people
from tests import cast

pytestmark = pytest.mark.django_db

# Dotless i and long s become an I or an S in capitals, which is how databases compare without case.
LOOKALIKES = [
    ("alice@example.org", "al\u0131ce@example.org"),
    ("mail@kim.example", "mail@k\u0131m.example"),
    ("rosa@example.org", "ro\u017fa@example.org"),
]


def test_case_and_outer_spaces_make_no_other_address():
    alice = cast.a_recruiter()

    assert people.found(" Alice@Example.ORG ") == alice
    assert people.has_proved(alice, "ALICE@example.org")


@pytest.mark.parametrize(("real", "lookalike"), LOOKALIKES)
def test_an_address_that_is_the_same_only_in_capitals_is_another_persons(real, lookalike):
    owner = cast.a_person(real)

    assert people.found(lookalike) is None  # and so no code is sent there for this account
    assert not people.has_proved(owner, lookalike)


@pytest.mark.parametrize(("real", "lookalike"), LOOKALIKES)
def test_who_proved_a_lookalike_has_not_proved_the_real_address(real, lookalike):
    attacker = cast.a_person(lookalike)

    assert people.found(real) is None
    assert not people.has_proved(attacker, real)
