"""Carol asks for another way on the page, from the landing page on, and reads what became of it."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from paletter.interviews import another_way as ways
from paletter.interviews import deadlines
from paletter.interviews.another_way import Kind, State
from paletter.interviews.models import AnotherWay, Interview
from paletter.interviews.sitting import Refused
from paletter.jobs.models import Job
from paletter.vocabulary.hiring import PostingState
from paletter.vocabulary.rubrics import AskedKind
from tests.cast import NOON, a_candidate, a_job, a_posting, a_recruiter, an_interview, mallory
from tests.web.candidate.asked import asking
from tests.web.candidate.heard import a_heard_interview

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def steps_deferred() -> list[str]:
    from procrastinate.contrib.django.models import ProcrastinateJob

    return list(ProcrastinateJob.objects.order_by("id").values_list("task_name", flat=True))


def test_a_stranger_logs_in_first_and_comes_back_to_the_question(client: Client) -> None:
    job = a_job()
    page = text(client.get(f"/j/{job.code}"))
    assert f'href="/j/{job.code}/another-way"' in page

    answer = client.get(f"/j/{job.code}/another-way")

    assert answer.url == f"/accounts/login/?next=/j/{job.code}/another-way"
    assert not Interview.objects.exists()


def test_looking_at_the_page_begins_nothing_and_asking_does(carol: Client) -> None:
    job = a_job()
    page = text(carol.get(f"/j/{job.code}/another-way"))
    assert "People alone judge my answers" in page
    assert not Interview.objects.exists()

    answer = carol.post(f"/j/{job.code}/another-way", {"kind": "human_only", "words": ""})

    interview = Interview.objects.get()
    assert answer.url == f"/i/{interview.key}/another-way"
    assert interview.started_at is None
    assert AnotherWay.objects.get().kind == Kind.HUMAN_ONLY
    assert steps_deferred() == ["tell_members"]


def test_at_a_closed_job_there_is_nothing_to_ask(carol: Client) -> None:
    job = a_job(a_posting("Night Porter", state=PostingState.CLOSED))

    assert "no longer takes new interviews" in text(carol.get(f"/j/{job.code}/another-way"))
    carol.post(f"/j/{job.code}/another-way", {"kind": "text"})

    assert not Interview.objects.exists()


def test_the_page_shows_what_was_asked_and_that_it_waits(carol: Client, interview: Interview) -> None:
    page = text(
        carol.post(f"/i/{interview.key}/another-way", {"kind": "more_time", "words": "I read <slowly>."}, follow=True)
    )

    assert "Fjord Hotel Group has been told, and answers here." in page
    assert "Waiting for an answer" in page
    assert "I read &lt;slowly&gt;." in page


def test_without_a_choice_or_without_words_for_something_else_what_was_typed_stays(
    carol: Client, interview: Interview
) -> None:
    address = f"/i/{interview.key}/another-way"

    nothing = text(carol.post(address, {"words": "Please help."}))
    wordless = text(carol.post(address, {"kind": "other", "words": " "}))
    invented = text(carol.post(address, {"kind": "money", "words": ""}))

    assert "Please choose what you would like." in nothing
    assert "Please help.</textarea>" in nothing
    assert "Please write in a few words what would help you." in wordless
    assert "Please choose what you would like." in invented
    assert not AnotherWay.objects.exists()


def test_the_answer_stands_on_the_page(carol: Client, interview: Interview) -> None:
    way, _ = ways.ask(interview, Kind.TEXT, words="", now=NOON)
    ways.answer(way, is_granted=True, words="Gladly, take your time.", by=a_recruiter(), now=NOON)

    page = text(carol.get(f"/i/{interview.key}/another-way"))

    assert "Agreed" in page
    assert "Fjord Hotel Group writes:</strong><br>Gladly, take your time." in page
    assert "You may answer every question in writing." in page
    assert "alice" not in page.lower()


def test_who_gets_more_time_reads_that_some_times_stay(carol: Client) -> None:
    interview = asking(is_timing_essential=True)
    way, _ = ways.ask(interview, Kind.MORE_TIME, words="", now=NOON)
    ways.answer(way, is_granted=True, words="", by=a_recruiter(), now=NOON, time_factor=2.0)

    assert "they stay the same for everybody" in text(carol.get(f"/i/{interview.key}/another-way"))


def test_the_status_of_texts_for_people_alone_names_people_and_no_scoring(carol: Client) -> None:
    interview = asking(AskedKind.TEXT)
    Interview.objects.update(is_human_only=True, submitted_at=NOON)

    page = text(carol.get(f"/i/{interview.key}/"))

    assert "Your answers are on their way to people, who judge alone" in page
    assert "scored" not in page.lower()


def test_who_checks_words_for_people_alone_reads_of_no_scoring(carol: Client) -> None:
    interview = a_heard_interview()
    Interview.objects.update(is_human_only=True)

    page = text(carol.get(f"/i/{interview.key}/words"))

    assert "Your answers go to people when you confirm." in page
    assert "no AI scores them" in page
    assert "are what is scored" not in page


def test_what_waits_can_be_taken_back_and_what_was_answered_can_not(carol: Client, interview: Interview) -> None:
    way, _ = ways.ask(interview, Kind.TEXT, words="", now=NOON)
    address = f"/i/{interview.key}/another-way/{way.pk}/take-back"

    assert "You have taken this back." in text(carol.post(address, follow=True))
    assert "answered in the meantime" in text(carol.post(address, follow=True))
    assert AnotherWay.objects.get().state == State.TAKEN_BACK


def test_after_handing_in_only_what_is_still_possible_is_offered(carol: Client, interview: Interview) -> None:
    Interview.objects.update(submitted_at=NOON)

    page = text(carol.get(f"/i/{interview.key}/another-way"))
    refused = text(carol.post(f"/i/{interview.key}/another-way", {"kind": "more_time", "words": ""}))

    assert 'value="human_only"' in page
    assert 'value="more_time"' not in page
    assert "asked for any more" in refused
    assert not AnotherWay.objects.exists()


def test_the_interview_screen_says_that_a_request_waits(carol: Client, interview: Interview) -> None:
    ways.ask(interview, Kind.TEXT, words="", now=NOON)

    assert "Your request waits for an answer" in text(carol.get("/interviews/"))


def test_the_status_says_that_nothing_is_scored_before_the_answer(carol: Client, interview: Interview) -> None:
    Interview.objects.update(submitted_at=NOON, heard_at=NOON, checked_at=NOON)
    ways.ask(interview, Kind.HUMAN_ONLY, words="", now=NOON)

    assert "nothing is scored before you have its answer" in text(carol.get(f"/i/{interview.key}/"))


def test_the_consent_of_somebody_judged_by_people_alone_names_no_scoring_by_an_ai(carol: Client) -> None:
    interview = an_interview(is_human_only=True)

    page = text(carol.get(f"/i/{interview.key}/consent"))

    assert "No AI scores your answers." in page
    assert "I agree to being recorded.<" in page
    assert "an AI scoring" not in page


@pytest.mark.parametrize("who", ["dan", "mallory", "alice"])
def test_nobody_else_sees_or_asks_or_takes_back(client: Client, interview: Interview, who: str) -> None:
    people = {"dan": lambda: a_candidate("dan@example.org", "Dan"), "mallory": mallory, "alice": a_recruiter}
    way, _ = ways.ask(interview, Kind.TEXT, words="", now=NOON)
    client.force_login(people[who](), backend=BACKEND)

    assert client.get(f"/i/{interview.key}/another-way").status_code == 404
    assert client.post(f"/i/{interview.key}/another-way", {"kind": "audio"}).status_code == 404
    assert client.post(f"/i/{interview.key}/another-way/{way.pk}/take-back").status_code == 404
    assert AnotherWay.objects.get().state == State.ASKED


def test_of_ones_own_interviews_each_has_its_own_requests(carol: Client, interview: Interview) -> None:
    other = an_interview(a_job())
    way, _ = ways.ask(other, Kind.TEXT, words="", now=NOON)

    assert carol.post(f"/i/{interview.key}/another-way/{way.pk}/take-back").status_code == 404


def test_the_page_is_german_for_a_reader_of_german(carol: Client, interview: Interview) -> None:
    ways.ask(interview, Kind.TEXT, words="", now=NOON)

    page = text(carol.get(f"/i/{interview.key}/another-way", headers={"Accept-Language": "de"}))

    assert '<html lang="de"' in page
    assert "Nur Menschen beurteilen meine Antworten" in page
    assert "Wartet auf Antwort" in page


def test_before_the_first_answer_in_a_kind_granted_later_the_candidate_agrees_anew(
    carol: Client, interview: Interview
) -> None:
    Interview.objects.update(extra_kinds=["text"])
    question = f"/i/{interview.key}/questions/2"
    assert carol.get(question).status_code == 200

    sent_to = carol.get(f"{question}?as=text").url
    asked = carol.get(sent_to)
    assert "You may answer in more ways now than when you agreed." in text(asked)
    assert "Of an answer in writing: the text" in text(asked)
    agreed = carol.post(sent_to, {"sha256": asked.context["told"].sha256, "agree": "on"})

    assert agreed.url == f"{question}?as=text"
    assert carol.get(agreed.url).status_code == 200
    assert interview.consents.count() == 2
    assert text(carol.get(f"/i/{interview.key}/consent")).count("Agreed on") == 2


def test_what_was_agreed_to_is_shown_though_more_was_granted_since(carol: Client, interview: Interview) -> None:
    Interview.objects.update(extra_kinds=["text"])

    assert "What you agreed to" in text(carol.get(f"/i/{interview.key}/consent"))


@pytest.mark.parametrize("question", ["99", "x", "٣", "1' OR 1", "9" * 400])
def test_a_question_that_is_none_leads_to_the_next_one(carol: Client, interview: Interview, question: str) -> None:
    Interview.objects.update(extra_kinds=["text"])
    address = f"/i/{interview.key}/consent?{urlencode({'question': question, 'as': 'text'})}"
    shown = carol.get(address).context["told"].sha256

    answer = carol.post(address, {"sha256": shown, "agree": "on"})

    assert answer.url == f"/i/{interview.key}/devices"


# --- too late ---


def a_job_that_is_over() -> Job:
    job = a_job()
    job.deadline_at = NOON
    job.save()
    return job


def test_who_comes_too_late_finds_the_way_to_ask_for_more_time(client: Client) -> None:
    job = a_job_that_is_over()
    page = text(client.get(f"/j/{job.code}"))

    assert "The time for answering is over." in page
    assert f'href="/j/{job.code}/another-way?kind=more_time">Ask for more time</a>' in page
    asked = client.get(f"/j/{job.code}/another-way?kind=more_time")
    assert asked.url == "/accounts/login/?" + urlencode({"next": f"/j/{job.code}/another-way?kind=more_time"}, safe="/")


def test_asking_too_late_reaches_the_members_and_opens_nothing_by_itself(carol: Client) -> None:
    job = a_job_that_is_over()

    answer = carol.post(f"/j/{job.code}/another-way", {"kind": "more_time", "words": "I was ill."}, follow=True)

    interview = Interview.objects.get()
    assert "Fjord Hotel Group has been told" in text(answer)
    assert f'<a href="/j/{job.code}">Back to the interview</a>' in text(answer)
    assert (interview.started_at, AnotherWay.objects.get().kind) == (None, Kind.MORE_TIME)
    assert steps_deferred() == ["tell_members"]
    page = text(carol.get(f"/j/{job.code}"))
    assert "The time for answering is over." in page
    assert "See what you asked for" in page
    assert carol.post(f"/j/{job.code}/begin").url == f"/j/{job.code}"


def test_with_a_new_date_and_the_answer_she_begins(carol: Client) -> None:
    job = a_job_that_is_over()
    carol.post(f"/j/{job.code}/another-way", {"kind": "more_time", "words": ""})
    way, alice = AnotherWay.objects.get(), a_recruiter(organisation=job.organisation)

    with pytest.raises(Refused, match="set a new one first"):
        ways.answer(way, is_granted=True, words="", by=alice, now=timezone.now())
    now = timezone.now()
    deadlines.arrange(way.interview, at=now + timedelta(days=3), time_factor=1.0, now=now)
    ways.answer(way, is_granted=True, words="", by=alice, now=timezone.now())

    assert carol.post(f"/j/{job.code}/begin").url == f"/i/{way.interview.key}/consent"


def test_at_a_paused_job_that_is_over_there_is_nothing_to_ask(carol: Client) -> None:
    job = a_job(a_posting("Night Porter", state=PostingState.CLOSED))
    Job.objects.filter(pk=job.pk).update(deadline_at=NOON)

    assert "Ask for more time" not in text(carol.get(f"/j/{job.code}"))


def test_members_read_that_the_date_is_over_and_where_to_set_a_new_one(carol: Client, client: Client) -> None:
    job = a_job_that_is_over()
    carol.post(f"/j/{job.code}/another-way", {"kind": "more_time", "words": ""})
    way = AnotherWay.objects.get()
    client.force_login(a_recruiter(organisation=job.organisation), backend=BACKEND)

    page = text(client.get(f"/requests/{way.pk}"))
    refused = text(client.post(f"/requests/{way.pk}", {"grant": "", "time_factor": "1.5", "words": ""}))

    assert f'href="/interviews/{way.interview.key}/time"' in page
    assert "That is over: longer times alone help nobody." in page
    assert "Please set a new one first, then agree." in refused
