"""Demographics come in as a file, stand until the next one, and go when an admin removes them.

Of a file only the categories of people who were interviewed here are kept, with the interview that they belong to: no
address, no id of the ATS, nobody else.
"""

from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import transaction

from paletter.accounts.models import Organisation, User
from paletter.audits import matching, sheet
from paletter.audits.models import Demographics, DemographicsImport
from paletter.audits.wording import counted

log = structlog.get_logger()

FAR_FEWER = 0.5
"""A file that tells of less than so large a share of what is there is likelier the wrong one than the newer one."""


class FarFewer(sheet.SheetRefused):
    """The file is readable and about people here, but of far fewer than what it would take the place of."""


@dataclass(frozen=True)
class Imported:
    """What became of a file: its lines, how many were about nobody here, interviews told of, columns not read."""

    lines: int
    unmatched: int
    interviews: int
    unread: tuple[str, ...]


@transaction.atomic
def take_in(
    content: bytes,
    *,
    organisation: Organisation,
    by: User | None,
    is_synthetic: bool,
    now: datetime,
    even_if_fewer: bool = False,
) -> Imported:
    """Keep what a CSV file says in place of what was imported before.

    Raises sheet.SheetRefused with a sentence for each thing that is wrong, and FarFewer for a file that would take the
    place of much more, unless that is meant; then nothing has changed.
    """
    read = sheet.read(content)
    # Two admins at once: the second waits, and replaces what the first has imported.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    matched = matching.match(read.lines, organisation)
    if not even_if_fewer:
        _compare(matched, standing(organisation), is_synthetic=is_synthetic, lines=len(read.lines))
    DemographicsImport.objects.filter(organisation=organisation).delete()
    origin = DemographicsImport.objects.create(
        organisation=organisation,
        imported_by=by,
        imported_at=now,
        is_synthetic=is_synthetic,
        lines=len(read.lines),
        unmatched=matched.unmatched,
    )
    Demographics.objects.bulk_create(
        (
            Demographics(
                origin=origin,
                interview_id=interview,
                sex=line.sex,
                race_ethnicity=line.race_ethnicity,
                age_group=line.age_group,
            )
            for interview, line in matched.by_interview.items()
        ),
        batch_size=1000,
    )
    log.info("demographics imported", organisation=organisation.pk, interviews=len(matched.by_interview))
    return Imported(len(read.lines), matched.unmatched, len(matched.by_interview), read.unread)


def _compare(matched: matching.Matched, last: DemographicsImport | None, *, is_synthetic: bool, lines: int) -> None:
    """Raise FarFewer when real demographics would make room for those of far fewer people."""
    if last is None or (last.is_synthetic and not is_synthetic):
        return
    before, told = last.rows.count(), len(matched.by_interview)
    if told >= before * FAR_FEWER:
        return
    nobody = "all of its lines are about somebody who was interviewed here"
    if matched.unmatched:
        verb = "is" if matched.unmatched == 1 else "are"
        nobody = f"{matched.unmatched:,} of its {counted(lines, 'line')} {verb} about nobody who was interviewed here"
    raise FarFewer(
        [
            f"This file tells of {counted(told, 'interview')} and {nobody}; "
            f"what is imported now tells of {counted(before, 'interview')}."
        ]
    )


def standing(organisation: Organisation) -> DemographicsImport | None:
    """Return the import that counts now, or None."""
    return DemographicsImport.objects.filter(organisation=organisation).select_related("imported_by").first()


def remove(organisation: Organisation) -> bool:
    """Remove all that was imported; False when there was nothing."""
    gone, _ = DemographicsImport.objects.filter(organisation=organisation).delete()
    log.info("demographics removed", organisation=organisation.pk, rows=gone)
    return bool(gone)
