"""Check what was heard: the words of each answer, to read, correct, confirm or leave as they are."""

from dataclasses import dataclass, replace

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from paletter.flow import triggers
from paletter.interviews import checking, progress, sitting
from paletter.interviews.models import Answer, Interview
from paletter.transcripts import corrections, hearing
from paletter.transcripts.models import Source, Transcript
from paletter.web.candidate import playing, sentences
from paletter.web.candidate.access import CandidateRequest, own_interview
from paletter.web.candidate.playing import Playing
from paletter.web.languages import speaks
from paletter.web.report.speeds import SPEEDS

LONGEST = 20_000


@dataclass(frozen=True)
class HeardWord:
    """A word, or a short run of words, with its seconds; a doubtful one may be misheard."""

    text: str
    start: float
    end: float
    is_doubtful: bool


@dataclass(frozen=True)
class Heard:
    """An answer with what was heard of it."""

    answer: Answer
    question: str
    transcript: Transcript | None
    words: tuple[HeardWord, ...]
    playing: Playing | None
    error: str = ""
    typed: str | None = None
    """What stood in the field when it was sent, and is shown again; None when nothing was sent."""
    corrected: Transcript | None = None
    """What the candidate made of it before the interview was opened again."""

    @property
    def field(self) -> str:
        return f"words-{self.answer.position}"

    @property
    def text(self) -> str:
        return self.offered if self.typed is None else self.typed

    @property
    def offered(self) -> str:
        """What stands in the field before anything is typed."""
        shown = self.corrected or self.transcript
        return shown.value.text if shown else ""

    @property
    def doubts(self) -> int:
        return sum(word.is_doubtful for word in self.words)


@own_interview
@speaks
def words(request: CandidateRequest, interview: Interview) -> HttpResponseBase:
    if progress.of(interview).state is not progress.State.CHECK_WORDS:
        if request.method == "POST":
            _tell_what_became(request, interview)
        return redirect("candidate:status", interview.key)
    heard = _heard(interview)
    if request.method == "POST":
        typed = {one.field: str(request.POST.get(one.field, one.text)).replace("\x00", "") for one in heard}
        again = [_again(one, typed[one.field]) for one in heard]
        is_changed = any(typed[one.field].split() != one.offered.split() for one in heard)
        if "more-time" in request.POST:
            return _take_more_time(request, interview, again if is_changed else None)
        if "skip" in request.POST and is_changed:
            return _page(request, interview, again, is_skip_asked=True)
        is_skipped = "skip" in request.POST or "skip-anyway" in request.POST
        if not is_skipped and any(one.error for one in again):
            return _page(request, interview, again)
        return _finish(request, interview, heard, None if is_skipped else typed)
    return _page(request, interview, heard)


def _take_more_time(request: CandidateRequest, interview: Interview, typed: list[Heard] | None) -> HttpResponseBase:
    """Give more time; the page that follows holds again what was typed (None: nothing was)."""
    try:
        with transaction.atomic():
            interview = checking.take_more_time(interview, now=timezone.now())
            triggers.check_extended(interview)
    except sitting.Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("candidate:status", interview.key)
    if typed is not None:
        return _page(request, interview, typed)
    messages.success(request, _("You have more time now."))
    return redirect("candidate:words", interview.key)


def _page(
    request: CandidateRequest, interview: Interview, heard: list[Heard], *, is_skip_asked: bool = False
) -> HttpResponseBase:
    context = {
        "interview": interview,
        "heard": heard,
        "longest": LONGEST,
        "is_skip_asked": is_skip_asked,
        "speeds": SPEEDS,
        "sentences": sentences.told(sentences.WORDS),
        "section": "interviews",
    }
    return render(request, "candidate/words.html", context)


def _again(one: Heard, typed: str) -> Heard:
    error = ""
    if len(typed) > LONGEST:
        error = _("Please keep this under {longest} characters.").format(
            longest=number_format(LONGEST, force_grouping=True)
        )
    return replace(one, error=error, typed=typed)


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
        messages.success(request, _("Left as they are.") if typed is None else _("Your words are saved."))
    return redirect("candidate:status", interview.key)


def _tell_what_became(request: CandidateRequest, interview: Interview) -> None:
    """Say whether words that come after the check was closed are those that count, or came too late."""
    help_line = _("If something important is wrong in them, write to {support}.").format(
        support=settings.OPTIONS.support_email
    )
    if not _differs(request, interview):
        messages.success(request, _("Your words are saved."))
    elif interview.checked_at and not interview.is_check_skipped:
        refusal = _("You had confirmed your words before, so what you sent now was not saved.")
        messages.warning(request, f"{refusal} {help_line}")
    else:
        refusal = _(
            "The time for checking was over when your words came, so they were not saved: your answers count as they "
            "were heard."
        )
        messages.warning(request, f"{refusal} {help_line}")


def _differs(request: CandidateRequest, interview: Interview) -> bool:
    if "skip" in request.POST or "skip-anyway" in request.POST:
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
    corrected = next((row for row in rows if row.source == Source.CORRECTED), None)
    return Heard(
        answer, question, transcript, words=_words_of(transcript), playing=playing.of(answer), corrected=corrected
    )


def _words_of(transcript: Transcript | None) -> tuple[HeardWord, ...]:
    if transcript is None:
        return ()
    doubtful = corrections.doubtful(transcript.value)
    return tuple(
        HeardWord(one.text, one.start, one.end, is_doubtful=at in doubtful)
        for at, one in enumerate(transcript.value.segments)
    )
