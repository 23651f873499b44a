"""From kept takes to the note in Lever, by the real steps in a real worker."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.db import connection as database
from django.utils import timezone
from pydantic import SecretStr

from lever_simulator.world.seeds.foundation import CLIENT_ID, CLIENT_SECRET
from paletter.connections import connect
from paletter.connections.models import Connection, MirroredPosting
from paletter.flow import triggers, worker
from paletter.interviews import media, recordings, sitting
from paletter.interviews.models import Consent, Interview, Recording
from paletter.transcripts import corrections, hearing
from paletter.transcripts.models import Source, Transcript
from paletter.vocabulary.transcripts import Segment
from paletter.vocabulary.transcripts import Transcript as WordsHeard
from paletter.writeback.models import Delivery, DeliveryState
from tests.ats.simulated import RETURN_TO, Lever, a_lever
from tests.cast import a_candidate, a_job, a_recruiter, a_template, an_organisation
from tests.interviews.clips import RATE, a_clip

pytestmark = pytest.mark.django_db(transaction=True)

SPEECH = Path(__file__).parent.parent / "data" / "speech"
READ_ALOUD = (
    "as you know and as i have given you proof i have the greatest admiration in the world for one whose work for "
    "humanity has won such universal recognition i hope that we shall both forget this unhappy morning and that you "
    "will give me an opportunity of rendering to you in person"
)
CAROL = "carol.candidate@example.org"

# What Carol types when she checks what was heard: two answers with something in them to find.
SAID = [
    "Last summer at the front desk I noticed that a guest was limping and could not carry her bags. She had not asked "
    "for anything. I asked her if she was all right, I carried the bags to her room and I asked the kitchen for ice. "
    "Later I called her room to check that she was well. She thanked me and wrote that she would come back.",
    "One evening the booking system stopped and twenty guests waited in the lobby. I found out that the printer had "
    "blocked the queue. I could restart everything or write the keys by hand. Because restarting takes ten minutes I "
    "decided to write by hand and my colleague Tom greeted the guests. After five minutes nobody waited any more. "
    "We shared what we learned with the night team.",
]


@pytest.fixture
def lever(settings: Any, tmp_path: Path) -> Iterator[Lever]:
    with a_lever(seed="demo") as lever:
        url = lever.simulator.url
        settings.OPTIONS = settings.OPTIONS.model_copy(
            update={
                "lever_client_id": CLIENT_ID,
                "lever_client_secret": SecretStr(CLIENT_SECRET),
                "lever_api_url": f"{url}/v1",
                "lever_authorize_url": f"{url}/authorize",
                "lever_token_url": f"{url}/oauth/token",
                "lever_audience": f"{url}/v1/",
                "lever_app_url": url,
            }
        )
        settings.MEDIA_ROOT = tmp_path / "recordings"
        yield lever


@pytest.fixture
def connection(lever: Lever) -> Connection:
    return connect.complete(
        organisation=an_organisation(),
        user=a_recruiter(),
        provider=lever.provider(),
        code=lever.consent()["code"],
        state="state",
        expected_state="state",
        return_to=RETURN_TO,
        now=timezone.now(),
    )


def work() -> None:
    """Let a worker do all that is due now."""
    worker.run(name="test", concurrency=1, wait=False)


def the_host(connection: Connection) -> MirroredPosting:
    triggers.connected(connection)
    work()
    return connection.postings.get(title="Front of House Host")


def spoken(name: str, seconds: float) -> np.ndarray:
    """Return speech at 48 kHz, repeated until it is that long."""
    samples = media.decode_audio(SPEECH / name)
    louder = np.interp(np.arange(0, len(samples), 16_000 / RATE), np.arange(len(samples)), samples)
    return np.tile(louder, int(np.ceil(seconds * RATE / len(louder))))[: int(seconds * RATE)].astype(np.float32)


def a_submitted_interview(connection: Connection, *, sound: np.ndarray | None, heard: str = "") -> Interview:
    """Let Carol record and hand in; with `heard` the recogniser has already been, and heard that in each answer."""
    job = a_job(the_host(connection), template=a_template("guest-service-short"))
    interview = sitting.begin(job, a_candidate(CAROL), now=timezone.now())
    Consent.objects.create(interview=interview, version="1", text_sha256="0" * 64, text="yes")
    for answer in interview.answers.all():
        recording = Recording.objects.create(answer=answer, take=1, completed_at=timezone.now())
        recordings.folder(recording).mkdir(parents=True)
        quiet = np.zeros(12 * RATE, dtype=np.float32)
        a_clip(recordings.folder(recording) / "upload", seconds=16, sound=quiet if sound is None else sound)
        sitting.keep(recording, now=timezone.now())
        if heard:
            words = tuple(Segment(0.4 * i, 0.4 * i + 0.3, word, 0.9) for i, word in enumerate(heard.split()))
            hearing.keep(recording, WordsHeard("en", "told", words))
        triggers.answer_kept(recording)
    sitting.submit(interview, now=timezone.now())
    triggers.interview_submitted(interview)
    return interview


def correct(interview: Interview, texts: list[str]) -> None:
    """Let Carol type what she said, and confirm."""
    now = timezone.now()
    for answer, text in zip(interview.answers.order_by("position"), texts, strict=True):
        recognised = Transcript.objects.get(recording=answer.kept, source=Source.RECOGNISED)
        corrections.correct(recognised, text, by=interview.candidate, now=now)
    sitting.finish_check(interview, is_skipped=False, now=now)
    triggers.words_checked(interview)


def in_lever(lever: Lever) -> tuple[list[str], list[str]]:
    found = [o for o in lever.simulator.world.account.opportunities.values() if CAROL in str(o)]
    ids = [o.id for o in found] or [found[0].id]
    return lever.note_texts(ids[0]), lever.tags(ids[0])


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
    sitting.keep(replaced, now=timezone.now())
    triggers.answer_kept(replaced)
    answer.refresh_from_db()
    answer.kept = None
    answer.save()
    recordings.discard(replaced, now=timezone.now())
    work()
    interview.refresh_from_db()
    replaced.refresh_from_db()
    assert (interview.trouble, replaced.unusable_reason) == ("", "")
