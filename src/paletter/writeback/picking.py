"""A recruiter says which opportunity a result belongs to, where the addresses do not tell (D4)."""

from django.db import transaction

from paletter.accounts.models import User
from paletter.ats.protocol import Ats
from paletter.vocabulary.hiring import Opportunity
from paletter.writeback.lock import Busy, alone
from paletter.writeback.models import Delivery, DeliveryState


class PickRefused(Exception):
    """Nothing was chosen; the message tells why and what to do."""


def is_open(delivery: Delivery) -> bool:
    """Tell whether the opportunity may still be chosen: nothing that is written may have to move."""
    is_untouched = delivery.note_tried_at is None and delivery.note_added_at is None
    has_tags = bool(delivery.tags or delivery.tags_tried)
    return is_untouched and not has_tags and not _has_notes_there(delivery)


def pick(delivery: Delivery, opportunity_id: str, *, ats: Ats, posting_id: str, user: User) -> Opportunity:
    """Let a result go to the opportunity that `user` chose, and return it as it is now.

    Raises PickRefused, and any AtsError.
    """
    chosen = ats.opportunity(opportunity_id)
    if chosen is None or posting_id not in chosen.posting_ids or chosen.is_anonymised or not chosen.may_be_kept:
        raise PickRefused("This application is not on the posting any more. Choose another one.")
    _choose(delivery, chosen.id, user)
    return chosen


def undo(delivery: Delivery) -> None:
    """Forget what was chosen: the result is matched by address again. Raises PickRefused."""
    _choose(delivery, "", None)


def _choose(delivery: Delivery, opportunity_id: str, user: User | None) -> None:
    try:
        # Committed before a worker may look, whatever the caller does afterwards.
        with alone(delivery.pk, wait=False), transaction.atomic(durable=True):
            delivery.refresh_from_db()
            if not is_open(delivery):
                raise PickRefused("This result has been written meanwhile, so nothing was changed.")
            delivery.opportunity_id, delivery.picked_by = opportunity_id, user
            delivery.state, delivery.sentence = DeliveryState.WAITING, ""
            delivery.save(update_fields=["opportunity_id", "picked_by", "state", "sentence", "changed_at"])
    except Delivery.DoesNotExist as gone:
        raise PickRefused("This result has been erased meanwhile, so there is nothing to send.") from gone
    except Busy as busy:
        raise PickRefused("Paletter is at this result just now. Wait a moment, then try again.") from busy


def _has_notes_there(delivery: Delivery) -> bool:
    notes = delivery.earlier_notes.filter(opportunity_id=delivery.opportunity_id)
    return bool(delivery.opportunity_id) and notes.exists()
