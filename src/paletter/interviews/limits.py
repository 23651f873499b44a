"""How long one candidate has: for a take, to think, and until the end. Pure.

More time is granted to a person, not to an answer; that somebody has it must show nowhere but where they answer.
"""

from datetime import datetime, timedelta

from paletter.vocabulary.rubrics import AssessmentTemplate, Question


def seconds(question: Question, *, time_factor: float) -> int:
    """Return how long a take of this candidate may be. Where the times are what is asked for, they are all the same."""
    return round(question.seconds * _factor(question, time_factor))


def think_seconds(question: Question, *, time_factor: float) -> int | None:
    """Return how long this candidate may think before an answer begins, or None where they begin it themselves."""
    return None if question.think_seconds is None else round(question.think_seconds * _factor(question, time_factor))


def same_for_all(template: AssessmentTemplate) -> tuple[int, ...]:
    """Return the numbers of the questions, as the template counts them from 1, whose times nobody has more of."""
    asked = enumerate(template.questions, start=1)
    return tuple(number for number, question in asked if question.is_timing_essential)


def think_left(seconds: int, *, since: datetime | None, now: datetime) -> float:
    """Return how many seconds of the time to think are left, 0 when it is over; all before it began."""
    return float(seconds) if since is None else max(0.0, seconds - (now - since).total_seconds())


def _factor(question: Question, time_factor: float) -> float:
    return 1.0 if question.is_timing_essential else time_factor


def deadline(
    template: AssessmentTemplate, *, own: datetime | None, of_job: datetime | None, begun_at: datetime
) -> datetime | None:
    """Return until when a candidate may hand in, or None for no end: their own deadline where there is one, else the
    earlier one of the job's and the template's days, counted from when the interview was first opened.
    """
    if own is not None:
        return own
    of_template = None if template.days is None else begun_at + timedelta(days=template.days)
    return min((one for one in (of_job, of_template) if one is not None), default=None)
