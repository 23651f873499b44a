"""Check what was heard: the words of each answer, to read, correct, confirm or leave as they are."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from paletter.flow import triggers
from paletter.interviews import progress, sitting
from paletter.interviews.models import Answer, Interview
from paletter.transcripts import corrections, hearing
from paletter.transcripts.models import Source, Transcript
from paletter.web.candidate.access import CandidateRequest, own_interview

LONGEST = 20_000


@dataclass(frozen=True)
class Heard:
    """An answer with what was heard of it; `doubtful` are the words that the recogniser itself doubts."""

    answer: Answer
    question: str
    transcript: Transcript | None
    doubtful: tuple[str, ...]
    error: str = ""
    typed: str | None = None
    corrected: Transcript | None = None
    """What the candidate made of it before the interview was opened again."""

    @property
    def field(self) -> str:
        return f"words-{self.answer.position}"

    @property
    def text(self) -> str:
        if self.typed is not None:
            return self.typed
        shown = self.corrected or self.transcript
        return shown.value.text if shown else ""


@own_interview
def words(request: CandidateRequest, interview: Interview) -> HttpResponseBase:
    if progress.of(interview).state is not progress.State.CHECK_WORDS:
        if request.method == "POST":
            _tell_what_became(request, interview)
        return redirect("candidate:status", interview.key)
    heard = _heard(interview)
    if request.method == "POST":
        is_skipped = "skip" in request.POST
        typed = {one.field: str(request.POST.get(one.field, one.text)).replace("\x00", "") for one in heard}
        too_long = [one for one in heard if len(typed[one.field]) > LONGEST]
        if too_long and not is_skipped:
            return _page(request, interview, [_again(one, typed[one.field]) for one in heard])
        return _finish(request, interview, heard, None if is_skipped else typed)
    return _page(request, interview, heard)


def _page(request: CandidateRequest, interview: Interview, heard: list[Heard]) -> HttpResponseBase:
    context = {"interview": interview, "heard": heard, "longest": LONGEST, "section": "interviews"}
    return render(request, "candidate/words.html", context)


def _again(one: Heard, typed: str) -> Heard:
    error = f"Please keep this under {LONGEST:,} characters." if len(typed) > LONGEST else ""
    return Heard(one.answer, one.question, one.transcript, one.doubtful, error=error, typed=typed)


def _finish(
    request: CandidateRequest, interview: Interview, heard: list[Heard], typed: dict[str, str] | None
) -> HttpResponseBase:
    """Store the words (None: the candidate skips), close the check, and let scoring go on."""
    now = timezone.now()
    try:
        with transaction.atomic():
            interview = sitting.finish_check(interview, is_skipped=typed is None, now=now)
            for one in heard if typed is not None else ():
                if one.transcript is not None:
                    corrections.correct(one.transcript, (typed or {})[one.field], by=request.user, now=now)
            triggers.words_checked(interview)
    except sitting.Refused:
        interview.refresh_from_db()
        _tell_what_became(request, interview)
    else:
        messages.success(request, "Left as they are." if typed is None else "Your words are saved.")
    return redirect("candidate:status", interview.key)


def _tell_what_became(request: CandidateRequest, interview: Interview) -> None:
    """Say whether words that come after the check was closed are those that count, or came too late."""
    help_line = f"If something important is wrong in them, write to {settings.OPTIONS.support_email}."
    if not _differs(request, interview):
        messages.success(request, "Your words are saved.")
    elif interview.checked_at and not interview.is_check_skipped:
        messages.warning(
            request, f"You had confirmed your words before, so what you sent now was not saved. {help_line}"
        )
    else:
        messages.warning(
            request,
            "The time for checking was over when your words came, so they were not saved: your answers count as they "
            f"were heard. {help_line}",
        )


def _differs(request: CandidateRequest, interview: Interview) -> bool:
    if "skip" in request.POST:
        return False
    counting = {one.field: hearing.counting(one.answer.kept) for one in _heard(interview) if one.answer.kept}
    return any(
        request.POST.get(field, row.value.text).split() != row.value.text.split()
        for field, row in counting.items()
        if row is not None
    )


def _heard(interview: Interview) -> list[Heard]:
    questions = {question.key: question.text for question in interview.template_version.value.questions}
    rows = interview.answers.select_related("kept").prefetch_related("kept__transcripts").order_by("position")
    return [_of(row, questions[row.question_key]) for row in rows if row.kept is not None]


def _of(answer: Answer, question: str) -> Heard:
    rows = answer.kept.transcripts.all() if answer.kept else ()
    transcript = next((row for row in rows if row.source == Source.RECOGNISED), None)
    doubtful = corrections.doubtful(transcript.value) if transcript else ()
    corrected = next((row for row in rows if row.source == Source.CORRECTED), None)
    return Heard(answer=answer, question=question, transcript=transcript, doubtful=doubtful, corrected=corrected)
