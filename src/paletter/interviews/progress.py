"""How far an interview is, in words for the candidate and for the recruiter.

not started ─▶ in progress ─▶ submitted ─▶ processing ─▶ check your words ─▶ scoring ─▶ ready
                                   └────────────┴── needs you ──┴──────────────┘
At any station the candidate may take their consent back, and a member may open again what was handed in.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paletter.interviews.models import Interview


class State(StrEnum):
    """The stations of an interview; values are stable and may stand in addresses and class names."""

    NOT_STARTED = "not-started"
    IN_PROGRESS = "in-progress"
    SUBMITTED = "submitted"
    PROCESSING = "processing"
    CHECK_WORDS = "check-words"
    SCORING = "scoring"
    READY = "ready"
    NEEDS_YOU = "needs-you"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Facts:
    """What is true of an interview now. `prepared` counts kept takes that are playable; None when nobody looked."""

    started_at: datetime | None = None
    submitted_at: datetime | None = None
    heard_at: datetime | None = None
    check_until: datetime | None = None
    checked_at: datetime | None = None
    is_check_skipped: bool = False
    scored_at: datetime | None = None
    trouble: str = ""
    prepared: int | None = None
    is_human_only: bool = False
    reopened_at: datetime | None = None
    withdrawn_at: datetime | None = None


class Step(NamedTuple):
    """A station with the time at which it was reached, or None while it is ahead."""

    label: str
    at: datetime | None


@dataclass(frozen=True)
class Progress:
    """An interview's state, its name for each reader, and the stations with their times."""

    state: State
    label_for_candidate: str
    label_for_recruiter: str
    steps: tuple[Step, ...]

    @property
    def is_moving(self) -> bool:
        """Paletter is at work, so that looking again soon may show something new."""
        return self.state in (State.SUBMITTED, State.PROCESSING, State.SCORING)

    @property
    def is_open(self) -> bool:
        """The candidate may still record."""
        return self.state in (State.NOT_STARTED, State.IN_PROGRESS)


FOR_CANDIDATE = {
    State.NOT_STARTED: gettext_lazy("Not started"),
    State.IN_PROGRESS: gettext_lazy("In progress"),
    State.SUBMITTED: gettext_lazy("Handed in"),
    State.PROCESSING: gettext_lazy("Being written down"),
    State.CHECK_WORDS: gettext_lazy("Check what was heard"),
    State.SCORING: gettext_lazy("Being scored"),
    State.READY: gettext_lazy("Finished"),
    State.NEEDS_YOU: gettext_lazy("Waiting for a person"),
    State.WITHDRAWN: gettext_lazy("Consent taken back"),
}
FOR_RECRUITER = {
    State.NOT_STARTED: "Not started",
    State.IN_PROGRESS: "In progress",
    State.SUBMITTED: "Submitted",
    State.PROCESSING: "Processing",
    State.CHECK_WORDS: "Candidate may check words",
    State.SCORING: "Scoring",
    State.READY: "Ready",
    State.NEEDS_YOU: "Needs you",
    State.WITHDRAWN: "Withdrawn by the candidate",
}


def of(interview: Interview, *, now: datetime | None = None, prepared: int | None = None) -> Progress:
    """Return how far an interview is. Reads only the row it is given, so a long table costs no query a line."""
    facts = Facts(
        started_at=interview.started_at,
        submitted_at=interview.submitted_at,
        heard_at=interview.heard_at,
        check_until=interview.check_until,
        checked_at=interview.checked_at,
        is_check_skipped=interview.is_check_skipped,
        scored_at=interview.scored_at,
        trouble=interview.trouble,
        prepared=prepared,
        is_human_only=interview.is_human_only,
        reopened_at=interview.reopened_at,
        withdrawn_at=interview.withdrawn_at,
    )
    return told(facts, now=now or timezone.now())


def told(facts: Facts, *, now: datetime) -> Progress:
    """Put facts into words."""
    found = state(facts, now=now)
    for_candidate, for_recruiter = str(FOR_CANDIDATE[found]), FOR_RECRUITER[found]
    if facts.is_human_only and found is State.SCORING:
        for_candidate, for_recruiter = _("On its way to people"), "Getting ready"
    if facts.reopened_at and found is State.IN_PROGRESS:
        for_candidate = for_recruiter = _("Open again")
    return Progress(
        state=found,
        label_for_candidate=for_candidate,
        label_for_recruiter=for_recruiter,
        steps=_steps(facts),
    )


def state(facts: Facts, *, now: datetime) -> State:
    """Return where an interview stands at `now`."""
    if facts.withdrawn_at:
        return State.WITHDRAWN
    if facts.scored_at:
        return State.READY
    if facts.submitted_at is None:
        return State.IN_PROGRESS if facts.started_at else State.NOT_STARTED
    if facts.trouble:
        return State.NEEDS_YOU
    if facts.heard_at is None:
        return State.SUBMITTED if facts.prepared == 0 else State.PROCESSING
    return State.CHECK_WORDS if may_check(facts, now=now) else State.SCORING


def may_check(facts: Facts, *, now: datetime) -> bool:
    """Tell whether the window for checking what was heard is open."""
    is_heard = facts.heard_at is not None and facts.check_until is not None
    return is_heard and facts.checked_at is None and facts.scored_at is None and now < (facts.check_until or now)


def is_closed(interview: Interview) -> bool:
    """Tell whether members see nothing of what was made of it: consent was taken back, or it is open again."""
    is_open_again = interview.reopened_at is not None and interview.scored_at is None
    return interview.withdrawn_at is not None or is_open_again


def _steps(facts: Facts) -> tuple[Step, ...]:
    reopened = (Step(_("Opened again"), facts.reopened_at),) if facts.reopened_at else ()
    withdrawn = (Step(_("Consent taken back"), facts.withdrawn_at),) if facts.withdrawn_at else ()
    return (
        Step(_("Started"), facts.started_at),
        *reopened,
        Step(_("Handed in"), facts.submitted_at),
        Step(_("Written down"), facts.heard_at),
        Step(_("Check of the words skipped") if facts.is_check_skipped else _("Words checked"), facts.checked_at),
        Step(_("With people, who judge alone") if facts.is_human_only else _("Scored"), facts.scored_at),
        *withdrawn,
    )
