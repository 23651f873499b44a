"""Which interviews of an organisation the lines of a sheet are about."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from allauth.account.models import EmailAddress

from paletter.accounts.models import Organisation
from paletter.audits.sheet import Line, SheetRefused
from paletter.audits.wording import counted
from paletter.connections import addresses
from paletter.connections.models import MirroredOpportunity
from paletter.interviews.models import Interview
from paletter.writeback.models import Delivery

Interviewed = dict[str, Collection[int]]
"""Interviews by the ATS's id of an opportunity."""


@dataclass(frozen=True)
class Matched:
    """For each interview that is told of the line that does so, and how many lines are about nobody here."""

    by_interview: Mapping[int, Line]
    unmatched: int


def match(lines: Collection[Line], organisation: Organisation) -> Matched:
    """Return which interviews the lines tell of; a line by address tells of all interviews of that person.

    Of the ids in a line the closest counts: interview before opportunity before address. Raises SheetRefused when two
    lines say different things about one interview, or none is about anybody here.
    """
    interviews = _Interviews(organisation, {line.opportunity for line in lines if line.opportunity})
    by_interview: dict[int, Line] = {}
    unmatched, faults = 0, []
    for line in lines:
        found = interviews.of(line)
        unmatched += not found
        for interview in found:
            other = by_interview.setdefault(interview, line)
            if other.told != line.told:
                faults.append(f"Line {line.number} and line {other.number} say different things about one interview.")
    if faults:
        raise SheetRefused(list(dict.fromkeys(faults)))
    if not by_interview:
        raise SheetRefused([_nobody(lines, organisation, of=len(interviews.rows))])
    return Matched(by_interview, unmatched)


def _nobody(lines: Collection[Line], organisation: Organisation, *, of: int) -> str:
    """Return the sentence that no line is about anybody here, with what was compared."""
    keys = sum(line.interview is not None for line in lines)
    opportunities = sum(bool(line.opportunity) and not line.interview for line in lines)
    compared = [
        f"{counted(keys, 'key')} of an interview with those in the interviews' addresses (/i/KEY/)",
        f"{counted(opportunities, 'id')} of an opportunity with those that results were written to, and those on a "
        "job's posting with a candidate's address",
        f"{counted(len(lines) - keys - opportunities, 'address', 'addresses')} with those that candidates have proved",
    ]
    said = "; ".join(text for text in compared if not text.startswith("0 "))
    return (
        f"No line of the file ({counted(len(lines), 'line')}) is about anybody who was interviewed by "
        f"{organisation.name} ({counted(of, 'interview')}). Compared were: {said}."
    )


class _Interviews:
    """An organisation's interviews by all that a line may know them by. Reads them in as many queries, however many."""

    def __init__(self, organisation: Organisation, opportunities: Collection[str]) -> None:
        self.rows = list(
            Interview.objects.filter(job__organisation=organisation).values_list(
                "pk", "key", "candidate_id", "job__posting_id"
            )
        )
        self.emails = self._emails(organisation)
        self.by_key: Mapping[UUID, int] = {key: pk for pk, key, _, _ in self.rows}
        self.by_email: dict[str, set[int]] = defaultdict(set)
        for pk, _, candidate, _ in self.rows:
            for email in self.emails.get(candidate, ()):
                self.by_email[email].add(pk)
        self.by_opportunity = self._seen_in_the_ats(organisation, opportunities) if opportunities else {}
        # What was written back is certain; the mirror only knows who has the same address.
        self.by_opportunity |= self._written_back(organisation, opportunities) if opportunities else {}

    def of(self, line: Line) -> Collection[int]:
        if line.interview:
            return [self.by_key[line.interview]] if line.interview in self.by_key else []
        if line.opportunity:
            return self.by_opportunity.get(line.opportunity, ())
        return self.by_email.get(line.email, ())

    def _emails(self, organisation: Organisation) -> Mapping[int, set[str]]:
        """Only addresses that were proved: anybody may type one."""
        proved = EmailAddress.objects.filter(verified=True, user__interviews__job__organisation=organisation)
        emails: dict[int, set[str]] = defaultdict(set)
        for user, email in proved.values_list("user_id", "email").distinct():
            emails[user].add(email.strip().lower())
        return emails

    def _written_back(self, organisation: Organisation, opportunities: Collection[str]) -> Interviewed:
        deliveries = Delivery.objects.filter(
            report__interview__job__organisation=organisation, opportunity_id__in=opportunities
        )
        return _grouped(deliveries.values_list("opportunity_id", "report__interview_id"))

    def _seen_in_the_ats(
        self, organisation: Organisation, opportunities: Collection[str]
    ) -> dict[str, Collection[int]]:
        mirrored = MirroredOpportunity.objects.filter(
            connection__organisation=organisation, external_id__in=opportunities
        )
        whose = {
            (posting, digest): external_id
            for external_id, posting, digests in mirrored.values_list("external_id", "posting_id", "digests")
            for digest in digests
        }
        known = (
            (whose.get((posting, addresses.digest(email))), pk)
            for pk, _, candidate, posting in self.rows
            for email in self.emails.get(candidate, ())
        )
        return _grouped((opportunity, pk) for opportunity, pk in known if opportunity)


def _grouped(pairs: Iterable[tuple[str, int]]) -> Interviewed:
    groups: dict[str, set[int]] = defaultdict(set)
    for opportunity, interview in pairs:
        groups[opportunity].add(interview)
    return dict(groups)
