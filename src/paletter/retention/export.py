"""Everything that is kept of a person's interviews, as one zip archive that is made while it is sent.

In it: the recordings, the words as recognised and as corrected or written, the levels and the report, what was agreed
to, what was asked for and answered, and who looked. No file is ever whole in memory, and none is made on the disk.
"""

import json
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from uuid import UUID

from allauth.account.models import EmailAddress
from django.utils import translation
from django.utils.translation import gettext_lazy

from paletter.accounts.models import User
from paletter.interviews import deadlines, places, takes
from paletter.interviews.models import Answer, Interview, Recording
from paletter.interviews.places import File
from paletter.jobs import titles
from paletter.reports import for_candidates, looks, standalone, stored
from paletter.reports.models import Report
from paletter.transcripts import captions, hearing
from paletter.transcripts.models import Transcript
from paletter.writeback.models import Delivery

PIECE = 256 * 1024
READ_ME = gettext_lazy("""This is what Paletter keeps of you.

account.json            your name and your addresses
interview-…/            one folder for each interview
  interview.json        when what happened, what you asked for and was answered, who looked, what was sent where
  consent.txt           the very words that you agreed to; consent-2.txt, if you agreed to more later
  answers/N/            your answer to question N: the question, the recording, and its words:
    recognised.txt        as software heard them
    corrected.txt         as you corrected them
    written.txt           as you wrote them
    captions.vtt          with times, to be read along
  report.html           the report with levels and quotes, to be opened in any browser
  report.json           the same for programs
""")


@dataclass(frozen=True)
class Entry:
    """A file of the archive: its name, and its bytes or the take of which it is a file."""

    name: str
    content: bytes = b""
    take: UUID | None = None
    file: File = File.PLAYABLE


def of_interview(interview: Interview, *, language: str = "en") -> Iterator[Entry]:
    """Yield the files about one interview, the report in a language."""
    yield from _interview(interview, "", language)


def of_person(person: User, *, language: str = "en") -> Iterator[Entry]:
    """Yield the files about a person and each of their interviews, the reports in a language."""
    addresses = [row.email for row in EmailAddress.objects.filter(user=person).order_by("pk")]
    facts = {"name": person.name, "email": person.email, "addresses": addresses, "since": _time(person.date_joined)}
    yield _json("account.json", facts)
    rows = Interview.objects.filter(candidate=person).order_by("created_at", "pk")
    for number, interview in enumerate(rows.select_related("job__organisation", "job__posting"), start=1):
        yield from _interview(interview, f"interview-{number}/", language)


def zipped(entries: Iterable[Entry], *, language: str = "en") -> Iterator[bytes]:
    """Yield a zip archive with these files and an explanation in a language, piece by piece."""
    sink = _Sink()
    with translation.override(language):
        explanation = str(READ_ME)
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for entry in chain([Entry("READ-ME.txt", explanation.encode())], entries):
            for piece in _pieces(entry):
                with archive.open(zipfile.ZipInfo(piece.name), "w", force_zip64=True) as file:
                    for part in piece.parts:
                        file.write(part)
                        yield sink.taken()
            yield sink.taken()
    yield sink.taken()


@dataclass(frozen=True)
class _Named:
    name: str
    parts: Iterable[bytes]


def _pieces(entry: Entry) -> Iterator[_Named]:
    if entry.take is None:
        yield _Named(entry.name, [entry.content])
        return
    try:
        opened = places.current().open(entry.take, entry.file)
    except FileNotFoundError:
        yield _Named(f"{entry.name}.missing.txt", [b"This file is not there any more.\n"])
        return
    with closing(opened):
        yield _Named(entry.name, opened.pieces(first=0, length=opened.size, at_most=PIECE))


@dataclass
class _Sink:
    """What ZipFile writes into: nothing that can be gone back in, so that each byte can be sent at once."""

    parts: list[bytes] = field(default_factory=list)

    def write(self, data: bytes) -> int:
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        """Nothing is open."""

    def taken(self) -> bytes:
        parts, self.parts = self.parts, []
        return b"".join(parts)


def _interview(interview: Interview, folder: str, language: str) -> Iterator[Entry]:
    yield _json(f"{folder}interview.json", facts(interview))
    for number, consent in enumerate(interview.consents.all(), start=1):
        yield Entry(f"{folder}consent{f'-{number}' if number > 1 else ''}.txt", consent.text.encode())
    files = _Files()
    answers = interview.answers.select_related("kept", "written").order_by("position")
    for answer in answers.prefetch_related("takes", "kept__transcripts"):
        yield from _answer(answer, interview, folder, files)
    report = Report.objects.filter(interview=interview).select_related("interview__candidate").first()
    if report is not None:
        with translation.override(language):
            view = for_candidates.without_names(
                stored.view(report, addresses=files), employer=interview.job.organisation.name
            )
        page = standalone.render_html(view, language=language)
        yield Entry(f"{folder}report.html", page.encode())
        yield _json(f"{folder}report.json", standalone.to_json(view))


def _answer(answer: Answer, interview: Interview, folder: str, files: "_Files") -> Iterator[Entry]:
    place = f"answers/{answer.position}"
    questions = {question.key: question for question in interview.template_version.value.questions}
    question = questions[answer.question_key]
    # A copy must not be the way to read what there is a time to think for before that time begins.
    if not takes.is_covered(answer, question):
        yield Entry(f"{folder}{place}/question.txt", f"{question.text}\n".encode())
    if answer.text:
        yield Entry(f"{folder}{place}/written.txt", answer.text.encode())
    for take in answer.takes.all():
        if take.discarded_at is None and take.offset + (take.duration or 0) + int(take.prepared_at is not None):
            name = f"{place}/{_name(take, is_kept=take.pk == answer.kept_id)}"
            files.names[take.pk] = name
            kind = File.PLAYABLE if take.prepared_at is not None else File.UPLOAD
            yield Entry(f"{folder}{name}", take=take.pk, file=kind)
            if take.has_poster:
                files.posters[take.pk] = f"{place}/{name.rsplit('/', 1)[1].rsplit('.', 1)[0]}.jpg"
                yield Entry(f"{folder}{files.posters[take.pk]}", take=take.pk, file=File.POSTER)
    if answer.kept is not None:
        for row in answer.kept.transcripts.all():
            yield Entry(f"{folder}{place}/{row.source}.txt", f"{row.value.text}\n".encode())
        counting: Transcript | None = hearing.counting(answer.kept)
        if counting is not None:
            yield Entry(f"{folder}{place}/captions.vtt", captions.to_webvtt(counting.value.segments).encode())
            files.captioned[answer.kept.pk] = f"{place}/captions.vtt"


def _name(take: Recording, *, is_kept: bool) -> str:
    return f"{'recording' if is_kept else f'take-{take.take}'}.{take.container or 'webm'}"


@dataclass
class _Files:
    """Where recordings lie in the archive, for the report beside them."""

    names: dict[UUID, str] = field(default_factory=dict)
    captioned: dict[UUID, str] = field(default_factory=dict)
    posters: dict[UUID, str] = field(default_factory=dict)

    def recording(self, recording_id: UUID) -> str:
        return self.names.get(recording_id, "")

    def captions(self, recording_id: UUID) -> str:
        return self.captioned.get(recording_id, "")

    def poster(self, recording_id: UUID) -> str:
        return self.posters.get(recording_id, "")

    def variant(self, recording_id: UUID) -> str:
        """A version for old players is made anew from the recording whenever one is asked for: it is not handed out."""
        return ""


def facts(interview: Interview) -> dict[str, object]:
    """Return what is true of an interview, ready for JSON; times in UTC."""
    delivery = Delivery.objects.filter(report__interview=interview).first()
    return {
        "key": str(interview.key),
        "employer": interview.job.organisation.name,
        "job": titles.shown(interview.job),
        "template": interview.template_version.value.name,
        "times": {
            "opened": _time(interview.created_at),
            "started": _time(interview.started_at),
            "handed_in": _time(interview.submitted_at),
            "written_down": _time(interview.heard_at),
            "words_checked": _time(interview.checked_at),
            "scored": _time(interview.scored_at),
            "opened_again": _time(interview.reopened_at),
            "consent_taken_back": _time(interview.withdrawn_at),
            "until": _time(deadlines.of(interview)),
        },
        "begun_in_time_by_your_device": {
            f"question {answer.position}": _time(answer.claimed_at)
            for answer in interview.answers.exclude(claimed_at=None).order_by("position")
        },
        "agreed_for_you": {
            "time_factor": interview.time_factor,
            "extra_kinds": list(interview.extra_kinds),
            "judged_by_people_alone": interview.is_human_only,
        },
        "consents": [
            {
                "version": consent.version,
                "language": consent.language,
                "sha256": consent.text_sha256,
                "given": _time(consent.given_at),
                "kinds_of_answers": consent.kinds,
            }
            for consent in interview.consents.all()
        ],
        "requests": [
            {
                "asked_for": way.kind,
                "words": way.words,
                "asked": _time(way.asked_at),
                "state": way.state,
                "answered": _time(way.answered_at),
                "answer": way.answer,
            }
            for way in interview.another_ways.order_by("pk")
        ],
        "looked_at_by": [{"who": look.user.get_full_name(), "at": _time(look.at)} for look in looks.at(interview)],
        "sent_to_the_employers_system": {
            "note_added": _time(delivery.note_added_at),
            "tags": delivery.tags,
        }
        if delivery and delivery.note_added_at
        else None,
    }


def _json(name: str, content: object) -> Entry:
    return Entry(name, (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode())


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
