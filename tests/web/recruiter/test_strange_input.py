"""What no form of ours sends is answered plainly, and never with an error of the server."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/jobs/missing?title=%00", "/members/invitation/%00", "/members/invitation/a%00b"])
def test_a_nul_in_an_address_finds_nothing(alice: Client, path: str) -> None:
    assert alice.get(path).status_code in (200, 404)


@pytest.mark.parametrize("organisation", ["²", "9" * 40, "-1", "", "\x00"])
def test_an_organisation_that_is_no_number_of_ours_is_not_found(alice: Client, organisation: str) -> None:
    assert alice.post("/settings/organisation", {"organisation": organisation}).status_code == 404
