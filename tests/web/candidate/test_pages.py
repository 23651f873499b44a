"""The candidate's way from the link to the status page, as a browser without JavaScript sees it."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from paletter.connections.models import ConnectionState
from paletter.flow import triggers
from paletter.interviews import takes
from paletter.interviews.models import Answer, Consent, Interview, Recording
from paletter.reports.models import Report
from paletter.scores.models import Scoring
from paletter.transcripts.models import Source, Transcript
from paletter.vocabulary.hiring import Distribution, PostingState
from paletter.writeback.models import Delivery, DeliveryState
from tests.cast import (
    NOON,
    a_candidate,
    a_connection,
    a_job,
    a_posting,
    a_recruiter,
    an_interview,
    an_organisation,
    mallory,
    saved,
)
from tests.web.candidate.agreed import agreed
from tests.web.candidate.heard import a_heard_interview
from tests.web.candidate.tus import Tus, a_webm

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def steps_deferred() -> list[str]:
    from procrastinate.contrib.django.models import ProcrastinateJob

    return list(ProcrastinateJob.objects.order_by("id").values_list("task_name", flat=True))


def steps_planned(name: str) -> list[Any]:
    from procrastinate.contrib.django.models import ProcrastinateJob

    rows = ProcrastinateJob.objects.filter(task_name=name, status="todo")
    return list(rows.order_by("id").values_list("scheduled_at", flat=True))


# --- landing ---


def test_a_stranger_is_told_everything_before_any_account(client: Client) -> None:
    page = text(client.get(f"/j/{a_job().code}"))

    for told in (
        "Fjord Hotel Group",
        "Front of House Host",
        "6 questions",
        "minutes at most",
        "Record each answer again",
        '<details class="card told-card" open>',
        "Software, an AI",
        "It does not look at your face",
        "People of Fjord Hotel Group decide",
        "Ask for an interview without video or without AI",
    ):
        assert told in page


def test_signing_up_and_logging_in_lead_back_to_the_job(client: Client) -> None:
    job = a_job()

    page = text(client.get(f"/j/{job.code}"))

    way_back = f"?next={quote(f'/j/{job.code}', safe='')}"
    assert f"/accounts/signup/{way_back}" in page
    assert f"/accounts/login/{way_back}" in page


def test_a_recruiter_of_another_organisation_sees_the_candidates_side(client: Client) -> None:
    client.force_login(mallory(), backend=BACKEND)

    assert "Who sees this, and how an AI scores it" in text(client.get(f"/j/{a_job().code}"))


def test_a_closed_job_explains_itself_and_begins_nothing(carol: Client) -> None:
    job = a_job(a_posting("Night Porter", state=PostingState.CLOSED))

    page = text(carol.get(f"/j/{job.code}"))
    carol.post(f"/j/{job.code}/begin")

    assert "no longer takes new interviews" in page
    assert not Interview.objects.exists()


def test_a_disconnected_job_says_that_it_is_paused(client: Client) -> None:
    job = a_job(a_posting(connection=a_connection(state=ConnectionState.OFF, credentials="")))

    assert "has paused it" in text(client.get(f"/j/{job.code}"))


def test_a_job_that_turned_confidential_hides_its_title(client: Client) -> None:
    job = a_job(a_posting("Secret Chef", distribution=Distribution.CONFIDENTIAL))

    assert "Secret Chef" not in text(client.get(f"/j/{job.code}"))


# --- the interview screen ---


def test_a_job_whose_link_was_opened_before_login_stands_on_the_interview_screen(client: Client) -> None:
    client.get(f"/j/{a_job().code}")
    client.force_login(a_candidate(), backend=BACKEND)

    page = text(client.get("/interviews/"))

    assert "Front of House Host" in page
    assert "Not started" in page


def test_the_screen_lists_jobs_of_several_employers_with_their_state(carol: Client) -> None:
    agreed(an_interview())
    rival = a_connection(an_organisation("Rival Hotels"))
    an_interview(a_job(a_posting("Concierge", connection=rival)), submitted_at=NOON)

    page = text(carol.get("/interviews/"))

    for shown in ("Front of House Host", "Fjord Hotel Group", "0 of 6 answers saved", "Concierge", "Rival Hotels"):
        assert shown in page
    assert "Being written down" in page


def test_an_empty_screen_says_where_jobs_come_from(carol: Client) -> None:
    assert "An employer sends you a link by e-mail" in text(carol.get("/interviews/"))


def test_others_interviews_are_not_there(carol: Client) -> None:
    other = an_interview(candidate=a_candidate("eve@example.org"))

    for page in ("", "consent", "devices", "questions/1", "review", "words"):
        assert carol.get(f"/i/{other.key}/{page}").status_code == 404
    for action in ("submit", "questions/1/keep"):
        assert carol.post(f"/i/{other.key}/{action}").status_code == 404


def test_without_login_every_page_asks_for_it(client: Client) -> None:
    interview = an_interview()

    for page in ("/interviews/", f"/i/{interview.key}/", f"/i/{interview.key}/questions/1"):
        assert client.get(page)["Location"].startswith("/accounts/login/")


# --- begin, consent ---


def test_beginning_leads_to_consent_first(carol: Client) -> None:
    response = carol.post(f"/j/{a_job().code}/begin")

    assert response["Location"] == f"/i/{Interview.objects.get().key}/consent"


def test_beginning_needs_a_post(carol: Client) -> None:
    assert carol.get(f"/j/{a_job().code}/begin").status_code == 405


def test_agreeing_is_stored_and_leads_to_the_device_check(carol: Client) -> None:
    interview = an_interview()
    shown = carol.get(f"/i/{interview.key}/consent").context["told"]

    response = carol.post(f"/i/{interview.key}/consent", {"agree": "on", "sha256": shown.sha256})

    stored = Consent.objects.get(interview=interview)
    assert response["Location"] == f"/i/{interview.key}/devices"
    assert (stored.version, stored.text_sha256, stored.text) == (shown.version, shown.sha256, shown.plain)


def test_without_the_tick_nothing_is_agreed(carol: Client) -> None:
    interview = an_interview()
    shown = carol.get(f"/i/{interview.key}/consent").context["told"]

    page = text(carol.post(f"/i/{interview.key}/consent", {"sha256": shown.sha256}))

    assert "Please tick the box if you agree" in page
    assert not Consent.objects.exists()


def test_a_text_that_changed_while_it_was_read_is_shown_again(carol: Client) -> None:
    interview = an_interview()

    page = text(carol.post(f"/i/{interview.key}/consent", {"agree": "on", "sha256": "0" * 64}))

    assert "Please read it again" in page
    assert not Consent.objects.exists()


def test_what_was_agreed_to_can_be_read_later(carol: Client, interview: Interview) -> None:
    page = text(carol.get(f"/i/{interview.key}/consent"))

    assert "Agreed on" in page
    assert "It does not look at your face" in page


@pytest.mark.parametrize("page", ["devices", "questions/1", "review"])
def test_nothing_is_reached_before_consent(carol: Client, page: str) -> None:
    interview = an_interview()

    assert carol.get(f"/i/{interview.key}/{page}")["Location"] == f"/i/{interview.key}/consent"


# --- questions ---


def test_a_question_page_shows_the_question_and_what_the_recorder_needs(carol: Client, interview: Interview) -> None:
    response = carol.get(f"/i/{interview.key}/questions/2")

    question = interview.template_version.value.questions[1]
    assert response.context["question"] == question
    facts = response.context["recorder"]
    assert (facts["seconds"], facts["takesLeft"]) == (question.seconds, question.retakes + 1)
    assert "Question 2 of 6" in text(response)


def test_there_is_no_seventh_question(carol: Client, interview: Interview) -> None:
    assert carol.get(f"/i/{interview.key}/questions/7").status_code == 404


def test_keeping_a_take_saves_it_starts_its_processing_and_goes_on(tus: Tus, interview: Interview) -> None:
    content = a_webm(2000)
    take = tus.send(interview, 1, content)
    sha256 = Recording.objects.get(pk=take).sha256

    response = tus.client.post(
        f"/i/{interview.key}/questions/1/keep", {"recording": take, "sha256": sha256}, headers={"Accept": "text/html"}
    )

    assert response["Location"] == f"/i/{interview.key}/questions/2"
    assert str(Answer.objects.get(interview=interview, position=1).kept_id) == take
    assert steps_deferred() == ["prepare_recording"]
    assert "Question 1 of 6 · saved" in text(tus.client.get(response["Location"]))


def test_the_recorder_is_answered_in_json(tus: Tus, interview: Interview) -> None:
    take = tus.send(interview, 1, a_webm(2000))
    keep = f"/i/{interview.key}/questions/1/keep"

    wrong = tus.client.post(keep, {"recording": take, "sha256": "0" * 64}, headers={"Accept": "application/json"})
    right = tus.client.post(keep, tus.kept(take), headers={"Accept": "application/json"})

    assert (wrong.status_code, "differs from what you recorded" in wrong.json()["sentence"]) == (409, True)
    assert right.json()["next"] == f"/i/{interview.key}/questions/2"


def test_a_take_of_another_question_or_person_is_not_kept(tus: Tus, interview: Interview) -> None:
    take = tus.send(interview, 1, a_webm(2000))
    other = takes.open_take(agreed(an_interview(a_job(), a_candidate("eve@example.org"))), 1, length=None, now=NOON)

    for recording in (take, str(other.pk)):
        response = tus.client.post(
            f"/i/{interview.key}/questions/2/keep",
            tus.kept(recording) | {"sha256": "0" * 64},
            headers={"Accept": "application/json"},
        )
        assert response.status_code == 409
    assert not Answer.objects.exclude(kept=None).exists()


def test_an_interrupted_take_is_offered_to_the_recorder(tus: Tus, interview: Interview) -> None:
    url = tus.opened(interview)
    tus.patch(url, a_webm(500), at=0)

    facts = tus.client.get(f"/i/{interview.key}/questions/1").context["recorder"]

    assert facts["waiting"]["url"] == url


def test_a_take_older_than_the_saved_answer_waits_no_more(tus: Tus, interview: Interview) -> None:
    tus.patch(tus.opened(interview), a_webm(500), at=0)
    take = tus.send(interview, 1, a_webm(500))
    saved(Recording.objects.get(pk=take))

    assert tus.client.get(f"/i/{interview.key}/questions/1").context["recorder"]["waiting"] is None


# --- review, hand in ---


def answered(tus: Tus, interview: Interview) -> None:
    for answer in interview.answers.order_by("position"):
        take = tus.send(interview, answer.position, a_webm(500))
        saved(Recording.objects.get(pk=take))


def test_the_review_shows_what_is_missing_and_no_way_to_hand_in(tus: Tus, interview: Interview) -> None:
    take = tus.send(interview, 1, a_webm(500))
    saved(Recording.objects.get(pk=take))

    page = text(tus.client.get(f"/i/{interview.key}/review"))

    assert "5 of 6 still to answer" in page
    assert "Answer question 2" in page
    assert "Hand in 6 answers" not in page


def test_handing_in_a_gap_is_refused_with_its_question(tus: Tus, interview: Interview) -> None:
    take = tus.send(interview, 1, a_webm(500))
    saved(Recording.objects.get(pk=take))

    response = tus.client.post(f"/i/{interview.key}/submit", follow=True)

    assert "Still without an answer: question 2, 3, 4, 5, 6." in text(response)
    interview.refresh_from_db()
    assert interview.submitted_at is None


def test_handing_in_is_final_and_confirmed(tus: Tus, interview: Interview) -> None:
    answered(tus, interview)
    assert "After this you can’t change an answer" in text(tus.client.get(f"/i/{interview.key}/review"))

    page = text(tus.client.post(f"/i/{interview.key}/submit", follow=True))

    assert "Thank you. Your interview is handed in." in page
    assert "data-moving" in page
    assert tus.create(interview).status_code == 403
    assert tus.client.get(f"/i/{interview.key}/questions/1")["Location"] == f"/i/{interview.key}/"
    assert tus.client.get(f"/i/{interview.key}/review")["Location"] == f"/i/{interview.key}/"


def test_the_begin_button_of_an_interview_under_way_goes_to_the_next_question(tus: Tus, interview: Interview) -> None:
    take = tus.send(interview, 1, a_webm(500))
    saved(Recording.objects.get(pk=take))

    response = tus.client.post(f"/j/{interview.job.code}/begin")

    assert response["Location"] == f"/i/{interview.key}/questions/2"


# --- status ---


def test_an_open_interview_has_no_status_but_a_way_on(carol: Client, interview: Interview) -> None:
    assert carol.get(f"/i/{interview.key}/")["Location"] == f"/i/{interview.key}/devices"


def test_trouble_is_told_without_its_technical_reason(carol: Client) -> None:
    interview = an_interview(submitted_at=NOON, trouble="whisper: CUDA out of memory")

    page = text(carol.get(f"/i/{interview.key}/"))

    assert "Your answers are safe" in page
    assert "CUDA" not in page


def scored(interview: Interview, **delivery: Any) -> Delivery:
    scoring = Scoring.objects.create(interview=interview, scorer="s", scorer_version="1", fit_reason="no speech")
    report = Report.objects.create(interview=interview, scoring=scoring)
    return Delivery.objects.create(report=report, **delivery)


def test_an_application_that_was_not_found_is_told_neutrally(carol: Client) -> None:
    interview = an_interview(submitted_at=NOON, scored_at=NOON)
    scored(interview, state=DeliveryState.PARKED)

    page = text(carol.get(f"/i/{interview.key}/"))

    assert "We could not find an application for carol.candidate@example.org" in page
    assert "nothing is lost" in page
    assert 'please <a href="/accounts/email/">add it to your account</a>' in page


def test_a_result_that_waits_for_other_reasons_does_not_worry_the_candidate(carol: Client) -> None:
    interview = an_interview(submitted_at=NOON, scored_at=NOON)
    scored(interview, state=DeliveryState.WAITING, sentence="Lever is not answering.")

    page = text(carol.get(f"/i/{interview.key}/"))

    assert "could not find" not in page
    assert "Lever is not answering" not in page


# --- words ---


def test_the_words_page_shows_what_was_heard_and_what_is_doubtful(carol: Client) -> None:
    page = text(carol.get(f"/i/{a_heard_interview().key}/words"))

    assert "clean bean</textarea>" in page
    assert '<mark class="word doubtful" data-start="0.5" data-end="1.0">bean</mark>' in page
    assert '<span class="word" data-start="0.0" data-end="0.5">clean</span>' in page
    assert "1 marked word may be misheard." in page
    assert "No words were heard" in page


def test_confirming_stores_both_versions_and_lets_scoring_begin(carol: Client) -> None:
    interview = a_heard_interview()

    carol.post(f"/i/{interview.key}/words", {"words-1": "clean bed", "words-2": "I asked her", "confirm": ""})

    interview.refresh_from_db()
    texts = {
        (row.source, row.recording.answer.position): row.value.text
        for row in Transcript.objects.select_related("recording__answer")
    }
    assert texts[(Source.RECOGNISED, 1)] == "clean bean"
    assert texts[(Source.CORRECTED, 1)] == "clean bed"
    assert texts[(Source.CORRECTED, 2)] == "I asked her"
    assert interview.checked_at is not None
    assert not interview.is_check_skipped
    assert steps_deferred() == ["score_interview"]


def test_a_character_that_no_database_keeps_costs_no_words(carol: Client) -> None:
    interview = a_heard_interview()

    carol.post(f"/i/{interview.key}/words", {"words-1": "clean\x00 bed", "confirm": ""})

    assert Transcript.objects.get(source=Source.CORRECTED, recording__answer__position=1).value.text == "clean bed"


def test_skipping_leaves_the_words_as_heard(carol: Client) -> None:
    interview = a_heard_interview()

    carol.post(f"/i/{interview.key}/words", {"words-1": "clean  bean", "words-2": "", "skip": ""})

    interview.refresh_from_db()
    assert interview.is_check_skipped
    assert not Transcript.objects.filter(source=Source.CORRECTED).exists()


def test_skipping_asks_before_it_throws_away_what_was_typed(carol: Client) -> None:
    interview = a_heard_interview()
    typed = {"words-1": "something typed", "words-2": ""}

    page = text(carol.post(f"/i/{interview.key}/words", {**typed, "skip": ""}))

    assert "Skipping throws your changes away" in page
    assert "something typed</textarea>" in page
    interview.refresh_from_db()
    assert interview.checked_at is None

    carol.post(f"/i/{interview.key}/words", {**typed, "skip-anyway": ""})
    interview.refresh_from_db()
    assert interview.is_check_skipped
    assert not Transcript.objects.filter(source=Source.CORRECTED).exists()


def test_who_needs_more_time_takes_it_once_and_scoring_waits(carol: Client) -> None:
    interview = a_heard_interview()
    before = interview.check_until
    triggers.interview_submitted(interview)
    assert steps_planned("score_interview") == [before]
    assert "I need more time" in text(carol.get(f"/i/{interview.key}/words"))

    page = text(carol.post(f"/i/{interview.key}/words", {"words-1": "clean bean", "more-time": ""}, follow=True))

    interview.refresh_from_db()
    assert before is not None and interview.check_until is not None
    assert interview.check_until - before > timedelta(hours=22)
    assert "You have more time now." in page
    assert "You have taken more time." in page
    assert "I need more time" not in page
    assert steps_planned("score_interview") == [interview.check_until]


def test_more_time_costs_no_words(carol: Client) -> None:
    interview = a_heard_interview()

    page = text(carol.post(f"/i/{interview.key}/words", {"words-1": "something typed", "more-time": ""}))

    assert "something typed</textarea>" in page
    assert "You have taken more time." in page


def test_more_time_comes_too_late_for_what_is_over(carol: Client) -> None:
    interview = a_heard_interview()
    carol.post(f"/i/{interview.key}/words", {"confirm": ""})
    carol.get(f"/i/{interview.key}/")

    response = carol.post(f"/i/{interview.key}/words", {"more-time": ""})

    assert response["Location"] == f"/i/{interview.key}/"


def test_whoever_hands_in_is_promised_a_letter_only_where_one_reaches_them(carol: Client, settings: Any) -> None:
    interview = a_heard_interview()
    Interview.objects.update(heard_at=None, check_until=None)
    promise = "we will write to you when you can"

    assert promise not in text(carol.get(f"/i/{interview.key}/"))
    for hours, is_promised in ((24.0, True), (0.5, False), (0.0, False)):
        settings.OPTIONS = settings.OPTIONS.model_copy(update={"mail": "smtp", "check_hours": hours})
        assert (promise in text(carol.get(f"/i/{interview.key}/"))) is is_promised
    assert "check what was heard" not in text(carol.get(f"/i/{interview.key}/"))


def test_words_that_are_far_too_many_are_kept_on_the_page_with_the_reason(carol: Client) -> None:
    interview = a_heard_interview()
    long = "word " * 4001

    page = text(carol.post(f"/i/{interview.key}/words", {"words-1": long, "confirm": ""}))

    assert "Please keep this under 20,000 characters" in page
    assert "word word word" in page
    interview.refresh_from_db()
    assert interview.checked_at is None


def test_after_the_window_the_page_is_closed(carol: Client) -> None:
    interview = a_heard_interview()
    Interview.objects.filter(pk=interview.pk).update(check_until=NOON - timedelta(days=9999))

    response = carol.post(f"/i/{interview.key}/words", {"words-1": "too late", "confirm": ""})

    assert response["Location"] == f"/i/{interview.key}/"
    assert not Transcript.objects.filter(source=Source.CORRECTED).exists()
    assert "they were not saved" in text(carol.get(response["Location"]))


def test_confirming_twice_is_no_reason_to_worry(carol: Client) -> None:
    interview = a_heard_interview()
    typed = {"words-1": "clean  bed", "words-2": "I asked her", "confirm": ""}
    carol.post(f"/i/{interview.key}/words", typed)
    carol.get(f"/i/{interview.key}/")

    page = text(carol.post(f"/i/{interview.key}/words", typed, follow=True))

    assert "Your words are saved" in page
    assert "not saved" not in page


def test_other_words_from_a_second_tab_are_told_not_to_count(carol: Client) -> None:
    interview = a_heard_interview()
    carol.post(f"/i/{interview.key}/words", {"words-1": "clean bed", "confirm": ""})
    carol.get(f"/i/{interview.key}/")

    page = text(carol.post(f"/i/{interview.key}/words", {"words-1": "mean bed", "confirm": ""}, follow=True))

    assert "You had confirmed your words before" in page
    assert "clean bed" in {row.value.text for row in Transcript.objects.filter(source=Source.CORRECTED)}


def test_a_member_of_the_organisation_sees_the_recruiters_side_of_the_link(client: Client) -> None:
    client.force_login(a_recruiter(), backend=BACKEND)

    assert "Who sees this, and how an AI scores it" not in text(client.get(f"/j/{a_job().code}"))
