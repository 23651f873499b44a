"""Lever's Data API, one file for each noun."""

from flask import Blueprint, Response, request

from lever_simulator.resources import (
    applications,
    candidacies,
    empty,
    feedback,
    files,
    forms,
    interviews,
    lists,
    notes,
    opportunities,
    people,
    posting_writes,
    postings,
    refused,
    templates,
    webhooks,
)
from lever_simulator.resources.answering import ApiError, error_reply, sign
from lever_simulator.resources.asking import identify

NOUNS = (
    postings,
    posting_writes,
    opportunities,
    candidacies,
    applications,
    notes,
    files,
    feedback,
    forms,
    templates,
    interviews,
    people,
    lists,
    webhooks,
    empty,
    refused,
)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def data_api() -> Blueprint:
    api = Blueprint("data_api", __name__, url_prefix="/v1")
    for noun in NOUNS:
        api.register_blueprint(noun.api)
    api.add_url_rule("/", "nothing", _nothing, methods=METHODS)
    api.add_url_rule("/<path:_path>", "unknown", _nothing, methods=METHODS)
    api.before_request(identify)
    api.after_request(sign)
    api.register_error_handler(ApiError, error_reply)
    return api


def _nothing(_path: str = "") -> Response:
    return error_reply(ApiError(404, "ResourceNotFound", f"{request.path} does not exist"))
