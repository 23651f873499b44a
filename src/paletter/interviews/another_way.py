"""A candidate asks the employer for another way; a member grants or declines it in words.

Asking costs nothing and changes nothing by itself, but for one thing: while somebody waits to hear whether people alone
judge them, no software does. What is granted changes how this one person is interviewed, and shows nowhere but where
they answer, save that a report tells when no software made it.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext

from paletter.accounts.models import Organisation, User
from paletter.interviews import deadlines, sitting
from paletter.interviews.models import AnotherWay, AnswerKind, Interview
from paletter.interviews.sitting import Refused

Kind = AnotherWay.Kind
State = AnotherWay.State

TIME_FACTORS = (1.25, 1.5, 2.0)
LONGEST_WORDS = 2000
MOST_A_DAY = 10
"""New requests in one interview: each is a letter to members, and what is taken back can be asked for again."""
AFTER_HANDING_IN = (Kind.HUMAN_ONLY, Kind.OTHER)
"""What can still be granted once the answers are in."""


# --- rules ---


def why_not_ask(kind: Kind, *, words: str, open_to: Collection[Kind]) -> str | None:
    """Tell why this can't be asked for, or None. `open_to` is from `open_to_ask`."""
    if kind not in open_to:
        return gettext("This can't be asked for any more. Please choose “Something else” and write what you need.")
    if kind is Kind.OTHER and not words.strip():
        return gettext("Please write in a few words what would help you.")
    if len(words) > LONGEST_WORDS:
        return gettext("Please keep this under {most} characters.").format(most=LONGEST_WORDS)
    return None


def why_not_ask_again(asked_today: int) -> str | None:
    """Tell why no further request can be made now, or None. One that waits may still be put in other words."""
    if asked_today < MOST_A_DAY:
        return None
    return gettext("You have asked for something very often today. Please wait until tomorrow, or write an e-mail.")


def why_not_answer(state: State, *, is_granted: bool, words: str) -> str | None:
    """Tell why a member can't answer a request like this, or None."""
    if state is State.TAKEN_BACK:
        return "The candidate has taken this request back."
    if state is not State.ASKED:
        return "Somebody has answered this request already."
    if not is_granted and not words.strip():
        return "Please say in a few words why not, and what else you can offer. The candidate reads it."
    return None


def open_to_ask(interview: Interview) -> tuple[Kind, ...]:
    """Return what a candidate may ask for now, in the order of the page."""
    if interview.withdrawn_at is not None:
        return ()
    kinds = tuple(Kind) if interview.submitted_at is None else AFTER_HANDING_IN
    is_decided = interview.is_human_only or interview.scored_at is not None
    return tuple(kind for kind in kinds if kind is not Kind.HUMAN_ONLY or not is_decided)


# --- rows ---


def of_interview(interview: Interview) -> QuerySet[AnotherWay]:
    """Return what somebody has asked for in an interview, the newest first."""
    return interview.another_ways.order_by("-asked_at", "-pk")


def unanswered(organisation: Organisation) -> QuerySet[AnotherWay]:
    """Return the requests that wait for an answer, the longest waiting first."""
    rows = AnotherWay.objects.filter(interview__job__organisation=organisation, state=State.ASKED)
    return rows.filter(interview__withdrawn_at=None).order_by("asked_at", "pk")


def waits_for_people(interview: Interview) -> bool:
    """Tell whether somebody has asked that people alone judge them and has no answer: until then nothing is scored."""
    return AnotherWay.objects.filter(interview=interview.pk, kind=Kind.HUMAN_ONLY, state=State.ASKED).exists()


def waits_for_time(interview: Interview) -> bool:
    """Tell whether somebody has asked for more time and has no answer: for so long what is saved may be handed in."""
    return AnotherWay.objects.filter(interview=interview.pk, kind=Kind.MORE_TIME, state=State.ASKED).exists()


def waiting_for_people() -> Exists:
    """The condition of `waits_for_people` for a query of interviews."""
    rows = AnotherWay.objects.filter(interview=OuterRef("pk"), kind=Kind.HUMAN_ONLY, state=State.ASKED)
    return Exists(rows)


def who_answers(interview: Interview) -> list[User]:
    """Return the members who are told of a request: the job's reviewer and who made the job, else all admins."""
    members = {row.user_id: row for row in interview.job.organisation.memberships.select_related("user")}
    named = dict.fromkeys((interview.job.reviewer_id, interview.job.created_by_id))
    found = [members[pk].user for pk in named if pk in members]
    return found or [row.user for row in members.values() if row.is_admin]


# --- moves ---


@transaction.atomic
def ask(interview: Interview, kind: Kind, *, words: str, now: datetime) -> tuple[AnotherWay, bool]:
    """Keep a request; True when it is new. One of the same kind that waits gets the newer words. Raises Refused."""
    held = sitting.held(interview)
    refusal = why_not_ask(kind, words=words, open_to=open_to_ask(held))
    if refusal:
        raise Refused(refusal)
    found = held.another_ways.filter(kind=kind, state=State.ASKED).first()
    if found is None:
        too_often = why_not_ask_again(held.another_ways.filter(asked_at__gt=now - timedelta(days=1)).count())
        if too_often:
            raise Refused(too_often)
        return held.another_ways.create(kind=kind, state=State.ASKED, words=words.strip(), asked_at=now), True
    if words.strip():
        found.words = words.strip()
        found.save(update_fields=["words"])
    return found, False


@transaction.atomic
def take_back(way: AnotherWay, *, now: datetime) -> None:
    """Let the candidate take back what nobody has answered. Raises Refused."""
    sitting.held(way.interview)
    changed = AnotherWay.objects.filter(pk=way.pk, state=State.ASKED).update(state=State.TAKEN_BACK, answered_at=now)
    if not changed:
        raise Refused(gettext("This was answered in the meantime. You find the answer here."))


@transaction.atomic
def answer(
    way: AnotherWay, *, is_granted: bool, words: str, by: User, now: datetime, time_factor: float | None = None
) -> AnotherWay:
    """Grant or decline a request; `time_factor` is how much more time it grants. Raises Refused.

    Nothing that was granted before is taken away: nobody ends up with less time than they had.
    """
    interview = sitting.held(way.interview)
    way = AnotherWay.objects.get(pk=way.pk)
    refusal = why_not_answer(State(way.state), is_granted=is_granted, words=words)
    if refusal is None and is_granted and way.kind == Kind.MORE_TIME and _is_over(interview, now=now):
        refusal = "The date for this candidate is over. Please set a new one first, then agree."
    if refusal is None and is_granted and way.kind == Kind.HUMAN_ONLY and interview.scored_at is not None:
        refusal = "This interview was scored before. Decline, and offer that a person goes through it again."
    if refusal:
        raise Refused(refusal)
    if is_granted:
        _apply(interview, Kind(way.kind), time_factor)
    way.state = State.GRANTED if is_granted else State.DECLINED
    way.answer, way.answered_by, way.answered_at = words.strip(), by, now
    way.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    return way


def _is_over(interview: Interview, *, now: datetime) -> bool:
    """Tell whether longer times alone would help nobody."""
    return interview.submitted_at is None and deadlines.is_over(interview, now=now)


def _apply(interview: Interview, kind: Kind, time_factor: float | None) -> None:
    match kind:
        case Kind.HUMAN_ONLY:
            interview.is_human_only = True
        case Kind.MORE_TIME:
            interview.time_factor = max(interview.time_factor, time_factor or TIME_FACTORS[1])
        case Kind.AUDIO:
            interview.extra_kinds = _with(interview.extra_kinds, AnswerKind.AUDIO)
        case Kind.TEXT:
            interview.extra_kinds = _with(interview.extra_kinds, AnswerKind.TEXT)
    interview.save(update_fields=["is_human_only", "time_factor", "extra_kinds"])


def _with(kinds: Iterable[str], kind: AnswerKind) -> list[str]:
    return list(dict.fromkeys([*kinds, kind.value]))
