"""What Carol answered in time on a line that was dead until long after the date: it is saved, and marked as late."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from paletter.interviews.models import Answer, Interview, Recording
from paletter.vocabulary.rubrics import AskedKind
from paletter.web.candidate import ages
from tests.cast import an_interview
from tests.web.candidate.agreed import agreed
from tests.web.candidate.asked import asking
from tests.web.candidate.tus import Tus, a_webm, b64

DATE = datetime(2036, 12, 11, 17, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def due(interview: Interview, deadline: datetime = DATE) -> Interview:
    Interview.objects.filter(pk=interview.pk).update(deadline_at=deadline)
    return interview


def logged_in(client: Client, interview: Interview) -> Client:
    client.force_login(interview.candidate, backend=BACKEND)
    return client


def begun(tus: Tus, interview: Interview, age: str) -> Any:
    told = f"interview {b64(str(interview.key))},position {b64('1')},age {b64(age)}"
    return tus.create(interview, **{"Upload-Defer-Length": "1", "Upload-Metadata": told})


@pytest.mark.parametrize(
    ("sent", "age"),
    [
        ("7200.5", timedelta(seconds=7200.5)),
        ("0", timedelta(0)),
        ("1e300", timedelta(days=366)),
        ("inf", timedelta(days=366)),
        ("nan", None),
        ("-5", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_what_is_no_age_says_nothing(sent: str | None, age: timedelta | None) -> None:
    assert ages.read(sent) == age


@pytest.mark.django_db
class TestARecording:
    @pytest.fixture(autouse=True)
    def _folder(self, settings: Settings, tmp_path: Any) -> None:
        settings.MEDIA_ROOT = tmp_path

    def test_it_goes_up_is_saved_and_handed_in_though_the_line_was_dead_past_the_date(self, client: Client) -> None:
        interview = due(agreed(an_interview()))
        content = a_webm(2000)
        with time_machine.travel(DATE + 3 * HOUR, tick=False):
            carol = logged_in(client, interview)
            tus = Tus(carol)
            created = begun(tus, interview, "10801")
            assert created.status_code == 201, created.content
            tus.patch(created["Location"], content, at=0, **{"Upload-Length": "2000"})
            take = created["Location"].rsplit("/", 1)[1]
            saved = carol.post(f"/i/{interview.key}/questions/1/keep", tus.kept(take) | {"seen": ""}, follow=True)

        assert saved.status_code == 200
        answer = Answer.objects.get(interview=interview, position=1)
        assert (answer.is_given, answer.claimed_at) == (True, DATE - timedelta(seconds=1))

    @pytest.mark.parametrize(("late", "age"), [(3, "7000"), (3, "nonsense"), (25, "90001")])
    def test_begun_too_late_told_badly_or_come_after_the_day_it_is_refused(
        self, client: Client, late: int, age: str
    ) -> None:
        interview = due(agreed(an_interview()))
        with time_machine.travel(DATE + late * HOUR, tick=False):
            response = begun(Tus(logged_in(client, interview)), interview, age)

        assert response.status_code == 403
        assert "The time for answering is over." in text(response)
        assert not Recording.objects.exists()

    def test_its_question_opens_to_save_it_and_to_record_nothing_new(self, client: Client) -> None:
        interview = due(agreed(an_interview()))
        at = f"/i/{interview.key}/questions/1"
        with time_machine.travel(DATE + HOUR, tick=False):
            carol = logged_in(client, interview)
            page = text(carol.get(f"{at}?as=video&here=1"))
            elsewhere = carol.get(at)
        with time_machine.travel(DATE + 25 * HOUR, tick=False):
            too_late = logged_in(client, interview).get(f"{at}?as=video&here=1")

        assert '"takesLeft": 0, "isOver": true' in page
        assert elsewhere.url == too_late.url == f"/i/{interview.key}/review"

    def test_one_that_has_arrived_and_was_never_saved_may_be_saved(self, client: Client) -> None:
        interview = due(agreed(an_interview()))
        with time_machine.travel(DATE - HOUR, tick=False):
            Tus(logged_in(client, interview)).send(interview, 1, a_webm(2000))
        with time_machine.travel(DATE + HOUR, tick=False):
            page = text(logged_in(client, interview).get(f"/i/{interview.key}/questions/1"))

        assert '"isOver": true' in page
        assert '"waiting": {"url"' in page


@pytest.mark.django_db
class TestAText:
    def test_it_is_saved_though_the_line_was_dead_past_the_date(self, client: Client) -> None:
        interview = due(asking(AskedKind.TEXT))
        with time_machine.travel(DATE + 3 * HOUR, tick=False):
            carol = logged_in(client, interview)
            carol.post(f"/i/{interview.key}/questions/1/write", {"text": "I went with her.", "age": "10801"})

        answer = Answer.objects.get(interview=interview, position=1)
        assert (answer.text, answer.claimed_at) == ("I went with her.", DATE - timedelta(seconds=1))

    def test_begun_after_the_date_it_is_refused(self, client: Client) -> None:
        interview = due(asking(AskedKind.TEXT))
        with time_machine.travel(DATE + 3 * HOUR, tick=False):
            carol = logged_in(client, interview)
            page = text(carol.post(f"/i/{interview.key}/questions/1/write", {"text": "I went.", "age": "60"}))

        assert "The time for answering is over." in page
        assert not Answer.objects.get(interview=interview, position=1).is_given

    def test_its_draft_is_kept_and_may_be_finished_from_anywhere_within_the_day(self, client: Client) -> None:
        interview = due(asking(AskedKind.TEXT))
        at = f"/i/{interview.key}/questions/1"
        with time_machine.travel(DATE + 3 * HOUR, tick=False):
            carol = logged_in(client, interview)
            assert carol.post(f"{at}/draft", {"text": "I went", "before": "", "age": "10801"}).json() == {
                "isKept": True
            }
            assert "I went</textarea>" in text(carol.get(at))
            carol.post(f"{at}/write", {"text": "I went with her."})

        assert Answer.objects.get(interview=interview, position=1).claimed_at == DATE - timedelta(seconds=1)
