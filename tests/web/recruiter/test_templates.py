"""Templates as recruiters and auditors read them: every version whole, what changed, who was judged by which."""

import re
from dataclasses import replace

import pytest

from paletter.assessments import own, shelf, stored
from tests import cast
from tests.assessments.writing import ANCHORS, a_template, with_anchor
from tests.web.recruiter.conftest import text_of

pytestmark = pytest.mark.django_db

TEXT = a_template()
SECOND = replace(with_anchor("Asks and checks."), version="2")
SECOND = replace(SECOND, rubrics=(replace(SECOND.rubrics[0], version="2"), *SECOND.rubrics[1:]))
PAGE = "/templates/night-reception"


@pytest.fixture
def first():
    return own.add(TEXT, cast.an_organisation()).version


@pytest.fixture
def second(first):
    return own.add(SECOND, cast.an_organisation()).version


def test_a_template_shows_each_question_anchor_and_share_of_the_fit_score(bob, first):
    page = text_of(bob.get(PAGE))

    assert page.count('class="question"') == 3
    assert all(anchor in page for anchor in ANCHORS.values())
    assert page.count("50% of the fit score (weight 1.0)") == 2
    assert first.fingerprint in page


def test_own_templates_can_be_chosen_when_joining(bob, first):
    cast.a_posting()

    assert "Night Reception AI Template" in text_of(bob.get("/jobs/new"))


def test_others_see_nothing_of_it(mallory, second):
    assert "Night Reception" not in text_of(mallory.get("/templates/"))
    for path in ("", f"/versions/{second.pk}", f"/versions/{second.pk}.toml", "/changes"):
        assert mallory.get(PAGE + path).status_code == 404
    assert mallory.post(f"{PAGE}/retire").status_code == 404


def test_an_older_version_reads_as_it_stood_and_says_so(bob, first, second):
    older, newest = text_of(bob.get(f"{PAGE}/versions/{first.pk}")), text_of(bob.get(PAGE))

    assert "This is an older version" in older
    assert ANCHORS[5] in older
    assert ANCHORS[5] not in newest
    assert "Asks and checks." in newest


def test_versions_tell_how_many_interviews_were_begun_under_them(bob, first, second):
    cast.an_interview(cast.a_job(template=first.template), started_at=cast.NOON)

    rows = text_of(bob.get(PAGE)).split("<tbody>")[1].split("</tr>")

    assert '<td data-label="Begun under it" class="figures text-end">1</td>' in rows[0]
    assert '<td data-label="Begun under it" class="figures text-end">0</td>' in rows[1]


def test_interviews_of_others_are_not_counted_under_what_ships(mallory):
    cast.an_interview(cast.a_job(template=cast.a_template()), started_at=cast.NOON)

    page = text_of(mallory.get("/templates/general-hospitality-foh"))

    assert 'data-label="Begun under it" class="figures text-end">0</td>' in page


def test_what_changed_is_told_in_sentences_and_word_by_word(bob, second):
    page = text_of(bob.get(f"{PAGE}/changes"))

    assert "The anchor of level 5 reads otherwise." in page
    assert "The version of this skill is 2; it was 1." in page
    assert "<del>Finds out what is needed, does more,</del>" in page
    assert "<ins>Asks</ins>" in page
    assert "+5 = &quot;Asks and checks.&quot;" in page


def test_lines_that_went_and_came_are_marked_and_keep_their_signs(bob, first, second):
    page = text_of(bob.get(f"{PAGE}/changes?old={first.pk}&new={second.pk}"))

    assert '<span class="line line-gone">-version = &quot;1&quot;</span>' in page
    assert '<span class="line line-new">+version = &quot;2&quot;</span>' in page


def test_headings_of_the_changes_go_down_step_by_step(bob, first, second):
    page = text_of(bob.get(f"{PAGE}/changes"))

    assert set(re.findall(r"<h([1-6])", page)) == {"1", "2"}


def test_any_two_versions_can_be_compared_in_either_direction(bob, first, second):
    page = text_of(bob.get(f"{PAGE}/changes?old={second.pk}&new={first.pk}"))

    assert "The version is 1; it was 2." in page
    assert "Both versions say the same." in text_of(bob.get(f"{PAGE}/changes?old={first.pk}&new={first.pk}"))


def test_a_template_of_one_version_has_nothing_to_compare(bob, first):
    assert bob.get(f"{PAGE}/changes").url == PAGE


@pytest.mark.parametrize("query", ["old=nothing", "new=999999999999999999999999", "old=\x00"])
def test_versions_that_are_not_there_are_not_found(bob, second, query):
    assert bob.get(f"{PAGE}/changes?{query}").status_code == 404


def test_a_version_of_another_template_is_not_found_under_this_one(bob, first):
    other = own.add(replace(TEXT, key="other", name="Other"), cast.an_organisation()).version

    assert bob.get(f"{PAGE}/versions/{other.pk}").status_code == 404
    assert bob.get(f"{PAGE}/versions/{10**30}").status_code == 404


def test_a_version_is_taken_along_as_a_file_that_says_the_same(bob, first, second):
    answer = bob.get(f"{PAGE}/versions/{first.pk}.toml")

    assert answer["Content-Disposition"] == 'attachment; filename="night-reception-1.toml"'
    assert shelf.parse(answer.content, name="file") == TEXT


def test_words_in_a_template_cannot_become_markup(bob):
    evil = replace(with_anchor('<script>alert("x")</script> is shown.'), name="<b>Night</b>")
    own.add(evil, cast.an_organisation())

    page = text_of(bob.get(PAGE))

    assert "<script>alert" not in page
    assert "<b>Night" not in page


def test_an_admin_retires_a_template_and_brings_it_back(alice, first):
    page = text_of(alice.post(f"{PAGE}/retire", {"do": "retire"}, follow=True))
    assert "It cannot be chosen for new jobs" in page
    assert not stored.templates_for(cast.an_organisation()).exists()
    assert '<span class="state state-warn">Retired</span>' in text_of(alice.get("/templates/"))

    alice.post(f"{PAGE}/retire", {"do": "bring_back"})
    assert stored.templates_for(cast.an_organisation()).exists()


def test_what_ships_cannot_be_retired(alice):
    cast.a_template()

    assert alice.post("/templates/general-hospitality-foh/retire").status_code == 404
    assert "Retire this template" not in text_of(alice.get("/templates/general-hospitality-foh"))
