"""What candidates read and agree to, for a reader of German."""

import hashlib
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from paletter.accounts.models import Organisation
from paletter.interviews import consent
from paletter.interviews.models import Consent, Interview
from paletter.retention import erase
from paletter.retention.models import Erasure
from paletter.scores.models import HumanLevel, SkillScore
from tests.cast import NOON, a_candidate, a_job, a_posting, an_interview
from tests.reports.cast import RATIONALES, a_full_report, a_take
from tests.retention.scene import a_finished_interview
from tests.web import english
from tests.web.candidate.agreed import agreed

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def read(response) -> str:
    return response.content.decode()


def test_consent_is_kept_in_the_words_and_the_language_that_were_read(client: Client) -> None:
    interview = an_interview()
    client.force_login(interview.candidate, backend=BACKEND)
    client.post("/language", {"language": "de"})
    shown = client.get(f"/i/{interview.key}/consent")
    assert english.left(read(shown)) == []

    client.post(f"/i/{interview.key}/consent", {"sha256": shown.context["told"].sha256, "agree": "on"})

    given = Consent.objects.get(interview=interview)
    assert given.language == "de"
    assert "Eine Software, eine KI, schreibt auf, was Sie sagen." in given.text
    assert given.text_sha256 == hashlib.sha256(given.text.encode()).hexdigest()
    with translation.override("en"):
        assert given.text_sha256 != consent.of(interview, contact="support@localhost").sha256
    page = read(client.get(f"/i/{interview.key}/consent"))
    assert "Wozu Sie zugestimmt haben" in page
    assert english.left(page) == []


def test_who_agrees_to_a_text_in_another_language_than_it_is_in_now_reads_it_again(client: Client) -> None:
    interview = an_interview()
    client.force_login(interview.candidate, backend=BACKEND)
    shown = client.get(f"/i/{interview.key}/consent").context["told"].sha256
    client.post("/language", {"language": "de"})

    page = read(client.post(f"/i/{interview.key}/consent", {"sha256": shown, "agree": "on"}))

    assert "Bitte lesen Sie ihn noch einmal." in page
    assert not Consent.objects.exists()


def test_an_erased_interview_says_so_in_the_readers_language(client: Client) -> None:
    interview = an_interview()
    client.force_login(interview.candidate, backend=BACKEND)
    erase.erase(interview, reason=Erasure.Reason.ASKED_FOR, now=NOON)

    page = client.get(f"/i/{interview.key}/", headers={"Accept-Language": "de"})

    assert page.status_code == 410
    assert "wurde am 23. November 2026 mit allen Aufnahmen gelöscht, weil jemand darum gebeten hat" in read(page)
    assert english.left(read(page)) == []


SOON = timezone.now() + timedelta(days=2)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "Vielen Dank. Ihr Interview ist eingereicht."),
        ({"trouble": "Something."}, "Ihre Antworten sind sicher"),
        ({"heard_at": NOON, "check_until": SOON}, "Bitte prüfen Sie, was verstanden wurde"),
        ({"heard_at": NOON, "checked_at": NOON}, "Ihre Antworten werden bewertet"),
        ({"heard_at": NOON, "checked_at": NOON, "is_human_only": True}, "Ihre Antworten gehen jetzt an Menschen"),
        ({"heard_at": NOON, "scored_at": NOON}, "Ihr Interview ist fertig"),
        ({"withdrawn_at": NOON}, "Sie haben Ihre Einwilligung zurückgenommen"),
    ],
)
def test_how_far_an_interview_is_stands_there_in_german(client: Client, fields: dict[str, object], told: str) -> None:
    interview = an_interview(started_at=NOON, submitted_at=NOON, **fields)
    a_take(interview, 1, unusable_reason="There is no sound in this recording.")
    client.force_login(interview.candidate, backend=BACKEND)
    client.post("/language", {"language": "de"})

    status, all_of_them = read(client.get(f"/i/{interview.key}/")), read(client.get("/interviews/"))

    assert told in status
    assert "Diese Aufnahme hat keinen Ton." in status
    assert english.left(status) == english.left(all_of_them) == []


def test_an_interview_that_goes_on_and_one_that_was_only_looked_at_are_german(client: Client) -> None:
    begun = an_interview(started_at=NOON)
    client.force_login(begun.candidate, backend=BACKEND)
    client.post("/language", {"language": "de"})
    client.get(f"/j/{a_job(a_posting('Night Porter')).code}")

    page = read(client.get("/interviews/"))

    assert "0 von 6 Antworten gespeichert" in page
    assert "Nicht begonnen" in page
    assert english.left(page) == []


def test_the_last_look_before_handing_in_is_german(client: Client) -> None:
    whole, begun = agreed(an_interview(a_job(a_posting("Night Porter")))), agreed(an_interview())
    for answer in whole.answers.all():
        a_take(whole, answer.position, "I asked her")
    a_take(begun, 1, unusable_reason="There is no sound in this recording.")
    client.force_login(begun.candidate, backend=BACKEND)
    client.post("/language", {"language": "de"})

    to_hand_in, not_yet = (read(client.get(f"/i/{one.key}/review")) for one in (whole, begun))

    assert "6 Antworten einreichen" in to_hand_in
    assert "5 von 6 sind noch zu beantworten." in not_yet
    assert "Diese Aufnahme hat keinen Ton." in not_yet
    assert english.left(to_hand_in) == english.left(not_yet) == []
    refused = read(client.post(f"/i/{begun.key}/submit", follow=True))
    assert "Noch ohne Antwort" in refused


def test_nothing_yet_is_said_in_german(client: Client) -> None:
    client.force_login(a_candidate(), backend=BACKEND)

    page = read(client.get("/interviews/", headers={"Accept-Language": "de"}))

    assert "Noch kein Interview" in page
    assert english.left(page) == []


def test_why_nothing_was_heard_is_told_in_german_where_words_are_checked(client: Client) -> None:
    interview = agreed(an_interview(submitted_at=NOON, heard_at=NOON, check_until=SOON))
    a_take(interview, 1, "I asked her")
    a_take(interview, 2, unusable_reason="There is no sound in this recording.")
    client.force_login(interview.candidate, backend=BACKEND)
    client.post("/language", {"language": "de"})

    page = read(client.get(f"/i/{interview.key}/words"))

    assert "Diese Aufnahme hat keinen Ton." in page
    assert english.left(page) == []


def test_a_shared_report_is_german_but_for_what_was_said_and_composed(client: Client) -> None:
    interview = a_full_report().interview
    Organisation.objects.update(shares_reports=True)
    Interview.objects.filter(pk=interview.pk).update(submitted_at=NOON, scored_at=NOON)
    client.force_login(interview.candidate, backend=BACKEND)
    client.post("/language", {"language": "de"})

    page = read(client.get(f"/i/{interview.key}/report"))

    assert "Ihr Bericht" in page
    assert "<strong>4,2</strong>" in page
    assert f'<span lang="en">{RATIONALES["service"]}</span>' in page
    assert english.left(page) == []


def test_a_level_by_a_person_is_told_in_german(client: Client) -> None:
    interview = a_finished_interview()
    Organisation.objects.update(shares_reports=True)
    for model in (SkillScore, HumanLevel):
        model.objects.update(competency="service")
    client.force_login(interview.candidate, backend=BACKEND)
    client.post("/language", {"language": "de"})

    page = read(client.get(f"/i/{interview.key}/report"))

    assert "jemand von Fjord Hotel Group" in page
    assert english.left(page) == []
