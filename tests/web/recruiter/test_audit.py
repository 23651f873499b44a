"""The page of the bias audit: for admins of the organisation, about its own people only."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from paletter.audits.models import Demographics, DemographicsImport
from tests import cast
from tests.audits.scene import a_scored_interview, a_season, imported, told
from tests.web.recruiter.conftest import text_of

pytestmark = pytest.mark.django_db
PAGE = "/settings/audit"
PAGES = [PAGE, f"{PAGE}/remove", f"{PAGE}/figures.csv", f"{PAGE}/public.html"]


def upload(client: Client, content: bytes, **more: str) -> Any:
    return client.post(
        f"{PAGE}/import", {"sheet": SimpleUploadedFile("people.csv", content, "text/csv")} | more, follow=True
    )


@pytest.mark.parametrize("path", PAGES)
def test_the_audit_is_there_for_admins_only(alice, bob, carol, path):
    a_season()

    assert alice.get(path).status_code == 200
    assert bob.get(path).status_code == 404
    assert carol.get(path).status_code == 404


@pytest.mark.parametrize("path", [f"{PAGE}/import", f"{PAGE}/remove"])
def test_only_admins_bring_and_remove_demographics(bob, carol, client, path):
    a_season()

    assert [eyes.post(path).status_code for eyes in (bob, carol)] == [404, 404]
    assert client.post(path).status_code == 302
    assert Demographics.objects.count() == 22


def test_admins_find_it_in_their_menu(alice, bob):
    assert "Bias audit" in text_of(alice.get("/jobs/"))
    assert "Bias audit" not in text_of(bob.get("/jobs/"))


def test_before_there_are_demographics_the_page_says_so_and_holds_the_form_that_brings_them(alice):
    page = text_of(alice.get(PAGE))

    assert "No demographics yet" in page
    assert 'type="file"' in page
    assert alice.get(f"{PAGE}/figures.csv").url == PAGE


def test_an_admin_brings_a_file_and_sees_the_tables(alice):
    job = cast.a_job()
    women = [a_scored_interview(job, fit=3.5) for _ in range(6)]
    men = [a_scored_interview(job, fit=2.0) for _ in range(6)]

    answer = upload(alice, told(*((one, "F", "") for one in women), *((one, "M", "") for one in men)))

    page = text_of(answer)
    assert answer.redirect_chain == [(PAGE, 302)]
    assert "12 lines read, 12 interviews told of." in page
    assert "1.00, the highest" in page
    assert "0.00, below 4/5" in page
    assert DemographicsImport.objects.get().imported_by == cast.a_recruiter()


def test_a_file_with_faults_is_refused_on_the_page_and_changes_nothing(alice):
    a_season()

    page = text_of(upload(alice, b"email,sex\n,F\n"))

    assert "Nothing was imported." in page
    assert "Line 2: nothing stands under “email”." in page
    assert Demographics.objects.count() == 22


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"x" * 5_000_001, "larger than 5 MB"), (b"", "The file holds no lines"), (b"\xff\xfe\x00", "no text in UTF-8")],
)
def test_files_that_cannot_be_meant_are_explained(alice, content, sentence):
    assert sentence in text_of(upload(alice, content))


def test_a_form_without_a_file_asks_for_one(alice):
    assert "Choose the file first." in text_of(alice.post(f"{PAGE}/import", {}))


def test_no_file_is_taken_from_another_site():
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(cast.a_recruiter())

    assert upload(careful, b"email,sex\ncarol@example.org,F\n").status_code == 403
    assert not DemographicsImport.objects.exists()


def test_other_organisations_people_are_neither_matched_nor_shown(mallory):
    a_season()
    key = Demographics.objects.values_list("interview__key", flat=True)[0]

    page = text_of(upload(mallory, f"interview,sex\n{key},F\n".encode()))

    assert "No line of the file (1 line) is about anybody who was interviewed by" in page
    assert "Female" not in page
    assert Demographics.objects.count() == 22


def test_a_file_that_tells_of_far_fewer_replaces_the_last_only_when_the_box_is_ticked(alice):
    a_season()
    fewer = told((Demographics.objects.all()[0].interview, "X", ""))

    assert "even_if_fewer" not in text_of(alice.get(PAGE))
    page = text_of(upload(alice, fewer))

    assert "what is imported now tells of 22 interviews" in page
    assert 'name="even_if_fewer"' in page
    assert Demographics.objects.count() == 22

    upload(alice, fewer, even_if_fewer="on")

    assert Demographics.objects.count() == 1


def test_another_organisations_job_or_template_is_not_known(mallory, alice):
    job = a_season()
    rival = cast.an_organisation("Rival Hotels")
    theirs = a_scored_interview(cast.a_job(cast.a_posting("Porter", connection=cast.a_connection(rival))))
    imported(told((theirs, "F", "")), rival)

    page = text_of(mallory.get(PAGE, {"job": job.code}))

    assert "Select a valid choice" in page
    assert job.title not in page


def test_the_tables_are_about_what_is_chosen(alice):
    host = a_season()
    a_season(cast.a_job(cast.a_posting("Porter")))

    page = text_of(alice.get(PAGE, {"job": host.code, "begin": "2026-11-23", "end": "2026-11-23", "smallest": "5"}))

    assert "<dd>22</dd>" in page
    assert f"{PAGE}/figures.csv?job={host.code}&amp;begin=2026-11-23" in page


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"begin": "2026-12-01", "end": "2026-11-01"}, "This day lies before the first one."),
        ({"begin": "soon"}, "Enter a valid date."),
        ({"smallest": "2"}, "At least 3: of two people each knows the other."),
        ({"job": "nonsense"}, "Select a valid choice"),
    ],
)
def test_a_choice_that_cannot_be_meant_is_explained_beside_it(alice, asked, sentence):
    a_season()

    page = text_of(alice.get(PAGE, asked))

    assert sentence in page
    assert "1.00, the highest" not in page
    assert alice.get(f"{PAGE}/public.html", asked).status_code == 302


def test_a_choice_without_interviews_says_so_once_and_leads_back_to_all(alice):
    a_season()

    page = text_of(alice.get(PAGE, {"begin": "2027-01-01"}))

    assert "No scored interview fits this choice." in page
    assert f'href="{PAGE}">All interviews</a></div>\n</section>' in page
    assert "There is nobody in this sample." not in page


def test_the_figures_are_taken_along_as_csv(alice):
    a_season()

    answer = alice.get(f"{PAGE}/figures.csv")

    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert answer["Content-Disposition"] == 'attachment; filename="bias-audit.csv"'
    assert [row["group"] for row in rows if row["table"] == "sex"] == ["Female", "Male", "Unknown"]


def test_the_page_to_publish_names_nobody_and_asks_nothing_of_any_server(alice):
    job = cast.a_job()
    everybody = [(a_scored_interview(job, f"guest{number}@example.org"), "F", "") for number in range(8)]
    imported(told(*everybody))

    page = text_of(alice.get(f"{PAGE}/public.html"))

    assert "Bias audit of Fjord Hotel Group" in page
    assert "Local Law 144 asks for a bias audit by an independent auditor" in page
    assert "guest" not in page
    assert "Alice" not in page
    assert not [interview for interview, _, _ in everybody if str(interview.key) in page]
    assert "http://" not in page
    assert "https://" not in page
    assert "<script" not in page


def test_the_demo_is_labelled_everywhere(alice, settings):
    a_season()
    settings.OPTIONS = settings.OPTIONS.model_copy(update={"demo": True})

    for path in (PAGE, f"{PAGE}/figures.csv", f"{PAGE}/public.html"):
        assert "SYNTHETIC DATA" in text_of(alice.get(path))


def test_people_said_to_be_made_up_are_labelled(alice):
    interview = a_scored_interview(cast.a_job())

    assert "SYNTHETIC DATA" in text_of(upload(alice, told((interview, "F", "")), is_synthetic="on"))


def test_removing_asks_once_and_then_nothing_is_left(alice):
    a_season()
    assert "Remove the demographics?" in text_of(alice.get(f"{PAGE}/remove"))
    assert Demographics.objects.count() == 22

    page = text_of(alice.post(f"{PAGE}/remove", follow=True))

    assert "The demographics are removed." in page
    assert not Demographics.objects.exists()


def test_a_sample_that_is_too_small_tells_nothing(alice):
    imported(told((a_scored_interview(cast.a_job(), fit=3.7), "F", "Asian")))

    page = text_of(alice.get(PAGE))

    assert "Nothing can be shown of 1 person" in page
    assert "Female" not in page
    assert "Median" not in page


def test_when_nobody_told_the_page_says_so(alice):
    job = cast.a_job()
    imported(told(*((a_scored_interview(job), "", "unknown") for _ in range(6))))

    assert "nobody of 6 people told" in text_of(alice.get(PAGE))


def test_a_category_that_looks_like_code_is_shown_as_text(alice):
    job = cast.a_job()
    imported(told(*((a_scored_interview(job), "<b>=1+1</b>", "") for _ in range(6))))

    assert "&lt;b&gt;=1+1&lt;/b&gt;" in text_of(alice.get(PAGE))
    assert "<b>=1" not in text_of(alice.get(f"{PAGE}/public.html"))


def test_more_people_take_no_more_queries(alice):
    a_season()
    with CaptureQueriesContext(connection) as few:
        alice.get(PAGE)
    job = cast.a_job(cast.a_posting("Porter"))
    for _ in range(20):
        a_scored_interview(job)

    with CaptureQueriesContext(connection) as many:
        alice.get(PAGE)

    assert len(many) == len(few)
