"""Measuring the line: bytes come, are counted, and are gone."""

from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from paletter.interviews.models import Interview
from paletter.web.candidate import line
from tests.cast import a_candidate

BYTES = "application/octet-stream"


@pytest.fixture(autouse=True)
def nobody_measured_yet() -> None:
    cache.clear()


def send(client: Client, interview: Interview, size: int) -> int:
    return client.post(f"/i/{interview.key}/line", b"x" * size, content_type=BYTES).status_code


def test_what_is_sent_to_measure_is_kept_nowhere(carol: Client, interview: Interview, recordings_folder: Path) -> None:
    assert send(carol, interview, line.LARGEST) == 204
    assert not recordings_folder.exists()


def test_more_than_is_needed_is_not_taken(carol: Client, interview: Interview) -> None:
    assert send(carol, interview, line.LARGEST + 1) == 413


def test_who_measures_without_end_is_stopped(carol: Client, interview: Interview) -> None:
    answers = [send(carol, interview, 1) for _ in range(21)]

    assert answers == [204] * 20 + [429]


def test_strangers_and_other_candidates_have_nothing_to_measure(client: Client, interview: Interview) -> None:
    assert send(client, interview, 1) == 302

    client.force_login(
        a_candidate("erin@example.org", "Erin"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert send(client, interview, 1) == 404


def test_it_is_nothing_to_look_at(carol: Client, interview: Interview) -> None:
    assert carol.get(f"/i/{interview.key}/line").status_code == 405


def test_a_page_elsewhere_can_not_make_a_browser_send(interview: Interview) -> None:
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(a_candidate(), backend="allauth.account.auth_backends.AuthenticationBackend")

    assert send(forged, interview, 1) == 403
