"""An interview whose words were heard and may be checked."""

from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from paletter.interviews.models import Interview, Recording
from paletter.jobs.models import Job
from paletter.transcripts.models import Source, Transcript
from tests.cast import NOON, a_job, a_template, an_interview

HEARD = [[0.0, 0.5, "clean", 0.9], [0.5, 1.0, "bean", 0.2]]


def a_heard_interview(job: Job | None = None, *, words: list[list[object]] | None = None) -> Interview:
    """Return Carol's interview after recognition: something heard in answer 1, nothing in answer 2."""
    soon = timezone.now() + timedelta(hours=1)
    job = job or a_job(template=a_template("guest-service-short"))
    interview = an_interview(job, submitted_at=NOON, heard_at=NOON, check_until=soon)
    for answer in interview.answers.order_by("position"):
        take = Recording.objects.create(answer=answer, take=1, offset=9, length=9, completed_at=NOON, duration=4.0)
        answer.kept = take
        answer.save()
        Transcript.objects.create(
            recording=take,
            source=Source.RECOGNISED,
            engine="sphinx",
            language="en",
            words=(words or HEARD) if answer.position == 1 else [],
            is_trusted=False,
        )
    return interview


def give_film(interview: Interview, folder: Path, film: bytes) -> None:
    """Let every answer of the interview play a film, as prepared."""
    for take in Recording.objects.filter(answer__interview=interview):
        take.container, take.has_video, take.prepared_at = "webm", True, NOON
        take.save()
        place = folder / str(take.pk)
        place.mkdir(parents=True)
        (place / "playable").write_bytes(film)
