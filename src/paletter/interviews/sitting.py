"""The rules of an interview as a whole: who may begin, hand in and check, and the moves that follow from them.

Each rule is a function of plain facts that returns the sentence of a refusal, or None; each move asks its rule while it
holds the row it changes, so that two tabs or two clicks can't get past it.
"""

import random
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from paletter.accounts.models import User
from paletter.interviews import deadlines, progress, recordings
from paletter.interviews.models import Answer, AnswerKind, Consent, Interview, Recording
from paletter.jobs.models import Job
from paletter.vocabulary.rubrics import Question, QuestionOrder


class Refused(Exception):
    """The rules don't allow this; the message tells the candidate why and what to do."""


# --- rules ---


def why_not_begin(job: Job) -> str | None:
    """Tell why nobody may begin this job's interview now, or None when everybody may."""
    if not job.posting.is_assessable:
        return gettext("{employer} no longer takes new interviews for this job.").format(employer=job.organisation.name)
    if not job.is_ready:
        return gettext(
            "This interview is not open right now: {employer} has paused it. "
            "Please try again later, or ask the person who sent you the link."
        ).format(employer=job.organisation.name)
    return None


def why_not_enter(job: Job, found: Interview | None, *, now: datetime) -> str | None:
    """Tell why a candidate may not begin this job's interview now, or None; one that was started may be finished."""
    if found is not None and found.started_at is not None:
        return None
    deadline = job.deadline_at if found is None else deadlines.of(found)
    return why_not_begin(job) or deadlines.why_not_answer(deadline, now=now)


def why_not_after_withdrawing(interview: Interview) -> str | None:
    """Tell why nothing more is taken once consent was taken back, or None."""
    return None if interview.withdrawn_at is None else str(recordings.WITHDRAWN)


def why_not_reopen(*, is_submitted: bool, is_withdrawn: bool, deadline: datetime | None, now: datetime) -> str | None:
    """Tell a member why an interview can't be opened again, or None. `deadline` is the one that it would have."""
    if is_withdrawn:
        return "The candidate took their consent back, so nothing more can be recorded."
    if not is_submitted:
        return "This interview is not handed in, so it is open already."
    if deadline is not None and deadline < now + deadlines.SHORTEST:
        return "The time for this interview is over. Please give the candidate a new date with it."
    return None


def why_not_submit(
    *, is_submitted: bool, has_consent: bool, missing: Sequence[int], asked: int, is_over: bool = False
) -> str | None:
    """Tell why the interview can't be handed in, or None. `missing` are positions of questions without an answer, of
    `asked` in all. Once the time for answering `is_over`, some may be left out, but not all.
    """
    if is_submitted:
        return gettext("You have handed in this interview already.")
    if not has_consent:
        return gettext("Please read what is recorded and who sees it, and agree, before you hand in.")
    if missing and len(missing) == asked:
        return gettext("No question has an answer yet, so there is nothing to hand in.")
    if missing and not is_over:
        questions = ", ".join(str(position) for position in missing)
        return gettext("Still without an answer: question {questions}.").format(questions=questions)
    return None


# --- questions ---


def question_at(interview: Interview, position: int) -> tuple[Answer, Question]:
    """Return an answer with the question that it answers. Raises Answer.DoesNotExist for a position that is none."""
    answer = interview.answers.select_related("kept").get(position=position)
    return answer, question_of(interview, answer)


def question_of(interview: Interview, answer: Answer) -> Question:
    """Return an answer's question as the interview's own template version has it."""
    questions = {question.key: question for question in interview.template_version.value.questions}
    return questions[answer.question_key]


def missing(interview: Interview) -> list[int]:
    """Return the positions of questions without a whole answer, in order."""
    rows = interview.answers.select_related("kept").order_by("position")
    return [answer.position for answer in rows if not answer.is_given]


def next_position(interview: Interview) -> int | None:
    """Return the first question without an answer, or None when all are answered."""
    return next(iter(missing(interview)), None)


def has_consent(interview: Interview) -> bool:
    """Tell whether the candidate has agreed, and has not taken it back."""
    return interview.withdrawn_at is None and Consent.objects.filter(interview=interview).exists()


def agreed_kinds(interview: Interview) -> set[AnswerKind]:
    """Return the kinds of answers of which the candidate has read what is kept of them, and agreed."""
    if interview.withdrawn_at is not None:
        return set()
    told = [consent.kinds for consent in interview.consents.all()]
    return {AnswerKind(kind) for kinds in told for kind in kinds or AnswerKind.values}


# --- moves ---


@transaction.atomic
def begin(job: Job, candidate: User, *, now: datetime, is_to_ask: bool = False) -> Interview:
    """Return the candidate's one interview for this job, made now with its empty answers unless it exists.

    Until the candidate has agreed to be recorded, the interview follows the template's newest version; then it stays.
    With `is_to_ask` it is only to ask for another way, which may be done when the time is over too. Raises Refused when
    the job takes no new interviews; one that was started may be finished.
    """
    found = Interview.objects.select_for_update().filter(job=job, candidate=candidate).first()
    refusal = why_not_begin(job) if is_to_ask else why_not_enter(job, found, now=now)
    if refusal:
        raise Refused(refusal)
    if found is None:
        found, _ = Interview.objects.get_or_create(
            job=job, candidate=candidate, defaults={"template_version": job.template_version, "created_at": now}
        )
    elif found.started_at is None and found.template_version_id != job.template_version.pk:
        found.template_version = job.template_version
        found.save(update_fields=["template_version"])
        found.answers.all().delete()
    _lay_out(found)
    return found


def _lay_out(interview: Interview) -> None:
    questions = list(interview.template_version.value.questions)
    Answer.objects.bulk_create(
        [
            Answer(interview=interview, question_key=question.key, position=position)
            for position, question in enumerate(_in_order(interview, questions), start=1)
        ],
        ignore_conflicts=True,
    )


def _in_order(interview: Interview, questions: Sequence[Question]) -> Sequence[Question]:
    """Return the questions as this candidate meets them: always in the same order, for each candidate in another."""
    if interview.template_version.value.order is QuestionOrder.FIXED:
        return questions
    by_chance = random.Random(interview.key.int)  # noqa: S311 - an order, no secret
    return by_chance.sample(questions, len(questions))


@transaction.atomic
def see(interview: Interview, position: int, *, now: datetime) -> Answer:
    """Begin the time to think of a question, once. Raises Refused, Answer.DoesNotExist."""
    interview = held(interview)
    answer, _ = question_at(interview, position)
    if interview.submitted_at is not None:
        raise Refused(gettext("You have handed in this interview, so its answers can't be changed."))
    if answer.thinking_since is None:
        answer.thinking_since = now
        answer.save(update_fields=["thinking_since"])
    return answer


@transaction.atomic
def submit(interview: Interview, *, now: datetime) -> Interview:
    """Hand in all answers, for good, and throw away the takes and drafts that were not kept. Raises Refused.

    After the deadline questions without an answer may be left out (decision 0019).
    """
    interview = held(interview)
    refusal = (
        why_not_after_withdrawing(interview)
        or why_not_submit(
            is_submitted=interview.submitted_at is not None,
            has_consent=has_consent(interview),
            missing=missing(interview),
            asked=interview.answers.count(),
            is_over=deadlines.is_over(interview, now=now),
        )
        or deadlines.why_not_close(deadlines.hand_in_until(interview), now=now)
    )
    if refusal:
        raise Refused(refusal)
    interview.submitted_at = now
    interview.save(update_fields=["submitted_at"])
    interview.answers.exclude(kind=AnswerKind.TEXT, kept_at__isnull=False).update(text="")
    unkept = Recording.objects.filter(answer__interview=interview, kept_by=None, discarded_at=None)
    for recording in unkept:
        recordings.discard(recording, now=now)
    return interview


@transaction.atomic
def withdraw(interview: Interview, *, now: datetime) -> Interview:
    """Take the consent back for good; a second time changes nothing. What stands in the queue is the caller's."""
    interview = held(interview)
    if interview.withdrawn_at is None:
        interview.withdrawn_at = now
        interview.save(update_fields=["withdrawn_at"])
    return interview


@transaction.atomic
def reopen(interview: Interview, *, deadline_at: datetime | None, now: datetime) -> Interview:
    """Open what was handed in again, at a member's wish: answers may be changed until it is handed in anew.

    With a `deadline_at` this person gets one of their own. All that was made of the answers is made again; the report
    that there is rests until then. Raises Refused.
    """
    interview = held(interview)
    interview.deadline_at = deadline_at or interview.deadline_at
    refusal = why_not_reopen(
        is_submitted=interview.submitted_at is not None,
        is_withdrawn=interview.withdrawn_at is not None,
        deadline=deadlines.of(interview),
        now=now,
    )
    if refusal:
        raise Refused(refusal)
    interview.submitted_at = interview.heard_at = interview.check_until = None
    interview.checked_at = interview.scored_at = interview.trouble_at = None
    interview.is_check_skipped = interview.is_check_extended = False
    interview.trouble = interview.trouble_step = ""
    interview.reopened_at = now
    interview.save()
    return interview


@transaction.atomic
def finish_check(interview: Interview, *, is_skipped: bool, now: datetime) -> Interview:
    """Close the window in which the candidate may check what was heard. Raises Refused when it is not open."""
    interview = held(interview)
    if progress.of(interview, now=now).state is not progress.State.CHECK_WORDS:
        raise Refused(gettext("The time for checking the words is over, or has not come yet. Nothing is lost by this."))
    interview.checked_at, interview.is_check_skipped = now, is_skipped
    interview.save(update_fields=["checked_at", "is_check_skipped"])
    return interview


def held(interview: Interview) -> Interview:
    """Return the interview's row, locked until the transaction ends."""
    return Interview.objects.select_for_update().get(pk=interview.pk)
