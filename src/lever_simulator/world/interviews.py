"""Interviews with a date and interviewers, and the panels they belong to. A one-way interview is none of these."""

from dataclasses import dataclass, field

NO_FEEDBACK = "no-feedback"
MINUTE = 60_000


@dataclass
class Interviewer:
    user: str
    feedback_template: str = NO_FEEDBACK


@dataclass
class Interview:
    id: str
    subject: str
    date: int
    duration: int
    created_at: int
    user: str
    interviewers: list[Interviewer] = field(default_factory=list)
    note: str = ""
    location: str | None = None
    feedback_template: str | None = NO_FEEDBACK
    feedback_reminder: str = "daily"
    canceled_at: int | None = None

    @property
    def end(self) -> int:
        return self.date + self.duration * MINUTE


@dataclass
class Panel:
    """Interviews that are held together. Those planned in Lever itself cannot be changed by API."""

    id: str
    opportunity: str
    timezone: str
    created_at: int
    user: str
    stage: str
    interviews: list[Interview] = field(default_factory=list)
    applications: list[str] = field(default_factory=list)
    externally_managed: bool = True
    external_url: str | None = None
    note: str | None = None
    feedback_reminder: str = "daily"
    canceled_at: int | None = None

    @property
    def start(self) -> int | None:
        return min((i.date for i in self.interviews), default=None)

    @property
    def end(self) -> int | None:
        return max((i.end for i in self.interviews), default=None)

    def interview(self, interview_id: str) -> Interview | None:
        return next((i for i in self.interviews if i.id == interview_id), None)
