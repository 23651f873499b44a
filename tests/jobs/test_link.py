import pytest

from paletter.jobs import link, titles
from paletter.vocabulary.hiring import Distribution
from tests import cast

pytestmark = pytest.mark.django_db


def test_a_jobs_link_is_its_pages_own_address(settings):
    settings.BASE_URL = "https://interviews.example.com"
    job = cast.a_job()

    assert link.url(job) == f"https://interviews.example.com/j/{job.code}"


def test_the_title_is_shown_as_the_ats_has_it():
    assert titles.shown(cast.a_job(cast.a_posting("Jost Post # 4 (Test # 4)"))) == "Jost Post # 4 (Test # 4)"


def test_a_confidential_title_is_hidden():
    job = cast.a_job(cast.a_posting("Head of Secrets", distribution=Distribution.CONFIDENTIAL))

    assert "Secrets" not in titles.shown(job)
