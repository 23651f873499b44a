"""The text that a recruiter copies into an e-mail or a template of the ATS. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from paletter.vocabulary.rubrics import AskedKind


@dataclass(frozen=True)
class InvitationText:
    subject: str
    body: str


def text(
    *,
    title: str,
    organisation: str,
    link: str,
    questions: int,
    minutes: int,
    kinds: Collection[AskedKind] = (AskedKind.VIDEO,),
    reviewer: str = "",
    deadline: datetime | None = None,
    zone: str = "UTC",
) -> InvitationText:
    """Return subject and body; `minutes` is the longest that all answers can take, `kinds` are those of the questions.

    The body asks for the address of the application (R31), because that is how the result finds its way back. It says
    that an AI is used, who watches, and that there are other ways, so that nobody finds out on the way.
    """
    interview, what_to_have, retakes = _kind_of_interview(set(kinds))
    asked = "one question" if questions == 1 else f"{questions} questions"
    people = f"{reviewer} watches the answers" if reviewer else "People of our team watch the answers"
    return InvitationText(
        subject=f"Your {interview} for {title}",
        body=f"""Hello,

thank you for applying for {title} at {organisation}. As a next step we invite you to a short {interview}.

You answer {asked} in your own time, {what_to_have}. Nobody is on the other side, and it takes {minutes} minutes at \
most. {retakes}{_until(deadline, zone)}

Please know before you begin: software, an AI, turns what you say into words and suggests scores for soft skills. It \
looks at the words alone, not at your face, your voice or your name. {people}, and people decide. The page behind the \
link tells all of it.

You can ask there for another way: without AI, without a video, in writing, or with more time. Asking does not count \
against you.

Open this link and sign up with the same e-mail address with which you applied, so that your interview finds its way \
to us:

{link}

Kind regards
{organisation}
""",
    )


def _kind_of_interview(kinds: set[AskedKind]) -> tuple[str, str, str]:
    """Return what to call it, what one needs for it, and how an answer is changed."""
    if kinds == {AskedKind.TEXT}:
        return "interview in writing", "in writing", "You can read each answer again and change it before you send it."
    if kinds <= {AskedKind.AUDIO, AskedKind.TEXT}:
        return (
            "interview by voice",
            "on a phone or a computer with a microphone",
            "You can listen to each answer and record it again before you send it.",
        )
    return (
        "video interview",
        "on a phone or a computer with a camera",
        "You can watch each answer and record it again before you send it.",
    )


def _until(deadline: datetime | None, zone: str) -> str:
    if deadline is None:
        return ""
    there = deadline.astimezone(ZoneInfo(zone))
    return f" Please hand in by {there:%A}, {there.day} {there:%B %Y, %H:%M} ({zone})."
