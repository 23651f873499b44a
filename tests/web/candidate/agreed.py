"""An interview whose candidate has agreed to what is told before it."""

from paletter.interviews import consent
from paletter.interviews.models import Interview
from tests.cast import NOON

CONTACT = "support@localhost"


def agreed(interview: Interview) -> Interview:
    text = consent.of(interview, contact=CONTACT)
    consent.give(interview, shown_sha256=text.sha256, contact=CONTACT, now=NOON)
    interview.refresh_from_db()
    return interview
