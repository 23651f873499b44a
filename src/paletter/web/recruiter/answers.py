"""What can be said of one posting to somebody who misses a job (R22-R26). Pure, but for what it is given.

A confidential posting is never told by its title, nor that there is one of that title. Whoever brings its id learns
only that Paletter may not read it.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from paletter.connections.models import MirroredPosting
from paletter.jobs.models import Job
from paletter.vocabulary.hiring import Distribution, Posting, PostingAnswer, PostingState, Visibility

STATES = {
    PostingState.OPEN: "Published",
    PostingState.CLOSED: "Closed",
    PostingState.DRAFT: "Draft",
    PostingState.PENDING: "Pending approval",
    PostingState.REJECTED: "Rejected",
}
DISTRIBUTIONS = {
    Distribution.EXTERNAL: "External",
    Distribution.INTERNAL: "Internal",
    Distribution.EXTERNAL_AND_INTERNAL: "External and internal",
    Distribution.UNLISTED: "Unlisted",
    Distribution.NONE: "None",
}
NOT_OPEN = {
    PostingState.CLOSED: "It is closed there, so nobody new can begin an interview. Interviews that were begun go on. "
    "Open it there again if that was a mistake, then fetch again.",
    PostingState.DRAFT: "It is a draft there. Publish it as External, Internal or Unlisted, then fetch again.",
    PostingState.PENDING: "It waits for an approval there. Once it is approved and published, it comes by itself.",
    PostingState.REJECTED: "Its approval was refused there. It comes once it is approved and published.",
}


class Next(StrEnum):
    """What the reader can do about it here."""

    NOTHING = "nothing"
    OPEN_JOB = "open job"
    JOIN = "join"
    FETCH = "fetch"


@dataclass(frozen=True)
class Answer:
    """What is true of one posting. `title` is empty where it may not be told."""

    sentence: str
    next: Next = Next.NOTHING
    title: str = ""
    state: str = ""
    distribution: str = ""
    mirrored: MirroredPosting | None = None
    job: Job | None = None
    is_good: bool = False


def of_mirrored(row: MirroredPosting, *, ats: str, is_connected: bool = True) -> Answer:
    """Answer for a posting that Paletter knows."""
    job: Job | None = getattr(row, "job", None)
    if row.gone_at:
        title = "" if row.is_confidential else row.title
        return Answer(f"It was deleted in {ats}, so nobody can begin. Results stay in Paletter.", title=title, job=job)
    if row.is_confidential:
        return _withheld(ats, job=job)
    answer = replace(_of_open(row, job, ats=ats), mirrored=row, job=job)
    return answer if is_connected or not answer.is_good else _asleep(answer, ats)


def _asleep(answer: Answer, ats: str) -> Answer:
    """Return the answer for a posting whose ATS is not connected: nobody can begin, and nothing new is heard of it."""
    last = f"It was here when {ats} was last connected. Until {ats} is connected again, nobody can begin an interview."
    return replace(answer, sentence=last, next=Next.NOTHING, is_good=False)


def _of_open(row: MirroredPosting, job: Job | None, *, ats: str) -> Answer:
    posting = row.value
    if not posting.is_assessable:
        return _of(posting, f"{ats} has it. {_why_not(posting)}", Next.FETCH)
    if job:
        return replace(_of(posting, "It is here: joined with a template.", Next.OPEN_JOB), is_good=True)
    sentence = "It is here, and waits to be joined with a template. Until then it is no job in Paletter."
    return replace(_of(posting, sentence, Next.JOIN), is_good=True)


def of_live(answer: PostingAnswer, *, ats: str, job: Job | None = None) -> Answer:
    """Answer for a posting that Paletter may not show or does not know, from what the ATS has just said of its id."""
    return replace(_of_live(answer, ats), job=job)


def _of_live(answer: PostingAnswer, ats: str) -> Answer:
    posting = answer.posting
    if answer.visibility is Visibility.MISSING:
        return Answer(
            f"{ats} has no posting with this id: it was deleted, or belongs to another {ats} account than the one that "
            "is connected here. Copy the link from the posting's own page and try again."
        )
    if answer.visibility is Visibility.WITHHELD or posting is None or posting.is_confidential:
        return _withheld(ats)
    if not posting.is_assessable:
        return _of(posting, f"{ats} has it. {_why_not(posting)}", Next.FETCH)
    return _of(posting, f"{ats} has it and it may come here; Paletter has not fetched it yet.", Next.FETCH)


def _withheld(ats: str, *, job: Job | None = None) -> Answer:
    return Answer(
        f"Paletter may not read this posting: it is confidential in {ats}, or the right to read it is missing. "
        f"Confidential postings never come to Paletter. If it is not confidential, ask a Super Admin in {ats} to look "
        "at Paletter's rights.",
        job=job,
    )


def _why_not(posting: Posting) -> str:
    if posting.state is PostingState.OPEN:
        return "Its distribution is none of External, Internal and Unlisted. Choose one there, then fetch again."
    return NOT_OPEN[posting.state]


def _of(posting: Posting, sentence: str, doing: Next) -> Answer:
    return Answer(
        sentence,
        doing,
        title=posting.title,
        state=STATES[posting.state],
        distribution=DISTRIBUTIONS.get(posting.distribution, ""),
    )
