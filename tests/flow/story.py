"""Carol's interview for the job at the front desk, told in the steps of people, with everything real behind it."""

from pathlib import Path

import numpy as np
from django.utils import timezone

from paletter.connections.models import Connection, MirroredPosting
from paletter.flow import triggers, worker
from paletter.interviews import media, recordings, sitting
from paletter.interviews.models import Consent, Interview, Recording
from paletter.jobs.models import Job
from paletter.transcripts import corrections, hearing
from paletter.transcripts.models import Source, Transcript
from paletter.vocabulary.transcripts import Segment
from paletter.vocabulary.transcripts import Transcript as WordsHeard
from tests.ats.simulated import Lever
from tests.cast import a_candidate, a_job, a_template, saved
from tests.interviews.clips import RATE, a_clip

SPEECH = Path(__file__).parent.parent / "data" / "speech"
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
    interview = a_recorded_interview(connection, email=CAROL, sound=sound, seconds=16)
    for recording in Recording.objects.filter(kept_by__interview=interview):
        if heard:
            words = tuple(Segment(0.4 * i, 0.4 * i + 0.3, word, 0.9) for i, word in enumerate(heard.split()))
            hearing.keep(recording, WordsHeard("en", "told", words))
        triggers.answer_kept(recording)
    sitting.submit(interview, now=timezone.now())
    triggers.interview_submitted(interview)
    return interview


def a_recorded_interview(connection: Connection, *, email: str, sound: np.ndarray | None, seconds: float) -> Interview:
    """Let a candidate record and keep all answers; no step waits for them yet, and nothing is handed in."""
    posting = the_host(connection)
    job = Job.objects.filter(posting=posting).first() or a_job(posting, template=a_template("guest-service-short"))
    interview = sitting.begin(job, a_candidate(email), now=timezone.now())
    Consent.objects.create(interview=interview, version="1", text_sha256="0" * 64, text="yes")
    for answer in interview.answers.all():
        recording = Recording.objects.create(answer=answer, take=1, completed_at=timezone.now())
        recordings.folder(recording).mkdir(parents=True)
        quiet = np.zeros(12 * RATE, dtype=np.float32)
        a_clip(recordings.folder(recording) / "upload", seconds=seconds, sound=quiet if sound is None else sound)
        saved(recording, now=timezone.now())
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
