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

log = structlog.get_logger()


@dataclass(frozen=True)
class Imported:
    """What became of a file: its lines, how many were about nobody here, interviews told of, columns not read."""

    lines: int
    unmatched: int
    interviews: int
    unread: tuple[str, ...]


@transaction.atomic
def take_in(
    content: bytes, *, organisation: Organisation, by: User | None, is_synthetic: bool, now: datetime
) -> Imported:
    """Keep what a CSV file says in place of what was imported before.

    Raises sheet.SheetRefused with a sentence for each thing that is wrong; then nothing has changed.
    """
    read = sheet.read(content)
    # Two admins at once: the second waits, and replaces what the first has imported.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    matched = matching.match(read.lines, organisation)
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


def standing(organisation: Organisation) -> DemographicsImport | None:
    """Return the import that counts now, or None."""
    return DemographicsImport.objects.filter(organisation=organisation).select_related("imported_by").first()


def remove(organisation: Organisation) -> bool:
    """Remove all that was imported; False when there was nothing."""
    gone, _ = DemographicsImport.objects.filter(organisation=organisation).delete()
    log.info("demographics removed", organisation=organisation.pk, rows=gone)
    return bool(gone)
