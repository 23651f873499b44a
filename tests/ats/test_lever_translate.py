"""Lever's JSON in our words; examples as the API sends them, and the odd ones that were recorded."""

from datetime import UTC, datetime
from typing import Any

import pytest

from paletter.ats.lever import translate
from paletter.ats.lever.oauth import claims_of
from paletter.vocabulary.hiring import Distribution


def a_posting(**fields: Any) -> dict[str, Any]:
    return {
        "id": "7b0c",
        "text": "Front of House Host",
        "state": "published",
        "distributionChannels": ["internal", "public"],
        "confidentiality": "non-confidential",
        "categories": {"location": "Oslo", "level": None},
        "urls": {"show": "https://jobs.lever.co/fjordhotel/7b0c"},
        "updatedAt": 1795449600000,
        "screening": {"enabled": False},
    } | fields


def an_opportunity(**fields: Any) -> dict[str, Any]:
    return {
        "id": "aa11",
        "name": "Kari Nordmann",
        "emails": ["kari@example.org"],
        "archived": None,
        "applications": [{"id": "cc33", "posting": "7b0c", "email": "kari.private@example.org"}],
        "createdAt": 1795449600000,
        "updatedAt": None,
        "urls": {"show": "https://hire.lever.co/candidates/aa11"},
    } | fields


def test_a_posting_in_our_words() -> None:
    posting = translate.posting(a_posting())

    assert posting is not None
    assert (posting.title, posting.location) == ("Front of House Host", "Oslo")
    assert posting.distribution is Distribution.EXTERNAL_AND_INTERNAL
    assert posting.updated_at == datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "distribution", "is_assessable"),
    [
        ({"distributionChannels": ["public"]}, Distribution.EXTERNAL, True),
        ({"distributionChannels": ["internal"]}, Distribution.INTERNAL, True),
        ({"state": "internal", "distributionChannels": None}, Distribution.UNLISTED, True),
        ({"distributionChannels": None}, Distribution.NONE, False),
        ({"distributionChannels": ["carrier pigeon"]}, Distribution.NONE, False),
        ({"state": "closed", "distributionChannels": None, "urls": None}, Distribution.NONE, False),
        ({"state": "draft", "distributionChannels": ["public"]}, Distribution.EXTERNAL, False),
        ({"confidentiality": "confidential"}, Distribution.CONFIDENTIAL, False),
    ],
)
def test_only_open_external_internal_and_unlisted_postings_may_be_joined(
    fields: dict[str, Any], distribution: Distribution, is_assessable: bool
) -> None:
    posting = translate.posting(a_posting(**fields))

    assert posting is not None
    assert (posting.distribution, posting.is_assessable) == (distribution, is_assessable)


@pytest.mark.parametrize("word", [None, "", "Non-Confidential", "semi-confidential", True])
def test_what_is_not_said_to_be_open_counts_as_confidential_and_keeps_its_title(word: object) -> None:
    posting = translate.posting(a_posting(confidentiality=word))

    assert posting is not None
    assert posting.is_confidential
    assert posting.title == ""


def test_a_posting_without_a_word_on_confidentiality_is_confidential() -> None:
    row = a_posting()
    del row["confidentiality"]

    posting = translate.posting(row)

    assert posting is not None
    assert posting.is_confidential


@pytest.mark.parametrize("fields", [{"id": None}, {"state": "paused"}, {"state": None}])
def test_a_posting_that_cannot_be_understood_is_none(fields: dict[str, Any]) -> None:
    assert translate.posting(a_posting(**fields)) is None


def test_an_address_typed_into_the_application_counts_too() -> None:
    opportunity = translate.opportunity(an_opportunity())

    assert opportunity is not None
    assert opportunity.emails == ("kari@example.org", "kari.private@example.org")
    assert opportunity.posting_ids == ("7b0c",)


def test_an_opportunity_may_lack_almost_everything() -> None:
    row = {"id": "aa11", "createdAt": "1795449600000", "emails": None, "applications": None, "archived": None}

    opportunity = translate.opportunity(row)

    assert opportunity is not None
    assert (opportunity.emails, opportunity.posting_ids, opportunity.is_archived) == ((), (), False)


def test_applications_that_were_not_expanded_name_no_posting() -> None:
    opportunity = translate.opportunity(an_opportunity(applications=["cc33"]))

    assert opportunity is not None
    assert opportunity.posting_ids == ()


@pytest.mark.parametrize(
    "archived", [{"reason": "r", "archivedAt": 1795449600000}, {"reason": "r"}, {"archivedAt": ""}]
)
def test_an_archived_opportunity_is_archived_whatever_its_time(archived: dict[str, Any]) -> None:
    opportunity = translate.opportunity(an_opportunity(archived=archived))

    assert opportunity is not None
    assert opportunity.is_archived


def test_a_confidential_opportunity_is_none() -> None:
    assert translate.opportunity(an_opportunity(confidentiality="confidential")) is None


def test_of_somebody_anonymised_neither_name_nor_address_comes_in() -> None:
    opportunity = translate.opportunity(an_opportunity(isAnonymized=True))

    assert opportunity is not None
    assert opportunity.is_anonymised
    assert (opportunity.name, opportunity.emails) == ("", ())


@pytest.mark.parametrize("word", [None, "", "Confidential", "semi-confidential"])
def test_an_opportunity_of_unknown_confidentiality_is_none(word: object) -> None:
    assert translate.opportunity(an_opportunity(confidentiality=word)) is None


@pytest.mark.parametrize(
    ("protection", "may_be_kept"),
    [
        (None, True),
        ({}, True),
        ({"store": None}, True),
        ({"store": {"allowed": True, "expiresAt": 1}}, True),
        ({"store": {"allowed": False, "expiresAt": None}}, False),
    ],
)
def test_what_may_no_longer_be_stored_is_told(protection: object, may_be_kept: bool) -> None:
    opportunity = translate.opportunity(an_opportunity(dataProtection=protection))

    assert opportunity is not None
    assert opportunity.may_be_kept is may_be_kept


def test_a_stage_may_be_expanded_or_not_and_its_id_may_be_a_word() -> None:
    bare = translate.opportunity(an_opportunity(stage="applicant-new"))
    expanded = translate.opportunity(an_opportunity(stage={"id": "applicant-new", "text": "New applicant"}))

    assert bare is not None
    assert expanded is not None
    assert bare.stage_id == expanded.stage_id == "applicant-new"


def test_a_note_is_the_text_of_its_fields() -> None:
    note = translate.note({"id": "dd44", "fields": [{"value": "First"}, {"value": None}, {"value": "comment"}]})

    assert note is not None
    assert note.text == "First\ncomment"


def test_a_deleted_note_is_none() -> None:
    assert translate.note({"id": "dd44", "fields": [], "deletedAt": 1795449600000}) is None


@pytest.mark.parametrize("body", [{"data": [{"id": "1"}]}, [{"id": "1"}], {"data": [{"id": "1"}, None, "odd"]}])
def test_lists_come_enveloped_and_bare(body: Any) -> None:
    assert list(translate.rows(body)) == [{"id": "1"}]


@pytest.mark.parametrize(
    "body", [None, [], {"data": []}, {"hasNext": False, "next": "x"}, {"hasNext": True, "next": 7}]
)
def test_a_last_page_has_no_next(body: Any) -> None:
    assert translate.next_page(body) == ""


@pytest.mark.parametrize("value", [None, True, "soon", [], 1e300])
def test_a_time_that_is_none_is_none(value: object) -> None:
    assert translate.moment(value) is None


@pytest.mark.parametrize("token", ["opaque", "a.b", "a.!!!.c", "a.W10.c", ""])
def test_an_opaque_token_claims_nothing(token: str) -> None:
    assert claims_of(token) == {}


@pytest.mark.parametrize(("told", "kept"), [("Host\0", "Host"), ("Host \ud83d", "Host ?"), ("Vært 🙂", "Vært 🙂")])
def test_characters_that_can_be_neither_stored_nor_shown_are_left_out(told: str, kept: str) -> None:
    """A program that cuts texts by length leaves half an emoji at their end."""
    posting, opportunity = translate.posting(a_posting(text=told)), translate.opportunity(an_opportunity(name=told))

    assert posting is not None
    assert opportunity is not None
    assert (posting.title, opportunity.name) == (kept, kept)


def test_an_address_with_such_characters_is_still_one_text() -> None:
    opportunity = translate.opportunity(an_opportunity(emails=["kari\0@example.org\udc00"]))

    assert opportunity is not None
    assert opportunity.emails[0] == "kari@example.org?"


@pytest.mark.parametrize("show", ["javascript:alert(1)", " https://lever.example.org", "//elsewhere", "", None, 7])
def test_only_the_address_of_a_page_becomes_a_link(show: object) -> None:
    posting = translate.posting(a_posting(urls={"show": show}))
    opportunity = translate.opportunity(an_opportunity(urls={"show": show}))

    assert posting is not None
    assert opportunity is not None
    assert (posting.url, opportunity.url) == ("", "")
