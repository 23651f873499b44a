"""Something changes in Lever just before a result is matched there, or between the match and its note."""

import pytest
from django.utils import timezone

from lever_simulator.world.changes import CHANGES, ON_OPPORTUNITY, ON_POSTING
from lever_simulator.world.incidents import Change
from paletter.connections.models import MirroredPosting
from paletter.flow import writing
from paletter.reports.tags import FIT_3_PLUS, READY
from paletter.writeback.models import Delivery, DeliveryState
from tests.ats.simulated import Lever
from tests.flow.story import CAROL

pytestmark = pytest.mark.django_db(transaction=True)

MATCH = ("GET", "/v1/opportunities")
NOTE = ("POST", "/v1/opportunities/*/notes")
ARRIVES = "arrives"
TO = {"add_email": "carol@example.net", "rename_posting": "Greeter"}

# What becomes of the result: it arrives, or the words of the sentence that it waits with.
BEFORE_THE_NOTE = {
    "delete_opportunity": "No application for this posting",
    "archive_opportunity": ARRIVES,
    "anonymize_contact": ARRIVES,
    "merge_contact": ARRIVES,
    "apply_twice": ARRIVES,
    "drop_emails": ARRIVES,
    "add_email": ARRIVES,
    "capitalize_emails": ARRIVES,
    "plus_tag_emails": ARRIVES,
    "lose_updated_at": ARRIVES,
    "forbid_storing": ARRIVES,
    "rename_posting": ARRIVES,
    "close_posting": ARRIVES,
    "unlist_posting": ARRIVES,
    "make_posting_confidential": "This posting is confidential in Lever now",
    "delete_posting": ARRIVES,
    "revoke_access": "Connect Lever again with a Super Admin's login",
    "deactivate_user": "Connect Lever again with a Super Admin's login",
    "reactivate_user": ARRIVES,
    "lock_tags": "The note is in Lever, the tags are not",
    "leave_package": "your account manager at Lever",
}
BEFORE_THE_MATCH = BEFORE_THE_NOTE | {
    "anonymize_contact": "No application for this posting",
    "drop_emails": "No application for this posting",
    "plus_tag_emails": "No application for this posting",
    # Until the next sync nobody here can know why there is none.
    "make_posting_confidential": "No application for this posting",
}


def changes(lever: Lever, call: tuple[str, str], what: str, *, opportunity: str, posting: MirroredPosting) -> None:
    aim = opportunity if what in ON_OPPORTUNITY else posting.external_id if what in ON_POSTING else None
    lever.fails("change", method=call[0], path=call[1], change=Change(what, aim, TO.get(what)))


def test_no_change_is_left_out() -> None:
    assert set(BEFORE_THE_NOTE) == set(CHANGES)


@pytest.mark.parametrize(
    ("call", "what", "becomes"),
    [(NOTE, *row) for row in BEFORE_THE_NOTE.items()] + [(MATCH, *row) for row in BEFORE_THE_MATCH.items()],
)
def test_the_result_arrives_once_or_says_what_to_do(
    delivery: Delivery, posting: MirroredPosting, lever: Lever, call: tuple[str, str], what: str, becomes: str
) -> None:
    carol = lever.has_applied("Carol Candidate", CAROL, posting.external_id)
    Delivery.objects.update(created_at=timezone.now())
    changes(lever, call, what, opportunity=carol, posting=posting)

    writing.write_back(delivery, now=lever.now())

    delivery.refresh_from_db()
    sent_to = delivery.opportunity_id or carol
    assert (becomes == ARRIVES) == (delivery.state == DeliveryState.DONE), delivery.sentence
    assert becomes in delivery.sentence or becomes == ARRIVES
    assert len(lever.note_texts(sent_to)) == (becomes == ARRIVES or what == "lock_tags")
    if becomes == ARRIVES:
        assert {READY, FIT_3_PLUS} <= set(lever.tags(sent_to))
