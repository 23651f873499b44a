"""/v1/opportunities/:id/applications and /v1/applications/deleted"""

from lever_simulator.here import the_account
from lever_simulator.resources.addresses import Noun
from lever_simulator.resources.answering import Json, not_found, page, single
from lever_simulator.resources.asking import asked_deletion_window, asked_page, needs
from lever_simulator.resources.opportunities import find
from lever_simulator.resources.shapes import application_json, deletion_json
from lever_simulator.world.hiring import DeletedApplication

api = Noun("applications", __name__)

READ = "applications:read:admin"


@api.get("/opportunities/<opportunity_id>/applications")
@needs(READ)
def list_applications(opportunity_id: str) -> Json:
    opportunity = find(opportunity_id)
    sent = [opportunity.application] if opportunity.application else []
    return page(
        sent,
        shape=lambda application: application_json(application, opportunity),
        place=lambda application: (0, application.created_at, application.id),
        **asked_page(),
    )


@api.get("/opportunities/<opportunity_id>/applications/<application_id>")
@needs(READ)
def get_application(opportunity_id: str, application_id: str) -> tuple[Json, int]:
    opportunity = find(opportunity_id)
    application = opportunity.application
    if application is None or application.id != application_id:
        raise not_found("applications", application_id)
    return single(application_json(application, opportunity))


@api.get("/applications/deleted")
@needs(READ)
def list_deleted() -> Json:
    within = asked_deletion_window()
    rows = [d for d in the_account().deleted_applications if within(d.deleted_at)]
    return page(rows, shape=_row, place=lambda d: (0, d.deleted_at, d.id), **asked_page())


def _row(deletion: DeletedApplication) -> Json:
    return deletion_json(deletion) | {"opportunityId": deletion.opportunity, "postingId": deletion.posting}
