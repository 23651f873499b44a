"""What a question's page tells the script of its writing field: the text that is here, the limit, the addresses."""

from typing import Any

from django.urls import reverse

from paletter.interviews import takes
from paletter.interviews.models import Answer


def gather(answer: Answer) -> dict[str, Any]:
    """Gather what the script of the writing field needs to know; `Facts` in writing.js says what each is."""
    interview = answer.interview
    place = [interview.key, answer.position]
    return {
        "slot": f"{interview.key}/{answer.position}",
        "text": answer.text,
        "isSaved": answer.is_written,
        "most": takes.MOST_CHARACTERS,
        "draft": reverse("candidate:draft", args=place),
        "write": reverse("candidate:write", args=place),
    }
