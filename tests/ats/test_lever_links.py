"""What people paste to name a posting."""

import pytest

from paletter.ats.lever.provider import LeverProvider, LeverSettings

ID = "7b0c2f0e-5a53-4b53-9d0e-0d5b8f6a1c01"
LEVER = LeverProvider(LeverSettings("", ""))


@pytest.mark.parametrize(
    "text",
    [
        ID,
        f"  {ID.upper()}  ",
        f"https://hire.lever.co/jobs/{ID}",
        f"https://jobs.lever.co/fjordhotel/{ID}/apply?lever-source=x",
        f"https://jobs.eu.lever.co/fjordhotel/{ID}",
    ],
)
def test_an_id_or_any_link_to_a_posting_names_it(text):
    assert LEVER.posting_id_in(text) == ID


@pytest.mark.parametrize("text", ["", "Night Auditor", "7b0c2f0e-5a53-4b53-9d0e", f"x{ID}", f"{ID}f"])
def test_words_and_broken_ids_name_nothing(text):
    assert LEVER.posting_id_in(text) is None


def test_consent_is_offered_by_an_installation_that_lever_knows():
    assert LeverProvider(LeverSettings("id", "secret")).takes_consent
    assert not LEVER.takes_consent


def test_every_right_says_what_it_is_for():
    assert all(LEVER.rights.values())
    assert not any("confidential" in right for right in LEVER.rights)
