"""Nobody gets into an account by an address that only looks like the owner's."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.mark.parametrize(
    ("owners", "lookalike"),
    [
        ("alice@example.org", "al\u0131ce@example.org"),
        ("rosa@example.org", "ro\u017fa@example.org"),
        ("mail@kim.example", "mail@k\u0131m.example"),
    ],
)
def test_the_codes_sent_to_a_lookalike_of_somebodys_address_do_not_open_their_account(
    client: Client, owners: str, lookalike: str
):
    owner = cast.a_recruiter(owners)

    answer = client.post("/accounts/login/code/", {"email": lookalike})
    while answer.status_code == 302 and mail.outbox:
        letter = mail.outbox.pop()
        assert letter.to == [lookalike]
        code = next(line for line in letter.body.splitlines() if line.isdigit())
        answer = client.post(answer.url, {"code": code})

    assert client.session["_auth_user_id"] != str(owner.pk)
    assert not owner.emailaddress_set.filter(email=lookalike).exists()
