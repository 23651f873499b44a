"""Carol's interview with everything that one can have: takes on disk, words, scores, a report, notes in the ATS."""

from pathlib import Path

from paletter.interviews import recordings
from paletter.interviews.models import AnotherWay, Consent, Interview, Recording
from paletter.reports import looks
from paletter.reports.models import Report
from paletter.scores.models import EvidenceRow, HumanLevel, Scoring, ScoringNote, SkillScore
from paletter.transcripts.models import Source, Transcript
from paletter.writeback.models import Delivery, EarlierNote
from tests import cast
from tests.cast import NOON


def a_take(interview: Interview, position: int, *, is_kept: bool = True) -> Recording:
    answer = interview.answers.get(position=position)
    take = Recording.objects.create(answer=answer, take=answer.takes.count() + 1, completed_at=NOON, prepared_at=NOON)
    recordings.folder(take).mkdir(parents=True)
    for name in ("upload", "playable"):
        (recordings.folder(take) / name).write_bytes(b"voice and face")
    if is_kept:
        answer.kept = take
        answer.save()
    return take


def a_finished_interview(interview: Interview | None = None, *, opportunity_id: str = "opportunity-1") -> Interview:
    """Return an interview that is in the ATS for the second time, after a correction."""
    interview = interview or cast.an_interview(submitted_at=NOON, scored_at=NOON)
    Consent.objects.create(interview=interview, version="1", text_sha256="0" * 64, text="Carol agrees.")
    AnotherWay.objects.create(interview=interview, kind=AnotherWay.Kind.MORE_TIME, words="Carol reads slowly.")
    a_take(interview, 1, is_kept=False)
    take = a_take(interview, 1)
    words = Transcript.objects.create(
        recording=take, source=Source.RECOGNISED, engine="told", language="en", words=[], is_trusted=True
    )
    first = a_scoring(interview, words)
    second = an_edition(first)
    report = Report.objects.create(interview=interview, scoring=second)
    looks.remember(report, cast.a_recruiter(), now=NOON)
    delivery = Delivery.objects.create(
        report=report, scoring=second, edition=2, state="done", opportunity_id=opportunity_id, note_added_at=NOON,
        tags_added_at=NOON,
    )  # fmt: skip
    EarlierNote.objects.create(
        delivery=delivery, edition=1, scoring=first, opportunity_id=opportunity_id, note_id="note-1", added_at=NOON
    )
    return interview


def a_scoring(interview: Interview, words: Transcript) -> Scoring:
    scoring = Scoring.objects.create(interview=interview, scorer="s", scorer_version="1", fit_value=4, fit_error=0.5)
    scoring.transcripts.add(words)
    skill = SkillScore.objects.create(scoring=scoring, competency="empathy", position=1, level=4, band=0.5)
    answer = interview.answers.get(position=1)
    EvidenceRow.objects.create(skill=skill, answer=answer, position=1, quote="I asked her", start=0, end=1)
    ScoringNote.objects.create(scoring=scoring, answer=answer, text="A short answer.")
    return scoring


def an_edition(scoring: Scoring) -> Scoring:
    """Return what a recruiter published: the scorer's judgement with her own level beside it."""
    alice = cast.a_recruiter()
    level = HumanLevel.objects.create(
        interview=scoring.interview, competency="empathy", level=3, reason="Heard it otherwise.", beside=scoring,
        reviewer=alice, reviewer_name="Alice",
    )  # fmt: skip
    edition = Scoring.objects.create(
        interview=scoring.interview, scorer="s", scorer_version="1", fit_value=3, fit_error=0.5, stands_on=scoring
    )
    edition.human_levels.add(level)
    return edition


def files_below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
