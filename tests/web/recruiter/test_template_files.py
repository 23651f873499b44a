"""An admin brings a template: checked first, stored only without errors, and never over what is there."""

import html
import re
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from paletter.assessments import own, written
from paletter.assessments.models import Template, TemplateVersion
from tests import cast
from tests.assessments.writing import a_template, with_anchor, with_question
from tests.web.recruiter.conftest import text_of

pytestmark = pytest.mark.django_db

PAGE = "/settings/templates/add"
TEXT = a_template()


def bring(admin: Client, text: str | bytes, do: str = "store") -> str:
    content = text if isinstance(text, bytes) else text.encode()
    file = SimpleUploadedFile("night.toml", content, "application/toml")
    return text_of(admin.post(PAGE, {"file": file, "do": do}, follow=True))


def write(admin: Client, text: str, do: str = "store") -> str:
    return text_of(admin.post(PAGE, {"text": text, "do": do}, follow=True))


def shown_example(page: str) -> str:
    return html.unescape(re.search(r'<pre class="letter">(.*?)</pre>', page, re.DOTALL)[1])


def test_adding_is_for_admins_and_only_they_see_the_way_to_it(alice, bob, carol):
    cast.a_template()

    assert PAGE in text_of(alice.get("/templates/"))
    assert PAGE not in text_of(bob.get("/templates/"))
    assert [eyes.get(PAGE).status_code for eyes in (alice, bob, carol)] == [200, 404, 404]


def test_the_example_that_the_page_shows_can_be_stored_as_it_stands(alice):
    example = shown_example(text_of(alice.get(PAGE)))

    assert "is stored. Recruiters can choose it" in write(alice, example)


@pytest.mark.parametrize(
    "more",
    ['order = "shuffled"', "shows_questions_first = true", "days = 7", "check_hours = 24"],
)
def test_what_the_page_says_a_template_may_set_it_may(alice, more):
    page = text_of(alice.get(PAGE))
    example = shown_example(page)

    assert f"<code>{more}</code>" in html.unescape(page)
    assert "can be stored." in write(alice, f"{more}\n{example}", do="check")


@pytest.mark.parametrize("more", ['kind = "audio"', "think_seconds = 60", "is_timing_essential = true"])
def test_what_the_page_says_a_question_may_set_it_may(alice, more):
    page = text_of(alice.get(PAGE))
    example = shown_example(page)

    assert f"<code>{more}</code>" in html.unescape(page)
    assert "can be stored." in write(alice, example.replace("seconds = 180", f"{more}\nseconds = 180"), do="check")


def test_no_page_of_templates_sends_people_to_a_file_that_they_cannot_open(alice):
    assert "docs/" not in text_of(alice.get(PAGE))


@pytest.mark.parametrize("way", [bring, write])
def test_a_good_template_is_stored_from_a_file_or_from_text(alice, way):
    page = way(alice, written.to_toml(TEXT))

    assert "is stored. Recruiters can choose it when they join a posting." in page
    assert Template.objects.get(organisation=cast.an_organisation()).current.value == TEXT


def test_a_check_stores_nothing_and_says_that_it_could(alice):
    page = bring(alice, written.to_toml(TEXT), do="check")

    assert "Nothing to change." in page
    assert "key = &quot;night-reception&quot;" in page
    assert not Template.objects.exists()


@pytest.mark.parametrize("do", ["check", "store"])
def test_errors_are_shown_with_place_and_source_and_nothing_is_stored(alice, do):
    page = bring(alice, written.to_toml(with_anchor("Answers with enthusiasm.")), do=do)

    assert "<strong>Nothing was stored.</strong> 1 error must be mended first." in page
    assert "Skill “service”, anchor 5" in page
    assert "“enthusiasm” may not be scored" in page
    assert "Article 5(1)(f)" in page
    assert "Answers with enthusiasm." in page.split("<textarea")[1]
    assert not Template.objects.exists()


def test_warnings_are_shown_and_keep_nothing_out(alice):
    text = written.to_toml(with_question("Do you like guests?"))

    assert "It can be stored." in bring(alice, text, do="check")
    assert "is stored." in bring(alice, text)


@pytest.mark.parametrize("text", [b"key = ", b"\xff\xfe\x00", b"", b"[[[[" * 3000])
def test_what_is_no_template_at_all_is_explained(alice, text):
    page = bring(alice, text)

    assert "<strong>Nothing was stored.</strong>" in page
    assert not Template.objects.exists()


def test_nothing_brought_is_explained(alice):
    assert "Choose a file, or write its text below." in write(alice, "  ")


def test_a_file_too_large_is_not_read_and_said_to_be(alice):
    assert "larger than 256 kB" in bring(alice, b"#" * (256 * 1024 + 1))


def test_what_would_change_is_shown_before_it_does(alice):
    own.add(TEXT, cast.an_organisation())

    page = bring(alice, written.to_toml(replace(TEXT, version="2", description="Asked anew.")), do="check")

    assert "What would change" in page
    assert "The description reads otherwise." in page
    assert TemplateVersion.objects.count() == 1


def test_a_changed_text_without_a_changed_version_is_refused(alice):
    own.add(TEXT, cast.an_organisation())

    page = bring(alice, written.to_toml(replace(TEXT, description="Asked anew.")))

    assert "Version 1 is stored with another text" in page
    assert TemplateVersion.objects.count() == 1


def test_the_same_text_once_more_is_nothing_to_do(alice):
    own.add(TEXT, cast.an_organisation())

    assert "was stored already. Nothing has changed." in bring(alice, written.to_toml(TEXT))


def test_changing_an_own_template_begins_with_its_text(alice):
    own.add(TEXT, cast.an_organisation())

    page = text_of(alice.get(f"{PAGE}?from=night-reception"))

    assert "key = &quot;night-reception&quot;" in page
    assert '<h1 class="wrap">A new version of Night Reception AI Template</h1>' in page


def test_the_page_is_still_about_that_template_after_a_check(alice):
    own.add(TEXT, cast.an_organisation())

    page = bring(alice, written.to_toml(replace(TEXT, version="2", description="Asked anew.")), do="check")

    assert '<h1 class="wrap">A new version of Night Reception AI Template</h1>' in page


def test_who_begins_from_nothing_is_told_of_the_easier_way(alice):
    assert "Easier than from nothing" in text_of(alice.get(PAGE))
    assert "Easier than from nothing" not in write(alice, "")
    assert "(optional)" not in text_of(alice.get(PAGE))


def test_a_copy_of_what_ships_begins_with_a_key_and_a_name_of_its_own_and_can_be_stored(alice):
    cast.a_template()
    form = alice.get(f"{PAGE}?from=general-hospitality-foh").context["form"]

    page = write(alice, form.initial["text"])

    assert "“Our General Hospitality FOH AI Template”, version 1, is stored." in page


def test_nobody_begins_with_the_template_of_another_organisation(mallory):
    own.add(TEXT, cast.an_organisation())

    assert mallory.get(f"{PAGE}?from=night-reception").status_code == 404


def test_what_one_organisation_stores_another_does_not_get(alice, mallory):
    bring(alice, written.to_toml(TEXT))

    assert Template.objects.get().organisation == cast.an_organisation()
    assert mallory.get("/templates/night-reception").status_code == 404


def test_no_file_is_taken_from_another_site():
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(cast.a_recruiter())

    answer = careful.post(PAGE, {"text": written.to_toml(TEXT), "do": "store"})

    assert answer.status_code == 403
    assert not Template.objects.exists()
