"""A delivery's row while a worker is at it: whatever becomes known is committed at once."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.db import transaction

from paletter.ats.protocol import AtsUnavailable
from paletter.reports.models import Report
from paletter.scores.models import Scoring
from paletter.writeback.models import Delivery, DeliveryState, EarlierNote
from paletter.writeback.waiting import HELD_BACK

UNDER_WAY = timedelta(seconds=60)
"""For how long a request without an answer may still have its effect; gateways end them after half of that."""


class DeliveryGone(Delivery.DoesNotExist):
    """The delivery was erased or held back while a worker was at it: nothing more may be sent."""


@dataclass(frozen=True)
class KeptDelivery:
    """`durable` makes Django refuse all of this inside a caller's transaction, where a rollback could make us forget a
    note that exists.
    """

    row: Delivery
    now: datetime
    begun: float = field(default_factory=monotonic)

    def keep(self, **fields: Any) -> None:
        """Commit what has become known. Raises DeliveryGone when there is nothing to write it on any more."""
        with transaction.atomic(durable=True):
            if not Delivery.objects.filter(pk=self.row.pk).update(changed_at=self.now, **fields):
                raise DeliveryGone
        for name, value in fields.items():
            setattr(self.row, name, value)

    def intend(self, **fields: Any) -> None:
        """As `keep`, right before something is sent. Raises DeliveryGone when nothing of it may be sent any more."""
        if Delivery.objects.filter(HELD_BACK, pk=self.row.pk).exists():
            raise DeliveryGone
        self.keep(**fields)

    def moment(self) -> datetime:
        return self.now + timedelta(seconds=monotonic() - self.begun)

    def wait_for(self, tried_at: datetime | None, *, thing: str) -> None:
        """Raise AtsUnavailable while a request sent then, that nobody answered, may still have its effect."""
        if tried_at is None:
            return
        seconds = (tried_at + UNDER_WAY - self.moment()).total_seconds()
        if seconds > 0:
            raise AtsUnavailable(
                f"The ATS has not said whether it took the {thing}. Paletter looks again by itself, so that nothing "
                "is there twice.",
                retry_after=seconds,
            )

    def newest_scoring(self) -> int:
        scoring_id = Report.objects.values_list("scoring_id", flat=True).filter(pk=self.row.report_id).first()
        if scoring_id is None:
            raise DeliveryGone
        return scoring_id

    def is_behind(self) -> bool:
        """Tell whether the report shows another scoring than this edition tells."""
        return self.row.scoring_id not in (None, self.newest_scoring())

    def tell_newest(self) -> None:
        """Nothing of this edition is in the ATS: let it tell what the report shows now."""
        newest = self.newest_scoring()
        if self.row.scoring_id != newest:
            self.keep(scoring_id=newest)

    def earlier_scorings(self) -> list[int]:
        """Return what the report may have shown before what this edition is to tell, the newest first."""
        before = Scoring.objects.filter(
            interview__report=self.row.report_id, pk__lt=self.row.scoring_id or 0, is_rescoring=False
        )
        return list(before.order_by("-pk").values_list("pk", flat=True))

    def begin_next_edition(self) -> None:
        """The note of this edition becomes an earlier one; the tags that are there remain known."""
        row = self.row
        assert row.scoring_id and row.note_added_at  # noqa: S101 - for the type checker
        with transaction.atomic(durable=True):
            self._renew(edition=row.edition + 1, scoring_id=self.newest_scoring(), state=DeliveryState.WAITING)
            EarlierNote.objects.create(
                delivery_id=row.pk,
                edition=row.edition,
                scoring_id=row.scoring_id,
                opportunity_id=row.opportunity_id,
                note_id=row.note_id,
                added_at=row.note_added_at,
            )
        row.refresh_from_db()

    def earlier_notes_on(self, opportunity_id: str) -> list[EarlierNote]:
        return list(EarlierNote.objects.filter(delivery=self.row.pk, opportunity_id=opportunity_id).order_by("edition"))

    def start_over(self, opportunity_id: str, *, tags_tried: Collection[str] = ()) -> None:
        """The opportunity went, and with it what was on it: this edition begins anew, on another if there is one."""
        with transaction.atomic(durable=True):
            fields = {"picked_by": None, "tags": [], "tags_tried": list(tags_tried), "tags_tried_at": None}
            self._renew(opportunity_id=opportunity_id, **fields)
        self.row.refresh_from_db()

    def _renew(self, **fields: Any) -> None:
        blank = {"note_tried_at": None, "note_id": "", "note_added_at": None, "tags_added_at": None}
        if not Delivery.objects.filter(pk=self.row.pk).update(changed_at=self.now, **blank, **fields):
            raise DeliveryGone

    def finish(self) -> bool:
        """Note and tags are there. False when the report has come to show a newer scoring meanwhile."""
        if self.is_behind():
            return False
        self.keep(state=DeliveryState.DONE, sentence="")
        return True
