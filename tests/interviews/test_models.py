import pytest
from django.db import IntegrityError

from paletter.interviews.models import AnotherWay, Answer, AnswerKind, Recording
from tests.cast import NOON, an_interview

pytestmark = pytest.mark.django_db


def an_answer() -> Answer:
    return an_interview().answers.get(position=1)


def given() -> list[int]:
    return list(Answer.objects.given().values_list("position", flat=True))


def test_an_answer_is_given_by_a_take_that_was_kept_whole() -> None:
    answer = an_answer()
    assert not answer.is_given

    answer.kept = Recording.objects.create(answer=answer, take=1)
    answer.save()
    assert not answer.is_given

    answer.kept.completed_at = NOON
    assert answer.is_given
    assert given() == [1]


def test_an_answer_is_given_by_a_text_that_was_handed_in_and_not_by_a_draft() -> None:
    answer = an_answer()
    answer.kind, answer.text = AnswerKind.TEXT, "At the desk"
    answer.save()
    assert not answer.is_given
    assert given() == []

    answer.kept_at = NOON
    answer.save()
    assert answer.is_given
    assert given() == [1]


def test_a_text_can_not_keep_a_recording_beside_it() -> None:
    answer = an_answer()
    answer.kept, answer.kind = Recording.objects.create(answer=answer, take=1), AnswerKind.TEXT

    with pytest.raises(IntegrityError, match="a_text_keeps_no_recording"):
        answer.save()


def test_nobody_gets_less_time_than_the_template_gives() -> None:
    interview = an_interview()
    interview.time_factor = 0.9

    with pytest.raises(IntegrityError, match="nobody_gets_less_time"):
        interview.save()


def test_one_request_of_a_kind_is_open_at_a_time() -> None:
    interview = an_interview()
    first = AnotherWay.objects.create(interview=interview, kind=AnotherWay.Kind.MORE_TIME)
    first.state = AnotherWay.State.DECLINED
    first.save()
    AnotherWay.objects.create(interview=interview, kind=AnotherWay.Kind.MORE_TIME)

    with pytest.raises(IntegrityError, match="one_open_request_per_kind"):
        AnotherWay.objects.create(interview=interview, kind=AnotherWay.Kind.MORE_TIME)
