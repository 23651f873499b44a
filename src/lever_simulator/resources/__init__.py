"""Lever's Data API, one file for each noun."""

from flask import Blueprint, Response, request

from lever_simulator.resources import candidacies, lists, notes, opportunities, people, postings, webhooks
from lever_simulator.resources.answering import ApiError, error_reply, sign
from lever_simulator.resources.asking import identify

# Lever has these; this program does not play them (COVERAGE.md).
_REFUSED = (
    "files feedback feedback_templates forms form_templates uploads interviews panels offers resumes"
    " referrals requisitions requisition_fields audit_events eeo_responses diversity_surveys candidates"
    " disposition_stages tasks roles permissions groups"
)
REFUSED = _REFUSED.split()


def data_api() -> Blueprint:
    api = Blueprint("data_api", __name__, url_prefix="/v1")
    for noun in (postings, opportunities, candidacies, notes, people, lists, webhooks):
        api.register_blueprint(noun.api)
    api.add_url_rule("/", "nothing", _nothing, methods=["GET", "POST", "PUT", "DELETE"])
    api.add_url_rule("/<path:_path>", "unknown", _nothing, methods=["GET", "POST", "PUT", "DELETE"])
    api.before_request(identify)
    api.after_request(sign)
    api.register_error_handler(ApiError, error_reply)
    return api


def _nothing(_path: str = "") -> Response:
    words = set(request.path.split("/"))
    if words & set(REFUSED):
        return error_reply(ApiError(501, "NotSimulated", f"{request.path} is not played; see COVERAGE.md"))
    return error_reply(ApiError(404, "ResourceNotFound", f"{request.path} does not exist"))
