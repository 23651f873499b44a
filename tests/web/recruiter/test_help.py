"""The help page covers what the integration's own help page covers (R59), and names whom to ask (R9)."""

import pytest
from pydantic import ValidationError

from paletter.config.options import Options
from tests.web.recruiter.conftest import text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "words",
    [
        "LeverTRM for Enterprise",
        "Limited Team Member",
        "Manage API credentials and manage integrations",
        "Manage profiles and view associated postings",
        "admin rights in Paletter",
        "ATS CONFIGURATION",
        "Authorized Apps",
        "Revoke access",
        "AI Assessment Template",
        "External, Internal or Unlisted",
        "at the top of the browser",
        "same e-mail address",
        "Paletter AI Assessment Ready",
        "Paletter AI Fit Check Score: 3+ out of 5",
        "How do I get an account?",
        "Why is my job not in Paletter?",
        "changed the posting in Lever",
        "Whom do I speak to?",
        "API Credentials",
    ],
)
def test_it_tells(bob, words):
    assert words in text_of(bob.get("/help"))


def test_it_names_the_contacts_that_the_operator_set(bob, settings):
    contacts = {
        "info_email": "info@hotel.example.org",
        "support_email": "help@hotel.example.org",
        "website": "https://www.example.org",
    }
    settings.OPTIONS = settings.OPTIONS.model_copy(update=contacts)
    page = text_of(bob.get("/help"))

    assert all(contact in page for contact in contacts.values())


def test_without_a_website_it_names_none(bob):
    assert "On the web" not in text_of(bob.get("/help"))


def test_a_website_that_is_no_address_is_refused_at_the_start():
    with pytest.raises(ValidationError, match="https://"):
        Options(website="javascript:alert(1)")


def test_it_is_linked_from_every_page_of_members(bob):
    assert text_of(bob.get("/jobs/")).count('href="/help"') == 2


def test_candidates_see_no_link_to_it(carol):
    assert 'href="/help"' not in text_of(carol.get("/interviews/"))
