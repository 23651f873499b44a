"""From kept takes to the note in Lever, by the real steps in a real worker."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection as database
from django.utils import timezone

from paletter.connections import connect
from paletter.connections.models import Connection
from paletter.flow import triggers
from paletter.interviews import recordings, sitting
from paletter.interviews.models import Interview, Recording
from paletter.transcripts.models import Source, Transcript
from paletter.writeback.models import Delivery, DeliveryState
from tests.ats.simulated import RETURN_TO, Lever
from tests.cast import a_candidate, a_job, a_recruiter, a_template, an_organisation, saved
from tests.flow.story import CAROL, SAID, a_submitted_interview, correct, in_lever, spoken, the_host, work
from tests.journeys.house import until

pytestmark = pytest.mark.django_db(transaction=True)

READ_ALOUD = (
    "as you know and as i have given you proof i have the greatest admiration in the world for one whose work for "
    "humanity has won such universal recognition i hope that we shall both forget this unhappy morning and that you "
    "will give me an opportunity of rendering to you in person"
)


def connect_again(lever: Lever) -> None:
    again = connect.complete(
        organisation=an_organisation(),
        user=a_recruiter(),
        provider=lever.provider(),
        code=lever.consent()["code"],
        state="state",
        expected_state="state",
        return_to=RETURN_TO,
        now=timezone.now(),
    )
    triggers.connected(again)


def test_an_interview_goes_from_kept_takes_to_one_note_and_its_tags(connection: Connection, lever: Lever) -> None:
    interview = a_submitted_interview(connection, sound=spoken("libri1088.wav", 16))
    work()
    interview.refresh_from_db()
    heard = Transcript.objects.filter(source=Source.RECOGNISED)
    assert heard.count() == 2
    assert len(set(READ_ALOUD.split()) & set(heard[0].value.text.split())) >= 10
    assert interview.check_until is not None
    assert interview.scored_at is None

    correct(interview, SAID)
    work()
    interview.refresh_from_db()
    delivery = Delivery.objects.get()
    assert delivery.state == DeliveryState.DONE, delivery.sentence
    notes, tags = in_lever(lever)
    assert len(notes) == 1
    assert f"/reports/{interview.report.key}" in notes[0].splitlines()[-1]
    assert "Front of House Host" in notes[0].splitlines()[0]
    fit = interview.report.scoring.fit_value
    assert "Paletter AI Assessment Ready" in tags
    assert ("Paletter AI Fit Check Score: 3+ out of 5" in tags) == (fit is not None and fit >= 3)


def test_running_every_step_again_changes_nothing(connection: Connection, lever: Lever) -> None:
    interview = a_submitted_interview(connection, sound=spoken("libri1088.wav", 12), heard="a guest was limping")
    work()
    correct(Interview.objects.get(pk=interview.pk), SAID)
    work()
    triggers.delivery_retried(Delivery.objects.get())
    triggers.interview_retried(interview)
    work()
    assert interview.scorings.count() == 1
    assert len(in_lever(lever)[0]) == 1


def test_silence_ends_unscored_with_its_reason_and_without_a_tag(connection: Connection, lever: Lever) -> None:
    interview = a_submitted_interview(connection, sound=None)
    work()
    interview.refresh_from_db()
    scoring = interview.report.scoring
    assert scoring.fit_value is None
    assert all(skill.level is None and skill.reason for skill in scoring.skills.all())
    assert not [tag for tag in in_lever(lever)[1] if tag.startswith("Paletter")]


def test_a_file_that_is_no_media_ends_with_a_sentence_and_not_with_a_crash(
    connection: Connection, lever: Lever
) -> None:
    interview = a_submitted_interview(connection, sound=None)
    for recording in Recording.objects.all():
        (recordings.folder(recording) / "upload").write_bytes(b"\x1a\x45\xdf\xa3 no video at all" * 50)
    work()
    assert all(recording.unusable_reason for recording in Recording.objects.all())
    assert interview.scorings.count() == 1


def test_results_wait_while_disconnected_and_go_out_after_the_next_connect(
    connection: Connection, lever: Lever
) -> None:
    interview = a_submitted_interview(connection, sound=spoken("libri1088.wav", 12), heard="a guest was limping")
    work()
    connect.disconnect(connection=connection, now=timezone.now())
    correct(Interview.objects.get(pk=interview.pk), SAID)
    work()
    assert Delivery.objects.get().state == DeliveryState.WAITING
    assert in_lever(lever)[0] == []
    connect_again(lever)
    work()
    assert Delivery.objects.get().state == DeliveryState.DONE
    assert len(in_lever(lever)[0]) == 1


def test_a_revocation_in_lever_is_noticed_and_stops_the_calls(connection: Connection, lever: Lever) -> None:
    triggers.connected(connection)
    work()
    lever.revokes()
    triggers.sync_wanted(connection)
    work()
    connection.refresh_from_db()
    assert connection.state == "needs_you"
    assert connection.credentials == ""
    before = lever.requests()
    triggers.sync_wanted(connection)
    work()
    assert lever.requests() == before


def test_a_finished_step_leaves_nothing_in_the_queue(connection: Connection, lever: Lever) -> None:
    triggers.connected(connection)
    work()
    with database.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'sync_connection'")
        assert cursor.fetchone() == (0,)


def test_a_take_that_was_replaced_while_its_step_waited_is_left_alone(connection: Connection, lever: Lever) -> None:
    job = a_job(the_host(connection), template=a_template("guest-service-short"))
    interview = sitting.begin(job, a_candidate(CAROL), now=timezone.now())
    answer = interview.answers.get(position=1)
    replaced = Recording.objects.create(answer=answer, take=1, completed_at=timezone.now())
    saved(replaced, now=timezone.now())
    triggers.answer_kept(replaced)
    answer.refresh_from_db()
    answer.kept = None
    answer.save()
    recordings.discard(replaced, now=timezone.now())
    work()
    interview.refresh_from_db()
    replaced.refresh_from_db()
    assert (interview.trouble, replaced.unusable_reason) == ("", "")


def test_a_recruiter_who_disconnects_between_note_and_tags_finds_one_note_and_stays_disconnected(
    connection: Connection, lever: Lever
) -> None:
    interview = a_submitted_interview(connection, sound=spoken("libri1088.wav", 12), heard="a guest was limping")
    work()
    correct(Interview.objects.get(pk=interview.pk), SAID)
    lever.fails("hang", method="POST", path="/v1/opportunities/*/notes", seconds=2)

    def disconnect() -> None:
        until(lambda: not lever.simulator.world.faults.listed())
        connect.disconnect(connection=connection, now=timezone.now())
        database.close()

    with ThreadPoolExecutor(1) as recruiter:
        pressed = recruiter.submit(disconnect)
        work()
        pressed.result()

    connection.refresh_from_db()
    assert connection.state == "off"
    assert Delivery.objects.get().state == DeliveryState.WAITING
    connect_again(lever)
    work()
    assert Delivery.objects.get().state == DeliveryState.DONE
    notes, tags = in_lever(lever)
    assert len(notes) == 1
    assert "Paletter AI Assessment Ready" in tags
