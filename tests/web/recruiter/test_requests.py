"""Members see what candidates ask for, and answer."""

import pytest

from paletter.interviews import another_way as ways
from paletter.interviews.another_way import Kind, State
from paletter.interviews.models import AnotherWay, Interview
from paletter.vocabulary.hiring import Distribution
from tests import cast
from tests.web.candidate.asked import asking
from tests.web.recruiter.conftest import text_of

pytestmark = pytest.mark.django_db


def asked(kind: Kind = Kind.MORE_TIME, words: str = "I read slowly.", **interview) -> AnotherWay:
    way, _ = ways.ask(cast.an_interview(**interview), kind, words=words, now=cast.NOON)
    return way


def test_what_waits_is_counted_in_the_menu_and_on_the_job(bob):
    way = asked()
    job = text_of(bob.get(f"/j/{way.interview.job.code}"))

    assert "A candidate asks for another way and waits for your answer." in job
    assert 'href="/requests/"' in job
    assert 'href="/requests/"' in text_of(bob.get("/jobs/"))


def test_where_nothing_waits_the_menu_says_nothing_and_the_page_why(bob):
    assert 'href="/requests/"' not in text_of(bob.get("/jobs/"))
    assert "No request waits" in text_of(bob.get("/requests/"))


def test_the_list_names_who_asks_for_what_and_keeps_their_words_for_the_page_of_the_request(bob):
    way = asked()
    page = text_of(bob.get("/requests/"))

    assert "Carol Candidate" in page
    assert "More time" in page
    assert f'href="/requests/{way.pk}"' in page
    assert "I read slowly." not in page
    assert "I read slowly." in text_of(bob.get(f"/requests/{way.pk}"))


def test_agreeing_to_more_time_gives_as_much_as_was_chosen(bob):
    way = asked()
    page = text_of(bob.post(f"/requests/{way.pk}", {"grant": "", "time_factor": "2.0", "words": ""}, follow=True))

    assert "Your answer is kept" in page
    assert Interview.objects.get().time_factor == 2.0
    settled = AnotherWay.objects.get()
    assert (settled.state, settled.answered_by.email) == (State.GRANTED, "bob@example.org")


def test_who_agrees_to_more_time_is_told_which_questions_it_does_not_lengthen(bob):
    interview = asking()
    version = interview.template_version
    version.content["questions"][1]["is_timing_essential"] = True
    version.save(update_fields=["content"])
    way, _ = ways.ask(interview, Kind.MORE_TIME, words="", now=cast.NOON)

    page = text_of(bob.get(f"/requests/{way.pk}"))

    assert "The times of question 2 are part of what is asked for, so they stay as they are" in page


@pytest.mark.parametrize("factor", ["0.5", "9", "inf", "nan", "x"])
def test_no_other_times_can_be_given(bob, factor):
    way = asked()
    bob.post(f"/requests/{way.pk}", {"grant": "", "time_factor": factor, "words": ""})

    assert Interview.objects.get().time_factor == 1.0
    assert AnotherWay.objects.get().state == State.ASKED


def test_a_no_without_a_word_is_not_sent(bob):
    way = asked(Kind.HUMAN_ONLY)
    page = text_of(bob.post(f"/requests/{way.pk}", {"decline": "", "words": " "}))

    assert "Please say in a few words why not" in page
    assert AnotherWay.objects.get().state == State.ASKED


def test_who_answers_second_is_told_so(alice, bob):
    way = asked(Kind.HUMAN_ONLY)
    alice.post(f"/requests/{way.pk}", {"grant": "", "words": ""})

    page = text_of(bob.post(f"/requests/{way.pk}", {"decline": "", "words": "We can not."}))

    assert "Somebody has answered this request already." in page
    assert Interview.objects.get().is_human_only


def test_answered_requests_stay_readable(bob):
    way = asked(Kind.TEXT, words="")
    bob.post(f"/requests/{way.pk}", {"decline": "", "words": "Please call us."})

    page = text_of(bob.get("/requests/"))

    assert "Declined" in page
    assert "Please call us." in text_of(bob.get(f"/requests/{way.pk}"))


def test_an_interview_for_people_says_so_in_the_table_of_candidates(alice):
    from tests.web.recruiter.test_job_page import finished

    job = cast.a_job()
    interview = finished(job, 1)
    Interview.objects.update(is_human_only=True)
    interview.report.scoring.__class__.objects.update(fit_value=None, fit_reason="People alone judge.")

    assert "people judge it" in text_of(alice.get(f"/j/{job.code}"))


def test_the_title_of_a_confidential_posting_is_hidden(bob):
    way = asked()
    posting = way.interview.job.posting
    posting.distribution = Distribution.CONFIDENTIAL
    posting.save()

    page = text_of(bob.get("/requests/")) + text_of(bob.get(f"/requests/{way.pk}"))

    assert posting.title not in page


@pytest.mark.parametrize("who", ["mallory", "carol"])
def test_nobody_of_another_house_sees_or_answers(request, who):
    way, eyes = asked(), request.getfixturevalue(who)

    assert eyes.get(f"/requests/{way.pk}").status_code == 404
    assert eyes.post(f"/requests/{way.pk}", {"grant": "", "time_factor": "2.0"}).status_code == 404
    assert "More time" not in text_of(eyes.get("/requests/"))
    assert Interview.objects.get().time_factor == 1.0


def test_a_stranger_is_asked_to_log_in(client):
    assert client.get(f"/requests/{asked().pk}").url.startswith("/accounts/login/")
