"""Lists of Lever that hold nothing here: this account makes no offers, keeps no résumés and asks no survey."""

from collections.abc import Callable

from lever_simulator.resources.addresses import Noun
from lever_simulator.resources.answering import ApiError, Json, not_found
from lever_simulator.resources.asking import asked_limit, asked_moment, asked_range, needs
from lever_simulator.resources.opportunities import find

api = Noun("empty", __name__)

OF_AN_OPPORTUNITY = ("offers", "referrals", "resumes")
OF_THE_ACCOUNT = {
    "audit_events": "audit_events:read:admin",
    "requisitions": "requisitions:read:admin",
}
EEO = {
    "eeo/responses": ("eeo_responses:read:admin", ("fromDate", "toDate")),
    "eeo/responses/pii": ("eeo_responses_pii:read:admin", ("created_at_start", "created_at_end")),
}
"""Answers to EEO questions: by scope, and the ends of the time that is asked for."""


def _nothing() -> Json:
    asked_limit()
    for name in ("created_at", "updated_at"):
        asked_range(name)
    return {"data": [], "hasNext": False}


def _of_an_opportunity(noun: str) -> Callable[[str], Json]:
    @needs(f"{noun}:read:admin")
    def view(opportunity_id: str) -> Json:
        find(opportunity_id)
        return _nothing()

    return view


def _one_of_an_opportunity(noun: str) -> Callable[[str, str], Json]:
    @needs(f"{noun}:read:admin")
    def view(opportunity_id: str, thing_id: str) -> Json:
        find(opportunity_id)
        raise not_found(noun, thing_id)

    return view


for _noun in OF_AN_OPPORTUNITY:
    _address = f"/opportunities/<opportunity_id>/{_noun}"
    api.add_url_rule(_address, _noun, _of_an_opportunity(_noun))
    api.add_url_rule(f"{_address}/<thing_id>", f"one_of_{_noun}", _one_of_an_opportunity(_noun))

for _noun in ("offers", "resumes"):
    _address = f"/opportunities/<opportunity_id>/{_noun}/<thing_id>/download"
    api.add_url_rule(_address, f"download_of_{_noun}", _one_of_an_opportunity(_noun))

for _noun, _scope in OF_THE_ACCOUNT.items():
    api.add_url_rule(f"/{_noun}", _noun.replace("/", "_"), needs(_scope)(_nothing))


def _no_answers(ends: tuple[str, str]) -> Callable[[], Json]:
    """Answers to EEO questions come all at once, below a name of their own."""

    def view() -> Json:
        for end in ends:
            asked_moment(end)
        return {"data": {"eeoResponses": []}}

    return view


for _noun, (_scope, _ends) in EEO.items():
    api.add_url_rule(f"/{_noun}", _noun.replace("/", "_"), needs(_scope)(_no_answers(_ends)))


@api.get("/requisitions/<requisition_id>")
@needs("requisitions:read:admin")
def get_requisition(requisition_id: str) -> Json:
    raise not_found("requisitions", requisition_id)


@api.get("/requisition_fields")
@needs("requisition_fields:read:admin")
def list_requisition_fields() -> Json:
    return {"data": []}  # recorded: this one has no hasNext


@api.get("/requisition_fields/<field_id>")
@needs("requisition_fields:read:admin")
def get_requisition_field(field_id: str) -> Json:
    raise ApiError(404, "NotFoundError", f"That requisition field doesn't exist on your account: {field_id}")
