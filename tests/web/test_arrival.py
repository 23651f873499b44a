"""Letters about accounts lead to the site's one address, whatever address the request claims to have come by."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from tests import cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("email", ["alice@example.org", "nobody.yet@example.org"])
def test_a_link_in_a_letter_is_made_of_our_address_not_of_the_requests(client: Client, settings, email: str):
    cache.clear()
    settings.BASE_URL = "https://interviews.example.org"
    settings.ALLOWED_HOSTS = ["interviews.example.org", "evil.example"]
    cast.a_recruiter("alice@example.org")

    client.post("/accounts/password/reset/", {"email": email}, headers={"host": "evil.example"})

    assert "https://interviews.example.org/accounts/" in mail.outbox[0].body
    assert "evil.example" not in mail.outbox[0].body
