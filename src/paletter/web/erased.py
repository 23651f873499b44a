"""What people read at an address whose interview was erased: that, when and why, and no name."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy

from paletter.retention import erase
from paletter.retention.models import Erasure
from paletter.web import languages

FOR_CANDIDATES = {
    Erasure.Reason.DELETED: gettext_lazy("because {employer} deleted your application in its recruiting system"),
    Erasure.Reason.ANONYMISED: gettext_lazy("because {employer} removed your name from its recruiting system"),
    Erasure.Reason.NOT_TO_BE_KEPT: gettext_lazy("because {employer} may no longer keep what you sent"),
    Erasure.Reason.ASKED_FOR: gettext_lazy("because somebody asked for that"),
    Erasure.Reason.BY_CANDIDATE: gettext_lazy("because you deleted it"),
}
FOR_MEMBERS = {
    Erasure.Reason.DELETED: "because the candidate was deleted in your ATS",
    Erasure.Reason.ANONYMISED: "because the candidate was anonymised in your ATS",
    Erasure.Reason.NOT_TO_BE_KEPT: "because your ATS says that the candidate's data may no longer be kept",
    Erasure.Reason.ASKED_FOR: "because somebody asked for that",
    Erasure.Reason.BY_CANDIDATE: "because the candidate deleted it",
}


def day(erasure: Erasure) -> str:
    when: date = erasure.erased_at.date()
    return date_format(when, gettext("j F Y"))


def for_candidate(erasure: Erasure) -> str:
    """Tell somebody who still has an interview's address, or is recording, why it is gone."""
    employer = erasure.organisation.name
    why = FOR_CANDIDATES[Erasure.Reason(erasure.reason)].format(employer=employer)
    return gettext(
        "This interview for {employer} was erased on {day} with all its recordings, {why}. "
        "Nothing more can be recorded here. {employer} can tell you more."
    ).format(employer=employer, day=day(erasure), why=why)


def for_member(erasure: Erasure) -> str:
    """Tell a recruiter why a report is gone."""
    why = FOR_MEMBERS[Erasure.Reason(erasure.reason)]
    return f"It was erased on {day(erasure)}, with its recordings, words and scores, {why}."


def interview_page(request: HttpRequest, key: UUID) -> HttpResponse | None:
    """Return what stands where an interview was, None where none was erased."""
    erasure = erase.of_interview(key)
    if erasure is None:
        return None
    languages.speak(request)
    sentence = for_candidate(erasure)
    if not request.accepts("text/html"):
        return JsonResponse({"sentence": sentence}, status=410)
    return render(request, "candidate/erased.html", {"sentence": sentence, "section": "interviews"}, status=410)


def upload_sentence(*, take: UUID | None, interview: str) -> str:
    """Return what a recorder is told whose upload has nowhere to go, "" where nothing was erased."""
    erasure = erase.of_take(take) if take else None
    if erasure is None and interview:
        try:
            erasure = erase.of_interview(UUID(interview))
        except ValueError:
            return ""
    return for_candidate(erasure) if erasure else ""
