"""The text that a recruiter copies into an e-mail or a template of the ATS. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class InvitationText:
    subject: str
    body: str


def text(*, title: str, organisation: str, link: str, questions: int, minutes: int) -> InvitationText:
    """Return subject and body; `minutes` is the longest that all answers can take.

    The body asks for the address of the application (R31), because that is how the result finds its way back.
    """
    asked = "one question" if questions == 1 else f"{questions} questions"
    return InvitationText(
        subject=f"Your video interview for {title}",
        body=f"""Hello,

thank you for applying for {title} at {organisation}. As a next step we invite you to a short video interview.

You answer {asked} in your own time, on a phone or a computer with a camera. Nobody is on the other side, and it takes \
{minutes} minutes at most. You can watch each answer and record it again before you send it.

Open this link and sign up with the same e-mail address with which you applied, so that your interview finds its way \
to us:

{link}

Kind regards
{organisation}
""",
    )
